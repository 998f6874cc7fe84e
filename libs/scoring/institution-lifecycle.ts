/** How institutions come and go: guidance, exit, repeated suspension, applying again; and years a doctor is stopped for fraud. */
import type { Day, Interval } from '@gatekeeper/calendar';
import {
  addMonths,
  exceeds,
  isBefore,
  lastDayOfPeriod,
  nextDay,
  periodOf,
  reaches,
} from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import { whereSet } from './where-set';

/** The guidance period (政策辅导期) from the first day of the agreement, longer after a light breach (hainan-institutions-2024 3). */
export function guidancePeriod(
  firstDay: Day,
  lightBreach: boolean,
  terms: Pick<Parameters, 'guidanceMonths' | 'guidanceExtensionMonths' | 'monthEnd'>,
): Interval | 'none' {
  const { guidanceMonths, guidanceExtensionMonths } = terms;
  if (guidanceMonths === 'none') return 'none';
  const extended = lightBreach && guidanceExtensionMonths !== 'none' ? guidanceExtensionMonths : 0;
  return periodOf(firstDay, guidanceMonths + extended, terms.monthEnd);
}

/** The last day to apply for an exit planned for a day: so many months before (hainan-institutions-2024 5-4). */
export const exitApplicationBy = (
  plannedOn: Day,
  { exitNoticeMonths }: Pick<Parameters, 'exitNoticeMonths'>,
): Day | 'none' => whereSet(exitNoticeMonths, 'none', (months) => addMonths(plannedOn, -months));

/** The last day to rectify after a failed exit audit; the day of being told is not counted (hainan-institutions-2024 5-4). */
export const rectificationBy = (
  toldOn: Day,
  { exitRectificationMonths }: Pick<Parameters, 'exitRectificationMonths'>,
): Day | 'none' => whereSet(exitRectificationMonths, 'none', (months) => addMonths(toldOn, months));

/**
 * The first day on which it may apply again after its agreement ended; that day is the first of the ban, counted as notices
 * count periods (hainan-institutions-2024 3, 5-4; nhsa-2018 1).
 */
export const mayReapplyFrom = (
  endedOn: Day,
  { reapplyBanYears, monthEnd }: Pick<Parameters, 'reapplyBanYears' | 'monthEnd'>,
): Day | 'none' =>
  whereSet(reapplyBanYears, 'none', (years) => nextDay(lastDayOfPeriod(endedOn, years * 12, monthEnd)));

/** Whether so many suspensions within one agreement end it (nhsa-2018 1; 2号令 art. 43). */
export const suspensionsEndAgreement = (
  suspensions: number,
  { suspensionsToTerminate }: Pick<Parameters, 'suspensionsToTerminate'>,
): boolean => whereSet(suspensionsToTerminate, false, (count) => reaches(suspensions, count));

/** The last day of a doctor's stop for verified fraud, or that the text does not allow so many years (nhsa-2018 2-4). */
export function fraudStopUntil(
  firstDay: Day,
  years: number,
  { fraudStopYears, monthEnd }: Pick<Parameters, 'fraudStopYears' | 'monthEnd'>,
): Day | 'not_allowed' {
  if (fraudStopYears === 'none' || isBefore(years, fraudStopYears.from) || exceeds(years, fraudStopYears.to))
    return 'not_allowed';
  return lastDayOfPeriod(firstDay, years * 12, monthEnd);
}
