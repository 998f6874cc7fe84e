/** Years one after the other with many points each (READINGS 2.5: Nantong, Ningbo). */
import { reaches } from '@gatekeeper/calendar';
import type { ConsecutiveYears } from '@gatekeeper/policy';

/** Whether the year and those before it, as many as the rule says, each reached the rule's points. */
export function reachedInSuccession(
  { years, pointsEach }: ConsecutiveYears,
  year: number,
  totalOf: (year: number) => number,
): boolean {
  for (let back = 0; back < years; back++) if (!reaches(totalOf(year - back), pointsEach)) return false;
  return true;
}
