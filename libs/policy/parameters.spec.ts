import type { ParameterName } from '.';
import { PARAMETER_KINDS, PARAMETER_NAMES } from '.';

/** What an operator may set each parameter to (`--set pack.parameter=value`), in the words of the message that refuses another. */
const MAY_BE: Readonly<Record<ParameterName, string>> = {
  fundScope: 'one of pooled, all',
  restore: 'one of application, auto',
  commitmentRequired: 'true or false',
  certificateChecked: 'true or false',
  onMissingCode: 'one of reject, accept',
  checkedRoles: 'one of ordering, ordering+performing',
  personTypes:
    'a list separated by ",", each one of doctor, nurse, pharmacist, technician, auditor, pharmacy_principal',
  linkScope: 'one of site, province, nation',
  siteBoundCauses:
    'a list separated by ",", each one of points, discipline, practice_order, certificate, institution, department, other',
  institutionStatuses: 'a list separated by ",", each one of suspended, terminated, exit_audit, guidance',
  guidanceBlocks: 'a list separated by ",", each one of chronic, cross_province, pharmacy_pooled',
  guidanceExceptsCenters: 'a list separated by ",", each one of chronic, cross_province, pharmacy_pooled',
  emergencyCategories: 'a list separated by ",", each a category code',
  impliedEmergencyCategories: 'a list separated by ",", each a category code',
  emergencyException:
    'a list separated by ",", each one of suspended, terminated, not_restored, unregistered',
  emergencyWords: 'the words of the text',
  inpatientCarveOut: 'one of none, before_status_change',
  carveOutClock: 'one of fee, admission',
  carveOutTransactions: 'a list separated by ",", each one of 2301, 2204, 2102',
  onPaidLine: 'one of claw_back, reject',
  feeAheadHours: 'a whole number from 0 to 8760',
  feeEarliestDay: 'a day, YYYY-MM-DD',
  feeBeforeAdmissionDays: 'a whole number from 0 to 366',
  scoreDirection: 'one of up, down',
  initialPoints: 'none, or a whole number from 1 to 100',
  annualCap: 'none, or a whole number from 1 to 100',
  resetAt: 'one of natural_year',
  tiers:
    'a list separated by ";", each a tier such as [9,12) suspend 1-6, [10,..) suspend 12 or [0,9) inform',
  terminate: 'none, or a termination such as at 12: accumulated 1, one-off 3',
  oneOffBy: 'one of decision, finding',
  consecutiveYears: 'none, or a rule such as 3 years of 9: terminate 1',
  sameKindInSameInspection: 'one of once, perCase',
  sameActSeveralSituations: 'one of highest, summed',
  repeatSameViolationBand: 'none, or a whole number from 1 to 100, or two with a dash between',
  tierEscalation: 'one of freshFull, topUp, none',
  effectiveFrom: 'one of decision, next_month',
  earlyRestore: 'none, or one of admin_approval, repair',
  repair: 'a list separated by ",", each one of reduces_points, shortens_period, recomputes_tier',
  institutionCauseFilter: 'one of everyone, responsible',
  grades: 'a list separated by ",", each a grade and its fewest remaining points, such as A:12',
  institutionRatio: 'none, or a whole number from 1 to 100',
  departmentRule: 'none, or a whole number from 1 to 1000',
  titleReviewBarMonths: 'none, or a whole number from 1 to 60',
  fraudStopYears: 'none, or a whole number from 1 to 30, or two with a dash between',
  applyBeforeWorkingDays: 'none, or a whole number from 1 to 250',
  assessWorkingDays: 'none, or a whole number from 1 to 250',
  restorationRoute: 'none, or one of institution, direct',
  emergencyLinesAgainstRestoration: 'true or false',
  appealWorkingDays: 'none, or a whole number from 1 to 250',
  appealAddressee: 'one of agency, admin_dept',
  reviewWorkingDays: 'none, or a whole number from 1 to 250',
  reviewClock: 'one of receipt, acceptance',
  sanctionRunsDuringAppeal: 'true or false',
  noticeIssueWorkingDays: 'none, or a whole number from 1 to 250',
  noticeDeliveryWorkingDays: 'none, or a whole number from 1 to 250',
  noticeDeliveryBinds: 'one of paper, every_notice',
  noticeRecipients: 'one of institution_of_behaviour, every_site',
  monthEnd: 'one of last_day_of_month, day_before_clamped',
  statusMaintainer: 'one of agency, institution',
  promptWorkingDays: 'none, or a whole number from 1 to 250',
  findingReportWorkingDays: 'none, or a whole number from 1 to 250',
  agreementValidityYears: 'none, or a whole number from 1 to 100',
  institutionReportDay: 'none, or a whole number from 1 to 28',
  provinceReportDay: 'none, or a whole number from 1 to 28',
  trainingsPerYear: 'none, or a whole number from 1 to 100',
  certificateValidityYears: 'none, or a whole number from 1 to 100',
  certificateReviewWorkingDays: 'none, or a whole number from 1 to 250',
  certificateRenewalMonths: 'none, or a whole number from 1 to 100',
  changeReportWorkingDays: 'none, or a whole number from 1 to 250',
  changeHandlingWorkingDays: 'none, or a whole number from 1 to 250',
  publicationWorkingDays: 'none, or a whole number from 1 to 250',
  excellentScoreFrom: 'none, or a whole number from 1 to 100',
  qualifiedScoreFrom: 'none, or a whole number from 1 to 100',
  unqualifiedSuspensionMonthsFrom: 'none, or a whole number from 1 to 100',
  unqualifiedSuspensionYearsUpTo: 'none, or a whole number from 1 to 100',
  heavierSuspensionMonthsFrom: 'none, or a whole number from 1 to 100',
  heavierSuspensionYearsUpTo: 'none, or a whole number from 1 to 100',
  samplingBase: 'none, or one of all_passed, inpatient',
  samplingMinPercent: 'none, or a whole number from 1 to 100',
  samplingExtrapolates: 'true or false',
  liquidatedDamages: 'none, or percentages such as refused 10, suspended 20, terminated 30',
  liquidatedDamagesBase: 'one of violating_fees, fund_part',
  clearedDamagesBase: 'one of refused_and_recovered, violating_fees, fund_part',
  prepaymentCutPercent: 'none, or a whole number from 1 to 100',
  stayPrescriptionsExcluded: 'true or false',
  guidanceMonths: 'none, or a whole number from 1 to 100',
  guidanceExtensionMonths: 'none, or a whole number from 1 to 100',
  reapplyBanYears: 'none, or a whole number from 1 to 100',
  suspensionsToTerminate: 'none, or a whole number from 1 to 100',
  exitNoticeMonths: 'none, or a whole number from 1 to 100',
  exitRectificationMonths: 'none, or a whole number from 1 to 100',
  fullChecksPerYear: 'none, or a whole number from 1 to 100',
  onSiteChecksPerYear: 'none, or a whole number from 1 to 100',
  specialChecksPerYear: 'none, or a whole number from 1 to 100',
};

