import { createReadStream, createWriteStream, openSync, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { UnusableInput } from '@gatekeeper/runtime';

const STANDARD = '-';
const FLUSH_CHARACTERS = 256 * 1024;

/** A file to read, or standard input for `-`. */
export function openInput(path: string): Readable {
  return path === STANDARD ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
}

/** Bytes of a file, where that can be known before reading it; `null` for a pipe. */
export function sizeOf(path: string): number | null {
  if (path === STANDARD) return null;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UnusableInput(`there is no file ${path}`);
  if (stat.isDirectory()) throw new UnusableInput(`${path} is a folder, not a file`);
  return stat.isFile() ? stat.size : null;
}

/**
 * Writes rows of text to a file, or to standard output for `-`, no faster than they are taken. A file that cannot be opened,
 * a full disk and a reader that has gone away are usage errors: whoever is left with part of an output is told so.
 */
export class RowWriter {
  private pending = '';
  private failure: Error | null = null;

  private constructor(
    private readonly stream: Writable,
    private readonly name: string,
  ) {
    stream.on('error', (error) => (this.failure ??= error));
  }

  /** @throws UnusableInput when there can be no such file. */
  static open(path: string): RowWriter {
    if (path === STANDARD) return new RowWriter(process.stdout, 'standard output');
    let descriptor: number;
    try {
      descriptor = openSync(path, 'w');
    } catch (error) {
      throw new UnusableInput(
        `cannot write to ${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return new RowWriter(createWriteStream(path, { fd: descriptor }), path);
  }

  /** Queues one row. */
  write(row: string): void {
    this.pending += `${row}\n`;
  }

  /**
   * Queues whole rows, each with its line end, as bytes that nobody changes until they are taken.
   * @param onTaken told once these, and all that was queued before them, are taken; not where they cannot be written, which
   * ends everything
   */
  writeBytes(rows: Uint8Array, onTaken?: () => void): void {
    this.handOver();
    // Without bytes too it is told in its turn: what was queued before may lie in the same memory.
    if (rows.length > 0 || onTaken !== undefined)
      this.stream.write(rows, (error) => {
        if (!error) onTaken?.();
      });
  }

  /** Hands queued rows over once they are many, and waits while the other side is slow. */
  async drain(): Promise<void> {
    if (this.pending.length >= FLUSH_CHARACTERS || this.stream.writableNeedDrain) await this.flush();
  }

  async flush(): Promise<void> {
    this.check();
    this.handOver();
    if (this.stream.writableNeedDrain) await this.takenOrClosed();
    this.check();
  }

  private handOver(): void {
    if (this.pending !== '') this.stream.write(this.pending);
    this.pending = '';
  }

  /** Whichever comes first; the wait for the other is called off, or each flush would leave a listener behind. */
  private async takenOrClosed(): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    try {
      await Promise.race([once(this.stream, 'drain', { signal }), once(this.stream, 'close', { signal })]);
    } catch (error) {
      this.failed(error);
    } finally {
      over.abort();
    }
  }

  /** Resolves once everything is handed over; standard output stays open. */
  async close(): Promise<void> {
    await this.flush();
    if (this.stream === process.stdout) {
      await new Promise((resolve) => this.stream.write('', resolve));
    } else {
      this.stream.end();
      if (!this.stream.closed) await once(this.stream, 'close').catch((error: unknown) => this.failed(error));
    }
    this.check();
  }

  private failed(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }

  private check(): void {
    if (this.failure !== null)
      throw new UnusableInput(`cannot write to ${this.name}: ${this.failure.message}`);
  }
}
