import { Defect } from '@gatekeeper/runtime';
import type { OperationRule, OperationRules } from '../access/operation';
import { CASE_OPERATIONS, operationIdOf } from '../cases/case-operations';
import type { Workflow } from '../cases/workflow';
import { APPEAL } from '../cases/workflows/appeal';
import { REPAIR } from '../cases/workflows/repair';
import { RESTORATION } from '../cases/workflows/restoration';

/** Whoever may read a case may print the form it was applied for with. */
function readersOf(workflow: Workflow): Pick<OperationRule, 'roles' | 'reach'> {
  const rule = CASE_OPERATIONS[operationIdOf(workflow, 'read')];
  if (rule === undefined) throw new Defect(`nobody may read cases of ${workflow.kind}`);
  return { roles: rule.roles, reach: rule.reach };
}

const NOTICE_READERS: Pick<OperationRule, 'roles' | 'reach'> = {
  roles: [
    'admin_department',
    'registrar',
    'scorer',
    'reviewer',
    'settlement_auditor',
    'institution_office',
    'clinician',
  ],
  reach: { case: { in: 'params', field: 'case_id' } },
};

export const NOTICE_OPERATIONS = {
  readNotice: {
    ...NOTICE_READERS,
    summary: { en: 'The notice of handling and to whom it goes', zh: '查看处理通知书及其分送对象' },
  },
  printNotice: {
    ...NOTICE_READERS,
    summary: { en: 'The notice of handling in print', zh: '打印处理通知书' },
  },
  printRegistrationForm: {
    roles: ['admin_department', 'registrar', 'institution_office', 'clinician'],
    reach: { clinician: { in: 'params', field: 'code' } },
    summary: { en: 'The registration form in print', zh: '打印登记备案表' },
  },
  printRepairApplication: {
    ...readersOf(REPAIR),
    summary: { en: 'The application for repair in print', zh: '打印记分修复申请书' },
  },
  printAppealStatement: {
    ...readersOf(APPEAL),
    summary: { en: 'The statement against a notice in print', zh: '打印陈述申辩书' },
  },
  printRestorationApplication: {
    ...readersOf(RESTORATION),
    summary: { en: 'The application for restoration in print', zh: '打印恢复申请书' },
  },
  copyToAuthority: {
    roles: ['admin_department', 'scorer', 'reviewer'],
    reach: { case: { in: 'params', field: 'case_id' } },
    summary: { en: 'A copy for the health or drug authority', zh: '制作抄告书' },
  },
  listIssuingAgencies: {
    roles: 'every_user',
    reach: 'none',
    summary: { en: 'Who issues notices', zh: '通知书印发机构' },
  },
  nameIssuingAgency: {
    roles: ['admin_department'],
    reach: { area: { in: 'params', field: 'area' } },
    summary: { en: 'Name who issues the notices of an area', zh: '设定通知书印发机构和文号代字' },
  },
} as const satisfies OperationRules;
