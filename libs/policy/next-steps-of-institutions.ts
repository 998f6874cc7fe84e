/** What can be done next where the institution's or a department's status bars. */
import { counted } from './limit-words';
import type { EditionFacts } from './edition-facts';
import type { Steps } from './next-steps-of-persons';
import type { BothLanguages } from './reason-texts';

const CHECK_INSTITUTION: BothLanguages = {
  zh: '核对定点医药机构代码，填错的更正后重新上传；代码无误的，请签订协议的经办机构录入机构信息',
  en: "Check the institution's code and upload again where it is wrong; where it is right, ask the agency that holds the agreement to enter the institution",
};
const CLAIM_NOTHING: BothLanguages = {
  zh: '该期间发生的费用不申报；期间之外发生的费用不受影响',
  en: 'Claim nothing that arose in this time; fees that arose outside it are not affected',
};
const ASK_ABOUT_MEASURE: BothLanguages = {
  zh: '起止日期或文号有误的，向作出处理的经办机构提交凭据更正',
  en: 'Where its days or its document are wrong, prove it to the agency that took the measure',
};
const RECTIFY: BothLanguages = {
  zh: '按要求整改，经办机构恢复后重新申报新发生的费用',
  en: 'Rectify as ordered; what arises after the agency has lifted the measure can be claimed again',
};
const OTHER_DEPARTMENT: BothLanguages = {
  zh: '安排其他科室接诊，停止申报本科室新发生的费用',
  en: "Have another department take the patients and stop claiming this department's fees",
};
const EARLY_RESTORATION: BothLanguages = {
  zh: '因诊疗需要，科室可申请提前恢复，经行政部门审批并考核',
  en: 'Where patients need it, the department may apply for early restoration; the administrative department approves it',
};
const REGIONAL_CENTRE: BothLanguages = {
  zh: '属于区域医疗中心的，请经办机构在机构信息中标明',
  en: 'Where it is a regional medical centre, ask the agency to enter it as one',
};

function reapplication({ valueOf }: EditionFacts): BothLanguages {
  const years = valueOf('reapplyBanYears');
  if (years === 'none')
    return {
      zh: '需重新申请定点；禁止申请的年限依解除原因而定',
      en: 'A new agreement must be applied for; for how long that is barred depends on why the old one ended',
    };
  return {
    zh: `解除协议后${years ?? '（待填）'}年内不得再次申请定点`,
    en: `No new agreement may be applied for within ${years === null ? '(a number of years to be filled in)' : counted(years, 'year')}`,
  };
}

function exitAudit({ valueOf }: EditionFacts): BothLanguages {
  const months = valueOf('exitRectificationMonths');
  if (typeof months !== 'number') return { zh: '配合完成退出审核', en: 'See the exit audit through' };
  return {
    zh: `配合完成退出审核；未通过的，在${months}个月内整改后重新申请`,
    en: `See the exit audit through; where it is failed, rectify within ${counted(months, 'month')} and apply again`,
  };
}

function guidance({ valueOf }: EditionFacts): BothLanguages {
  const months = valueOf('guidanceMonths');
  const more = valueOf('guidanceExtensionMonths');
  const term = typeof months === 'number' ? months : null;
  const extension = typeof more === 'number' ? more : null;
  return {
    zh: `辅导期${term === null ? '' : `（${term}个月${extension === null ? '' : `，可延长${extension}个月`}）`}内，不开通的项目不申报，其他费用照常申报`,
    en: `In the guidance period${term === null ? '' : ` (${counted(term, 'month')}${extension === null ? '' : `, and ${extension} more where it is extended`})`} do not claim what it keeps closed; the rest is claimed as usual`,
  };
}

/** By code. */
export const INSTITUTION_STEPS = {
  INSTITUTION_UNKNOWN: () => [CHECK_INSTITUTION],
  INSTITUTION_SUSPENDED: () => [CLAIM_NOTHING, RECTIFY, ASK_ABOUT_MEASURE],
  INSTITUTION_TERMINATED: (facts) => [CLAIM_NOTHING, reapplication(facts), ASK_ABOUT_MEASURE],
  INSTITUTION_EXIT_AUDIT: (facts) => [CLAIM_NOTHING, exitAudit(facts)],
  INSTITUTION_GUIDANCE: (facts) => [guidance(facts), REGIONAL_CENTRE],
  DEPARTMENT_SUSPENDED: ({ valueOf }) => [
    OTHER_DEPARTMENT,
    RECTIFY,
    ...(valueOf('earlyRestore') === 'admin_approval' ? [EARLY_RESTORATION] : []),
  ],
} satisfies Readonly<Record<string, Steps>>;
