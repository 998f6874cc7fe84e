/** Documents by which something was ordered of a person, and when the person was given them. */
import type { CaseReads } from '../workflow';
import { assessmentDataOf } from './assessment-data';
import { standing } from './on-file';
import { ORDERING_KINDS } from './ordering-kinds';
import { sanctionDataOf } from './sanction-data';

interface Notice {
  /** `null`: not given to the person yet, as far as is on file. */
  readonly deliveredOn: string | null;
}

/** The notice of a number that a case here issued of a person: of a measure, or after an assessment; `null`: none. */
export async function noticeOf(
  reads: CaseReads,
  clinicianCode: string,
  documentNo: string,
): Promise<Notice | null> {
  for (const kind of ORDERING_KINDS) {
    const cases = await reads.casesOfClinician(clinicianCode, kind);
    const file = cases.find((it) => it.documentNo === documentNo);
    if (file === undefined) continue;
    const data = sanctionDataOf(file) ?? assessmentDataOf(file);
    return { deliveredOn: data?.delivered_on ?? null };
  }
  return null;
}

/** Whether a document of that number ordered something of the person: by a case here, or by what was loaded into the registry. */
export const isDocumentOf = async (
  reads: CaseReads,
  clinicianCode: string,
  documentNo: string,
): Promise<boolean> =>
  (await noticeOf(reads, clinicianCode, documentNo)) !== null ||
  standing(await reads.timeline(clinicianCode)).some(
    (record) => record.kind === 'sanction' && record.documentNo === documentNo,
  );
