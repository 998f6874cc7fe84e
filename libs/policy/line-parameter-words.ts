/** The parameters that decide lines, in words. */
import type { LineParameters } from './line-parameters';
import type { WordsOf } from './value-words';
import { asWritten, countOf, listOfWords, NONE, oneWordOf, worded, yesNo } from './value-words';

const guidanceBlock = oneWordOf({
  chronic: { zh: '门诊慢特病直接结算', en: 'chronic-disease outpatient lines' },
  cross_province: { zh: '省外异地就医', en: 'lines of persons insured in another province' },
  pharmacy_pooled: { zh: '药店统筹结算', en: 'pooled-fund lines of a pharmacy' },
});

export const LINE_PARAMETER_WORDS: WordsOf<LineParameters> = {
  fundScope: worded(
    '不予支付所及的基金',
    'which money a bar refuses',
    oneWordOf({
      pooled: { zh: '统筹基金', en: 'the pooled fund' },
      all: { zh: '全部医保基金', en: 'all fund money' },
    }),
  ),
  restore: worded(
    '期满如何恢复',
    'how a served period ends',
    oneWordOf({
      application: { zh: '经申请、评估后恢复', en: 'by an approved application' },
      auto: { zh: '期满自动恢复', en: 'by itself' },
    }),
  ),
  commitmentRequired: worded('须有服务承诺', 'whether a service commitment at the site is asked for', yesNo),
  certificateChecked: worded(
    '证书或协议过期不予支付',
    'whether an expired certificate or agreement bars',
    yesNo,
  ),
  onMissingCode: worded(
    '未填人员代码的明细',
    "a line without a clinician's code",
    oneWordOf({
      reject: { zh: '不予支付', en: 'is not paid' },
      accept: { zh: '予以支付', en: 'is paid' },
    }),
  ),
  checkedRoles: worded(
    '核查对象',
    'whose standing bars',
    oneWordOf({
      ordering: { zh: '开单人员（执行人员仅作说明）', en: 'who ordered (who performed is noted only)' },
      'ordering+performing': { zh: '开单和执行人员', en: 'who ordered and who performed' },
    }),
  ),
  personTypes: worded(
    '适用人员',
    'whom the text governs',
    listOfWords(
      oneWordOf({
        doctor: { zh: '医师', en: 'doctors' },
        nurse: { zh: '护士', en: 'nurses' },
        pharmacist: { zh: '药师', en: 'pharmacists' },
        technician: { zh: '技师', en: 'technicians' },
        auditor: { zh: '费用审核人员', en: 'auditors of fees' },
        pharmacy_principal: { zh: '药店主要负责人', en: 'principals of pharmacies' },
      }),
      NONE,
    ),
  ),
  linkScope: worded(
    '记分处理的联动范围',
    'how far a sanction for points reaches',
    oneWordOf({
      site: { zh: '本机构', en: 'its own site' },
      province: { zh: '全省各执业机构', en: 'every site in the province' },
      nation: { zh: '全国各执业机构', en: 'every site in the country' },
    }),
  ),
  siteBoundCauses: worded(
    '仅及于本机构的处理原因',
    'causes whose sanctions reach only the site where they arose',
    listOfWords(
      oneWordOf({
        points: { zh: '记分', en: 'points' },
        discipline: { zh: '纪检监察', en: 'discipline' },
        practice_order: { zh: '责令暂停执业', en: 'an order to stop practising' },
        certificate: { zh: '证书注销或吊销', en: 'a certificate cancelled or revoked' },
        institution: { zh: '机构', en: "the institution's own measure" },
        department: { zh: '科室', en: "the department's own measure" },
        other: { zh: '其他', en: 'another cause' },
      }),
      NONE,
    ),
  ),
  institutionStatuses: worded(
    '不予支付的机构状态',
    "institution's statuses that bar",
    listOfWords(
      oneWordOf({
        suspended: { zh: '中止', en: 'suspended' },
        terminated: { zh: '解除', en: 'terminated' },
        exit_audit: { zh: '退出审核', en: 'exit audit' },
        guidance: { zh: '政策辅导期', en: 'guidance period' },
      }),
      NONE,
    ),
  ),
  guidanceBlocks: worded(
    '辅导期内不得申报',
    'what may not be claimed in the guidance period',
    listOfWords(guidanceBlock, NONE),
  ),
  guidanceExceptsCenters: worded(
    '其中区域医疗中心除外的',
    'of these, what a regional medical centre may claim',
    listOfWords(guidanceBlock, NONE),
  ),
  emergencyCategories: worded(
    '足以证明急诊的医疗类别',
    'medical categories that prove emergency',
    listOfWords(asWritten, NONE),
  ),
  impliedEmergencyCategories: worded(
    '仅提示急诊、尚需凭据的医疗类别',
    'medical categories that imply emergency but prove nothing',
    listOfWords(asWritten, NONE),
  ),
  emergencyException: worded(
    '急诊、抢救可排除的情形',
    'whom emergency and rescue excuse',
    listOfWords(
      oneWordOf({
        suspended: { zh: '暂停', en: 'suspended' },
        terminated: { zh: '终止', en: 'terminated' },
        not_restored: { zh: '期满未恢复', en: 'served but not restored' },
        unregistered: { zh: '未登记备案（死亡除外）', en: 'not registered (other than by death)' },
      }),
      NONE,
    ),
  ),
  emergencyWords: worded('文件用语', "the text's words for emergency", asWritten),
  inpatientCarveOut: worded(
    '跨越状态变更的住院',
    'a fee before the change, in a stay that crosses it',
    oneWordOf({
      none: { zh: '照常支付，不另说明', en: 'is paid like any other' },
      before_status_change: { zh: '照常支付，并予说明', en: 'is paid, and said to be' },
    }),
  ),
  carveOutClock: worded(
    '住院例外看',
    'what must lie before the change',
    oneWordOf({
      fee: { zh: '费用发生时间', en: 'the fee' },
      admission: { zh: '入院时间（整个住院）', en: 'the admission, and the whole stay with it' },
    }),
  ),
  carveOutTransactions: worded(
    '属于住院的交易',
    'transactions that can be part of a stay',
    listOfWords(
      oneWordOf({
        '2301': { zh: '2301住院', en: '2301 inpatient' },
        '2204': { zh: '2204门诊', en: '2204 outpatient' },
        '2102': { zh: '2102药店', en: '2102 pharmacy' },
      }),
      NONE,
    ),
  ),
  onPaidLine: worded(
    '已支付的',
    'what becomes of a barred line that was paid',
    oneWordOf({
      claw_back: { zh: '追回', en: 'it is recovered' },
      reject: { zh: '不予支付，不追回', en: 'it is refused, not recovered' },
    }),
  ),
  feeAheadHours: worded('费用时间最多晚于当前', 'the latest a fee may lie ahead', countOf('小时', 'hour')),
  feeEarliestDay: worded('费用时间最早', 'the earliest day of a fee', asWritten),
  feeBeforeAdmissionDays: worded(
    '费用时间最多早于入院',
    'the most a fee may lie before admission',
    countOf('天', 'day'),
  ),
};
