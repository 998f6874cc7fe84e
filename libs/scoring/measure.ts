/** The measure a year's total leads to (记分结果应用), with its period. */
import type { Day, MonthEnd } from '@gatekeeper/calendar';
import { isBefore, lastDayOfPeriod, reaches } from '@gatekeeper/calendar';
import type { ConsecutiveYears, Parameters, Range, Tier } from '@gatekeeper/policy';

/** The parameter that led to a measure. */
export type DecidedBy = 'tiers' | 'terminate' | 'consecutiveYears';

/** From the first day to the last, both inside; no last day where the text leaves the length to the agency. */
interface Period {
  readonly from: Day;
  readonly lastDay: Day | null;
}

export interface NoMeasure {
  readonly outcome: 'none';
  readonly decidedBy: DecidedBy;
}

/** The institution is told, and nothing else. */
export interface Informing {
  readonly outcome: 'inform';
  readonly decidedBy: DecidedBy;
}

export interface Suspension extends Period {
  readonly outcome: 'suspend';
  readonly decidedBy: DecidedBy;
  /** Calendar months; a single number where the text leaves no choice. */
  readonly months: Range;
}

export interface TerminationMeasure extends Period {
  readonly outcome: 'terminate';
  readonly decidedBy: DecidedBy;
  /** Years without a new registration. */
  readonly barYears: Range;
}

export type Measure = NoMeasure | Informing | Suspension | TerminationMeasure;

export const NO_MEASURE: NoMeasure = { outcome: 'none', decidedBy: 'tiers' };
const INFORM: Informing = { outcome: 'inform', decidedBy: 'tiers' };
const MONTHS_PER_YEAR = 12;

/**
 * What a year's total leads to by itself, from the day `from` on. `atOnce` is the most points that were reached at
 * once: it alone at the limit makes a termination a one-off one. A notice's own dates prevail over this period.
 */
export function measureFor(
  total: number,
  atOnce: number,
  { tiers, terminate, monthEnd }: Pick<Parameters, 'tiers' | 'terminate' | 'monthEnd'>,
  from: Day,
): Measure {
  if (terminate !== 'none' && reaches(total, terminate.at)) {
    const { oneOffYears, accumulatedYears } = terminate;
    const barYears = reaches(atOnce, terminate.at) ? oneOffYears : accumulatedYears;
    return termination(barYears, from, monthEnd, 'terminate');
  }
  const tier = tiers.find((candidate) => isInTier(total, candidate));
  if (tier === undefined) return NO_MEASURE;
  switch (tier.action) {
    case 'inform':
      return INFORM;
    case 'suspend':
      return tier.months === null ? NO_MEASURE : suspension(tier.months, from, monthEnd);
  }
}

const isInTier = (total: number, { from, below }: Tier): boolean =>
  reaches(total, from) && (below === null || isBefore(total, below));

/** A suspension from that day: 3 months from 10 June end with 9 September. */
export const suspension = (months: Range, from: Day, monthEnd: MonthEnd): Suspension => ({
  outcome: 'suspend',
  decidedBy: 'tiers',
  months,
  from,
  lastDay: lastDayOf(months, 1, from, monthEnd),
});

const termination = (
  barYears: Range,
  from: Day,
  monthEnd: MonthEnd,
  decidedBy: DecidedBy,
): TerminationMeasure => ({
  outcome: 'terminate',
  decidedBy,
  barYears,
  from,
  lastDay: lastDayOf(barYears, MONTHS_PER_YEAR, from, monthEnd),
});

const lastDayOf = (length: Range, monthsEach: number, from: Day, monthEnd: MonthEnd): Day | null =>
  length.from === length.to ? lastDayOfPeriod(from, length.to * monthsEach, monthEnd) : null;

/** Terminated because so many years, one after the other, each reached so many points. */
export const terminationByYears = (
  { barYears }: ConsecutiveYears,
  from: Day,
  { monthEnd }: Pick<Parameters, 'monthEnd'>,
): TerminationMeasure => termination(barYears, from, monthEnd, 'consecutiveYears');
