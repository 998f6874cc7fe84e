/** Brings the facts that a step needs, in the transaction it is written in. */
import { APPEAL_DATA, ASSESSMENT_DATA, RENEWAL_DATA, SANCTION_DATA } from '@gatekeeper/casework';
import type { CaseData, CaseFile, Facts, Need } from '@gatekeeper/casework';
import { Defect } from '@gatekeeper/runtime';
import type { LineIdentity, SubjectTimeline } from '@gatekeeper/vocabulary';
import { caseRead } from './read-case-data';
import type { CaseReads } from './workflow';

/** Whom and what the step's case is about; codes are folded. */
export interface About {
  readonly fixmedinsCode: string;
  readonly clinicianCode: string | null;
  readonly line: LineIdentity | null;
}

type Brought = { -readonly [N in Need]?: Facts[N] };

/** @throws a defect where a step needs facts about nobody, or another case is kept with data that cannot be read. */
export async function factsFor(
  needs: readonly Need[],
  about: About,
  reads: CaseReads,
): Promise<Partial<Facts>> {
  const brought: Brought = {};
  const bring = async <N extends Need>(need: N): Promise<void> => {
    brought[need] = await BRING[need](about, reads);
  };
  for (const need of needs) await bring(need);
  return brought;
}

const BRING: { readonly [N in Need]: (about: About, reads: CaseReads) => Promise<Facts[N]> } = {
  person: (about, reads): Promise<SubjectTimeline> => reads.timeline(personOf(about)),
  institution: ({ fixmedinsCode }, reads): Promise<SubjectTimeline> => reads.timeline(fixmedinsCode),
  line: ({ line }, reads) => {
    if (line === null) throw new Defect('a step needs a line and names none');
    return reads.lineOnFile(line);
  },
  sanctionsOfPerson: (about, reads) => casesOfPerson(SANCTION_DATA, about, reads),
  appealsOfPerson: (about, reads) => casesOfPerson(APPEAL_DATA, about, reads),
  renewalsOfPerson: (about, reads) => casesOfPerson(RENEWAL_DATA, about, reads),
  assessmentsOfPerson: (about, reads) => casesOfPerson(ASSESSMENT_DATA, about, reads),
};

function personOf({ clinicianCode }: About): string {
  if (clinicianCode === null) throw new Defect('a step needs to know of a person, and its case names none');
  return clinicianCode;
}

const casesOfPerson = async <Data extends object>(
  of: CaseData<Data>,
  about: About,
  reads: CaseReads,
): Promise<readonly CaseFile<Data>[]> =>
  (await reads.casesOfClinician(personOf(about), of.kind)).map((file) => caseRead(of, file));
