import type { PoolClient } from 'pg';
import { poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from './append';

/**
 * Word of committed registry writes, by LISTEN on a connection of its own. Word may be lost with the connection: whoever
 * waits looks at intervals as well.
 */
export class ChangeWatch {
  private connection: Promise<PoolClient> | null = null;
  private heard = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly dataSource: DataSource) {}

  /** How many changes word has come of. */
  get changes(): number {
    return this.heard;
  }

  /** Opens the connection where there is none. @throws an outage. */
  async listen(): Promise<void> {
    this.connection ??= this.open();
    const opening = this.connection;
    try {
      await opening;
    } catch (error) {
      if (this.connection === opening) this.connection = null;
      throw error;
    }
  }

  /** Resolves when word has come of more changes than `seen`, after `ms`, or when `signal` is aborted. */
  changedSince(seen: number, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.heard > seen) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      this.waiting.add(done);
    });
  }

  /** Gives the connection up. */
  close(): void {
    const closing = this.connection;
    this.connection = null;
    closing?.then(
      (client) => client.release(true),
      () => undefined, // it never opened, as `listen` told whoever asked for it
    );
  }

  private async open(): Promise<PoolClient> {
    const client = await poolOf(this.dataSource).connect();
    client.on('notification', () => this.ring());
    client.on('error', () => this.close());
    try {
      await client.query(`LISTEN ${CHANGE_CHANNEL}`);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private ring(): void {
    this.heard += 1;
    for (const wake of [...this.waiting]) wake();
  }
}
