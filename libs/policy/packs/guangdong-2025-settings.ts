/** What Guangdong's operating rules say themselves; the rest is the national scheme's, which they carry out. */
import type { Settings } from '../pack';
import { citationsOf, throughout } from './citing';

export const OPERATING_RULES = '广东省定点医药机构相关人员医保支付资格管理操作规程（试行）（征求意见稿）';
export const cite = citationsOf('guangdong-2025', OPERATING_RULES);

export const emergency = cite(
  '15',
  'emergency, rescue and the like are excepted during a suspension and a termination',
);

const carveOut = cite('38 para. 2', 'fees of a stay that arose before the change settle as usual');
const periodic = cite('33', 'reports are periodic, without a day');
const repaired = cite('30', 'an approved repair may take points off or shorten the period');

/**
 * Where the rules and the forms printed with them disagree, the rules prevail; what a form says is the other reading:
 * form 3 gives 7 working days for an appeal, to the department, restoration applied for directly, and a copy for every
 * site. The months of the tiers stand in 粤医保规〔2025〕2号, which could not be read: the national scheme's hold.
 */
export const GUANGDONG_2025_SETTINGS: Settings = {
  fundScope: throughout(
    'pooled',
    cite('15', 'the pooled fund does not pay; the personal account is not mentioned'),
  ),
  restore: throughout('application', cite('31', 'without an application there is no restoration')),
  commitmentRequired: throughout(
    true,
    cite('20', 'without a commitment at each site no service on the fund'),
  ),
  checkedRoles: throughout(
    'ordering',
    cite('41', 'recovery follows who ordered the fee; who performed it is noted'),
  ),
  linkScope: throughout('nation', cite('13', 'the status is linked over all sites of the person')),
  siteBoundCauses: throughout([], cite('13', 'the link excepts no cause')),
  institutionStatuses: throughout(
    ['suspended', 'terminated'],
    cite('8', 'eligibility rests on an agreement that is neither suspended nor terminated'),
  ),
  emergencyException: throughout(['suspended', 'terminated', 'not_restored'], emergency),
  emergencyWords: throughout('急诊、抢救等特殊情形', emergency),
  inpatientCarveOut: throughout('before_status_change', carveOut),
  carveOutClock: throughout(
    'fee',
    cite('38 para. 2', 'what counts is when the fee arose; no clock is named for it'),
  ),
  carveOutTransactions: throughout(['2301'], cite('38 para. 2', 'of stays in hospital and of nothing else')),
  onPaidLine: throughout('claw_back', cite('41', 'what was paid is recovered')),

  scoreDirection: throughout('up', cite('form-3', 'the notice states the points of the year so far')),
  effectiveFrom: throughout(
    'decision',
    cite('24', "points date from the decision; a notice's own dates prevail"),
  ),
  earlyRestore: throughout('repair', repaired),
  repair: throughout(['reduces_points', 'shortens_period', 'recomputes_tier'], repaired),
  personTypes: throughout(
    ['doctor', 'nurse', 'pharmacist', 'technician', 'auditor', 'pharmacy_principal'],
    cite('11', 'who treats, nurses, dispenses, examines or audits on the fund; principals of pharmacies'),
  ),

  applyBeforeWorkingDays: throughout(
    15,
    cite('31', 'restoration is applied for 15 working days before the end'),
  ),
  assessWorkingDays: throughout(10, cite('31', 'assessed in 10 working days as a rule')),
  restorationRoute: throughout('institution', cite('31', 'the institution agrees first, then the agency')),
  emergencyLinesAgainstRestoration: throughout(
    false,
    cite('form-6', 'that nothing was settled is declared of what the period forbids, which emergency is not'),
  ),
  appealWorkingDays: throughout(10, cite('34', '10 working days from receipt of the notice')),
  appealAddressee: throughout('agency', cite('34', 'the appeal goes to the agency')),
  reviewWorkingDays: throughout(20, cite('37', '20 working days as a rule, expert time apart')),
  reviewClock: throughout('receipt', cite('37', 'counted from receipt of the material')),
  sanctionRunsDuringAppeal: throughout(true, cite('34', 'what was ordered is carried out meanwhile')),
  noticeIssueWorkingDays: throughout(5, cite('25', '5 working days from the decision or its receipt')),
  noticeDeliveryWorkingDays: throughout(3, cite('25', '3 working days from issue to delivery')),
  noticeDeliveryBinds: throughout('paper', cite('25', 'a notice on paper or the like')),
  noticeRecipients: throughout(
    'institution_of_behaviour',
    cite('25', 'the notice goes to the institution where it happened'),
  ),
  statusMaintainer: throughout(
    'institution',
    cite('39', 'who maintains late bears the loss: the institution, though art. 24 has the agency maintain'),
  ),
  promptWorkingDays: throughout('none', cite('17', 'in time, without a number')),
  institutionReportDay: throughout('none', periodic),
  provinceReportDay: throughout('none', periodic),
  trainingsPerYear: throughout('none', cite('28', 'trained regularly, without a number')),
};
