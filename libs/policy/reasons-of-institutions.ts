/** What is known of each bar that rests on an institution or a department: one record for a code. */
import type { BarCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import { counted } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { appealUnder } from './reason-appeal';
import { byInstitution } from './reason-bearing';
import type { CodeRecord } from './reason-record';
import { always, knowsStatus } from './reason-record';
import type { Recourse } from './reason-recourse';
import { evidence, paymentQuery } from './reason-recourse';

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
const EARLY_RESTORATION: BothLanguages = {
  zh: '因诊疗需要，科室可申请提前恢复，经行政部门审批并考核',
  en: 'Where patients need it, the department may apply for early restoration; the administrative department approves it',
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

/** Appealed like a clinician's suspension where the text orders it itself; elsewhere it is a measure under the institution's agreement. */
function appealWhereOrderedHere(facts: EditionFacts): Recourse {
  const rule = facts.valueOf('departmentRule');
  return rule === null || rule === 'none' ? paymentQuery() : appealUnder(facts);
}

export const REASONS_OF_INSTITUTIONS = {
  INSTITUTION_UNKNOWN: {
    text: {
      zh: '登记备案库中查无此定点医药机构',
      en: 'The institution is not on file',
    },
    arises: always,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: () => [
      {
        zh: '核对定点医药机构代码，填错的更正后重新上传；代码无误的，请签订协议的经办机构录入机构信息',
        en: "Check the institution's code and upload again where it is wrong; where it is right, ask the agency that holds the agreement to enter the institution",
      },
    ],
  },
  INSTITUTION_SUSPENDED: {
    text: {
      zh: '费用发生在该机构医保协议中止期间',
      en: 'The fee arose while the institution was suspended',
    },
    arises: knowsStatus('suspended'),
    bears: byInstitution,
    recourse: paymentQuery,
    nextSteps: () => [CLAIM_NOTHING, RECTIFY, ASK_ABOUT_MEASURE],
  },
  INSTITUTION_TERMINATED: {
    text: {
      zh: '费用发生时，该机构医保协议已解除',
      en: "The institution's agreement had been terminated when the fee arose",
    },
    arises: knowsStatus('terminated'),
    bears: byInstitution,
    recourse: paymentQuery,
    nextSteps: (facts) => [CLAIM_NOTHING, reapplication(facts), ASK_ABOUT_MEASURE],
  },
  INSTITUTION_EXIT_AUDIT: {
    text: {
      zh: '费用发生在该机构退出审核期间',
      en: "The fee arose during the institution's exit audit",
    },
    arises: knowsStatus('exit_audit'),
    bears: byInstitution,
    recourse: paymentQuery,
    nextSteps: (facts) => [CLAIM_NOTHING, exitAudit(facts)],
  },
  INSTITUTION_GUIDANCE: {
    text: {
      zh: '费用发生在该机构政策辅导期内，属于辅导期内不得申报的项目',
      en: "The fee arose in the institution's guidance period and is of a kind it may not claim then",
    },
    arises: (facts) => knowsStatus('guidance')(facts) && facts.valueOf('guidanceBlocks')?.length !== 0,
    bears: byInstitution,
    recourse: paymentQuery,
    nextSteps: (facts) => [
      guidance(facts),
      {
        zh: '属于区域医疗中心的，请经办机构在机构信息中标明',
        en: 'Where it is a regional medical centre, ask the agency to enter it as one',
      },
    ],
  },
  DEPARTMENT_SUSPENDED: {
    text: {
      zh: '费用发生在该科室医保支付暂停期间',
      en: 'The fee arose while the department was suspended',
    },
    arises: always,
    bears: byInstitution,
    recourse: appealWhereOrderedHere,
    nextSteps: ({ valueOf }) => [
      {
        zh: '安排其他科室接诊，停止申报本科室新发生的费用',
        en: "Have another department take the patients and stop claiming this department's fees",
      },
      RECTIFY,
      ...(valueOf('earlyRestore') === 'admin_approval' ? [EARLY_RESTORATION] : []),
    ],
  },
} satisfies Partial<Record<BarCode, CodeRecord>>;
