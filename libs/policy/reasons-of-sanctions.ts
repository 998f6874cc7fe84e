/** What is known of each bar that rests on a sanction: one record for a code. */
import type { BarCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import { counted, limitWords } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { appealUnder } from './reason-appeal';
import { byDeliveryOfNotice } from './reason-bearing';
import type { CodeRecord } from './reason-record';
import { always, HAND_OVER } from './reason-record';
import { restoration } from './reason-recourse';

const NEW_COMMITMENT: BothLanguages = {
  zh: '终止期满恢复的，需重新作出服务承诺并重新登记备案',
  en: 'After a termination a new service commitment and a new registration are needed as well',
};
const NEW_REGISTRATION: BothLanguages = {
  zh: '终止期满恢复的，需重新登记备案',
  en: 'After a termination a new registration is needed as well',
};
const RESTORED_BY_ITSELF: BothLanguages = {
  zh: '期满自动恢复，无需申请',
  en: 'The period ends by itself: no application is needed',
};
const EARLY_RESTORATION: BothLanguages = {
  zh: '因诊疗需要，可申请提前恢复，经行政部门审批并考核',
  en: 'Where patients need it, early restoration may be applied for; the administrative department approves it',
};
const REPAIR: BothLanguages = {
  zh: '可申请记分修复（机构同意、经办机构审核），以减分或缩短期限',
  en: 'Repair of points may be applied for (with the consent of the institution, reviewed by the agency): fewer points or a shorter period',
};

/** Applying for restoration, by when and through whom. */
function application({ valueOf }: EditionFacts): BothLanguages {
  const before = valueOf('applyBeforeWorkingDays');
  const direct = valueOf('restorationRoute') === 'direct';
  const assessed = limitWords(valueOf('assessWorkingDays'));
  const by = {
    zh: before === 'none' ? '期满前' : `期满前${before ?? '（待填）'}个工作日`,
    en:
      before === 'none'
        ? 'before the period ends'
        : `${before === null ? '(a number to be filled in)' : counted(before, 'working day')} before the period ends`,
  };
  return {
    zh: `${by.zh}${direct ? '由本人直接' : '经所在机构同意后'}申请恢复，经办机构${assessed.zh}评估；逾期仍可申请，但恢复之前的费用不予支付`,
    en: `Apply for restoration ${by.en}, ${direct ? 'directly' : 'through the institution'}; the agency assesses it ${assessed.en}. A late application is possible, but nothing is paid until restoration`,
  };
}

/** How a running suspension comes to its end. */
function endOfSuspension(facts: EditionFacts): readonly BothLanguages[] {
  const { valueOf } = facts;
  return [
    valueOf('restore') === 'auto' ? RESTORED_BY_ITSELF : application(facts),
    ...(valueOf('earlyRestore') === 'admin_approval' ? [EARLY_RESTORATION] : []),
    ...repair(facts),
  ];
}

/** How a termination does: a text that restores by itself speaks of suspensions only. */
const endOfTermination = (facts: EditionFacts): readonly BothLanguages[] => [
  ...(facts.valueOf('restore') === 'auto' ? [] : [application(facts)]),
  ...repair(facts),
  afterTermination(facts),
];

const repair = ({ valueOf }: EditionFacts): readonly BothLanguages[] =>
  valueOf('repair')?.length === 0 ? [] : [REPAIR];

const afterTermination = ({ valueOf }: EditionFacts): BothLanguages =>
  valueOf('commitmentRequired') === false ? NEW_REGISTRATION : NEW_COMMITMENT;

export const REASONS_OF_SANCTIONS = {
  CLINICIAN_SUSPENDED: {
    text: {
      zh: '费用发生在该人员医保支付资格暂停期间',
      en: 'The fee arose while the person was suspended',
    },
    arises: always,
    bears: byDeliveryOfNotice,
    recourse: appealUnder,
    nextSteps: (facts) => [HAND_OVER, ...endOfSuspension(facts)],
  },
  CLINICIAN_TERMINATED: {
    text: {
      zh: '费用发生在该人员医保支付资格终止期间',
      en: 'The fee arose while the person was terminated',
    },
    arises: always,
    bears: byDeliveryOfNotice,
    recourse: appealUnder,
    nextSteps: (facts) => [HAND_OVER, ...endOfTermination(facts)],
  },
  NOT_RESTORED: {
    text: {
      zh: '暂停或终止期已满，但尚未批准恢复',
      en: 'The period has been served, but restoration has not been approved',
    },
    arises: ({ valueOf }) => valueOf('restore') !== 'auto',
    bears: byDeliveryOfNotice,
    recourse: restoration,
    nextSteps: (facts) => [HAND_OVER, application(facts), afterTermination(facts)],
  },
} satisfies Partial<Record<BarCode, CodeRecord>>;
