import { lastDayOfPeriod } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';

const LONGEST_MONTHS = 1_200;

/**
 * How many calendar months a period from its first to its last day, both inside, comes to: the fewest whose last day is not before
 * it. The days are what governs; the number only stands beside them on the notice.
 */
export function monthsOf(firstDay: Day, lastDay: Day): number {
  for (let months = 1; months < LONGEST_MONTHS; months += 1)
    if (lastDayOfPeriod(firstDay, months) >= lastDay) return months;
  return LONGEST_MONTHS;
}
