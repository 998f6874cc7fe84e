import type { PoolClient } from 'pg';
import { poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import { CHANGE_CHANNEL } from './append';

/**
 * Word of committed registry writes, by LISTEN on a connection of its own. Word may be lost with the connection: whoever
 * waits looks at intervals as well.
 */
export class ChangeWatch {
  private client: PoolClient | null = null;
  private heard = false;
  private wake: (() => void) | null = null;

  constructor(private readonly dataSource: DataSource) {}

  /** Opens the connection where there is none. @throws an outage. */
  async listen(): Promise<void> {
    if (this.client !== null) return;
    const client = await poolOf(this.dataSource).connect();
    client.on('notification', () => this.ring());
    client.on('error', (error) => this.drop(error));
    this.client = client;
    try {
      await client.query(`LISTEN ${CHANGE_CHANNEL}`);
    } catch (error) {
      this.drop(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Resolves on word of a change (also one heard since the last wait), after `ms`, or when `signal` is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.heard) await this.pause(ms, signal);
    this.heard = false;
  }

  /** Resolves after `ms`, sooner on word of a change or when `signal` is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      this.wake = done;
    });
  }

  /** Gives the connection up. */
  close(): void {
    this.drop(null);
  }

  private ring(): void {
    this.heard = true;
    this.wake?.();
  }

  /** A connection that has listened is not returned to the pool: it is closed. */
  private drop(error: Error | null): void {
    const client = this.client;
    if (client === null) return;
    this.client = null;
    client.removeAllListeners('notification');
    client.release(error ?? true);
  }
}
