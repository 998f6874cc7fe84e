/** Clinicians of a department who were suspended: a number of them has consequences for the department itself. */
import { yearOf } from '@gatekeeper/calendar';
import type { CaseReads } from '../workflow';
import { annulledDocuments } from './annulments';
import { SANCTION_KIND, sanctionDataOf } from './sanction-data';
import { instantIn } from './written-days';

/** Codes of the persons whose suspension was decided in a year and stands (hainan-2022 art. 23); `fixmedinsCode` is folded. */
export async function suspendedInDepartment(
  reads: CaseReads,
  {
    fixmedinsCode,
    department,
    year,
  }: { readonly fixmedinsCode: string; readonly department: string; readonly year: number },
): Promise<ReadonlySet<string>> {
  const codes = new Set<string>();
  for (const file of await reads.casesAtInstitution(fixmedinsCode, SANCTION_KIND)) {
    const data = sanctionDataOf(file);
    const { clinicianCode: code, documentNo } = file;
    if (
      data?.dept_codg !== department ||
      data.record_id === undefined ||
      data.proposed?.measure !== 'suspended' ||
      yearOf(instantIn(data.decided_at)) !== year ||
      code === null ||
      documentNo === null
    )
      continue;
    if (!(await annulledDocuments(reads, code)).has(documentNo)) codes.add(code);
  }
  return codes;
}