describe('what each parameter may be', () => {
  it('of each there is, and of no other', () => {
    expect(PARAMETER_NAMES).toEqual(Object.keys(MAY_BE));
  });

  it.each(PARAMETER_NAMES)('%s', (name) => {
    expect(PARAMETER_KINDS[name].expected).toBe(MAY_BE[name]);
  });
});

describe('parameters that are a text of some form', () => {
  it.each([
    ['emergencyCategories', '1', true],
    ['emergencyCategories', '140101', true],
    ['emergencyCategories', '1401011', false],
    ['emergencyCategories', 'x1', false],
    ['emergencyCategories', '1x', false],
    ['impliedEmergencyCategories', '24', true],
    ['impliedEmergencyCategories', '24a', false],
    ['emergencyWords', '急', true],
    ['emergencyWords', `急${'诊'.repeat(40)}`, true],
    ['emergencyWords', `急${'诊'.repeat(41)}`, false],
    ['emergencyWords', ' 急诊', false],
    ['emergencyWords', '', false],
    ['feeEarliestDay', '2000-01-01', true],
    ['feeEarliestDay', '12000-01-01', false],
    ['feeEarliestDay', '2000-01-011', false],
    ['feeEarliestDay', '2000-1-01', false],
    ['feeEarliestDay', '2000-01-1', false],
  ] as const)('%s=%s: %s', (name, written, allowed) => {
    expect(PARAMETER_KINDS[name].read(written) !== null).toBe(allowed);
  });
});
