import type { OperationRules } from '../access/operation';

export const WHAT_IF_OPERATIONS = {
  askWhatIf: {
    roles: ['registrar', 'scorer', 'reviewer', 'settlement_auditor', 'admin_department', 'operator'],
    reach: 'listed',
    summary: {
      en: 'What registry records would change; nothing is written',
      zh: '试算登记记录的影响，不写入',
    },
  },
} as const satisfies OperationRules;
