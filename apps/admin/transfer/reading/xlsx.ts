/** XLSX sheets with one header row each. The sheet of the legend is left out. */
import { formatDay, formatInstant, instantOf, isStartOfDay, dayAt, MS_PER_HOUR } from '@gatekeeper/calendar';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import { messageOf } from '@gatekeeper/runtime';
import { stream } from 'exceljs';
import type { CellValue, Row } from 'exceljs';
import { unreadable } from './read-item';
import type { ReadItem, ReadItems } from './read-item';
import { TableReader } from './table';
import type { Cell, TableRow } from './table';
import { openXlsx, XLSX_LIMITS } from './xlsx-package';
import type { XlsxLimits } from './xlsx-package';

/** Named so in the template; passed over when the file is read. */
export const LEGEND_SHEET = '说明 Legend';

/** More than any table has: what stands further right is one cell too many all the same. */
const MOST_CELLS = 100;
/** Spreadsheets keep no more digits of a number. */
const MOST_DIGITS = 15;
const SHANGHAI_OFFSET_MS = 8 * MS_PER_HOUR;

/** @param path an uploaded file on disk: a package is read from its end. */
export async function* readXlsx(
  path: string,
  kind: RegistryRecordKind,
  limits: XlsxLimits = XLSX_LIMITS,
): ReadItems {
  const opened = await openXlsx(path, limits);
  if (!('stream' in opened)) {
    yield unreadable(1, opened.expected, opened.got);
    return;
  }
  try {
    yield* readSheets(new stream.xlsx.WorkbookReader(opened.stream(), READING), kind);
  } finally {
    await opened.close();
  }
}

const READING = {
  worksheets: 'emit',
  sharedStrings: 'cache',
  hyperlinks: 'ignore',
  styles: 'cache',
  entries: 'ignore',
} as const;

async function* readSheets(workbook: stream.xlsx.WorkbookReader, kind: RegistryRecordKind): ReadItems {
  const sheets = new SheetRows(workbook);
  let table: TableReader | null = null;
  for await (const row of sheets.rows()) {
    if ('kind' in row) {
      yield row;
      return;
    }
    if (row.startsSheet) {
      const header = TableReader.of(kind, row);
      if (!(header instanceof TableReader)) {
        yield header;
        return;
      }
      table = header;
      continue;
    }
    const item = table?.read(row) ?? null;
    if (item !== null) yield item;
  }
  if (table === null) yield unreadable(1, 'a sheet with a header row', 'a workbook without rows');
}

interface SheetRow extends TableRow {
  readonly startsSheet: boolean;
}

/** The rows of all sheets but the legend, or why there are no more. */
class SheetRows {
  constructor(private readonly workbook: stream.xlsx.WorkbookReader) {}

  async *rows(): AsyncGenerator<SheetRow | Extract<ReadItem, { kind: 'unreadable' }>> {
    let line = 0;
    try {
      for await (const sheet of this.workbook) {
        const isLegend = 'name' in sheet && sheet.name === LEGEND_SHEET;
        let startsSheet = true;
        for await (const row of sheet) {
          if (isLegend) continue;
          line = row.number;
          const cells = cellsOf(row);
          if (cells.length === 0) continue;
          yield { line, cells, startsSheet };
          startsSheet = false;
        }
      }
    } catch (error) {
      yield {
        kind: 'unreadable',
        line: line + 1,
        problem: {
          column: null,
          code: 'FIELD_INVALID',
          expected: 'a sheet as spreadsheets write it',
          got: messageOf(error).slice(0, 60),
        },
      };
    }
  }
}

function cellsOf(row: Row): readonly Cell[] {
  const cells: Cell[] = [];
  row.eachCell({ includeEmpty: false }, (cell, at) => {
    const place = Math.min(at, MOST_CELLS);
    while (cells.length < place - 1) cells.push('');
    cells[place - 1] = cellOf(cell.value);
  });
  return cells;
}

function cellOf(value: CellValue): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return { sort: 'true or false', text: String(value) };
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) return wallClock(value.getTime());
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return value.text;
  if ('error' in value) return { expected: 'a value', got: value.error };
  if ('result' in value && value.result !== undefined) return cellOf(value.result);
  return { expected: 'a value', got: 'a formula without a result' };
}

function numberText(value: number): Cell {
  const digits = Number.isInteger(value) ? String(Math.abs(value)).length : 0;
  return digits > MOST_DIGITS || !Number.isFinite(value)
    ? { expected: 'text: format the column as text', got: `a number of more than ${MOST_DIGITS} digits` }
    : { sort: 'a number', text: String(value) };
}

/** A date cell is a wall clock without a zone: the one of Asia/Shanghai. */
function wallClock(epochMs: number): Cell {
  if (!Number.isFinite(epochMs)) return { expected: 'a date', got: 'a number that is none' };
  const instant = instantOf(Math.round(epochMs / 1000) * 1000 - SHANGHAI_OFFSET_MS);
  return {
    sort: 'a date',
    text: isStartOfDay(instant) ? formatDay(dayAt(instant)) : formatInstant(instant),
  };
}
