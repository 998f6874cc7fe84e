/** What the hospital can do next where a person's code, place or standing bars. */
import { counted, limitWords } from './limit-words';
import type { EditionFacts } from './edition-facts';
import type { BothLanguages } from './reason-texts';

/** The steps of one code, in the order in which they help; empty: nothing is to be done. */
export type Steps = (facts: EditionFacts) => readonly BothLanguages[];

const COMPLETE_AND_RESEND: BothLanguages = {
  zh: '补齐开单人员的国家医保人员代码，重新上传该明细；占位符（如“未知”“/”“009999”）视同未填',
  en: "Complete the ordering clinician's national code and upload the line again; a placeholder (未知, /, 009999) counts as none",
};
const NATIONAL_CODE_AND_RESEND: BothLanguages = {
  zh: '把院内工号换成国家代码（医师D、护士N加12位数字，药师HY、技师HJ加12位数字），重新上传该明细',
  en: 'Put the national code in place of the local one (physicians D, nurses N and 12 digits; pharmacists HY, technicians HJ and 12 digits) and upload the line again',
};
const CHECK_CODE: BothLanguages = {
  zh: '核对代码，填错的更正后重新上传',
  en: 'Check the code; where it was mistyped, correct it and upload the line again',
};
const REGISTER_PERSON: BothLanguages = {
  zh: '代码无误的，在动态维护平台为该人员（药店为其主要负责人）登记备案；登记自其起始日起有效，此前的费用不因补登而支付',
  en: 'Where the code is right, register the person (a pharmacy: its principal) on the national platform; a registration covers fees from its own first day, not earlier ones',
};
const REGISTER_AT_SITE: BothLanguages = {
  zh: '在本机构办理登记备案，多点执业的每个执业机构都要登记；登记自其起始日起有效',
  en: 'Register the person at this site: a person of several sites is registered at each; a registration covers fees from its first day',
};
const PROVE_REGISTRATION: BothLanguages = {
  zh: '费用发生当日已登记备案的，提交凭据更正登记记录，明细随后重新判定',
  en: 'Where the person was registered on the day of the fee, prove it so that the record is corrected; the line is then decided again',
};
const HAVE_SIGNED: BothLanguages = {
  zh: '请该人员在本机构签署服务承诺并上传；承诺自签署当日起有效',
  en: 'Have the person sign the service commitment at this site and upload it; it counts from the day it was signed',
};
const PROVE_SIGNED: BothLanguages = {
  zh: '费用发生当日或之前已签署的，提交承诺书，明细随后重新判定',
  en: 'Where it was signed on the day of the fee or before, send the signed commitment; the line is then decided again',
};
const HAND_OVER: BothLanguages = {
  zh: '立即由其他状态正常的人员接手，停止申报该人员新发生的费用',
  en: 'Hand the work over to persons in good standing and stop claiming what this person orders',
};
const CORRECT_DEREGISTRATION: BothLanguages = {
  zh: '系误报离职、退休或注销的，提交凭据更正登记记录；重新上岗的，重新登记备案，自其起始日起有效',
  en: 'Where leaving, retirement or cancellation was reported by mistake, prove it and have the record corrected; who has come back is registered anew, from that day',
};
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

function renewal({ valueOf }: EditionFacts): BothLanguages {
  const months = valueOf('certificateRenewalMonths');
  if (months === 'none')
    return {
      zh: '办理证书或协议延续并更新登记记录；延续自其起始日起有效',
      en: 'Renew the certificate or agreement and have the record brought up to date; a renewal counts from its first day',
    };
  return {
    zh: `有效期届满前${months ?? '（待填）'}个月申请延续并更新登记记录；延续自其起始日起有效`,
    en: `Apply for renewal ${months === null ? '(a number of months to be filled in)' : counted(months, 'month')} before the expiry and have the record brought up to date; a renewal counts from its first day`,
  };
}

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

/** By code. */
export const PERSON_STEPS = {
  CODE_MISSING: () => [COMPLETE_AND_RESEND],
  CODE_INVALID: () => [NATIONAL_CODE_AND_RESEND],
  CLINICIAN_UNKNOWN: () => [CHECK_CODE, REGISTER_PERSON],
  NOT_REGISTERED_AT_SITE: () => [REGISTER_AT_SITE, PROVE_REGISTRATION],
  COMMITMENT_MISSING: () => [HAVE_SIGNED, PROVE_SIGNED],
  REGISTRATION_EXPIRED: (facts) => [renewal(facts)],
  DEREGISTERED: () => [HAND_OVER, CORRECT_DEREGISTRATION],
  CLINICIAN_SUSPENDED: (facts) => [HAND_OVER, ...endOfSuspension(facts)],
  CLINICIAN_TERMINATED: (facts) => [HAND_OVER, ...endOfTermination(facts)],
  NOT_RESTORED: (facts) => [HAND_OVER, application(facts), afterTermination(facts)],
} satisfies Readonly<Record<string, Steps>>;
