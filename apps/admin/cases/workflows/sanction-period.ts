/** Whether the period proposed is one that the score, or the text, allows. */
import { formatDay, isBefore, lastDayOfPeriod } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { saidOf } from '@gatekeeper/casework';
import type { Range } from '@gatekeeper/policy';
import { heavierBounds } from '@gatekeeper/scoring';
import type { ScoreMessage } from '@gatekeeper/wire';
import type { StepRefused, Terms } from '../workflow';
import type { ProposeSanctionBody } from './sanction-bodies';
import { dayIn } from './written-days';

const MONTHS_PER_YEAR = 12;
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

/** What stands against the proposal; `null`: nothing. */
export function problemOfMeasure(
  body: ProposeSanctionBody,
  score: ScoreMessage | undefined,
  terms: Terms,
): StepRefused | null {
  if (body.measure === 'inform')
    return body.from === undefined && body.last_day === undefined
      ? problemOfOutcome(body, score)
      : refuse('no-period', 'To inform has no first and no last day');
  if (body.from === undefined) return refuse('period-missing', 'A measure has a first day: from');
  const from = dayIn(body.from);
  const lastDay = body.last_day === undefined ? null : dayIn(body.last_day);
  if (lastDay !== null && isBefore(lastDay, from))
    return refuse('period-backwards', 'The last day lies before the first');
  if (body.cause === 'points')
    return problemOfOutcome(body, score) ?? problemOfLength(from, lastDay, monthsOf(score));
  const fraudStop = saidOf(terms, 'fraudStopYears');
  if (body.cause === 'discipline' && body.measure === 'suspended' && fraudStop !== 'none') {
    const { from: least, to: most } = fraudStop;
    return problemOfLength(from, lastDay, { from: least * MONTHS_PER_YEAR, to: most * MONTHS_PER_YEAR });
  }
  const heavier = heavierBounds(terms.parameters);
  if (body.cause === 'other' && body.measure === 'suspended' && heavier !== 'none')
    return problemOfLength(from, lastDay, heavier);
  return null;
}

const MEASURE_OF = {
  none: 'inform',
  inform: 'inform',
  suspend: 'suspended',
  terminate: 'terminated',
} as const;

function problemOfOutcome(
  { measure, cause }: ProposeSanctionBody,
  score: ScoreMessage | undefined,
): StepRefused | null {
  if (cause !== 'points') return null;
  if (score === undefined)
    return refuse('not-scored', 'A measure for points is proposed once the findings are scored');
  const scored = MEASURE_OF[score.outcome];
  return scored === measure
    ? null
    : refuse(
        'not-what-was-scored',
        `The year’s ${score.year_total} points lead to ${scored} (${score.article})`,
      );
}

/** How many months the score allows; `null`: it leaves the length open. */
function monthsOf(score: ScoreMessage | undefined): Range | null {
  if (score?.months !== undefined) return { from: score.months, to: score.months };
  if (score?.month_range !== undefined) return { from: score.month_range[0], to: score.month_range[1] };
  const years = score?.bar_years;
  if (years === undefined) return null;
  const [least, most] = typeof years === 'number' ? [years, years] : years;
  return { from: least * MONTHS_PER_YEAR, to: most * MONTHS_PER_YEAR };
}

/** The days of a notice prevail: they may count months by either reading, whichever the text is read by. */
function problemOfLength(from: Day, lastDay: Day | null, months: Range | null): StepRefused | null {
  if (months === null) return null;
  const shortest = lastDayOfPeriod(from, months.from, 'day_before_clamped');
  const longest = lastDayOfPeriod(from, months.to, 'last_day_of_month');
  if (lastDay !== null && !isBefore(lastDay, shortest) && !isBefore(longest, lastDay)) return null;
  return refuse(
    'period-not-allowed',
    `From ${formatDay(from)} the last day is ${formatDay(shortest)} at the earliest and ${formatDay(longest)} at the latest`,
  );
}
