/** What varies between texts in procedure: notices, appeals, restoration, reports, certificates. */
import type { MonthEnd } from '@gatekeeper/calendar';
import { MONTH_ENDS } from '@gatekeeper/calendar';
import type { KindsOf, OrNone } from './parameter-kind';
import { oneOf, orNone, truth, whole } from './parameter-kind';

export interface ProcedureParameters {
  /** Working days, before a period ends, by which restoration must be applied for. */
  readonly applyBeforeWorkingDays: OrNone<number>;
  /** Working days in which an application for restoration is assessed. */
  readonly assessWorkingDays: OrNone<number>;
  /** Through whom restoration is applied for. */
  readonly restorationRoute: OrNone<'institution' | 'direct'>;
  /** Whether emergency lines paid during the period stand against the person when restoration is assessed. */
  readonly emergencyLinesAgainstRestoration: boolean;
  /** Working days from receipt of the notice in which an appeal may be made. */
  readonly appealWorkingDays: OrNone<number>;
  readonly appealAddressee: 'agency' | 'admin_dept';
  /** Working days in which an appeal is answered. */
  readonly reviewWorkingDays: OrNone<number>;
  /** What starts that clock: receipt of the material, or acceptance of the appeal. */
  readonly reviewClock: 'receipt' | 'acceptance';
  /** Whether the sanction runs on while an appeal is examined. */
  readonly sanctionRunsDuringAppeal: boolean;
  /** Working days from the decision (or the receipt of another authority's) to the notice. */
  readonly noticeIssueWorkingDays: OrNone<number>;
  /** Working days from the notice to its delivery. */
  readonly noticeDeliveryWorkingDays: OrNone<number>;
  /** Whether the limit for delivery binds notices on paper only. */
  readonly noticeDeliveryBinds: 'paper' | 'every_notice';
  /** Who receives the notice: the institution where it happened, or every one where the person is registered. */
  readonly noticeRecipients: 'institution_of_behaviour' | 'every_site';
  /** How a period in months ends where the month it reaches has no corresponding day; a notice's own dates prevail. */
  readonly monthEnd: MonthEnd;
  /** Who must bring a status on the platform up to date; the order decides payment either way. */
  readonly statusMaintainer: 'agency' | 'institution';
  /** Working days meant by "in time" (及时); none: the text gives no number. */
  readonly promptWorkingDays: OrNone<number>;
  /** Working days in which an institution reports a violation it found. */
  readonly findingReportWorkingDays: OrNone<number>;
  readonly agreementValidityYears: OrNone<number>;
  /** Day of the month by which the institution's agency reports the month before. */
  readonly institutionReportDay: OrNone<number>;
  /** The same for the province's agency. */
  readonly provinceReportDay: OrNone<number>;
  readonly trainingsPerYear: OrNone<number>;
  readonly certificateValidityYears: OrNone<number>;
  readonly certificateReviewWorkingDays: OrNone<number>;
  /** Months before its expiry by which renewal is applied for. */
  readonly certificateRenewalMonths: OrNone<number>;
  readonly changeReportWorkingDays: OrNone<number>;
  readonly changeHandlingWorkingDays: OrNone<number>;
  /** Working days for which an assessment is displayed; objections are taken in that time. */
  readonly publicationWorkingDays: OrNone<number>;
  readonly excellentScoreFrom: OrNone<number>;
  readonly qualifiedScoreFrom: OrNone<number>;
  readonly unqualifiedSuspensionMonthsFrom: OrNone<number>;
  readonly unqualifiedSuspensionYearsUpTo: OrNone<number>;
  readonly heavierSuspensionMonthsFrom: OrNone<number>;
  readonly heavierSuspensionYearsUpTo: OrNone<number>;
}

const workingDays = orNone(whole(1, 250));
const count = orNone(whole(1, 100));

export const PROCEDURE_PARAMETER_KINDS: KindsOf<ProcedureParameters> = {
  applyBeforeWorkingDays: workingDays,
  assessWorkingDays: workingDays,
  restorationRoute: orNone(oneOf(['institution', 'direct'])),
  emergencyLinesAgainstRestoration: truth,
  appealWorkingDays: workingDays,
  appealAddressee: oneOf(['agency', 'admin_dept']),
  reviewWorkingDays: workingDays,
  reviewClock: oneOf(['receipt', 'acceptance']),
  sanctionRunsDuringAppeal: truth,
  noticeIssueWorkingDays: workingDays,
  noticeDeliveryWorkingDays: workingDays,
  noticeDeliveryBinds: oneOf(['paper', 'every_notice']),
  noticeRecipients: oneOf(['institution_of_behaviour', 'every_site']),
  monthEnd: oneOf(MONTH_ENDS),
  statusMaintainer: oneOf(['agency', 'institution']),
  promptWorkingDays: workingDays,
  findingReportWorkingDays: workingDays,
  agreementValidityYears: count,
  institutionReportDay: orNone(whole(1, 28)),
  provinceReportDay: orNone(whole(1, 28)),
  trainingsPerYear: count,
  certificateValidityYears: count,
  certificateReviewWorkingDays: workingDays,
  certificateRenewalMonths: count,
  changeReportWorkingDays: workingDays,
  changeHandlingWorkingDays: workingDays,
  publicationWorkingDays: workingDays,
  excellentScoreFrom: count,
  qualifiedScoreFrom: count,
  unqualifiedSuspensionMonthsFrom: count,
  unqualifiedSuspensionYearsUpTo: count,
  heavierSuspensionMonthsFrom: count,
  heavierSuspensionYearsUpTo: count,
};
