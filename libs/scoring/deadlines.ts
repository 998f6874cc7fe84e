/** Limits in working days: the last day to act, and whether an act came within it (READINGS 1.8). */
import type { Day, Instant, UnpublishedYear, WorkingCalendar } from '@gatekeeper/calendar';
import { addWorkingDays, dayAt, isAfter, subtractWorkingDays } from '@gatekeeper/calendar';
import type { OrNone, Parameters } from '@gatekeeper/policy';
import { whereSet } from './where-set';

/** The last day to act, until its 24:00; `none`: the text sets no limit; or the year whose calendar is not published. */
export type LastDay = Day | UnpublishedYear | 'none';

/** The last day of so many working days after an event; the day of the event is not counted. */
export const workingDaysAfter = (
  event: Day,
  workingDays: OrNone<number>,
  calendar: WorkingCalendar,
): LastDay => whereSet(workingDays, 'none', (n) => addWorkingDays(event, n, calendar));

/** The last day that is still so many working days before `event`; that day itself is not counted. */
export const workingDaysBefore = (
  event: Day,
  workingDays: OrNone<number>,
  calendar: WorkingCalendar,
): LastDay => whereSet(workingDays, 'none', (n) => subtractWorkingDays(event, n, calendar));

export type Timeliness = 'in_time' | 'late' | 'no_limit' | UnpublishedYear;

/** Whether an act came in time; for one that is still outstanding, ask with the present moment. */
export function timelinessOf(actedAt: Instant, lastDay: LastDay): Timeliness {
  if (lastDay === 'none') return 'no_limit';
  if (typeof lastDay === 'object') return lastDay;
  return isAfter(dayAt(actedAt), lastDay) ? 'late' : 'in_time';
}

/** Until when an institution reports a violation it found (hainan-2022 art. 12). */
export const findingReportBy = (
  foundOn: Day,
  { findingReportWorkingDays }: Pick<Parameters, 'findingReportWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(foundOn, findingReportWorkingDays, calendar);

/** Until when something to be done in time (及时) is done (guangdong-2025 art. 17, 20, 28, 38). */
export const promptlyBy = (
  event: Day,
  { promptWorkingDays }: Pick<Parameters, 'promptWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(event, promptWorkingDays, calendar);
