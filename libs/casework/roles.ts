/** Who takes part in cases: roles that users hold. What limits the reach of each is the admin app's. */
export const ROLES = [
  'admin_department',
  'registrar',
  'scorer',
  'reviewer',
  'settlement_auditor',
  'user_administrator',
  'operator',
  'institution_office',
  'department_officer',
  'clinician',
  'expert',
  'health_authority',
] as const;

export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);
