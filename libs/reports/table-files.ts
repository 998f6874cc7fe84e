/** Tables as files: a sheet each of one workbook, a CSV and an NDJSON file each, all streamed. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Instant } from '@gatekeeper/calendar';
import type { Language, SheetCell } from '@gatekeeper/documents';
import { undateZip, workbookOf } from '@gatekeeper/documents';
import { formatFen } from '@gatekeeper/vocabulary';
import type { ReportTable } from './report-tables';
import { HIDDEN } from './report-tables';
import { COLUMN_WORDS, SHEET_WORDS } from './report-words';

export interface TableFilesOptions {
  readonly language: Language;
  /** Stands in the workbook as the day it was made. */
  readonly madeAt: Instant;
  /** Of the workbook, without its ending. */
  readonly name: string;
  /** Rows that a sheet holds; the most there can be, unless given. */
  readonly mostRows?: number;
}

/** Writes into a folder that exists. The same tables give the same bytes. @throws what the disk refuses. */
export async function writeTables(
  folder: string,
  tables: readonly ReportTable[],
  options: TableFilesOptions,
): Promise<void> {
  await writeWorkbook(join(folder, `${options.name}.xlsx`), tables, options);
  for (const table of tables) {
    await writeCsv(join(folder, `${table.name}.csv`), table, options.language);
    await writeNdjson(join(folder, `${table.name}.ndjson`), table);
  }
}

async function writeWorkbook(
  path: string,
  tables: readonly ReportTable[],
  { language, madeAt, mostRows }: TableFilesOptions,
): Promise<void> {
  const sheets = tables.map(({ name, columns, rows }) => ({
    name: SHEET_WORDS[name][language],
    columns: columns.map(({ field, holds, width }) => ({
      head: COLUMN_WORDS[field][language],
      holds,
      width,
    })),
    rows: rows(),
  }));
  const workbook = workbookOf(sheets, {
    madeAt,
    styled: true,
    ...(mostRows === undefined ? {} : { mostRows }),
  });
  await pipeline(workbook, createWriteStream(path));
  await undateZip(path);
}

/** A text that a spreadsheet would calculate, kept a text by an apostrophe. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** With a byte-order mark, by which spreadsheets know UTF-8. */
async function writeCsv(path: string, { columns, rows }: ReportTable, language: Language): Promise<void> {
  const csv = stringify({
    bom: true,
    header: true,
    columns: columns.map(({ field }) => COLUMN_WORDS[field][language]),
    cast: { string: guarded, bigint: formatFen },
  });
  await pipeline(Readable.from(rows()), csv, createWriteStream(path));
}

async function writeNdjson(path: string, table: ReportTable): Promise<void> {
  await pipeline(Readable.from(ndjsonChunks(table), { objectMode: false }), createWriteStream(path));
}

const CHUNK_CHARACTERS = 64 * 1024;

/** Money as text; what is not shown, and an amount that there is none of, as null. */
async function* ndjsonChunks({ columns, rows }: ReportTable): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const cells of rows()) {
    const fields = columns.map(({ field }, at) => [field, jsonValue(cells[at] ?? null)] as const);
    chunk += `${JSON.stringify(Object.fromEntries(fields))}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

function jsonValue(cell: SheetCell): string | number | boolean | null {
  if (typeof cell === 'bigint') return formatFen(cell);
  return cell === HIDDEN ? null : cell;
}
