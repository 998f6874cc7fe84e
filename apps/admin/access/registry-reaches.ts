import { poolOf } from '@gatekeeper/database';
import type { RegistryLookups } from '@gatekeeper/registry-store';
import type { DataSource } from 'typeorm';
import type { CaseParties, Reaches } from './reaches';

interface CaseRow {
  fixmedins_code: string;
  clinician_code: string | null;
}

/** Where subjects belong, by the registry and the case files as they are now. */
export class RegistryReaches implements Reaches {
  constructor(
    private readonly lookups: Pick<RegistryLookups, 'areaOfInstitution' | 'institutionsOfClinician'>,
    private readonly dataSource: DataSource,
  ) {}

  areaOfInstitution(fixmedinsCode: string): Promise<string | null> {
    return this.lookups.areaOfInstitution(fixmedinsCode);
  }

  institutionsOfClinician(clinicianCode: string): Promise<readonly string[]> {
    return this.lookups.institutionsOfClinician(clinicianCode);
  }

  async partiesOfCase(caseId: string): Promise<CaseParties | null> {
    const { rows } = await poolOf(this.dataSource).query<CaseRow>(
      'SELECT fixmedins_code, clinician_code FROM case_file WHERE case_id = $1',
      [caseId],
    );
    const [row] = rows;
    return row === undefined
      ? null
      : { fixmedinsCode: row.fixmedins_code, clinicianCode: row.clinician_code };
  }
}
