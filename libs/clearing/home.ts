/** Which period a line belongs to, and which one a correction of a closed period falls into. */
import type { Instant } from '@gatekeeper/calendar';
import { OPEN_END } from '@gatekeeper/calendar';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { Period } from './period';
import { isMonthOf, monthAfter, monthAt, monthBefore, parsePeriod } from './period';

/** What of a line says where and when it is cleared. */
export type Place = Pick<SettlementLine, 'settledAt' | 'feeOccurredAt' | 'treatmentArea' | 'insuranceArea'>;

/** A place, and from when it was known; the next one ends it. A void is one: it forgets the settlement. */
export interface KnownPlace extends Place {
  readonly knownFrom: Instant;
}

/** By which clock a line has its month: that of `setl_time`, without one that of the fee; or always the fee's. */
export type Clock = 'settlement' | 'fee';

/** A period that was closed, softly or for good. */
export interface ClosedPeriod {
  /** Prefix of the area of treatment. */
  readonly area: string;
  /** `2025-06`, or `2025`. */
  readonly period: string;
  readonly by: Clock;
  /** The `known_at` of its closing run. */
  readonly closedFrom: Instant;
  /** When the policy was adopted that its closing run decided by, be it after `closedFrom`. Absent: the last one adopted by then. */
  readonly adoptedAt?: Instant;
}

/** What is cleared. */
export interface PlacingTerms {
  /** Prefix of the area. */
  readonly area: string;
  readonly areaOf: 'treatment' | 'insurance';
  readonly period: Period;
  readonly by: Clock;
  /** All that were closed by the run's `knownAt`; of any area, and by any clock. */
  readonly closed: readonly ClosedPeriod[];
}

/** Where a line is cleared, for good where a period that was closed has it. */
export interface Home {
  readonly place: Place;
  /** `2025-06`. */
  readonly month: string;
  readonly closed: { readonly by: ClosedPeriod; readonly since: Instant } | null;
}

export const monthOf = ({ settledAt, feeOccurredAt }: Place, by: Clock): string =>
  monthAt(by === 'fee' || settledAt === null ? feeOccurredAt : settledAt);

/**
 * Where a line is cleared: where it lies now; but a line that at some moment lay in a period that was closed by then stays
 * where it lay, whatever is stated of its settlement later (CONTRACT 9). So a line that came late to a closed month stays in
 * it as well, and what is decided on it is a correction. A place that was known at the closing run's very `known_at` was
 * seen by it.
 */
export function homeOf(
  places: readonly [KnownPlace, ...KnownPlace[]],
  { by, closed }: Pick<PlacingTerms, 'by' | 'closed'>,
): Home {
  let last: Place = places[0];
  for (const [n, place] of places.entries()) {
    last = place;
    const until = places[n + 1]?.knownFrom ?? OPEN_END;
    if (closed.length === 0 || until === place.knownFrom) continue;
    const month = monthOf(place, by);
    const first = earliestClosed(closed, by, place.treatmentArea, month, until);
    if (first === null) continue;
    const since = place.knownFrom > first.closedFrom ? place.knownFrom : first.closedFrom;
    return { place, month, closed: { by: first, since } };
  }
  return { place: last, month: monthOf(last, by), closed: null };
}

/** The first of the periods with that month to be closed before a moment; of those closed together the first given. */
function earliestClosed(
  closed: readonly ClosedPeriod[],
  by: Clock,
  treatmentArea: string,
  month: string,
  before: Instant,
): ClosedPeriod | null {
  let first: ClosedPeriod | null = null;
  for (const each of closed) {
    if (each.by !== by || each.closedFrom >= before || !treatmentArea.startsWith(each.area)) continue;
    if (isMonthOf(month, each.period) && (first === null || each.closedFrom < first.closedFrom)) first = each;
  }
  return first;
}

/** Whether a line with this home counts in the run's totals. */
export const belongs = ({ place, month }: Home, terms: PlacingTerms): boolean =>
  isInArea(place, terms) && isMonthOf(month, terms.period.text);

export const isInArea = (
  { treatmentArea, insuranceArea }: Place,
  { area, areaOf }: Pick<PlacingTerms, 'area' | 'areaOf'>,
): boolean => (areaOf === 'treatment' ? treatmentArea : insuranceArea).startsWith(area);

/**
 * The month that a correction falls into, and stays in: that of its decision's `known_at` in Asia/Shanghai, or the next one
 * that was open at that moment (CONTRACT 9). A period is closed from its closing run's `known_at` on, that moment included.
 */
export function monthOfCorrection(
  decidedKnowing: Instant,
  { treatmentArea }: Pick<Place, 'treatmentArea'>,
  { by, closed }: Pick<PlacingTerms, 'by' | 'closed'>,
): string {
  const isClosed = (month: string): boolean =>
    closed.some(
      (each) =>
        each.by === by &&
        each.closedFrom <= decidedKnowing &&
        treatmentArea.startsWith(each.area) &&
        isMonthOf(month, each.period),
    );
  let month = monthAt(decidedKnowing);
  while (isClosed(month)) month = monthAfter(month);
  return month;
}

/**
 * When decisions were taken whose corrections may fall into a period: in its own months, and in those before it that were closed
 * one after the other, from which they move on. `null`: nothing was closed, so nothing is corrected.
 */
export function momentsOfCorrections(
  closed: readonly Pick<ClosedPeriod, 'period'>[],
  period: Period,
): { readonly from: Instant; readonly until: Instant } | null {
  if (closed.length === 0) return null;
  let first = period.months[0] ?? period.text;
  for (
    let before = monthBefore(first);
    closed.some((each) => isMonthOf(before, each.period));
    before = monthBefore(before)
  )
    first = before;
  return { from: parsePeriod(first)?.from ?? period.from, until: period.until };
}
