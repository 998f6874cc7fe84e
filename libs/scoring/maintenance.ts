/** The status ordered by a notice against the status shown on the platform (动态维护): the order decides payment. */
import type { Day } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';

/** A status ordered from a day on, and the day the platform showed it. */
export interface StatusOrdered {
  readonly orderedFrom: Day;
  /** `null`: the platform still shows another. */
  readonly maintainedOn: Day | null;
}

/** Days on which the platform showed another status than the one ordered, up to `asOf` where it still does. */
export const daysBehind = ({ orderedFrom, maintainedOn }: StatusOrdered, asOf: Day): number =>
  Math.max(0, (maintainedOn ?? asOf) - orderedFrom);

/**
 * Who bears what the fund lost on those days: the institution where it maintains (guangdong-2025 art. 39; N34 art. 46);
 * where the agency does (guangdong-2025 art. 24) no text says.
 */
export function bearerOfDelay(
  order: StatusOrdered,
  asOf: Day,
  { statusMaintainer }: Pick<Parameters, 'statusMaintainer'>,
): 'nobody' | 'institution' | 'not_regulated' {
  if (daysBehind(order, asOf) === 0) return 'nobody';
  return statusMaintainer === 'institution' ? 'institution' : 'not_regulated';
}
