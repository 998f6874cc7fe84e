import type { OperationRules } from '../access/operation';

export const HOLD_OPERATIONS = {
  listHolds: {
    roles: [
      'admin_department',
      'registrar',
      'scorer',
      'reviewer',
      'settlement_auditor',
      'operator',
      'institution_office',
    ],
    reach: 'listed',
    summary: { en: 'Lines that are held, the longest waiting first', zh: '挂起的费用明细，挂起最久的在前' },
  },
} as const satisfies OperationRules;
