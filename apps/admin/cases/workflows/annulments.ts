/** Annulments: the measure of a document never was, whatever else is on file of it (CONTRACT 7, Sanction). */
import type { Instant } from '@gatekeeper/calendar';
import type { AnnulmentRecord } from '@gatekeeper/vocabulary';
import type { CaseFile } from '../case-file';
import type { CaseReads, Moment, RecordHeads, StepRefused, StepTaken } from '../workflow';
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

export const NEVER_WAS: StepRefused = {
  refused: 'annulled-before',
  detail: 'The measure of that document is annulled already',
};

type Act<Data extends object, Body extends object> = (
  file: CaseFile<Data>,
  moment: Moment<Body>,
) => StepTaken<Data> | StepRefused | Promise<StepTaken<Data> | StepRefused>;

/** A step of a measure, while the measure stands: of one that never was nothing is issued, delivered or maintained, and nothing is due. */
export const whileItStands =
  <Data extends object, Body extends object>(act: Act<Data, Body>) =>
  async (file: CaseFile<Data>, moment: Moment<Body>): Promise<StepTaken<Data> | StepRefused> => {
    const { documentNo, clinicianCode: code } = file;
    const isAnnulled =
      documentNo !== null && code !== null && (await annulledDocuments(moment.reads, code)).has(documentNo);
    return isAnnulled ? NEVER_WAS : act(file, moment);
  };
