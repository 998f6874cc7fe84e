/** A report on handling on the wire, as JSON and as the rows of a table. */
import { dayAt, earlierOf, formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import { formatMonth, momentsOf } from '../month';
import type { Figures } from './figures';
import { FIGURE_NAMES, MEASURES } from './figures';
import type { HandlingReport } from './handling-report';
import type { ReportDue } from './report-due';

export const dueAnswer = ({ pack, on, article, text }: ReportDue) => ({
  pack: pack?.name ?? null,
  edition: pack?.edition ?? null,
  due_on: on === null ? null : formatDay(on),
  article,
  text_zh: text.zh,
  text_en: text.en,
});

const figuresAnswer = ({ counts, measures }: Figures) => ({ ...counts, measures });

/** Drawn before the month was over, it is told as preliminary. */
export const handlingAnswer = (report: HandlingReport, now: Instant) => ({
  area: report.area,
  month: formatMonth(report.month),
  preliminary: !isDrawnAfterMonth(report, now),
  known_at: formatInstant(report.knownAt),
  figures_hash: report.figuresHash,
  due: dueAnswer(report.due),
  areas: report.areas.map(({ area, ...figures }) => ({ area, ...figuresAnswer(figures) })),
  institutions: report.institutions.map(({ area, fixmedinsCode, name, ...figures }) => ({
    area,
    fixmedins_code: fixmedinsCode,
    name,
    ...figuresAnswer(figures),
  })),
});

/** Whether the month was over when the figures were known, and is over now. */
export const isDrawnAfterMonth = (
  { month, knownAt }: Pick<HandlingReport, 'month' | 'knownAt'>,
  now: Instant,
): boolean => earlierOf(now, knownAt) >= momentsOf(month).until;

type Cell = string | number;

const MEASURE_COLUMNS = MEASURES.flatMap((measure) =>
  SANCTION_CAUSES.map((cause) => ({ measure, cause, column: `${measure}_${cause}` })),
);

/** The columns of the table: where, the figures, the measures by kind and cause, and as of when it was drawn. */
export const HANDLING_COLUMNS: readonly string[] = [
  ...['month', 'area', 'fixmedins_code', 'name'],
  ...FIGURE_NAMES,
  ...MEASURE_COLUMNS.map(({ column }) => column),
  ...['known_at', 'figures_hash'],
];

/** A row for each area, without an institution, then one for each institution. */
export function* handlingRows(report: HandlingReport): Generator<readonly Cell[]> {
  const month = formatMonth(report.month);
  const drawn = [formatInstant(report.knownAt), report.figuresHash];
  for (const { area, ...figures } of report.areas) yield [month, area, '', '', ...cellsOf(figures), ...drawn];
  for (const { area, fixmedinsCode, name, ...figures } of report.institutions)
    yield [month, area, fixmedinsCode, name ?? '', ...cellsOf(figures), ...drawn];
}

const cellsOf = ({ counts, measures }: Figures): readonly Cell[] => [
  ...FIGURE_NAMES.map((figure) => counts[figure]),
  ...MEASURE_COLUMNS.map(
    ({ measure, cause }) =>
      measures.find((approved) => approved.measure === measure && approved.cause === cause)?.count ?? 0,
  ),
];

/** Whether a day that is owed by is over. */
export const isOverdue = (due: ReportDue, now: Instant): boolean => due.on !== null && dayAt(now) > due.on;
