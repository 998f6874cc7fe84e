/** What the national scheme says of each parameter; other texts inherit from here what they leave unsaid. */
import type { ParameterName, Parameters } from '../parameters';
import type { CitedValue } from '../pack';
import { citationsOf, throughout } from './citing';

export const N34 = '医保办发〔2024〕34号';
export const N23 = '医保发〔2024〕23号';
export const cite = citationsOf('national-2024', N34);
export const citeN23 = (article: string, summary: string) => cite(`N23-${article}`, summary, N23);

export const emergency = cite(
  '16',
  'emergency and rescue are excepted during a suspension and a termination',
);
const noCertificate = cite(null, 'the scheme knows no certificate of its own');
const noAssessment = cite(null, 'the scheme knows no yearly assessment');
const notClearing = cite(null, 'the scheme leaves this to the rules on institutions');

/** All of them: the type asks for every one. */
export const NATIONAL_2024_SETTINGS: {
  readonly [Name in ParameterName]: readonly CitedValue<Parameters[Name]>[];
} = {
  fundScope: throughout('all', cite('16', 'the medical-insurance fund does not pay: all fund money')),
  restore: throughout(
    'application',
    cite('39', 'a served period ends by application and assessment, not by itself'),
  ),
  commitmentRequired: throughout(true, cite('21', 'without a commitment at the site no service on the fund')),
  certificateChecked: throughout(false, cite(null, 'the scheme knows no expiry of a registration')),
  onMissingCode: throughout(
    'reject',
    cite(null, 'codes must be sent with every line; Beijing has refused such lines since 2012'),
  ),
  checkedRoles: throughout(
    'ordering',
    cite('48', 'recovery follows who ordered the fee; who performed it is noted'),
  ),
  linkScope: throughout(
    'nation',
    cite('34', 'a sanction is linked to all sites of the person; art. 28 shares it nationwide'),
  ),
  siteBoundCauses: throughout([], cite('34', 'no cause confines a personal sanction to one site')),
  institutionStatuses: throughout(
    ['suspended', 'terminated'],
    cite('34', 'agreements are suspended or terminated'),
  ),
  emergencyCategories: throughout(
    ['13', '1301'],
    cite(null, 'categories of the emergency class prove emergency'),
  ),
  impliedEmergencyCategories: throughout(
    ['24'],
    cite(null, 'admission from emergency proves only the admission'),
  ),
  emergencyException: throughout(['suspended', 'terminated', 'not_restored'], emergency),
  emergencyWords: throughout('急诊、抢救等特殊情形', emergency),
  inpatientCarveOut: throughout(
    'none',
    cite(null, 'the scheme has no sentence on stays that cross a change'),
  ),
  carveOutClock: throughout('fee', cite(null, 'what arose before the change is judged by the fee itself')),
  carveOutTransactions: throughout(['2301'], cite(null, 'only a hospital stay can cross a change')),
  onPaidLine: throughout('claw_back', cite('48', 'what was paid is recovered')),
  guidanceBlocks: throughout([], cite(null, 'the scheme knows no guidance period')),
  guidanceExceptsCenters: throughout([], cite(null, 'the scheme knows no guidance period')),
  feeAheadHours: throughout(24, cite(null, 'a fee cannot arise later than the clocks of a day allow')),
  feeEarliestDay: throughout('2000-01-01', cite(null, 'no line of the present system is older')),
  feeBeforeAdmissionDays: throughout(3, cite(null, 'fees shortly before admission are moved into the stay')),

  scoreDirection: throughout('up', cite('29', 'points add up over the year')),
  initialPoints: throughout('none', cite('29', 'points add up from nothing')),
  annualCap: throughout(12, cite(null, 'Chongqing counted 10 and 4 points of one year as 12')),
  resetAt: throughout('natural_year', cite('28', 'points are cleared with the natural year')),
  tiers: throughout(
    [
      { from: 0, below: 9, action: 'inform', months: null },
      { from: 9, below: 12, action: 'suspend', months: { from: 1, to: 6 } },
    ],
    cite('29', 'below 9 the institution is informed; from 9 to below 12 a suspension of 1 to 6 months'),
  ),
  terminate: throughout(
    { at: 12, accumulatedYears: { from: 1, to: 1 }, oneOffYears: { from: 3, to: 3 } },
    cite('29', '12 points terminate: 1 year without registration when accumulated, 3 years when at once'),
  ),
  oneOffBy: throughout('decision', cite(null, 'at once is what one decision records together')),
  consecutiveYears: throughout('none', cite('28', 'years are not looked at together')),
  sameKindInSameInspection: throughout(
    'once',
    cite('26', 'only different types within one inspection add up'),
  ),
  sameActSeveralSituations: throughout('highest', cite('26', 'one act counts as its heaviest situation')),
  repeatSameViolationBand: throughout('none', cite(null, 'the scheme has no band for repetition')),
  tierEscalation: throughout(
    'freshFull',
    cite(null, 'each decision carries the measure of the total it reaches'),
  ),
  effectiveFrom: throughout(
    'decision',
    cite('27', "points date from the decision; a notice's own dates prevail"),
  ),
  earlyRestore: throughout('repair', cite('38', 'a period is shortened by repair only')),
  repair: throughout(
    ['reduces_points', 'shortens_period', 'recomputes_tier'],
    cite('38', 'there is repair; taken to reduce points or shorten the period, as Guangdong carries it out'),
  ),
  institutionCauseFilter: throughout(
    'responsible',
    cite(
      '34',
      "an institution's measure reaches the responsible persons; the others stay in normal standing",
    ),
  ),
  personTypes: throughout(
    ['doctor', 'nurse', 'pharmacist', 'technician', 'auditor', 'pharmacy_principal'],
    citeN23('3', 'persons who serve or audit on the fund, and the principals of pharmacies'),
  ),
  grades: throughout([], cite(null, 'the scheme has no credit grades')),
  institutionRatio: throughout('none', cite('30', 'the ratio is left to the localities')),
  departmentRule: throughout('none', cite(null, 'the scheme counts no departments')),
  titleReviewBarMonths: throughout('none', cite(null, 'the scheme is silent on titles')),
  fraudStopYears: throughout('none', cite('29', 'fraud is scored like the rest')),
  applyBeforeWorkingDays: throughout(
    15,
    cite('39', 'restoration is applied for 15 working days before the end'),
  ),
  assessWorkingDays: throughout(10, cite('39', 'the application is assessed in 10 working days')),
  restorationRoute: throughout(
    'institution',
    cite(null, 'taken to go through the institution; whom to turn to is not told in what is at hand'),
  ),
  emergencyLinesAgainstRestoration: throughout(
    false,
    cite(null, 'emergency lines paid as excepted are no breach of the period'),
  ),
  appealWorkingDays: throughout(10, cite('41', '10 working days from receipt of the notice')),
  appealAddressee: throughout('agency', cite(null, 'taken to go to the agency, whose notice it is')),
  reviewWorkingDays: throughout(20, cite('44', '20 working days, expert time apart')),
  reviewClock: throughout('receipt', cite('44', 'counted from receipt of the material')),
  sanctionRunsDuringAppeal: throughout(true, cite(null, 'the scheme is silent; the sanction runs')),
  noticeIssueWorkingDays: throughout(5, cite('31', '5 working days from the decision or its receipt')),
  noticeDeliveryWorkingDays: throughout(3, cite('33', '3 working days from issue to delivery')),
  noticeDeliveryBinds: throughout('every_notice', cite('33', 'whatever the form of the notice')),
  noticeRecipients: throughout(
    'institution_of_behaviour',
    cite(null, 'taken to go to the institution where it happened'),
  ),
  monthEnd: throughout(
    'last_day_of_month',
    cite(null, 'no text says how a month without a corresponding day ends; a notice names its own dates'),
  ),
  statusMaintainer: throughout('institution', cite('33', 'the institution brings the status up to date')),
  promptWorkingDays: throughout('none', cite(null, 'no number is given for acting in time')),
  findingReportWorkingDays: throughout('none', cite(null, 'the scheme sets no limit for reporting findings')),
  agreementValidityYears: throughout('none', cite(null, 'the scheme sets no term')),
  institutionReportDay: throughout('none', cite(null, 'reports are periodic, without a day')),
  provinceReportDay: throughout('none', cite(null, 'reports are periodic, without a day')),
  trainingsPerYear: throughout('none', cite(null, 'the scheme sets no number of trainings')),
  certificateValidityYears: throughout('none', noCertificate),
  certificateReviewWorkingDays: throughout('none', noCertificate),
  certificateRenewalMonths: throughout('none', noCertificate),
  changeReportWorkingDays: throughout('none', noCertificate),
  changeHandlingWorkingDays: throughout('none', noCertificate),
  publicationWorkingDays: throughout('none', noAssessment),
  excellentScoreFrom: throughout('none', noAssessment),
  qualifiedScoreFrom: throughout('none', noAssessment),
  unqualifiedSuspensionMonthsFrom: throughout('none', noAssessment),
  unqualifiedSuspensionYearsUpTo: throughout('none', noAssessment),
  heavierSuspensionMonthsFrom: throughout('none', noAssessment),
  heavierSuspensionYearsUpTo: throughout('none', noAssessment),
  samplingBase: throughout('none', notClearing),
  samplingMinPercent: throughout('none', notClearing),
  samplingExtrapolates: throughout(false, notClearing),
  liquidatedDamages: throughout('none', notClearing),
  liquidatedDamagesBase: throughout('violating_fees', notClearing),
  clearedDamagesBase: throughout('refused_and_recovered', notClearing),
  prepaymentCutPercent: throughout('none', notClearing),
  stayPrescriptionsExcluded: throughout(false, notClearing),
  guidanceMonths: throughout('none', notClearing),
  guidanceExtensionMonths: throughout('none', notClearing),
  reapplyBanYears: throughout('none', cite(null, 'years depend on the cause (1, 3 or 5)', '2号令 art. 12')),
  suspensionsToTerminate: throughout(
    2,
    cite(null, 'two suspensions within an agreement end it', '2号令 art. 43'),
  ),
  exitNoticeMonths: throughout('none', notClearing),
  exitRectificationMonths: throughout('none', notClearing),
  fullChecksPerYear: throughout('none', notClearing),
  onSiteChecksPerYear: throughout('none', notClearing),
  specialChecksPerYear: throughout('none', notClearing),
};
