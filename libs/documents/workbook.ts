/** Rows as an XLSX workbook: a stream of bytes that takes no more from its rows than its reader takes from it. */
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { stream } from 'exceljs';
import type { Instant } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';

/** Rows that a sheet holds, its header among them. */
export const MOST_SHEET_ROWS = 1_048_576;

/** Money is in fen; a text is never calculated. */
export type SheetCell = string | number | boolean | Fen | null;

export interface SheetColumn {
  readonly head: string;
  /** What stands under it, for the format of its numbers: `text` also keeps digits as they are. */
  readonly holds: 'text' | 'count' | 'money';
  /** In characters. */
  readonly width: number;
}

export interface Sheet {
  /** At most 31 characters, with room for a number where a second sheet is needed; none of `\ / ? * [ ] :`. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: AsyncIterable<readonly SheetCell[]> | Iterable<readonly SheetCell[]>;
}

export interface WorkbookOptions {
  /** Stands in the file as the day it was made; without it, the moment of writing. */
  readonly madeAt?: Instant;
  /** Number formats, widths and a frozen bold header; without it, bare cells. */
  readonly styled?: boolean;
  readonly mostRows?: number;
}

/** Sheets one after another; further sheets where one cannot hold all rows. A source that throws breaks the stream with its error. */
export function workbookOf(sheets: readonly Sheet[], options: WorkbookOptions = {}): Readable {
  const output = new PassThrough();
  writeSheets(output, sheets, options).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
}

/** How many rows are handed to the writer between two looks at whether its reader keeps up. */
const ROWS_BETWEEN_LOOKS = 500;

async function writeSheets(
  output: Writable,
  sheets: readonly Sheet[],
  { madeAt, styled = false, mostRows = MOST_SHEET_ROWS }: WorkbookOptions,
): Promise<void> {
  const made = madeAt === undefined ? {} : { created: new Date(madeAt), modified: new Date(madeAt) };
  const book = new stream.xlsx.WorkbookWriter({
    ...{ stream: output, useSharedStrings: false, useStyles: styled },
    ...{ creator: 'settlement gatekeeper', lastModifiedBy: 'settlement gatekeeper', ...made },
  });
  const pace = new Pace(output);
  for (const { name, columns, rows } of sheets) {
    const begun = (number: number) => {
      const sheet = book.addWorksheet(number === 1 ? name : `${name} ${number}`, styled ? FROZEN : {});
      if (styled) sheet.columns = columns.map(({ width, holds }) => ({ width, style: COLUMN_STYLES[holds] }));
      const header = sheet.addRow(columns.map(({ head }) => head));
      if (styled) header.font = { bold: true };
      header.commit();
      return sheet;
    };
    let sheet = begun(1);
    let number = 1;
    let written = 1;
    let sinceLook = 0;
    for await (const row of rows) {
      if (written === mostRows) {
        sheet.commit();
        sheet = begun(++number);
        written = 1;
      }
      sheet.addRow(row.map(valueOf)).commit();
      written++;
      if (++sinceLook === ROWS_BETWEEN_LOOKS) {
        await pace.kept(sheet);
        sinceLook = 0;
      }
    }
    sheet.commit();
  }
  await book.commit();
}

const FROZEN = { views: [{ state: 'frozen' as const, ySplit: 1 }] };
const COLUMN_STYLES = {
  text: { numFmt: '@' },
  count: { numFmt: '#,##0' },
  money: { numFmt: '#,##0.00' },
};

const valueOf = (cell: SheetCell): string | number | boolean | null => {
  if (cell === '') return null;
  if (typeof cell === 'string') return cell.replace(NO_XML, REPLACEMENT);
  return typeof cell === 'bigint' ? yuanOf(cell) : cell;
};

/** No XML text may hold these: one of them, and spreadsheets open nothing of the whole workbook. */
const NO_XML = /[\uFFFE\uFFFF\p{Cs}]/gu;
const REPLACEMENT = '\uFFFD';

/** Spreadsheets keep 15 digits of a number: money of more stays a text, to the fen. */
const MOST_DIGITS = 15;

function yuanOf(fen: Fen): number | string {
  const yuan = formatFen(fen);
  return yuan.replace(/[-.]/g, '').length > MOST_DIGITS ? yuan : Number(yuan);
}

/** How many looks may wait to be packed: packing goes on while rows are made. */
const MOST_UNPACKED = 8;

/** Keeps rows from being made faster than they are packed and read. */
class Pace {
  private readonly unpacked: Promise<void>[] = [];
  private readonly gone: Promise<void>;

  constructor(private readonly output: Writable) {
    this.gone = new Promise((resolve) => output.once('close', resolve));
  }

  /** Resolves when the reader has room, and what packs the sheet is not far behind. @throws when the reader has gone away. */
  async kept(sheet: object): Promise<void> {
    await setImmediate();
    this.unpacked.push(...packersOf(sheet).map(packed));
    while (this.unpacked.length > MOST_UNPACKED) await Promise.race([this.unpacked.shift(), this.gone]);
    const { output } = this;
    if (output.destroyed) throw new Error('the reader of the workbook has gone away');
    if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), this.gone]);
  }
}

interface Packer {
  write(bytes: Buffer, taken: () => void): unknown;
}

/** Nothing, written behind all that waits: it is taken when that is. */
const packed = (packer: Packer): Promise<void> =>
  new Promise((resolve) => {
    packer.write(Buffer.alloc(0), resolve);
  });

/**
 * Where exceljs hands a sheet's rows on to be packed. It never asks whether they are taken: rows that come faster than they are
 * packed would pile up there, a gigabyte for a million.
 */
function packersOf(sheet: object): readonly Packer[] {
  const stream: unknown = Reflect.get(sheet, 'stream');
  const pipes: unknown = typeof stream === 'object' && stream !== null ? Reflect.get(stream, 'pipes') : [];
  return Array.isArray(pipes) ? pipes.filter(isPacker) : [];
}

const isPacker = (value: unknown): value is Packer =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'write') === 'function';
