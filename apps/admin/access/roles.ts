/** What limits the reach of each role, and which one person may not hold together. What each may do stands in `OPERATIONS` and nowhere else. */
import type { Role } from '@gatekeeper/casework';

export { isRole, ROLES } from '@gatekeeper/casework';
export type { Role } from '@gatekeeper/casework';

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
