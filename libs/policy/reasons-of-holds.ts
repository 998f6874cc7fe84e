/** What is known of each code under which a line is held: one record for a code. */
import type { HoldCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import { counted } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { isBlank, settingOf } from './pack';
import { PARAMETER_NAMES } from './parameters';
import { byNobodyYet } from './reason-bearing';
import type { HoldRecord } from './reason-record';
import { always, exceptsEmergency, knowsStatus } from './reason-record';
import { undecided } from './reason-recourse';

const hasBlanks = ({ edition }: EditionFacts): boolean =>
  PARAMETER_NAMES.some((name) => {
    const found = settingOf(edition, name);
    return found !== undefined && isBlank(found.setting);
  });

function correctTime({ valueOf }: EditionFacts): BothLanguages {
  const ahead = valueOf('feeAheadHours') ?? 0;
  const before = valueOf('feeBeforeAdmissionDays') ?? 0;
  const earliest = valueOf('feeEarliestDay') ?? '';
  return {
    zh: `核对费用发生时间（不晚于当前${ahead}小时、不早于${earliest}、不早于入院${before}天）和入院时间，更正后重新上传`,
    en: `Check the time of the fee (at most ${counted(ahead, 'hour')} ahead, not before ${earliest}, at most ${counted(before, 'day')} before admission) and of the admission, correct them and upload again`,
  };
}

export const HOLDS = {
  PACK_MISSING: {
    text: {
      zh: '就医地（或费用当日）没有对应的规则包，暂不判定',
      en: 'No rule pack is mapped to the area of treatment, or to the day of the fee',
    },
    arises: always,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '核对就医地医保区划；区划无误的，由经办机构在地区对应表中指定规则包',
        en: 'Check the area of treatment; where it is right, the agency maps it to a pack',
      },
    ],
    restsOn: [],
  },
  PACK_INCOMPLETE: {
    text: {
      zh: '规则包尚有参数未设定，暂不判定',
      en: 'The rule pack still has parameters without a value',
    },
    arises: hasBlanks,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '机构无需处理；经办机构为规则包的待填参数赋值后自动判定',
        en: "Nothing for the hospital; the line is decided once the agency has filled in the pack's blanks",
      },
    ],
    restsOn: [],
  },
  REFUND_ORIGINAL_UNKNOWN: {
    text: {
      zh: '退费明细找不到已判定的原明细，待原明细到达',
      en: 'The line that this refund reverses is not known or not yet decided',
    },
    arises: always,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '填写原费用流水号（init_feedetl_sn），并先上传被冲销的原明细；原明细判定后自动判定',
        en: 'State the line it reverses (init_feedetl_sn) and upload that line; the refund is decided with it',
      },
    ],
    restsOn: [],
  },
  DATE_IMPLAUSIBLE: {
    text: {
      zh: '费用发生时间不合常理（在未来、早于2000年或远早于入院时间），待核实',
      en: 'The time of the fee is implausible: in the future, before 2000, or well before admission',
    },
    arises: always,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: (facts) => [correctTime(facts)],
    restsOn: ['feeAheadHours', 'feeEarliestDay', 'feeBeforeAdmissionDays'],
  },
  EMERGENCY_EVIDENCE_NEEDED: {
    text: {
      zh: '标明为急诊但缺少凭据，补充急诊留观或抢救记录后判定',
      en: 'Emergency is claimed without evidence: an observation or rescue record is needed',
    },
    arises: exceptsEmergency,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '上传急诊留观或抢救记录（4302），在明细中填写其编号后重新上传；不属于急诊、抢救的，更正急诊标志后重新上传',
        en: 'Send the emergency or rescue record (4302) and upload the line again with its number; where it was no emergency, correct the flag and upload again',
      },
    ],
    restsOn: ['emergencyCategories', 'impliedEmergencyCategories'],
  },
  AMOUNTS_CONTRADICT: {
    text: {
      zh: '数量与金额正负不一致，或统筹基金支付大于基金支付总额，或基金支付总额大于明细金额，待更正',
      en: 'Quantity and amounts differ in sign, or pooled money exceeds fund money, or fund money exceeds the amount of the line',
    },
    arises: always,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '核对数量、明细金额、基金支付总额和统筹基金支付：正负应一致，统筹基金支付不大于基金支付总额，基金支付总额不大于明细金额；更正后重新上传',
        en: 'Check cnt, det_item_fee_sumamt, fund_pay_amt and pool_pay_amt: one sign, pooled money within fund money, fund money within the amount of the line; correct them and upload again',
      },
    ],
    restsOn: [],
  },
  REFUND_EXCEEDS_ORIGINAL: {
    text: {
      zh: '同一原明细的退费合计将超过原明细，待核对',
      en: 'The refunds of a line would together exceed it; this one goes beyond',
    },
    arises: always,
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '核对本明细与同一原明细的其他退费：合计的数量、金额、基金支付不得超过原明细；重复或填错的更正后重新上传，有余额后自动判定',
        en: 'Check it beside the other refunds of the same line: together they may not exceed its quantity, amount or fund money; correct the one sent twice or wrong and upload it again. The refund is decided once there is room',
      },
    ],
    restsOn: [],
  },
  MED_TYPE_UNKNOWN: {
    text: {
      zh: '医疗类别不在规则包的代码表内，而该类别可能影响结论',
      en: "The medical category is not in the pack's table and could change the answer",
    },
    arises: (facts) => exceptsEmergency(facts) || knowsStatus('guidance')(facts),
    bears: byNobodyYet,
    recourse: undecided,
    nextSteps: () => [
      {
        zh: '核对医疗类别代码，填错的更正后重新上传；属于本地扩展代码的，请经办机构说明其含义',
        en: 'Check the medical category and upload again where it is wrong; for a local code ask the agency what it means',
      },
    ],
    restsOn: [],
  },
} satisfies Record<HoldCode, HoldRecord>;
