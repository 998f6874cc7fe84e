import { LONE_ROLE, SCOPE_KIND, SEPARATED_ROLES } from './roles';
import type { Role, ScopeKind } from './roles';

/** What a user may do, and how far (配置). */
export interface Configuration {
  readonly roles: readonly Role[];
  readonly areas: readonly string[];
  readonly institutions: readonly string[];
  readonly clinicianCode: string | null;
  /** The `sub` of the user's ID tokens, where they sign in by OIDC. */
  readonly oidcSubject: string | null;
}

/** What is wrong with a field of a configuration. */
export interface ConfigurationProblem {
  readonly field: 'roles' | 'areas' | 'institutions' | 'clinician_code';
  readonly expected: string;
}

/**
 * Everything that keeps a configuration from being granted; none, where it may be. One user holds roles of one kind of
 * scope: who serves an office and is a clinician as well has two users, so that the reach of one role never serves the other.
 */
export function problemsOf(configuration: Configuration): readonly ConfigurationProblem[] {
  const { roles } = configuration;
  const kinds = [...new Set(roles.map((role) => SCOPE_KIND[role]))];
  const [kind] = kinds;
  if (kind === undefined) return [{ field: 'roles', expected: 'at least one role' }];
  if (kinds.length > 1)
    return [{ field: 'roles', expected: 'roles of one kind: of areas, of institutions, or clinician' }];
  return [...separationProblems(roles), ...scopeProblems(kind, configuration)];
}

function separationProblems(roles: readonly Role[]): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = SEPARATED_ROLES.filter((pair) =>
    pair.every((role) => roles.includes(role)),
  ).map(([one, other]) => ({
    field: 'roles',
    expected: `${one} and ${other} in different hands (guangdong-2025 art. 43, 49)`,
  }));
  if (roles.includes(LONE_ROLE) && roles.length > 1)
    problems.push({ field: 'roles', expected: `${LONE_ROLE} alone: who grants roles decides nothing else` });
  return problems;
}

function scopeProblems(kind: ScopeKind, configuration: Configuration): readonly ConfigurationProblem[] {
  const { areas, institutions, clinicianCode } = configuration;
  switch (kind) {
    case 'area':
      return [
        ...unless(areas.length + institutions.length > 0, 'areas', 'an area prefix, or institutions'),
        ...unless(clinicianCode === null, 'clinician_code', 'none: of the role clinician only'),
      ];
    case 'institution':
      return [
        ...unless(areas.length === 0, 'areas', 'none: this role reaches institutions by their codes'),
        ...unless(institutions.length > 0, 'institutions', 'at least one institution'),
        ...unless(clinicianCode === null, 'clinician_code', 'none: of the role clinician only'),
      ];
    case 'own':
      return [
        ...unless(areas.length === 0, 'areas', 'none: a clinician reaches the own file'),
        ...unless(institutions.length === 0, 'institutions', 'none: a clinician reaches the own file'),
        ...unless(clinicianCode !== null, 'clinician_code', "the clinician's own code"),
      ];
  }
}

const unless = (
  holds: boolean,
  field: ConfigurationProblem['field'],
  expected: string,
): readonly ConfigurationProblem[] => (holds ? [] : [{ field, expected }]);
