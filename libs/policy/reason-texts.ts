/** What each code means, in words for a hospital's insurance office (FORMATS 2; plain summaries, never a text's own sentence). */
import type { HoldCode, ReasonCode } from '@gatekeeper/vocabulary';

export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** By reason code; the type asks for every one. */
export const REASON_TEXTS: Readonly<Record<ReasonCode, BothLanguages>> = {
  CODE_MISSING: {
    zh: '未填写医保人员代码，或填写的是占位符',
    en: 'No clinician code was given, or only a placeholder',
  },
  CODE_INVALID: {
    zh: '填写的代码不是国家医保人员代码（如院内工号、位数不符）',
    en: 'The code given is not a national clinician code (a local job number, a wrong length)',
  },
  CLINICIAN_UNKNOWN: {
    zh: '代码格式正确，但登记备案库中查无此人',
    en: 'The code is well-formed, but nobody is on file under it',
  },
  NOT_REGISTERED_AT_SITE: {
    zh: '费用发生时，该人员未在本机构登记备案',
    en: 'The person was not registered at this institution when the fee arose',
  },
  COMMITMENT_MISSING: {
    zh: '费用发生时，该人员未在本机构签署服务承诺',
    en: 'The person had made no service commitment at this institution when the fee arose',
  },
  REGISTRATION_EXPIRED: {
    zh: '费用发生时，执业证书或服务协议已过有效期',
    en: 'The certificate or agreement had expired when the fee arose',
  },
  DEREGISTERED: {
    zh: '费用发生时，该人员已注销登记（离职、退休、死亡或执业资格注销等）',
    en: 'The person had been deregistered when the fee arose (left, retired, deceased, licence cancelled)',
  },
  CLINICIAN_SUSPENDED: {
    zh: '费用发生在该人员医保支付资格暂停期间',
    en: 'The fee arose while the person was suspended',
  },
  CLINICIAN_TERMINATED: {
    zh: '费用发生在该人员医保支付资格终止期间',
    en: 'The fee arose while the person was terminated',
  },
  NOT_RESTORED: {
    zh: '暂停或终止期已满，但尚未批准恢复',
    en: 'The period has been served, but restoration has not been approved',
  },
  INSTITUTION_UNKNOWN: {
    zh: '登记备案库中查无此定点医药机构',
    en: 'The institution is not on file',
  },
  INSTITUTION_SUSPENDED: {
    zh: '费用发生在该机构医保协议中止期间',
    en: 'The fee arose while the institution was suspended',
  },
  INSTITUTION_TERMINATED: {
    zh: '费用发生时，该机构医保协议已解除',
    en: "The institution's agreement had been terminated when the fee arose",
  },
  INSTITUTION_EXIT_AUDIT: {
    zh: '费用发生在该机构退出审核期间',
    en: "The fee arose during the institution's exit audit",
  },
  INSTITUTION_GUIDANCE: {
    zh: '费用发生在该机构政策辅导期内，属于辅导期内不得申报的项目',
    en: "The fee arose in the institution's guidance period and is of a kind it may not claim then",
  },
  DEPARTMENT_SUSPENDED: {
    zh: '费用发生在该科室医保支付暂停期间',
    en: 'The fee arose while the department was suspended',
  },
  EMERGENCY_EXEMPT: {
    zh: '属于急诊、抢救，有相应凭据，予以支付',
    en: 'Emergency or rescue with the evidence named: the bar is lifted',
  },
  EXEMPTION_GRANTED: {
    zh: '有经批准的例外覆盖，予以支付',
    en: 'An approved exemption covers it: the bar is lifted',
  },
  INPATIENT_BEFORE_STATUS_CHANGE: {
    zh: '住院跨越状态变更，本费用发生在变更之前',
    en: 'The hospital stay crosses the status change; this fee arose before it',
  },
  NO_FUND_MONEY: {
    zh: '该地规则所管的医保基金未支付本明细',
    en: 'The line claims no fund money that the rules in force here govern',
  },
  REFUND_MIRRORS_ORIGINAL: {
    zh: '退费明细，与被冲销的原明细结论一致',
    en: 'A refund takes the decision of the line it reverses',
  },
  IN_GOOD_STANDING: {
    zh: '状态正常，无不予支付的情形',
    en: 'In good standing: no bar applies',
  },
  OUTSIDE_PACK_IN_FORCE: {
    zh: '费用发生之日该文件尚未施行、仅为征求意见稿或已失效，仍按地区对应关系适用',
    en: 'The text was not in force on the day of the fee (a draft, too early, too late); the area map chose it all the same',
  },
};

/** By hold code; the type asks for every one. */
export const HOLD_TEXTS: Readonly<Record<HoldCode, BothLanguages>> = {
  PACK_MISSING: {
    zh: '就医地（或费用当日）没有对应的规则包，暂不判定',
    en: 'No rule pack is mapped to the area of treatment, or to the day of the fee',
  },
  PACK_INCOMPLETE: {
    zh: '规则包尚有参数未设定，暂不判定',
    en: 'The rule pack still has parameters without a value',
  },
  REFUND_ORIGINAL_UNKNOWN: {
    zh: '退费明细找不到已判定的原明细，待原明细到达',
    en: 'The line that this refund reverses is not known or not yet decided',
  },
  DATE_IMPLAUSIBLE: {
    zh: '费用发生时间不合常理（在未来、早于2000年或远早于入院时间），待核实',
    en: 'The time of the fee is implausible: in the future, before 2000, or well before admission',
  },
  EMERGENCY_EVIDENCE_NEEDED: {
    zh: '标明为急诊但缺少凭据，补充急诊留观或抢救记录后判定',
    en: 'Emergency is claimed without evidence: an observation or rescue record is needed',
  },
  AMOUNTS_CONTRADICT: {
    zh: '数量与金额正负不一致，或统筹基金支付大于基金支付总额，或基金支付总额大于明细金额，待更正',
    en: 'Quantity and amounts differ in sign, or pooled money exceeds fund money, or fund money exceeds the amount of the line',
  },
  REFUND_EXCEEDS_ORIGINAL: {
    zh: '同一原明细的退费合计将超过原明细，待核对',
    en: 'The refunds of a line would together exceed it; this one goes beyond',
  },
  MED_TYPE_UNKNOWN: {
    zh: '医疗类别不在规则包的代码表内，而该类别可能影响结论',
    en: "The medical category is not in the pack's table and could change the answer",
  },
};
