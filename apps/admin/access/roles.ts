/** The roles of READINGS 1.7. What each may do stands in `OPERATIONS` and nowhere else. */
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

/** What limits the reach of a role: area prefixes, institutions, or the holder's own code. */
export type ScopeKind = 'area' | 'institution' | 'own';

export const SCOPE_KIND: Readonly<Record<Role, ScopeKind>> = {
  admin_department: 'area',
  registrar: 'area',
  scorer: 'area',
  reviewer: 'area',
  settlement_auditor: 'area',
  user_administrator: 'area',
  operator: 'area',
  institution_office: 'institution',
  department_officer: 'institution',
  clinician: 'own',
  expert: 'area',
  health_authority: 'area',
};

/** Posts that one person may not hold together (专岗专权, guangdong-2025 art. 43 and 49; READINGS 1.7, four eyes). The database refuses them too. */
export const SEPARATED_ROLES: readonly (readonly [Role, Role])[] = [
  ['scorer', 'reviewer'],
  ['scorer', 'settlement_auditor'],
];

/** A role that may stand beside no other: who grants roles decides neither lines nor sanctions. */
export const LONE_ROLE: Role = 'user_administrator';

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);
