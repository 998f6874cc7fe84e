/** What would let a held line be decided, and what is left to do where nothing bars. */
import { counted } from './limit-words';
import type { EditionFacts } from './edition-facts';
import type { Steps } from './next-steps-of-persons';
import type { BothLanguages } from './reason-texts';

const KEEP_RESCUE_RECORD: BothLanguages = {
  zh: '保存急诊留观或抢救记录备查',
  en: 'Keep the record of the emergency or rescue for audit',
};
const KEEP_APPROVAL: BothLanguages = {
  zh: '保存批准文件备查；例外到期后不再适用',
  en: 'Keep the approval for audit; the exemption ends with its last day',
};
const REST_OF_STAY: BothLanguages = {
  zh: '按原流程结算变更前的费用；变更后的费用由其他状态正常的人员开具',
  en: 'Settle what arose before the change as usual; have persons in good standing order the rest of the stay',
};
const CORRECT_ORIGINAL: BothLanguages = {
  zh: '退费无需另行处理；原明细的结论变更后，退费随之变更',
  en: 'Nothing for the refund itself: it follows when the decision on its original changes',
};
const MAP_AREA: BothLanguages = {
  zh: '机构无需处理；经办机构可用地区对应表指定已施行的文件',
  en: 'Nothing for the hospital; the agency can map the area to a text that is in force',
};
const CHECK_AREA: BothLanguages = {
  zh: '核对就医地医保区划；区划无误的，由经办机构在地区对应表中指定规则包',
  en: 'Check the area of treatment; where it is right, the agency maps it to a pack',
};
const FILL_BLANKS: BothLanguages = {
  zh: '机构无需处理；经办机构为规则包的待填参数赋值后自动判定',
  en: "Nothing for the hospital; the line is decided once the agency has filled in the pack's blanks",
};
const SEND_ORIGINAL: BothLanguages = {
  zh: '填写原费用流水号（init_feedetl_sn），并先上传被冲销的原明细；原明细判定后自动判定',
  en: 'State the line it reverses (init_feedetl_sn) and upload that line; the refund is decided with it',
};
const SEND_RESCUE_RECORD: BothLanguages = {
  zh: '上传急诊留观或抢救记录（4302），在明细中填写其编号后重新上传；不属于急诊、抢救的，更正急诊标志后重新上传',
  en: 'Send the emergency or rescue record (4302) and upload the line again with its number; where it was no emergency, correct the flag and upload again',
};
const CORRECT_AMOUNTS: BothLanguages = {
  zh: '核对数量、明细金额、基金支付总额和统筹基金支付：正负应一致，统筹基金支付不大于基金支付总额，基金支付总额不大于明细金额；更正后重新上传',
  en: 'Check cnt, det_item_fee_sumamt, fund_pay_amt and pool_pay_amt: one sign, pooled money within fund money, fund money within the amount of the line; correct them and upload again',
};
const CORRECT_REFUNDS: BothLanguages = {
  zh: '核对本明细与同一原明细的其他退费：合计的数量、金额、基金支付不得超过原明细；重复或填错的更正后重新上传，有余额后自动判定',
  en: 'Check it beside the other refunds of the same line: together they may not exceed its quantity, amount or fund money; correct the one sent twice or wrong and upload it again. The refund is decided once there is room',
};
const CORRECT_CATEGORY: BothLanguages = {
  zh: '核对医疗类别代码，填错的更正后重新上传；属于本地扩展代码的，请经办机构说明其含义',
  en: 'Check the medical category and upload again where it is wrong; for a local code ask the agency what it means',
};

function correctTime({ valueOf }: EditionFacts): BothLanguages {
  const ahead = valueOf('feeAheadHours') ?? 0;
  const before = valueOf('feeBeforeAdmissionDays') ?? 0;
  const earliest = valueOf('feeEarliestDay') ?? '';
  return {
    zh: `核对费用发生时间（不晚于当前${ahead}小时、不早于${earliest}、不早于入院${before}天）和入院时间，更正后重新上传`,
    en: `Check the time of the fee (at most ${counted(ahead, 'hour')} ahead, not before ${earliest}, at most ${counted(before, 'day')} before admission) and of the admission, correct them and upload again`,
  };
}

function untouchedMoney({ valueOf }: EditionFacts): readonly BothLanguages[] {
  if (valueOf('fundScope') !== 'pooled') return [];
  return [
    {
      zh: '本文件只管统筹基金，个人账户支付部分不受影响',
      en: 'The text governs the pooled fund only; what the personal account paid is not affected',
    },
  ];
}

/** By code. */
export const SETTLED_STEPS = {
  EMERGENCY_EXEMPT: () => [KEEP_RESCUE_RECORD],
  EXEMPTION_GRANTED: () => [KEEP_APPROVAL],
  INPATIENT_BEFORE_STATUS_CHANGE: () => [REST_OF_STAY],
  NO_FUND_MONEY: untouchedMoney,
  REFUND_MIRRORS_ORIGINAL: () => [CORRECT_ORIGINAL],
  IN_GOOD_STANDING: () => [],
  OUTSIDE_PACK_IN_FORCE: () => [MAP_AREA],
} satisfies Readonly<Record<string, Steps>>;

/** By code. */
export const HOLD_STEPS = {
  PACK_MISSING: () => [CHECK_AREA],
  PACK_INCOMPLETE: () => [FILL_BLANKS],
  REFUND_ORIGINAL_UNKNOWN: () => [SEND_ORIGINAL],
  DATE_IMPLAUSIBLE: (facts) => [correctTime(facts)],
  EMERGENCY_EVIDENCE_NEEDED: () => [SEND_RESCUE_RECORD],
  AMOUNTS_CONTRADICT: () => [CORRECT_AMOUNTS],
  REFUND_EXCEEDS_ORIGINAL: () => [CORRECT_REFUNDS],
  MED_TYPE_UNKNOWN: () => [CORRECT_CATEGORY],
} satisfies Readonly<Record<string, Steps>>;
