/** Rows of cells under one header, whatever file they came from, as records of one kind. */
import { formatInstant } from '@gatekeeper/calendar';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import { describeGot, isMalformed, looksLikeIdentityNumber, parseRegistryObject } from '@gatekeeper/wire';
import { folded, hasUnreadableCharacter, wireValue } from './cells';
import { readableColumnsOf } from './columns';
import type { Column } from './columns';
import { invalid, rowProblem, unreadable } from './read-item';
import type { ReadItem, RowProblem } from './read-item';
import { HEAD_FIELDS, readRecord } from './read-record';

/** A cell as text, or what makes it unusable. */
export type Cell = string | TypedCell | { readonly expected: string; readonly got: string };

/** A cell that holds no text but a value of a spreadsheet: what was typed into it is not kept. */
export interface TypedCell {
  readonly sort: 'a number' | 'a date' | 'true or false';
  readonly text: string;
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** Stands in for a head that the file leaves to the upload; never written. */
const PLACEHOLDER_ID = 'unnamed';
const PLACEHOLDER_TIME = '2000-01-01';

interface HeaderColumn {
  readonly column: Column;
  /** As the file writes it. */
  readonly title: string;
}

/** Reads the rows of one table; made of its header row. */
export class TableReader {
  private readonly names: ReadonlySet<string>;

  private constructor(
    private readonly kind: RegistryRecordKind,
    private readonly columns: readonly HeaderColumn[],
  ) {
    const head: readonly string[] = HEAD_FIELDS;
    this.names = new Set(columns.map(({ column }) => column.field).filter((field) => !head.includes(field)));
  }

  /** @returns why the file cannot be read when the header names a column that is not one, twice, or leaves one out. */
  static of(kind: RegistryRecordKind, { line, cells }: TableRow): TableReader | ReadItem {
    const known = readableColumnsOf(kind);
    const columns: HeaderColumn[] = [];
    for (const cell of trimmedEnd(cells)) {
      const title = typeof cell === 'string' ? folded(cell) : '';
      const column = known.find((it) => it.field === title.toLowerCase() || folded(it.title) === title);
      if (column === undefined || columns.some((it) => it.column === column)) {
        return unreadable(
          line,
          `a header of ${kind}: each of ${known.map((it) => `${it.field} (${it.title})`).join(', ')} at most once`,
          describeGot('header', title),
        );
      }
      columns.push({ column, title });
    }
    const missing = known.filter((it) => it.required && !columns.some(({ column }) => column === it));
    return missing.length === 0
      ? new TableReader(kind, columns)
      : unreadable(
          line,
          `the column ${missing.map((it) => `${it.field} (${it.title})`).join(', ')} in the header of ${kind}`,
          'a header without it',
        );
  }

  /** A row without a single value is none. */
  read({ line, cells: given }: TableRow): ReadItem | null {
    const cells = trimmedEnd(given);
    if (cells.length === 0) return null;
    const problems = this.problemsOfCells(cells);
    if (problems.length > 0) return { kind: 'bad_row', line, problems };

    const wire: Record<string, string | boolean | null> = {};
    this.columns.forEach(({ column }, at) => {
      const text = textOf(cells[at] ?? '');
      wire[column.field] = text === null ? null : wireValue(text, column);
    });
    const record = parseRegistryObject({
      ...wire,
      kind: this.kind,
      record_id: wire['record_id'] ?? PLACEHOLDER_ID,
      recorded_at: wire['recorded_at'] ?? PLACEHOLDER_TIME,
    });
    if (isMalformed(record)) {
      const titleOf = (field: string): string =>
        this.columns.find(({ column }) => column.field === field)?.title ?? field;
      return { kind: 'bad_row', line, problems: record.problems.map((it) => rowProblem(it, titleOf)) };
    }
    const head = {
      recordId: textOrNull(wire['record_id']),
      recordedAt:
        wire['recorded_at'] === null || wire['recorded_at'] === undefined
          ? null
          : formatInstant(record.recordedAt),
      supersedes: textOrNull(wire['supersedes']),
    };
    return { kind: 'row', line, records: [readRecord(record, head, this.names)] };
  }

  private problemsOfCells(cells: readonly Cell[]): readonly RowProblem[] {
    const problems: RowProblem[] = [];
    if (cells.length > this.columns.length) {
      problems.push(
        invalid(null, `at most ${this.columns.length} cells, as the header has`, `${cells.length} cells`),
      );
    }
    this.columns.forEach(({ column, title }, at) => {
      const cell = cells[at] ?? '';
      const problem = problemOfCell(title, cell) ?? (column.form === 'code' ? notTyped(title, cell) : null);
      if (problem !== null) problems.push(problem);
    });
    return problems;
  }
}

/** What no cell of any file may be: unreadable, or an identity number where none belongs. */
export function problemOfCell(title: string, cell: Cell): RowProblem | null {
  if (typeof cell !== 'string' && 'expected' in cell) return invalid(title, cell.expected, cell.got);
  const text = typeof cell === 'string' ? cell : cell.text;
  if (hasUnreadableCharacter(text)) {
    return {
      column: title,
      code: 'NOT_UTF8',
      expected: 'text in the encoding of the file',
      got: 'bytes that are no text in it',
    };
  }
  if (looksLikeIdentityNumber(folded(text))) {
    return invalid(title, 'anything but an identity number', 'an identity number, masked');
  }
  return null;
}

/** A spreadsheet drops the leading zeros of a number, and turns `3-1` into a day: which code was meant is not to be known. */
const notTyped = (title: string, cell: Cell): RowProblem | null =>
  typeof cell === 'string' || !('sort' in cell)
    ? null
    : invalid(title, 'a text cell: format the column as text and type the code anew', `${cell.sort} cell`);

const textOf = (cell: Cell): string | null => {
  if (typeof cell === 'string') return cell;
  return 'sort' in cell ? cell.text : null;
};

const textOrNull = (value: string | boolean | null | undefined): string | null =>
  typeof value === 'string' ? value.trim() : null;

/** Without the empty cells after the last value. */
function trimmedEnd(cells: readonly Cell[]): readonly Cell[] {
  let length = cells.length;
  while (length > 0 && isEmpty(cells[length - 1])) length--;
  return cells.slice(0, length);
}

const isEmpty = (cell: Cell | undefined): boolean => typeof cell === 'string' && cell.trim() === '';
