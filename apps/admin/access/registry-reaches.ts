import { OPEN_END } from '@gatekeeper/calendar';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { CaseParties, Reaches } from './reaches';

/** What the module of cases tells of one. */
export type PartiesOfCase = Reaches['partiesOfCase'];

/** Where no cases are kept there are none. */
export const noCases: PartiesOfCase = () => Promise.resolve(null);

/** Where subjects belong, by the registry as it is known now. */
export class RegistryReaches implements Reaches {
  constructor(
    private readonly registry: Pick<RegistryStore, 'timelines'>,
    private readonly parties: PartiesOfCase = noCases,
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
      ...new Set(
        records.flatMap((record) => (record.kind === 'registration' ? [record.fixmedinsCode] : [])),
      ),
    ];
  }

  partiesOfCase(caseId: string): Promise<CaseParties | null> {
    return this.parties(caseId);
  }

  /** Of a subject what is on file and was not corrected, in the order of its writes. */
  private async known(subject: string): Promise<readonly RegistryRecord[]> {
    const timeline = (await this.registry.timelines([subject])).get(subject);
    return (timeline?.records ?? [])
      .filter(({ recorded }) => recorded.until === OPEN_END)
      .map(({ fact }) => fact);
  }
}
