import { neverOnFile } from '@gatekeeper/adjudication';
import { yearOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { visitLineKey } from '@gatekeeper/decision-store';
import { foldCode } from '@gatekeeper/vocabulary';
import { lineFromContent } from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import { takeNoticeNumber } from '../documents';
import type { AdminParts } from '../parts';
import { noAgency } from './case-refused';
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
  { registry, decisions }: Pick<AdminParts, 'registry' | 'decisions'>,
  client: PoolClient,
  { caseId, now }: { readonly caseId: string; readonly now: Instant },
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
    async lineOnFile(identity) {
      const [stored] =
        (await decisions.findOriginals(client, [identity]))
          .get(visitLineKey(identity))
          ?.filter(({ known }) => known.identity.chargeBatch === identity.chargeBatch) ?? [];
      if (stored === undefined) return null;
      const { revision, contentHash, current, held, settlement } = stored.known;
      return {
        revision,
        contentHash,
        sentFixmedinsCode: lineFromContent(stored.content, settlement).sentFixmedinsCode,
        isVoid: held === null && current?.verdict.outcome === 'void' && current.line.revision === revision,
        holdCode: held?.hold.holdCode ?? null,
      };
    },
    async takeDocumentNo(area) {
      const taken = await takeNoticeNumber(client, {
        area,
        year: yearOf(now),
        takenFor: caseId,
        takenAt: now,
      });
      if (taken.kind === 'no_agency') throw noAgency(area);
      return taken.noticeNumber;
    },
  };
}
