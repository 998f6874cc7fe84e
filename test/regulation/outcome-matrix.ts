/** Renders what year totals lead to under several packs, as READINGS 6.1 lays it out. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Range } from '@gatekeeper/policy';
import type { Finding, ScoreAnswer } from '@gatekeeper/scoring';
import type { Values } from './scoring';
import { answersOn } from './scoring';

/** One pack, or one with values set by hand, and the words its text uses. */
export interface MatrixColumn {
  readonly title: string;
  readonly pack: string;
  readonly values: Values;
  readonly informed: string;
  readonly terminated: string;
  /** Findings that come to so many points, decided at a time. */
  findings(points: number, when: string): readonly Finding[];
}

export interface MatrixRow {
  readonly title: string;
  /** The points of each decision; the last reaches the total. */
  readonly decisions: readonly number[];
}

const DECIDED = ['2025-03-10', '2025-06-10'];

/** The matrix as a markdown table. */
export function outcomeMatrix(columns: readonly MatrixColumn[], rows: readonly MatrixRow[]): string {
  const head = ['Year total', ...columns.map(({ title }) => title)];
  const body = rows.map(({ title, decisions }) => [
    title,
    ...columns.map((column) => cell(column, decisions)),
  ]);
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(column: MatrixColumn, decisions: readonly number[]): string {
  const first = DECIDED.length - decisions.length;
  const findings = decisions.flatMap((points, position) =>
    column.findings(points, DECIDED[first + position] ?? ''),
  );
  const answer = answersOn(column.pack, findings, column.values).at(-1);
  return answer === undefined ? '' : inWords(answer, column);
}

function inWords(answer: ScoreAnswer, { informed, terminated }: MatrixColumn): string {
  const { measure, grade, remaining } = answer;
  switch (measure.outcome) {
    case 'none':
      return grade === null ? '—' : `— (grade ${grade}, remaining ${remaining ?? 0})`;
    case 'inform':
      return informed;
    case 'suspend':
      return `${span(measure.months)} mo${from(answer)}`;
    case 'terminate':
      return `${terminated}${isOne(measure.barYears) ? ',' : ''} ${span(measure.barYears)} yr${from(answer)}`;
  }
}

const isOne = ({ from: least, to }: Range): boolean => least === to;
const span = (range: Range): string => (isOne(range) ? `${range.to}` : `${range.from}–${range.to}`);

/** Where the measure does not begin with the day of the decision. */
function from({ measure, decidedAt }: ScoreAnswer): string {
  if (measure.outcome === 'none' || measure.outcome === 'inform') return '';
  const first = formatDay(measure.from);
  if (measure.from === dayAt(decidedAt)) return '';
  return first.endsWith('-01') ? ' from next month' : ` from ${first}`;
}
