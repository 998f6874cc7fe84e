/** What is known of each code that lifts a bar or is noted: one record for a code. */
import type { LiftCode, NoteCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { liftedByEmergency } from './grounds';
import { asOriginal, byNobody } from './reason-bearing';
import type { CodeRecord, LiftRecord } from './reason-record';
import { always, exceptsEmergency } from './reason-record';
import { favourable, withOriginal } from './reason-recourse';

function untouchedMoney({ valueOf }: EditionFacts): readonly BothLanguages[] {
  if (valueOf('fundScope') !== 'pooled') return [];
  return [
    {
      zh: '本文件只管统筹基金，个人账户支付部分不受影响',
      en: 'The text governs the pooled fund only; what the personal account paid is not affected',
    },
  ];
}

export const LIFTS = {
  EMERGENCY_EXEMPT: {
    text: {
      zh: '属于急诊、抢救，有相应凭据，予以支付',
      en: 'Emergency or rescue with the evidence named: the bar is lifted',
    },
    arises: exceptsEmergency,
    bears: byNobody,
    recourse: favourable,
    nextSteps: () => [
      {
        zh: '保存急诊留观或抢救记录备查',
        en: 'Keep the record of the emergency or rescue for audit',
      },
    ],
    canLift: (code, { valueOf }) =>
      liftedByEmergency({ code, person: null }, { emergencyException: valueOf('emergencyException') ?? [] }),
    helps: {
      zh: '属于急诊、抢救的，上传急诊留观或抢救记录（4302），在明细中填写其编号后重新上传',
      en: 'Where it was emergency or rescue, send the record (4302) and upload the line again with its number',
    },
  },
  EXEMPTION_GRANTED: {
    text: {
      zh: '有经批准的例外覆盖，予以支付',
      en: 'An approved exemption covers it: the bar is lifted',
    },
    arises: always,
    bears: byNobody,
    recourse: favourable,
    nextSteps: () => [
      {
        zh: '保存批准文件备查；例外到期后不再适用',
        en: 'Keep the approval for audit; the exemption ends with its last day',
      },
    ],
    canLift: always,
    helps: {
      zh: '已有经批准的例外的，请经办机构登记，明细随后重新判定',
      en: 'Where an exemption was approved, have the agency enter it; the line is then decided again',
    },
  },
  INPATIENT_BEFORE_STATUS_CHANGE: {
    text: {
      zh: '住院跨越状态变更，本费用发生在变更之前',
      en: 'The hospital stay crosses the status change; this fee arose before it',
    },
    arises: ({ valueOf }) => valueOf('inpatientCarveOut') !== 'none' || valueOf('carveOutClock') !== 'fee',
    bears: byNobody,
    recourse: favourable,
    nextSteps: () => [
      {
        zh: '按原流程结算变更前的费用；变更后的费用由其他状态正常的人员开具',
        en: 'Settle what arose before the change as usual; have persons in good standing order the rest of the stay',
      },
    ],
    canLift: (_, { valueOf }) => valueOf('carveOutClock') === 'admission',
    helps: {
      zh: '住院开始于变更之前的，补齐入院时间后重新上传',
      en: 'Where the stay began before the change, state the time of admission and upload again',
    },
  },
} satisfies Record<LiftCode, LiftRecord>;

export const NOTES = {
  NO_FUND_MONEY: {
    text: {
      zh: '该地规则所管的医保基金未支付本明细',
      en: 'The line claims no fund money that the rules in force here govern',
    },
    arises: always,
    bears: byNobody,
    recourse: favourable,
    nextSteps: untouchedMoney,
  },
  REFUND_MIRRORS_ORIGINAL: {
    text: {
      zh: '退费明细，与被冲销的原明细结论一致',
      en: 'A refund takes the decision of the line it reverses',
    },
    arises: always,
    bears: asOriginal,
    recourse: withOriginal,
    nextSteps: () => [
      {
        zh: '退费无需另行处理；原明细的结论变更后，退费随之变更',
        en: 'Nothing for the refund itself: it follows when the decision on its original changes',
      },
    ],
  },
  IN_GOOD_STANDING: {
    text: {
      zh: '状态正常，无不予支付的情形',
      en: 'In good standing: no bar applies',
    },
    arises: always,
    bears: byNobody,
    recourse: favourable,
    nextSteps: () => [],
  },
  OUTSIDE_PACK_IN_FORCE: {
    text: {
      zh: '费用发生之日该文件尚未施行、仅为征求意见稿或已失效，仍按地区对应关系适用',
      en: 'The text was not in force on the day of the fee (a draft, too early, too late); the area map chose it all the same',
    },
    arises: always,
    bears: byNobody,
    recourse: favourable,
    nextSteps: () => [
      {
        zh: '机构无需处理；经办机构可用地区对应表指定已施行的文件',
        en: 'Nothing for the hospital; the agency can map the area to a text that is in force',
      },
    ],
  },
} satisfies Record<Exclude<NoteCode, LiftCode>, CodeRecord>;
