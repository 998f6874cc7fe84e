/** What a step may need to know: each fact by its name, about the person and the institution of its own case. */
import type { HoldCode, LineIdentity, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { AppealData } from './appeal-data';
import type { AssessmentData } from './assessment-data';
import type { CaseFile } from './case-file';
import type { RenewalData } from './certificate-renewal-data';
import type { SanctionData } from './sanction-data';

/** All there are. Other cases are those of before, oldest first, without the case itself. */
export interface Facts {
  /** Everything on file of the person; never on file: no records. */
  readonly person: SubjectTimeline;
  /** Everything on file of the institution. */
  readonly institution: SubjectTimeline;
  /** The line that the case is about, as it is now; `null`: none is on file. */
  readonly line: LineNow | null;
  readonly sanctionsOfPerson: readonly CaseFile<SanctionData>[];
  readonly appealsOfPerson: readonly CaseFile<AppealData>[];
  readonly renewalsOfPerson: readonly CaseFile<RenewalData>[];
  readonly assessmentsOfPerson: readonly CaseFile<AssessmentData>[];
}

export type Need = keyof Facts;

/** The facts of these names. */
export type Known<N extends Need> = Pick<Facts, N>;

/** Whether every fact that is needed was brought. */
export const areBrought = <N extends Need>(
  brought: Partial<Facts>,
  needs: readonly N[],
): brought is Partial<Facts> & Known<N> => needs.every((need) => need in brought);

/** A line on file as a step looks at it. */
export interface LineNow {
  readonly revision: number;
  readonly contentHash: string;
  /** The institution's code as its sender writes it. */
  readonly sentFixmedinsCode: string;
  readonly isVoid: boolean;
  /** What it waits for; `null`: it is decided. */
  readonly holdCode: HoldCode | null;
}

/** Names the line that a case is about, for its fact. */
export type LineOf<Subject> = (subject: Subject) => LineIdentity;
