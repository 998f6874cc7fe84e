import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** One row, a text for each column in PostgreSQL's input syntax; `null` is NULL. */
export type CopyRow = readonly (string | null)[];

const CHUNK_CHARACTERS = 64 * 1024;
const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPED = /[\\\n\r\t]/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * Writes rows by `COPY … FROM STDIN`, inside the client's transaction. `table` and `columns` are trusted names.
 * @returns the number of rows written.
 * @throws PostgreSQL's error (a violated constraint, a value it cannot read), or what `rows` threw.
 */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<CopyRow> | AsyncIterable<CopyRow>,
): Promise<number> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(chunksOf(rows), { objectMode: true, highWaterMark: 4 }), stream);
  return stream.rowCount;
}

/** Joins rows to chunks of about 64 KiB: a write to the socket for each row would cost more than the row. */
async function* chunksOf(rows: Iterable<CopyRow> | AsyncIterable<CopyRow>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const group of Symbol.iterator in rows ? groupsOf(rows) : onesOf(rows)) {
    for (const row of group) chunk += copyLine(row);
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

const GROUP_ROWS = 64;

/** Rows that are at hand, in groups: awaiting each of them would cost more than writing it. */
function* groupsOf(rows: Iterable<CopyRow>): Generator<readonly CopyRow[]> {
  let group: CopyRow[] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length === GROUP_ROWS) {
      yield group;
      group = [];
    }
  }
  yield group;
}

async function* onesOf(rows: AsyncIterable<CopyRow>): AsyncGenerator<readonly CopyRow[]> {
  for await (const row of rows) yield [row];
}

/** A row in COPY's text format: columns parted by tabs, `\N` for NULL, the four special characters escaped. */
export function copyLine(row: CopyRow): string {
  let line = '';
  for (let column = 0; column < row.length; column++) {
    const value = row[column] ?? null;
    if (column > 0) line += '\t';
    line += value === null ? '\\N' : escapeCopy(value);
  }
  return `${line}\n`;
}

function escapeCopy(value: string): string {
  return NEEDS_ESCAPE.test(value)
    ? value.replace(ESCAPED, (character) => ESCAPES.get(character) ?? character)
    : value;
}
