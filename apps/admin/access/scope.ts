import type { Caller } from './caller';
import type { Configuration } from './configuration';
import type { Reaches } from './reaches';

/** A province-wide caller: every area, and what is not on file yet. */
export const isProvinceWide = ({ areas }: Caller): boolean => areas.includes('');

/** Whether an area code lies under one of the caller's prefixes. */
export const coversArea = ({ areas }: Caller, area: string): boolean =>
  areas.some((prefix) => area.startsWith(prefix));

/** An institution is in scope by its area or by name; one that is not on file only of a province-wide caller. */
export async function coversInstitution(
  caller: Caller,
  fixmedinsCode: string,
  reaches: Pick<Reaches, 'areaOfInstitution'>,
): Promise<boolean> {
  if (isProvinceWide(caller) || caller.institutions.includes(fixmedinsCode)) return true;
  if (caller.areas.length === 0) return false;
  const area = await reaches.areaOfInstitution(fixmedinsCode);
  return area !== null && coversArea(caller, area);
}

/** A clinician is in scope as the caller's self, or where any institution of the clinician's registrations is. */
export async function coversClinician(
  caller: Caller,
  clinicianCode: string,
  reaches: Reaches,
): Promise<boolean> {
  if (isProvinceWide(caller)) return true;
  if (isSelf(caller, clinicianCode)) return true;
  const institutions = await reaches.institutionsOfClinician(clinicianCode);
  return anyInstitution(caller, institutions, reaches);
}

/** A case is in scope by its institution; of a case of a person alone, by the person; always for that person. */
export async function coversCase(caller: Caller, caseId: string, reaches: Reaches): Promise<boolean> {
  if (isProvinceWide(caller)) return true;
  const parties = await reaches.partiesOfCase(caseId);
  if (parties === null) return false;
  const { fixmedinsCode, clinicianCode } = parties;
  if (clinicianCode !== null && isSelf(caller, clinicianCode)) return true;
  if (fixmedinsCode !== null) return coversInstitution(caller, fixmedinsCode, reaches);
  return clinicianCode !== null && coversClinician(caller, clinicianCode, reaches);
}

const isSelf = (caller: Caller, clinicianCode: string): boolean =>
  caller.roles.includes('clinician') && caller.clinicianCode === clinicianCode;

async function anyInstitution(
  caller: Caller,
  institutions: readonly string[],
  reaches: Reaches,
): Promise<boolean> {
  for (const institution of institutions) {
    if (await coversInstitution(caller, institution, reaches)) return true;
  }
  return false;
}

/** A configuration is in scope where each area, institution and person in it is. */
export async function coversConfiguration(
  caller: Caller,
  { areas, institutions, clinicianCode }: Pick<Configuration, 'areas' | 'institutions' | 'clinicianCode'>,
  reaches: Reaches,
): Promise<boolean> {
  if (!areas.every((area) => coversArea(caller, area))) return false;
  for (const institution of institutions) {
    if (!(await coversInstitution(caller, institution, reaches))) return false;
  }
  return clinicianCode === null || coversClinician(caller, clinicianCode, reaches);
}
