import type { BothLanguages } from '@gatekeeper/policy';

/** What deadlines of cases ask for; a name that is not here is told as it is. */
const TEXTS: ReadonlyMap<string, BothLanguages> = new Map([
  ['report_finding', { zh: '机构报告发现的违规', en: 'Report the violation found' }],
  ['issue_notice', { zh: '印发处理通知书', en: 'Issue the notice' }],
  ['deliver_notice', { zh: '送达处理通知书', en: 'Deliver the notice' }],
  ['maintain_status', { zh: '维护登记备案状态', en: 'Maintain the status on the platform' }],
  ['appeal', { zh: '提出陈述申辩', en: 'Appeal against the notice' }],
  ['answer_appeal', { zh: '答复陈述申辩', en: 'Answer the appeal' }],
  ['apply_for_restoration', { zh: '申请恢复资格', en: 'Apply for restoration' }],
  ['assess', { zh: '考核恢复申请', en: 'Assess the application for restoration' }],
  ['object', { zh: '对年度考核提出异议', en: 'Object to the yearly assessment' }],
  ['handle', { zh: '办理登记变更', en: 'Handle the change of registration' }],
  ['report_change', { zh: '报告登记变更', en: 'Report the change of registration' }],
  ['review_application', { zh: '审核资格申请', en: 'Examine the application for a qualification' }],
  ['apply_for_renewal', { zh: '申请资格证书延续', en: 'Apply for the renewal of the certificate' }],
  ['apply_for_next_renewal', { zh: '申请下次证书延续', en: 'Apply for the next renewal of the certificate' }],
  ['review_renewal', { zh: '审核证书延续', en: 'Examine the renewal of the certificate' }],
  ['review_emergency', { zh: '复核紧急单人办理', en: 'Review what was done in an emergency' }],
  ['annul_emergency', { zh: '撤销未获维持的紧急办理', en: 'Take back what the review did not uphold' }],
]);

export const deadlineText = (name: string): BothLanguages => TEXTS.get(name) ?? { zh: name, en: name };
