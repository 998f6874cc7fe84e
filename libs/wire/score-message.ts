/** What a decision on a person comes to, as `score` prints it (CONTRACT 4). */
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { Range } from '@gatekeeper/policy';
import type { Measure, ScoreAnswer, ScoringWarning } from '@gatekeeper/scoring';
import { oneOf } from './field-rule';
import type { FieldRule } from './field-rule';
import { anyText, count, dayText, either, instant, listOf, nested } from './published-rule';
import { Optional, Required } from './schema';
import type { Fields } from './schema';

/** A number; of a range both ends, which count. */
type OneOrBoth = number | readonly [from: number, to: number];

const BOTH_ENDS: FieldRule = {
  expected: 'two numbers',
  readsNumbers: false,
  accepts: (value) =>
    Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number'),
  documented: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
};
const number: FieldRule = {
  expected: 'a number',
  readsNumbers: false,
  accepts: (value) => typeof value === 'number',
  documented: { type: 'number' },
};

/** A finding that counted. */
export class CountedFindingFields {
  @Required(anyText) readonly finding_id!: string;
  @Required(number, 'before the annual cap') readonly points!: number;
}
export type CountedFinding = Fields<CountedFindingFields>;

/** One answer. `from` and `last_day` are days, both inside; a notice's own dates prevail over them. */
export class ScoreFields {
  @Required(anyText, 'the person') readonly code!: string;
  @Required(count(1), 'whose points are added up') readonly year!: number;
  @Required(listOf(nested(CountedFindingFields))) readonly counted!: readonly CountedFinding[];
  @Required(number, "the year's points, capped where the text caps them") readonly year_total!: number;
  @Required(oneOf(['none', 'inform', 'suspend', 'terminate'])) readonly outcome!: Measure['outcome'];
  @Optional(number, 'of a suspension, where the text leaves no choice') readonly months?: number;
  @Optional(BOTH_ENDS, 'of a suspension, where the text leaves a choice; both ends count')
  readonly month_range?: readonly [from: number, to: number];
  @Optional(either(number, BOTH_ENDS), 'of a termination: how long nobody registers the person again')
  readonly bar_years?: OneOrBoth;
  @Optional(dayText, 'first day') readonly from?: string;
  @Optional(dayText, 'last day, inside') readonly last_day?: string;
  @Optional(number, 'points left of the year') readonly remaining?: number;
  @Optional(anyText, 'of the year, where the text grades') readonly grade?: string;
  @Required(anyText) readonly article!: string;
  @Required(anyText) readonly edition!: string;
  @Required(instant, 'with the person, names the decision') readonly decided_at!: string;
  @Optional(listOf(anyText), 'in words') readonly warnings?: readonly string[];
}
export type ScoreMessage = Fields<ScoreFields>;

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
