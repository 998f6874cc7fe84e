/** What Hainan's draft measures on doctors of the fund say of each parameter; the rest is the national scheme's. */
import type { Settings } from '../pack';
import { citationsOf, throughout } from './citing';

export const MEASURES = '海南省医疗保障定点医疗机构医保医师管理暂行办法（征求意见稿）';
export const cite = citationsOf('hainan-2022', MEASURES);

export const emergency = cite(
  '22 para. 2',
  'emergency and first aid are excepted for doctors suspended, cancelled, and never admitted',
);
export const siteKept = cite(
  '20 item 5',
  'a suspension of the institution or department leaves a doctor of several sites the others; so does 21 item 3',
);

export const HAINAN_2022_SETTINGS: Settings = {
  fundScope: throughout(
    'all',
    cite('22 para. 2', 'no service on the fund at all, work injury included (art. 1)'),
  ),
  restore: throughout('auto', cite('22 para. 1', 'a suspension that has run its time is over by itself')),
  commitmentRequired: throughout(false, cite(null, 'the measures know no service commitment of a person')),
  certificateChecked: throughout(
    false,
    cite(null, 'the agreement of art. 4 runs two years; nothing is said of one that has run out'),
  ),
  linkScope: throughout('province', cite('3', 'points are brought together over the whole province')),
  siteBoundCauses: throughout(['institution', 'department'], siteKept),
  institutionStatuses: throughout(
    ['suspended', 'terminated'],
    cite('20 item 5', 'agreements are suspended; by 21 item 3 they are ended'),
  ),
  emergencyException: throughout(['suspended', 'terminated', 'not_restored', 'unregistered'], emergency),
  emergencyWords: throughout('急诊、急救', emergency),
  inpatientCarveOut: throughout(
    'none',
    cite(null, 'the measures have no sentence on stays that cross a change'),
  ),
  onPaidLine: throughout(
    'claw_back',
    cite(
      null,
      'the measures have no sentence on recovery; the general regulation has',
      '医疗保障基金使用监督管理条例',
    ),
  ),

  scoreDirection: throughout('down', cite('13', 'points are counted down over the year')),
  initialPoints: throughout(12, cite('13', '12 points at the beginning of a year')),
  annualCap: throughout(12, cite(null, 'more than the 12 points of a year cannot be lost')),
  resetAt: throughout('natural_year', cite('13', 'cleared at 24:00 of 31 December')),
  tiers: throughout(
    [
      { from: 6, below: 8, action: 'suspend', months: { from: 3, to: 3 } },
      { from: 8, below: 10, action: 'suspend', months: { from: 6, to: 6 } },
      { from: 10, below: null, action: 'suspend', months: { from: 12, to: 12 } },
    ],
    cite('20', '6 to 7 points suspend for 3 months, 8 to 9 for 6, 10 to 12 for 12'),
  ),
  terminate: throughout('none', cite('21', 'no number of points cancels; other causes do')),
  oneOffBy: throughout('decision', cite(null, 'without termination by points it matters nowhere')),
  sameKindInSameInspection: throughout(
    'once',
    cite('14', 'one kind found several times in one inspection is one deduction'),
  ),
  sameActSeveralSituations: throughout(
    'summed',
    cite('14', 'two kinds and more are deducted each and added'),
  ),
  tierEscalation: throughout(
    'freshFull',
    cite(null, 'a further decision carries the measure of the total it reaches'),
  ),
  effectiveFrom: throughout('decision', cite(null, "the decision's day; a notice's own dates prevail")),
  earlyRestore: throughout(
    'admin_approval',
    cite('26', 'where care needs it, on application, with approval and after an assessment'),
  ),
  repair: throughout([], cite(null, 'the measures know no repair of points')),
  institutionCauseFilter: throughout(
    'everyone',
    cite('20 item 5', 'all doctors of the institution or department, responsible or not'),
  ),
  personTypes: throughout(['doctor'], cite('2', 'doctors with a licence to practise, and nobody else')),
  grades: throughout(
    [
      { grade: 'A', from: 12 },
      { grade: 'B', from: 10 },
      { grade: 'C', from: 6 },
      { grade: 'D', from: 0 },
    ],
    cite('28', 'A with all 12 points left, B from 10, C from 6, D below; each upper end excluded'),
  ),
  institutionRatio: throughout(
    25,
    cite('30', 'not excellent when the share of doctors suspended reaches 25 %'),
  ),
  departmentRule: throughout(2, cite('23', 'two doctors of a department suspended, or more')),
  titleReviewBarMonths: throughout(
    6,
    cite('29', 'no title review in the year of a suspension of 6 months or more, or a cancellation'),
  ),

  applyBeforeWorkingDays: throughout('none', cite('22 para. 1', 'nothing is applied for at the end')),
  assessWorkingDays: throughout('none', cite('22 para. 1', 'nothing is assessed at the end')),
  restorationRoute: throughout('none', cite('22 para. 1', 'nothing is applied for at the end')),
  appealWorkingDays: throughout(10, cite('24', '10 working days from receipt of the written notice')),
  appealAddressee: throughout('agency', cite('24', 'the agency that gave notice')),
  reviewWorkingDays: throughout(20, cite('24', 're-examined within 20 working days')),
  reviewClock: throughout('acceptance', cite('24', 'counted from acceptance of the appeal')),
  sanctionRunsDuringAppeal: throughout(true, cite(null, 'the measures are silent; the sanction runs')),
  noticeIssueWorkingDays: throughout('none', cite('24', 'in writing, without a limit of days')),
  noticeDeliveryWorkingDays: throughout('none', cite('24', 'in writing, without a limit of days')),
  noticeRecipients: throughout(
    'institution_of_behaviour',
    cite(
      '24',
      "the doctor's institution is told and tells the doctor; of several, the one where it happened",
    ),
  ),
  statusMaintainer: throughout(
    'institution',
    cite('4 item 3', 'the institution keeps its doctors up to date on the platform'),
  ),
  promptWorkingDays: throughout('none', cite('8', 'changes are entered in time, without a number of days')),
  findingReportWorkingDays: throughout(5, cite('12', '5 working days from the day the institution found it')),
  agreementValidityYears: throughout(2, cite('4 item 2', 'the agreement runs two years and is signed anew')),
  institutionReportDay: throughout(5, cite('31', 'by the 5th of each month, of the month before')),
  provinceReportDay: throughout(10, cite('31', "the province's agency by the 10th")),
  trainingsPerYear: throughout(1, cite('4 item 4', 'at least once a year')),
};
