/** NDJSON files as rows of bytes, in flat memory whatever the file holds. */
import type { Readable } from 'node:stream';

export interface Row {
  /** The physical line in the file, from 1; blank lines count. */
  readonly row: number;
  /** Without its line end. Shares memory with what was read: copy it to keep it. */
  readonly bytes: Buffer;
  /** The row was longer than the cap; `bytes` is its beginning. */
  readonly truncated: boolean;
}

export interface RowOptions {
  /** A longer row is kept as its beginning only. Default 16 MiB. */
  readonly longestRowBytes?: number;
}

const DEFAULT_LONGEST_ROW_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Splits a stream of bytes at line feeds and yields the rows that each chunk completes (never an empty list). A leading
 * byte-order mark, a carriage return before a line feed and blank rows are left out; a last row needs no line end.
 * A failing stream throws its own error.
 */
export async function* readRows(stream: Readable, options: RowOptions = {}): AsyncGenerator<readonly Row[]> {
  const splitter = new RowSplitter(options.longestRowBytes ?? DEFAULT_LONGEST_ROW_BYTES);
  for await (const chunk of stream) {
    const rows = splitter.rowsOf(bufferOf(chunk));
    if (rows.length > 0) yield rows;
  }
  const last = splitter.lastRow();
  if (last !== null) yield [last];
}

/**
 * The rows of a part of a file that begins and ends with whole rows, as `readRows` yields them.
 * @param firstRow the physical line that it begins with, from 1
 */
export function wholeRows(bytes: Buffer, firstRow: number): readonly Row[] {
  const splitter = new RowSplitter(Number.POSITIVE_INFINITY, firstRow - 1);
  const rows = splitter.rowsOf(bytes);
  const last = splitter.lastRow();
  return last === null ? rows : [...rows, last];
}

function bufferOf(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk, 'utf8');
  throw new Error('Rows are read from a stream of bytes: give it without objectMode.');
}

class RowSplitter {
  /** The row whose end has not been read yet. */
  private begun: Buffer[] = [];
  private begunBytes = 0;
  private beganTruncated = false;

  /** @param row how many rows came before */
  constructor(
    private readonly longest: number,
    private row = 0,
  ) {}

  rowsOf(chunk: Buffer): readonly Row[] {
    const rows: Row[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const row = this.rowEndingIn(chunk.subarray(start, end));
      if (row !== null) rows.push(row);
      start = end + 1;
    }
    this.begin(chunk.subarray(start));
    return rows;
  }

  lastRow(): Row | null {
    return this.begunBytes === 0 ? null : this.rowEndingIn(Buffer.alloc(0));
  }

  private begin(part: Buffer): void {
    const room = this.longest - this.begunBytes;
    if (part.length > room) this.beganTruncated = true;
    const kept = part.subarray(0, room);
    if (kept.length === 0) return;
    this.begun.push(kept);
    this.begunBytes += kept.length;
  }

  private rowEndingIn(part: Buffer): Row | null {
    this.begin(part);
    const whole = this.begun.length === 1 && this.begun[0] ? this.begun[0] : Buffer.concat(this.begun);
    const truncated = this.beganTruncated;
    this.begun = [];
    this.begunBytes = 0;
    this.beganTruncated = false;
    this.row++;
    const bytes = withoutMark(this.row, withoutCarriageReturn(whole));
    return isBlank(bytes) ? null : { row: this.row, bytes, truncated };
  }
}

const withoutCarriageReturn = (bytes: Buffer): Buffer =>
  bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;

const withoutMark = (row: number, bytes: Buffer): Buffer =>
  row === 1 && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes;

/** Nothing but spaces, tabs and carriage returns. */
function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== CARRIAGE_RETURN) return false;
  return true;
}
