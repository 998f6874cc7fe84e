/** Records as files: a stream of bytes that takes no more from its source than its reader takes from it. */
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { SheetColumn } from '@gatekeeper/documents';
import { MOST_SHEET_ROWS, workbookOf } from '@gatekeeper/documents';
import type { RegistryRecord, RegistryRecordKind } from '@gatekeeper/vocabulary';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import { guarded, keptFromUnguarding } from '../reading/cells';
import { columnsOf } from '../reading/columns';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Cell = string | number | boolean;
type Row = readonly Cell[];

/** The fields of a kind in its export: those of the import, and when the store received the record. */
export const exportedFields = (kind: RegistryRecordKind): readonly string[] => [
  ...columnsOf(kind).map(({ field }) => field),
  'received_at',
];

/** CONTRACT 3, with `recorded_at` as claimed and `received_at` as stamped. */
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
export const xlsxOf = (
  name: string,
  fields: readonly string[],
  rows: AsyncIterable<Row>,
  mostRows: number = MOST_SHEET_ROWS,
): Readable => workbookOf([{ name, columns: fields.map(textColumn), rows: sheetRows(rows) }], { mostRows });

const textColumn = (head: string): SheetColumn => ({ head, holds: 'text', width: head.length + 2 });

/** A text that begins as a guarded one does gets one apostrophe more, for the import to take off. */
async function* sheetRows(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows)
    yield row.map((cell) => (typeof cell === 'string' ? keptFromUnguarding(cell) : cell));
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
