/** What a decision on a person comes to, as `score` prints it (FORMATS 4). */
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { Range } from '@gatekeeper/policy';
import type { Measure, ScoreAnswer, ScoringWarning } from '@gatekeeper/scoring';

/** A number; of a range both ends, which count. */
type OneOrBoth = number | readonly [from: number, to: number];

/** One answer. `from` and `last_day` are days, both inside; a notice's own dates prevail over them. */
export interface ScoreMessage {
  readonly code: string;
  readonly year: number;
  /** Findings that counted, with the points that counted, before the annual cap. */
  readonly counted: readonly { readonly finding_id: string; readonly points: number }[];
  readonly year_total: number;
  readonly outcome: Measure['outcome'];
  readonly months?: number;
  readonly month_range?: readonly [from: number, to: number];
  readonly bar_years?: OneOrBoth;
  readonly from?: string;
  readonly last_day?: string;
  readonly remaining?: number;
  readonly grade?: string;
  readonly article: string;
  readonly edition: string;
  readonly decided_at: string;
  readonly warnings?: readonly string[];
}

/** The object that is printed. */
export const scoreMessage = (answer: ScoreAnswer): ScoreMessage => ({
  code: answer.code,
  year: answer.year,
  counted: answer.counted.map(({ findingId, points }) => ({ finding_id: findingId, points })),
  year_total: answer.yearTotal,
  outcome: answer.measure.outcome,
  ...lengthOf(answer.measure),
  ...(answer.remaining === null ? {} : { remaining: answer.remaining }),
  ...(answer.grade === null ? {} : { grade: answer.grade }),
  article: answer.article,
  edition: answer.edition,
  decided_at: formatInstant(answer.decidedAt),
  ...(answer.warnings.length === 0 ? {} : { warnings: answer.warnings.map(warningText) }),
});

type Length = Pick<ScoreMessage, 'months' | 'month_range' | 'bar_years' | 'from' | 'last_day'>;

function lengthOf(measure: Measure): Length {
  switch (measure.outcome) {
    case 'none':
    case 'inform':
      return {};
    case 'suspend':
      return { ...monthsOf(measure.months), ...daysOf(measure) };
    case 'terminate':
      return { bar_years: oneOrBoth(measure.barYears), ...daysOf(measure) };
  }
}

const monthsOf = ({ from, to }: Range): Length =>
  from === to ? { months: to } : { month_range: [from, to] };

const daysOf = ({ from, lastDay }: { readonly from: Day; readonly lastDay: Day | null }): Length => ({
  from: formatDay(from),
  ...(lastDay === null ? {} : { last_day: formatDay(lastDay) }),
});

const oneOrBoth = ({ from, to }: Range): OneOrBoth => (from === to ? to : [from, to]);

/** A warning in words. */
export function warningText({ findingId, warning, situation, points, from, to }: ScoringWarning): string {
  const band = from === to ? String(from) : `${from} to ${to}`;
  switch (warning) {
    case 'outside_band':
      return `${findingId}: ${points} points lie outside the band of ${situation}, ${band}`;
    case 'below_repeat_band':
      return `${findingId}: ${situation} again this year, yet its ${points} points lie below ${band}`;
  }
}
