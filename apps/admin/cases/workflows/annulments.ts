/** Annulments: the measure of a document never was, whatever else is on file of it (CONTRACT 7, Sanction). */
import type { Instant } from '@gatekeeper/calendar';
import * as casework from '@gatekeeper/casework';
import { NEVER_WAS } from '@gatekeeper/casework';
import type { AnnulmentRecord } from '@gatekeeper/vocabulary';
import type { CaseFile } from '../case-file';
import type { CaseReads, Moment, RecordHeads, StepRefused, StepTaken } from '../workflow';

/** What takes a person's measure back: an appeal upheld, another authority's decision, an emergency act that does not stand. */
export const annulmentOf = (
  head: RecordHeads,
  decided: { readonly documentNo: string; readonly code: string; readonly decidedAt: Instant },
): AnnulmentRecord => casework.annulmentOf(head(), decided);

/** The numbers of a person's documents whose measures never were. */
export const annulledDocuments = async (
  reads: Pick<CaseReads, 'timeline'>,
  clinicianCode: string,
): Promise<ReadonlySet<string>> => casework.annulledDocuments(await reads.timeline(clinicianCode));

export { NEVER_WAS } from '@gatekeeper/casework';

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
