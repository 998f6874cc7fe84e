/** What the suites of the registry of record share: records with an interval, and what the database holds of their chains. */
import { OPEN_END } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { InstitutionRecord, RegistrationRecord, WithdrawalRecord } from '@gatekeeper/vocabulary';
import { at } from './stores-parts';
import type { Stores } from './stores-parts';

interface Head {
  readonly recordId: string;
  readonly supersedes?: string;
  /** Of records loaded as recorded: when they were known. */
  readonly recordedAt?: string;
}

const headOf = ({ recordId, supersedes, recordedAt = '2024-01-01' }: Head) => ({
  recordId,
  recordedAt: at(recordedAt),
  receivedAt: null,
  knownFrom: at(recordedAt),
  supersedes: supersedes ?? null,
});

interface Registered extends Head {
  readonly code?: string;
  readonly site?: string;
  readonly from?: string;
  readonly until?: string | null;
}

/** A registration of D1 at H1 from 2025-01-01 on, unless it says otherwise. */
export const registration = ({
  code = 'D1',
  site = 'H1',
  from = '2025-01-01',
  until = null,
  ...head
}: Registered): RegistrationRecord => ({
  ...headOf(head),
  kind: 'registration',
  code,
  fixmedinsCode: site,
  mainSite: true,
  from: at(from),
  until: until === null ? OPEN_END : at(until),
  committedOn: null,
  certificateUntil: OPEN_END,
});

export const withdrawal = (recordId: string, supersedes: string): WithdrawalRecord => ({
  ...headOf({ recordId, supersedes }),
  supersedes,
  kind: 'withdrawal',
  reason: 'stated by mistake',
  approvedAt: at('2025-07-01'),
});

export const institution = ({
  code,
  area,
  name = code,
  ...head
}: Head & { readonly code: string; readonly area: string; readonly name?: string }): InstitutionRecord => ({
  ...headOf(head),
  kind: 'institution',
  fixmedinsCode: code,
  name,
  type: 'hospital',
  area,
  regionalMedicalCenter: false,
});

export interface Asserted {
  readonly record_id: string;
  readonly chain: string;
  /** `held`, `closed`, or `never` where the correction was known first. */
  readonly state: string;
}

/** What the database holds of the chains of corrections, by record. */
export async function asserted({ dataSource }: Stores): Promise<readonly string[]> {
  const { rows } = await poolOf(dataSource).query<Asserted>(`
    SELECT record_id, chain,
           CASE WHEN isempty(recorded) THEN 'never' WHEN upper_inf(recorded) THEN 'held' ELSE 'closed' END AS state
    FROM registry_assertion ORDER BY record_id`);
  return rows.map(({ record_id, chain, state }) => `${record_id} of ${chain}: ${state}`);
}
