/** The status ordered by a notice against the status shown on the platform (动态维护): the order decides payment. */
import type { Day, UnpublishedYear } from '@gatekeeper/calendar';
import { isAfter } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import type { LastDay } from './deadlines';

/** A status ordered from a day on, and the day the platform showed it. */
export interface StatusOrdered {
  readonly orderedFrom: Day;
  /** `null`: the platform still shows another. */
  readonly maintainedOn: Day | null;
}

/** Days on which the platform showed another status than the one ordered, up to `asOf` where it still does. */
export const daysBehind = ({ orderedFrom, maintainedOn }: StatusOrdered, asOf: Day): number =>
  Math.max(0, (maintainedOn ?? asOf) - orderedFrom);

export type BearerOfDelay = 'nobody' | 'institution' | 'not_regulated';

/**
 * Who bears what the fund lost on those days: the institution where it maintains and was late (guangdong-2025 art. 39;
 * N34 art. 46). `inTimeUntil` is the last day to maintain in time; `none`, where in time has no number: each day behind
 * is late; an unpublished year, where it is not known yet whether they are, and the answer is that year. No text says who bears
 * days behind that are not late, nor days that the agency is (guangdong-2025 art. 24).
 */
export function bearerOfDelay(
  order: StatusOrdered,
  asOf: Day,
  parameters: Pick<Parameters, 'statusMaintainer'>,
  inTimeUntil?: Day | 'none',
): BearerOfDelay;
export function bearerOfDelay(
  order: StatusOrdered,
  asOf: Day,
  parameters: Pick<Parameters, 'statusMaintainer'>,
  inTimeUntil: LastDay,
): BearerOfDelay | UnpublishedYear;
export function bearerOfDelay(
  order: StatusOrdered,
  asOf: Day,
  { statusMaintainer }: Pick<Parameters, 'statusMaintainer'>,
  inTimeUntil: LastDay = 'none',
): BearerOfDelay | UnpublishedYear {
  if (daysBehind(order, asOf) === 0) return 'nobody';
  if (statusMaintainer !== 'institution') return 'not_regulated';
  if (typeof inTimeUntil === 'object') return inTimeUntil;
  const late = inTimeUntil === 'none' || isAfter(order.maintainedOn ?? asOf, inTimeUntil);
  return late ? 'institution' : 'not_regulated';
}
