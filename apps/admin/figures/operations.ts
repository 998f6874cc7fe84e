import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'registrar',
  'scorer',
  'reviewer',
  'settlement_auditor',
  'operator',
  'institution_office',
  'department_officer',
  'health_authority',
];

export const FIGURE_OPERATIONS = {
  listTallies: {
    roles: READERS,
    reach: 'listed',
    summary: {
      en: 'Lines and money by day, institution, outcome, reason',
      zh: '按日、机构、结果、原因统计明细与金额',
    },
  },
} as const satisfies OperationRules;
