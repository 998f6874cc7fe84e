/** A file of rows that is read twice: once to see which of its visits are simple, once to decide. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UnusableInput } from '@gatekeeper/runtime';

/** Whole rows that lie together. */
export interface Slice {
  readonly offset: number;
  readonly length: number;
  /** The physical line of the file that it begins with, from 1. */
  readonly firstRow: number;
}

const SLICE_BYTES = 512 * 1024;
/** Files with a longer row are not cut into slices: memory has to stay flat. */
const LONGEST_ROW_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
}

export class LinesFile {
  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly seen: Seen,
    private readonly sliceBytes: number,
  ) {}

  /**
   * @param sliceBytes of a slice, about; half a mebibyte unless given
   * @returns `null`: a pipe or a device, which can be read once only
   */
  static async open(path: string, sliceBytes = SLICE_BYTES): Promise<LinesFile | null> {
    if (path === '-') return null;
    const handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isFile()) return new LinesFile(path, handle, stat, sliceBytes);
    await handle.close();
    return null;
  }

  get size(): number {
    return this.seen.size;
  }

  /**
   * Reads the file from its beginning, and cuts it into slices.
   * @param onSlice told of each, with bytes that are there until it returns; says how many rows they are
   * @returns `null`: it has a row that is too long to be held whole
   */
  async cut(onSlice: (bytes: Buffer) => number): Promise<readonly Slice[] | null> {
    const slices: Slice[] = [];
    let buffer = Buffer.allocUnsafeSlow(this.sliceBytes);
    let firstRow = 1;
    for (let offset = 0; offset < this.size;) {
      const read = await this.fill(buffer, offset);
      const atEnd = offset + read >= this.size;
      const length = atEnd ? read : buffer.lastIndexOf(LINE_FEED, read - 1) + 1;
      if (length === 0) {
        if (buffer.length >= LONGEST_ROW_BYTES) return null;
        buffer = Buffer.allocUnsafeSlow(buffer.length * 2);
        continue;
      }
      slices.push({ offset, length, firstRow });
      firstRow += onSlice(buffer.subarray(0, length));
      offset += length;
    }
    return slices;
  }

  /**
   * The bytes of a slice, in memory of their own, so that they can be handed to another thread.
   * @param room memory to be used again, where there is some
   */
  async read({ offset, length }: Slice, room?: ArrayBuffer): Promise<Buffer<ArrayBuffer>> {
    const bytes =
      room !== undefined && room.byteLength >= length
        ? Buffer.from(room, 0, length)
        : Buffer.allocUnsafeSlow(Math.max(length, this.sliceBytes)).subarray(0, length);
    await this.fill(bytes, offset);
    return bytes;
  }

  /** @throws UnusableInput: the file is not what it was when it was opened */
  async demandUnchanged(): Promise<void> {
    const { size, mtimeMs } = await this.handle.stat();
    if (size !== this.seen.size || mtimeMs !== this.seen.mtimeMs) throw this.changed();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async fill(buffer: Buffer, offset: number): Promise<number> {
    const wanted = Math.min(buffer.length, this.size - offset);
    for (let filled = 0; filled < wanted;) {
      const { bytesRead } = await this.handle.read(buffer, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) throw this.changed();
      filled += bytesRead;
    }
    return wanted;
  }

  private changed(): UnusableInput {
    return new UnusableInput(
      `${this.path} was written to while it was read: what was decided so far is not the answer`,
    );
  }
}
