/** Records as files: a stream of bytes that takes no more from its source than its reader takes from it. */
import { PassThrough, Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify';
import { stream } from 'exceljs';
import type { RegistryRecord, RegistryRecordKind } from '@gatekeeper/vocabulary';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import { guarded, keptFromUnguarding } from '../reading/cells';
import { columnsOf } from '../reading/columns';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Rows that a sheet holds, its header among them. */
export const MOST_SHEET_ROWS = 1_048_576;

type Cell = string | number | boolean;
type Row = readonly Cell[];

/** The fields of a kind in its export: those of the import, and when the store received the record. */
export const exportedFields = (kind: RegistryRecordKind): readonly string[] => [
  ...columnsOf(kind).map(({ field }) => field),
  'received_at',
];

/** FORMATS 3, with `recorded_at` as claimed and `received_at` as stamped. */
export const ndjsonOf = (records: AsyncIterable<RegistryRecord>): Readable =>
  Readable.from(ndjsonChunks(records), { objectMode: false });

const CHUNK_CHARACTERS = 64 * 1024;

async function* ndjsonChunks(records: AsyncIterable<RegistryRecord>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const record of records) {
    chunk += `${encodeRegistryRecord(record)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

/**
 * CSV with a byte-order mark, by which spreadsheets know UTF-8. A text that a spreadsheet would calculate is guarded by an
 * apostrophe, which the import takes off again.
 */
export function csvOf(fields: readonly string[], rows: AsyncIterable<Row> | Iterable<Row>): Readable {
  const csv = stringify({
    bom: true,
    header: true,
    columns: [...fields],
    cast: { boolean: String, string: guarded },
  });
  const source = Readable.from(rows);
  source.once('error', (error) => csv.destroy(error));
  csv.once('close', () => source.destroy());
  return source.pipe(csv);
}

/** A sheet of texts (a text is never calculated), and further sheets where one cannot hold all rows. */
export function xlsxOf(
  name: string,
  fields: readonly string[],
  rows: AsyncIterable<Row>,
  mostRows: number = MOST_SHEET_ROWS,
): Readable {
  const output = new PassThrough();
  writeSheets(output, { name, fields, rows, mostRows }).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
}

interface Sheets {
  readonly name: string;
  readonly fields: readonly string[];
  readonly rows: AsyncIterable<Row>;
  readonly mostRows: number;
}

/** How many rows are handed to the writer between two looks at whether its reader keeps up. */
const ROWS_BETWEEN_LOOKS = 500;

async function writeSheets(output: Writable, { name, fields, rows, mostRows }: Sheets): Promise<void> {
  const book = new stream.xlsx.WorkbookWriter({ stream: output, useSharedStrings: false, useStyles: false });
  const sheetNo = (number: number) => {
    const sheet = book.addWorksheet(number === 1 ? name : `${name} ${number}`);
    sheet.addRow([...fields]).commit();
    return sheet;
  };
  let sheet = sheetNo(1);
  let sheets = 1;
  let written = 1;
  let sinceLook = 0;
  for await (const row of rows) {
    if (written === mostRows) {
      sheet.commit();
      sheet = sheetNo(++sheets);
      written = 1;
    }
    sheet.addRow(row.map(sheetCell)).commit();
    written++;
    if (++sinceLook === ROWS_BETWEEN_LOOKS) {
      await takenUpBy(output);
      sinceLook = 0;
    }
  }
  await book.commit();
}

/** A text that begins as a guarded one does gets one apostrophe more, for the import to take off. */
const sheetCell = (cell: Cell): Cell | null => {
  if (cell === '') return null;
  return typeof cell === 'string' ? keptFromUnguarding(cell) : cell;
};

/** Resolves when the reader of `output` has room. @throws when it has gone away. */
async function takenUpBy(output: Writable): Promise<void> {
  await setImmediate();
  if (output.destroyed) throw new Error('the reader of the export has gone away');
  if (!output.writableNeedDrain) return;
  await Promise.race([once(output, 'drain'), once(output, 'close')]);
}

/** A record's fields as cells, in the order of `fields`. */
export async function* tableRows(
  records: AsyncIterable<RegistryRecord>,
  fields: readonly string[],
): AsyncGenerator<Row> {
  for await (const record of records) {
    const wire = JSON.parse(encodeRegistryRecord(record)) as Readonly<Record<string, Cell>>;
    yield fields.map((field) => wire[field] ?? '');
  }
}

/** The export in one of the formats; NDJSON holds any kinds, a table one. */
export function exported(
  records: AsyncIterable<RegistryRecord>,
  as: { readonly format: 'ndjson' } | { readonly format: 'csv' | 'xlsx'; readonly kind: RegistryRecordKind },
): Readable {
  switch (as.format) {
    case 'ndjson':
      return ndjsonOf(records);
    case 'csv': {
      const fields = exportedFields(as.kind);
      return csvOf(fields, tableRows(records, fields));
    }
    case 'xlsx': {
      const fields = exportedFields(as.kind);
      return xlsxOf(as.kind, fields, tableRows(records, fields));
    }
  }
}
