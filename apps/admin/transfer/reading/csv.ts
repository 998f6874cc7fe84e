/** CSV with one header row, in UTF-8 (with or without a mark) or GBK. */
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { CsvError, InfoRecord } from 'csv-parse';
import { CsvError as NotParted, parse as parseAtOnce } from 'csv-parse/sync';
import * as iconv from 'iconv-lite';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import { invalid, unreadable } from './read-item';
import type { ReadItem, ReadItems } from './read-item';
import { TableReader } from './table';
import type { Cell, TableRow } from './table';

export const TEXT_ENCODINGS = ['utf-8', 'gbk'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** GB 18030 reads every GBK text, and the rare characters of names that GBK cannot write. */
export const DECODERS: Readonly<Record<TextEncoding, string>> = { 'utf-8': 'utf8', gbk: 'gb18030' };

const LONGEST_RECORD_CHARACTERS = 64 * 1024;

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: InfoRecord;
  /** The record as the file writes it. */
  readonly raw: string;
}

/** A row that cannot be parted into cells is a bad row; an undecodable byte makes its row bad. */
export async function* readCsv(bytes: Readable, kind: RegistryRecordKind, encoding: TextEncoding): ReadItems {
  const skipped: ReadItem[] = [];
  const parser = parse({
    bom: true,
    info: true,
    raw: true,
    relax_column_count: true,
    // Parted strictly, one bad quote would swallow the rows after it; see `cellOf`.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD_CHARACTERS,
    on_skip: (error) => {
      if (error !== undefined) skipped.push(badRow(error));
      return undefined;
    },
  });
  const text = bytes.pipe(iconv.decodeStream(DECODERS[encoding]));
  bytes.once('error', (error) => parser.destroy(error));
  text.once('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);

  let table: TableReader | null = null;
  for await (const parsed of parser as AsyncIterable<ParsedRow>) {
    yield* skipped.splice(0);
    const row = rowOf(parsed);
    if (table === null) {
      const header = TableReader.of(kind, row);
      if (!(header instanceof TableReader)) {
        bytes.unpipe();
        parser.destroy();
        yield header;
        return;
      }
      table = header;
      continue;
    }
    const item = table.read(row);
    if (item !== null) yield item;
  }
  yield* skipped.splice(0);
  if (table === null) yield unreadable(1, 'a header row', 'a file without rows');
}

/** The parser counts the line on which a record ends; a quoted cell may hold line breaks. */
function rowOf({ record, info, raw }: ParsedRow): TableRow {
  const breaks = record.reduce(
    (sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0),
    0,
  );
  return { line: info.lines - breaks, cells: isPartedStrictly(record, raw) ? record : record.map(cellOf) };
}

/** A cell that begins with a quote either states one, doubled inside quotes, or went on after the quote that closes it. */
function isPartedStrictly(record: readonly string[], raw: string): boolean {
  if (!record.some((cell) => cell.startsWith('"'))) return true;
  try {
    parseAtOnce(raw, { bom: true, relax_column_count: true });
    return true;
  } catch (error) {
    if (error instanceof NotParted) return false;
    throw error;
  }
}

/** Of a row that cannot be parted strictly: which of its cells show it. */
const cellOf = (cell: string): Cell =>
  cell.startsWith('"') ? { expected: EXPECTED, got: 'text after a closing quote' } : cell;

function badRow(error: CsvError): ReadItem {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  return { kind: 'bad_row', line, problems: [invalid(null, EXPECTED, GOT[error.code] ?? error.code)] };
}

const EXPECTED = 'cells parted by commas, quotes doubled inside quotes';
const GOT: Readonly<Partial<Record<CsvError['code'], string>>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is not closed',
  CSV_MAX_RECORD_SIZE: `a row of more than ${LONGEST_RECORD_CHARACTERS} characters`,
};
