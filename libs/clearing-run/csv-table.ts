/** CSV of an agency's own lines, in UTF-8, GBK or GB18030, row by row. */
import { isUtf8 } from 'node:buffer';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { UnusableInput } from '@gatekeeper/runtime';
import { CsvError, parse } from 'csv-parse';
import { decodeStream, encode } from 'iconv-lite';
import type { TableRow } from './file-visits';
import type { ColumnNames } from './line-table';
import { TableColumns } from './line-table';

export const ENCODINGS = ['utf-8', 'gbk', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const PAGE = 1_000;
const LOOKED_AT_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Rows of a CSV file with a header (RFC 4180; LF too).
 * @param encoding `null`: UTF-8 where the file begins as UTF-8, else GB18030, which holds GBK
 * @throws UnusableInput: it is empty, ends within quotes, or lacks columns
 */
export async function* csvTable(
  path: string,
  names: ColumnNames,
  encoding: Encoding | null,
): AsyncGenerator<readonly TableRow[]> {
  const readAs = encoding ?? encodingOf(path);
  const parser = createReadStream(path, { highWaterMark: 256 * 1024 })
    .pipe(decodeStream(readAs))
    .pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true }));
  let columns: TableColumns | null = null;
  let width = 0;
  let page: TableRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === null) {
        const header = record.map((name) => name.trim());
        columns = new TableColumns(path, header, names, readAs === 'utf-8' ? undefined : isUtf8OfChinese);
        width = header.length;
        continue;
      }
      const row = columns.rowOf(info.lines, record);
      page.push(
        record.length === width
          ? row
          : { ...row, flaw: `row: has ${record.length} cells, the header has ${width}` },
      );
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnusableInput(`${path} is no whole CSV file: ${error.message}`);
    throw error;
  }
  if (columns === null) throw new UnusableInput(`${path} is empty: it has no header`);
  if (page.length > 0) yield page;
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Whether a cell read as GBK was written in UTF-8: Chinese is three bytes a character there, which nearly always are characters of GBK
 * too, but other ones. Asked of cells that name things, where a wrong reading would decide.
 */
function isUtf8OfChinese(cell: string): boolean {
  const bytes = encode(cell, 'gb18030');
  return (
    bytes.some((byte) => byte >= 0x80) && isUtf8(bytes) && !bytes.some((byte) => byte >= 0xc0 && byte < 0xe3)
  );
}

/**
 * By the first row that holds something else than ASCII: a file of one encoding with a few rows of another is read by the first,
 * and those rows are set aside.
 */
function encodingOf(path: string): Encoding {
  const bytes = Buffer.alloc(LOOKED_AT_BYTES);
  const file = openSync(path, 'r');
  try {
    const beginning = bytes.subarray(0, readSync(file, bytes, 0, LOOKED_AT_BYTES, 0));
    const at = beginning.findIndex((byte) => byte >= 0x80);
    if (at < 0) return 'utf-8';
    const end = beginning.indexOf(LINE_FEED, at);
    const row = beginning.subarray(beginning.lastIndexOf(LINE_FEED, at) + 1, end < 0 ? undefined : end);
    return isUtf8(row) ? 'utf-8' : 'gb18030';
  } finally {
    closeSync(file);
  }
}
