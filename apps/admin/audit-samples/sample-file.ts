/** Files about samples: CSV in UTF-8 with just these columns; everything wrong is named by line and column, and nothing of it is kept then. */
import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import { Refused, unacceptable } from '@gatekeeper/http';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { Problem } from '@gatekeeper/wire';
import { fenOf } from '@gatekeeper/wire';
import { fileTooLarge } from '../transfer/doors/transfer-refusals';

const LARGEST_FILE = 64 * 1024 * 1024;
const MOST_PROBLEMS = 100;
const AMOUNT = /^[0-9]{1,14}(\.[0-9]{1,2})?$/;
const RANK = /^[1-9][0-9]{0,8}$/;

export interface DrawnLine extends LineIdentity {
  readonly stratum: string;
  readonly rank: number;
  readonly amount: bigint;
}

export interface LineResult extends LineIdentity {
  readonly wrong: bigint;
  readonly statusHit: bigint;
  readonly note: string | null;
}

const DRAWN_COLUMNS = [
  'stratum',
  'rank',
  'fixmedins_code',
  'mdtrt_id',
  'chrg_bchno',
  'feedetl_sn',
  'amount',
] as const;
export const RESULT_COLUMNS = [
  'fixmedins_code',
  'mdtrt_id',
  'chrg_bchno',
  'feedetl_sn',
  'wrong',
  'status_hit',
  'note',
] as const;

/** `sample.csv` (CONTRACT 9). @throws Refused with every problem */
export async function readDrawnLines(bytes: Readable): Promise<readonly DrawnLine[]> {
  return rowsOf(await textOf(bytes), DRAWN_COLUMNS, (cell, problem) => {
    if (!RANK.test(cell('rank'))) problem('rank', 'a whole number from 1');
    return {
      ...keyOf(cell, problem),
      stratum: cell('stratum'),
      rank: Number(cell('rank')),
      amount: amountOf(cell, 'amount', problem),
    };
  });
}

/** What was found of each line; an empty `status_hit` is nothing. @throws Refused with every problem */
export async function readLineResults(bytes: Readable): Promise<readonly LineResult[]> {
  return rowsOf(await textOf(bytes), RESULT_COLUMNS, (cell, problem) => ({
    ...keyOf(cell, problem),
    wrong: amountOf(cell, 'wrong', problem),
    statusHit: cell('status_hit') === '' ? 0n : amountOf(cell, 'status_hit', problem),
    note: cell('note') === '' ? null : cell('note'),
  }));
}

type Cells<Column extends string> = (column: Column) => string;
type Tell<Column extends string> = (column: Column, expected: string) => void;
type KeyColumn = 'fixmedins_code' | 'mdtrt_id' | 'chrg_bchno' | 'feedetl_sn';

function keyOf(cell: Cells<KeyColumn>, problem: Tell<KeyColumn>): LineIdentity {
  for (const column of ['fixmedins_code', 'mdtrt_id', 'feedetl_sn'] as const)
    if (cell(column) === '') problem(column, 'a key of a line');
  return {
    fixmedinsCode: cell('fixmedins_code'),
    visitId: cell('mdtrt_id'),
    chargeBatch: cell('chrg_bchno'),
    lineNo: cell('feedetl_sn'),
  };
}

function amountOf<Column extends string>(cell: Cells<Column>, column: Column, problem: Tell<Column>): bigint {
  const text = cell(column);
  if (AMOUNT.test(text)) return fenOf(text);
  problem(column, 'an amount such as 1234.50, not negative');
  return 0n;
}

function rowsOf<Column extends string, Row>(
  text: string,
  columns: readonly Column[],
  read: (cell: Cells<Column>, problem: Tell<Column>) => Row,
): readonly Row[] {
  const [header, ...records] = partedOf(text);
  if (header === undefined || header.join(',') !== columns.join(','))
    throw refusedFile([
      {
        path: 'line 1',
        code: 'FIELD_INVALID',
        expected: `the columns ${columns.join(',')}`,
        got: 'another header',
      },
    ]);
  const problems: Problem[] = [];
  const rows = records.map((record, index) => {
    const line = index + 2;
    if (record.length !== columns.length)
      problems.push({
        path: `line ${line}`,
        code: 'FIELD_INVALID',
        expected: `${columns.length} cells`,
        got: `${record.length} cells`,
      });
    return read(
      (column) => record[columns.indexOf(column)] ?? '',
      (column, expected) =>
        problems.push({
          path: `line ${line} ${column}`,
          code: 'FIELD_INVALID',
          expected,
          got: 'another text',
        }),
    );
  });
  if (problems.length > 0) throw refusedFile(problems);
  return rows;
}

function partedOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw refusedFile([
      {
        path: `line ${line}`,
        code: 'FIELD_INVALID',
        expected: 'cells parted by commas, quotes doubled inside quotes',
        got: 'a row that cannot be parted',
      },
    ]);
  }
}

const refusedFile = (problems: readonly Problem[]): Refused =>
  new Refused(unacceptable(problems.slice(0, MOST_PROBLEMS)));

/** @throws Refused: too large, or not UTF-8 */
async function textOf(bytes: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_FILE) throw fileTooLarge(LARGEST_FILE);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refusedFile([{ path: 'line 1', code: 'FIELD_INVALID', expected: 'UTF-8', got: 'other bytes' }]);
  }
}
