import { isMalformed, readCase } from '@gatekeeper/casework';
import type { CaseData, CaseFile } from '@gatekeeper/casework';
import { Defect } from '@gatekeeper/runtime';

/** A case with its data read. @throws a defect that names each field where it is not what a case of its kind keeps. */
export function caseRead<Data extends object>(of: CaseData<Data>, file: CaseFile): CaseFile<Data> {
  const read = readCase(of, file);
  if (isMalformed(read))
    throw new Defect(
      `the case ${file.caseId} is kept with data that cannot be read: ${read.malformed.join('; ')}`,
    );
  return read;
}
