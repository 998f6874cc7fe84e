import { neverOnFile } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import type { AdminParts } from '../parts';
import type { CaseFilter } from './case-store';
import { listCases } from './case-store';
import type { CaseReads } from './workflow';

/** No person and no institution has so many cases of one kind. */
const MOST_CASES = 10_000;

const EVERY_CASE: Omit<CaseFilter, 'kind'> = {
  clinicianCode: null,
  fixmedinsCode: null,
  state: null,
  within: null,
};

/** What a step may look up, in the transaction it is written in. */
export function readsIn(
  { registry }: Pick<AdminParts, 'registry'>,
  client: PoolClient,
  { caseId }: { readonly caseId: string; readonly now: Instant },
): CaseReads {
  const others = async (filter: CaseFilter) =>
    (await listCases(client, filter, MOST_CASES, null))
      .filter((file) => file.caseId !== caseId)
      .sort((a, b) => a.openedAt - b.openedAt);
  return {
    async timeline(subject) {
      const folded = foldCode(subject);
      return (await registry.timelines([folded], client)).get(folded) ?? neverOnFile(folded);
    },
    casesOfClinician: (clinicianCode, kind) => others({ ...EVERY_CASE, kind, clinicianCode }),
    casesAtInstitution: (fixmedinsCode, kind) => others({ ...EVERY_CASE, kind, fixmedinsCode }),
    takeDocumentNo: () => Promise.reject(new Error('no numbers are given out yet')),
  };
}
