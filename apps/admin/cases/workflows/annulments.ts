/** Annulments: the measure of a document never was, whatever else is on file of it (FORMATS 7, Sanction). */
import type { Instant } from '@gatekeeper/calendar';
import type { AnnulmentRecord } from '@gatekeeper/vocabulary';
import type { CaseReads, RecordHeads } from '../workflow';
import { standing } from './on-file';

/** What takes a person's measure back: an appeal upheld, another authority's decision, an emergency act that does not stand. */
export const annulmentOf = (
  head: RecordHeads,
  {
    documentNo,
    code,
    decidedAt,
  }: { readonly documentNo: string; readonly code: string; readonly decidedAt: Instant },
): AnnulmentRecord => ({ ...head(), kind: 'annulment', documentNo, code, decidedAt });

/** The numbers of a person's documents whose measures never were. */
export async function annulledDocuments(
  reads: Pick<CaseReads, 'timeline'>,
  clinicianCode: string,
): Promise<ReadonlySet<string>> {
  const records = standing(await reads.timeline(clinicianCode));
  return new Set(records.flatMap((record) => (record.kind === 'annulment' ? [record.documentNo] : [])));
}
