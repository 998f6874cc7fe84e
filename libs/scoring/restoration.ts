/** Restoration (资格恢复): when a served period ends by itself, who applies and until when, and what stands in its way. */
import type { Day, WorkingCalendar } from '@gatekeeper/calendar';
import { civilDateOf, isAfter, nextDay } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import type { LastDay } from './deadlines';
import { workingDaysAfter, workingDaysBefore } from './deadlines';

/** Until when restoration is applied for: so many working days before the last day of the period (guangdong-2025 art. 31; N34 art. 39). */
export const restorationApplicationBy = (
  lastDay: Day,
  { restore, applyBeforeWorkingDays }: Pick<Parameters, 'restore' | 'applyBeforeWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => (restore === 'auto' ? 'none' : workingDaysBefore(lastDay, applyBeforeWorkingDays, calendar));

/** Until when the application is assessed (guangdong-2025 art. 31; N34 art. 39). */
export const restorationAssessmentBy = (
  appliedOn: Day,
  { assessWorkingDays }: Pick<Parameters, 'assessWorkingDays'>,
  calendar: WorkingCalendar,
): LastDay => workingDaysAfter(appliedOn, assessWorkingDays, calendar);

/** An assessment that was passed, and its day; `null`: none applied for, none made yet, or not passed. */
export type PassedAssessment = { readonly passedOn: Day } | null;

/**
 * The first day on which the person may serve again: the day after the last one where restoration comes by itself
 * (hainan-2022 art. 22); else not before an assessment was passed (guangdong-2025 art. 31). A restoration's own date
 * prevails. `not_restored` stays so however long ago the period ended.
 */
export function restoredFrom(
  lastDay: Day,
  assessment: PassedAssessment,
  { restore }: Pick<Parameters, 'restore'>,
): Day | 'not_restored' {
  const after = nextDay(lastDay);
  if (restore === 'auto') return after;
  if (assessment === null) return 'not_restored';
  return isAfter(assessment.passedOn, after) ? assessment.passedOn : after;
}

/** Days after the period on which the person is still not restored: the gap that a late application leaves. */
export const gapDays = (lastDay: Day, restored: Day): number => Math.max(0, restored - nextDay(lastDay));

/** Where the person now stands to the institution where it happened. */
export interface BehaviourSiteToday {
  readonly leftIt: boolean;
  readonly itsAgreementEnded: boolean;
}

/**
 * To whom the person hands the application: the institution where it happened, the present one when that cannot be
 * (guangdong-2025 art. 31), or the agency (form 3). `none`: the text knows no application.
 */
export function restorationAddressee(
  { leftIt, itsAgreementEnded }: BehaviourSiteToday,
  { restorationRoute }: Pick<Parameters, 'restorationRoute'>,
): 'institution_of_behaviour' | 'present_institution' | 'agency' | 'none' {
  if (restorationRoute === 'none') return 'none';
  if (restorationRoute === 'direct') return 'agency';
  return leftIt || itsAgreementEnded ? 'present_institution' : 'institution_of_behaviour';
}

/** What must be there again besides the restoration: after a termination all of it (guangdong-2025 art. 31; N34 art. 39). */
export const neededAnew = (
  status: 'suspended' | 'terminated',
  { commitmentRequired }: Pick<Parameters, 'commitmentRequired'>,
): { readonly registration: boolean; readonly commitment: boolean } => ({
  registration: status === 'terminated',
  commitment: status === 'terminated' && commitmentRequired,
});

/** What was decided on an application to end a suspension before its time. */
export interface EarlyApplication {
  readonly approvedByAdminDepartment: boolean;
  readonly assessmentPassed: boolean;
}

/**
 * Whether a person's or department's suspension may end before its time for the sake of treatment: with the administrative department's approval
 * and an assessment (hainan-2022 art. 26). Where only repair shortens a period (N34 art. 38) such an application leads to nothing.
 */
export const mayRestoreEarly = (
  { approvedByAdminDepartment, assessmentPassed }: EarlyApplication,
  { earlyRestore }: Pick<Parameters, 'earlyRestore'>,
): boolean => earlyRestore === 'admin_approval' && approvedByAdminDepartment && assessmentPassed;

/**
 * The points that further ones of the year of restoration are added to: those of the same natural year keep counting,
 * those of an earlier one do not (hainan-2022 art. 22; guangdong-2025 art. 31).
 */
export const pointsAfterRestoration = (
  scored: { readonly year: number; readonly total: number },
  restored: Day,
): number => (civilDateOf(restored).year === scored.year ? scored.total : 0);

/** A line of the period that the fund paid. */
export interface PaidInPeriod {
  readonly emergency: boolean;
}

/**
 * How many of the lines paid during the period contradict the declaration that there were none (guangdong-2025 form 6):
 * emergency lines the fund pays as excepted count only where the declaration is taken by the word.
 */
export const paidAgainstDeclaration = (
  lines: readonly PaidInPeriod[],
  { emergencyLinesAgainstRestoration }: Pick<Parameters, 'emergencyLinesAgainstRestoration'>,
): number => lines.filter(({ emergency }) => !emergency || emergencyLinesAgainstRestoration).length;
