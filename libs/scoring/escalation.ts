/** A further measure in a year that has already had a suspension (READINGS 1.1.3 item 4). */
import type { Parameters, Range } from '@gatekeeper/policy';
import type { Measure } from './measure';
import { NO_MEASURE, suspension } from './measure';

/**
 * The measure of a further decision, given the months already ordered this year for this person, one range for each
 * suspension. In full; or what is left of its tier after them; or none. Only suspensions are shortened: a termination
 * is never less.
 */
export function furtherMeasure(
  measure: Measure,
  ordered: readonly Range[],
  { tierEscalation, monthEnd }: Pick<Parameters, 'tierEscalation' | 'monthEnd'>,
): Measure {
  if (measure.outcome !== 'suspend' || ordered.length === 0) return measure;
  switch (tierEscalation) {
    case 'freshFull':
      return measure;
    case 'topUp': {
      const months = ordered.reduce(less, measure.months);
      return months.to === 0 ? NO_MEASURE : suspension(months, measure.from, monthEnd);
    }
    case 'none':
      return NO_MEASURE;
  }
}

/** Each end less the same end of what was ordered, not below 0; the smaller first, should they have crossed. */
function less(months: Range, ordered: Range): Range {
  const first = Math.max(0, months.from - ordered.from);
  const second = Math.max(0, months.to - ordered.to);
  return { from: Math.min(first, second), to: Math.max(first, second) };
}
