import { OPEN_END } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import type { CaseParties, Reaches } from './reaches';

interface CaseRow {
  fixmedins_code: string;
  clinician_code: string | null;
}

/** Where subjects belong, by the registry and the case files as they are now. */
export class RegistryReaches implements Reaches {
  constructor(
    private readonly registry: Pick<RegistryStore, 'timelines'>,
    private readonly dataSource: DataSource,
  ) {}

  async areaOfInstitution(fixmedinsCode: string): Promise<string | null> {
    const areas = (await this.known(fixmedinsCode)).flatMap((record) =>
      record.kind === 'institution' ? [record.area] : [],
    );
    return areas.at(-1) ?? null;
  }

  async institutionsOfClinician(clinicianCode: string): Promise<readonly string[]> {
    const records = await this.known(clinicianCode);
    return [
      ...new Set(records.flatMap((record) => (record.kind === 'registration' ? [record.fixmedinsCode] : []))),
    ];
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

  /** Of a subject what is on file and was not corrected, in the order of its writes. */
  private async known(subject: string): Promise<readonly RegistryRecord[]> {
    const timeline = (await this.registry.timelines([subject])).get(subject);
    return (timeline?.records ?? [])
      .filter(({ recorded }) => recorded.until === OPEN_END)
      .map(({ fact }) => fact);
  }
}
