import type { OperationRules } from '../access/operation';

export const NOTICE_OPERATIONS = {
  printNotice: {
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
    summary: { en: 'The notice of handling in print', zh: '打印处理通知书' },
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
