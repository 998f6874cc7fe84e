/** Certificates and agreements of limited validity, and the yearly assessment that goes with them. */
import type { Day, Interval, MonthEnd, WorkingCalendar } from '@gatekeeper/calendar';
import { addMonths, exceeds, periodOf, reaches } from '@gatekeeper/calendar';
import type { OrNone, Parameters, Range } from '@gatekeeper/policy';
import type { LastDay } from './deadlines';
import { workingDaysAfter } from './deadlines';
import { whereSet } from './where-set';

const yearsFrom = (firstDay: Day, years: OrNone<number>, monthEnd: MonthEnd): Interval | 'none' =>
  whereSet(years, 'none', (count) => periodOf(firstDay, count * 12, monthEnd));

/** When a certificate issued on a day is valid (linfen 2-3); `none`: it does not expire. */
export const certificateValidity = (
  issuedOn: Day,
  { certificateValidityYears, monthEnd }: Pick<Parameters, 'certificateValidityYears' | 'monthEnd'>,
): Interval | 'none' => yearsFrom(issuedOn, certificateValidityYears, monthEnd);

/** The term of an agreement signed on a day (hainan-2022 art. 4 item 2). What follows when it runs out no text says. */
export const agreementTerm = (
  signedOn: Day,
  { agreementValidityYears, monthEnd }: Pick<Parameters, 'agreementValidityYears' | 'monthEnd'>,
): Interval | 'none' => yearsFrom(signedOn, agreementValidityYears, monthEnd);

/** The last day to apply for renewal: so many months before the last day of validity (linfen 2-3). */
export const renewalBy = (
  lastDay: Day,
  { certificateRenewalMonths }: Pick<Parameters, 'certificateRenewalMonths'>,
): Day | 'none' => whereSet(certificateRenewalMonths, 'none', (months) => addMonths(lastDay, -months));

/** Until when an application is reviewed (linfen 2-2). */
export const certificateReviewBy = (
  receivedOn: Day,
  { certificateReviewWorkingDays }: Pick<Parameters, 'certificateReviewWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(receivedOn, certificateReviewWorkingDays, calendar);

/** Until when a person who leaves a site has the change made (linfen 2-4). */
export const changeReportBy = (
  leftOn: Day,
  { changeReportWorkingDays }: Pick<Parameters, 'changeReportWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(leftOn, changeReportWorkingDays, calendar);

/** Until when the agency completes a change (linfen 2-4). */
export const changeHandledBy = (
  receivedOn: Day,
  { changeHandlingWorkingDays }: Pick<Parameters, 'changeHandlingWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(receivedOn, changeHandlingWorkingDays, calendar);

/** The last day on which an assessment is displayed, which is also the last for objections (linfen 4-4). */
export const objectionBy = (
  displayedOn: Day,
  { publicationWorkingDays }: Pick<Parameters, 'publicationWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(displayedOn, publicationWorkingDays, calendar);

/** The grade of a yearly assessment (linfen 4-4): each bound belongs to the better grade. `none`: the text has none. */
export function assessedAs(
  score: number,
  { excellentScoreFrom, qualifiedScoreFrom }: Pick<Parameters, 'excellentScoreFrom' | 'qualifiedScoreFrom'>,
): 'excellent' | 'qualified' | 'unqualified' | 'none' {
  if (excellentScoreFrom === 'none' || qualifiedScoreFrom === 'none') return 'none';
  if (reaches(score, excellentScoreFrom)) return 'excellent';
  return reaches(score, qualifiedScoreFrom) ? 'qualified' : 'unqualified';
}

/** A suspension's shortest and longest length in months, both included; `none` where the text gives no bounds. */
const monthsBetween = (monthsFrom: OrNone<number>, yearsUpTo: OrNone<number>): OrNone<Range> =>
  whereSet(monthsFrom, 'none', (from) => whereSet(yearsUpTo, 'none', (years) => ({ from, to: years * 12 })));

/** For how many months a suspension after an unqualified assessment may be (linfen 4-5). */
export const unqualifiedBounds = (
  terms: Pick<Parameters, 'unqualifiedSuspensionMonthsFrom' | 'unqualifiedSuspensionYearsUpTo'>,
): OrNone<Range> =>
  monthsBetween(terms.unqualifiedSuspensionMonthsFrom, terms.unqualifiedSuspensionYearsUpTo);

/** For how many months a suspension for a heavier violation may be (linfen 5-4). */
export const heavierBounds = (
  terms: Pick<Parameters, 'heavierSuspensionMonthsFrom' | 'heavierSuspensionYearsUpTo'>,
): OrNone<Range> => monthsBetween(terms.heavierSuspensionMonthsFrom, terms.heavierSuspensionYearsUpTo);

/** Whether a suspension of so many months lies within the bounds; without bounds no length does. */
export const liesWithin = (months: number, bounds: OrNone<Range>): boolean =>
  whereSet(bounds, false, ({ from, to }) => reaches(months, from) && !exceeds(months, to));
