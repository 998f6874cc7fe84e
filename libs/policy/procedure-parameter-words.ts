/** The parameters of procedure, in words. */
import type { ProcedureParameters } from './procedure-parameters';
import type { WordsOf } from './value-words';
import { countOf, oneWordOf, orNotRegulated, worded, yesNo } from './value-words';

const workingDays = orNotRegulated(countOf('个工作日', 'working day'));
const months = orNotRegulated(countOf('个月', 'month'));
const years = orNotRegulated(countOf('年', 'year'));
const points = orNotRegulated(countOf('分', 'point'));
const dayOfMonth = orNotRegulated((day: number) => ({
  zh: `每月${day}日前`,
  en: `by day ${day} of each month`,
}));

export const PROCEDURE_PARAMETER_WORDS: WordsOf<ProcedureParameters> = {
  applyBeforeWorkingDays: worded(
    '恢复申请须在期满前',
    'restoration is applied for before the end by',
    workingDays,
  ),
  assessWorkingDays: worded('恢复评估时限', 'an application for restoration is assessed within', workingDays),
  restorationRoute: worded(
    '恢复申请途径',
    'restoration is applied for',
    orNotRegulated(
      oneWordOf({
        institution: { zh: '经所在机构', en: 'through the institution' },
        direct: { zh: '本人直接提出', en: 'directly' },
      }),
    ),
  ),
  emergencyLinesAgainstRestoration: worded(
    '期间内按急诊支付的费用影响恢复',
    'whether emergency lines paid meanwhile stand against restoration',
    yesNo,
  ),
  appealWorkingDays: worded(
    '申诉时限（自收到通知书）',
    'an appeal is made within, from receipt of the notice',
    workingDays,
  ),
  appealAddressee: worded(
    '申诉受理',
    'to whom an appeal goes',
    oneWordOf({
      agency: { zh: '医保经办机构', en: 'the agency' },
      admin_dept: { zh: '医保行政部门', en: 'the administrative department' },
    }),
  ),
  reviewWorkingDays: worded('申诉复核时限', 'an appeal is answered within', workingDays),
  reviewClock: worded(
    '复核时限起算',
    'what starts the time for the answer',
    oneWordOf({
      receipt: { zh: '收到申诉材料', en: 'receipt of the material' },
      acceptance: { zh: '受理申诉', en: 'acceptance of the appeal' },
    }),
  ),
  sanctionRunsDuringAppeal: worded(
    '申诉期间处理照常执行',
    'whether the sanction runs while an appeal is examined',
    yesNo,
  ),
  noticeIssueWorkingDays: worded('处理通知书制发时限', 'the notice is issued within', workingDays),
  noticeDeliveryWorkingDays: worded('处理通知书送达时限', 'the notice is delivered within', workingDays),
  noticeDeliveryBinds: worded(
    '送达时限适用于',
    'notices that the limit for delivery binds',
    oneWordOf({
      paper: { zh: '纸质通知书', en: 'those on paper' },
      every_notice: { zh: '所有通知书', en: 'all of them' },
    }),
  ),
  noticeRecipients: worded(
    '通知书发往',
    'who receives the notice',
    oneWordOf({
      institution_of_behaviour: { zh: '行为发生机构', en: 'the institution where it happened' },
      every_site: { zh: '该人员的各执业机构', en: 'every institution where the person is registered' },
    }),
  ),
  monthEnd: worded(
    '按月计算、届满之月无对应日的期限止于',
    'a period in months, where the month reached has no corresponding day, ends with',
    oneWordOf({
      last_day_of_month: { zh: '该月最后一日', en: "that month's last day" },
      day_before_clamped: { zh: '该月最后一日的前一日', en: "the day before that month's last day" },
    }),
  ),
  statusMaintainer: worded(
    '登记备案状态维护方',
    'who brings the status up to date',
    oneWordOf({
      agency: { zh: '医保经办机构', en: 'the agency' },
      institution: { zh: '定点医药机构', en: 'the institution' },
    }),
  ),
  promptWorkingDays: worded('“及时”的天数', 'what "in time" means', workingDays),
  findingReportWorkingDays: worded(
    '机构自查违规的通报时限',
    'an institution reports a violation it found within',
    workingDays,
  ),
  agreementValidityYears: worded('服务协议期', 'term of the agreement with a person', years),
  institutionReportDay: worded('经办机构月报', "the agency's monthly report", dayOfMonth),
  provinceReportDay: worded('省级经办机构月报', "the province agency's monthly report", dayOfMonth),
  trainingsPerYear: worded(
    '每年培训不少于',
    'trainings a year, at least',
    orNotRegulated(countOf('次', 'training')),
  ),
  certificateValidityYears: worded('资格证书有效期', 'a certificate is valid for', years),
  certificateReviewWorkingDays: worded(
    '资格申请审核时限',
    'an application for the certificate is reviewed within',
    workingDays,
  ),
  certificateRenewalMonths: worded(
    '延续申请须在届满前',
    'renewal is applied for before the expiry by',
    months,
  ),
  changeReportWorkingDays: worded('变更申报时限', 'a change is reported within', workingDays),
  changeHandlingWorkingDays: worded('变更办理时限', 'a change is handled within', workingDays),
  publicationWorkingDays: worded(
    '考核结果公示期（异议在期内提出）',
    'an assessment is displayed, and objections taken, for',
    workingDays,
  ),
  excellentScoreFrom: worded('考核优秀不低于', 'excellent from', points),
  qualifiedScoreFrom: worded('考核合格不低于', 'qualified from', points),
  unqualifiedSuspensionMonthsFrom: worded(
    '考核不合格暂停，最短',
    'suspension when not qualified, from',
    months,
  ),
  unqualifiedSuspensionYearsUpTo: worded(
    '考核不合格暂停，最长',
    'suspension when not qualified, up to',
    years,
  ),
  heavierSuspensionMonthsFrom: worded('情节较重暂停，最短', 'suspension in heavier cases, from', months),
  heavierSuspensionYearsUpTo: worded('情节较重暂停，最长', 'suspension in heavier cases, up to', years),
};
