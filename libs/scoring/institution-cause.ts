/** Who shares the measure of an institution or department, and at which sites. */
import type { Parameters } from '@gatekeeper/policy';
import type { InstitutionStatus, SanctionCause } from '@gatekeeper/vocabulary';

/** What a measure against the institution makes of the persons it reaches (N34 art. 34); audit and guidance reach none. */
export function sharedStatusOf(status: InstitutionStatus): 'suspended' | 'terminated' | 'none' {
  switch (status) {
    case 'suspended':
    case 'terminated':
      return status;
    case 'exit_audit':
    case 'guidance':
      return 'none';
  }
}

export interface PersonAtInstitution {
  readonly code: string;
  readonly departmentCode: string | null;
  /** Found responsible for what the institution or department was measured for. */
  readonly responsible: boolean;
}

/**
 * The codes of those whom the measure reaches: everyone there (hainan-2022 art. 20 item 5, 21 item 3), or who is
 * responsible (N34 art. 34). `departmentCode` is `null` for a measure against the whole institution.
 */
export const personsReached = (
  persons: readonly PersonAtInstitution[],
  departmentCode: string | null,
  { institutionCauseFilter }: Pick<Parameters, 'institutionCauseFilter'>,
): readonly string[] =>
  persons
    .filter((person) => departmentCode === null || person.departmentCode === departmentCode)
    .filter(({ responsible }) => institutionCauseFilter === 'everyone' || responsible)
    .map(({ code }) => code);

/** Among a person's sites, those at which a sanction that arose at one of them bars. */
export function sitesLost(
  sites: readonly string[],
  arisenAt: string,
  cause: SanctionCause,
  { siteBoundCauses, linkScope }: Pick<Parameters, 'siteBoundCauses' | 'linkScope'>,
): readonly string[] {
  const bound = siteBoundCauses.includes(cause) || (cause === 'points' && linkScope === 'site');
  return bound ? sites.filter((site) => site === arisenAt) : sites;
}
