import type { Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END } from '@gatekeeper/calendar';
import type { BarCode, Citation, LiftCode, NoteCode, Role } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { Case, CheckedPerson, SanctionOnFile } from './case';
import type { Parameters } from './parameters';

/** That an article applies, and on what. One article may find several: one for each document. */
export interface Finding {
  readonly evidence: readonly string[];
  /** Orders findings of one code and role; `''` where no document speaks. */
  readonly documentNo: string;
  /** The sanction that bars, where it is one. */
  readonly sanction: SanctionOnFile | null;
}

/** No finding: the article does not apply. */
export const NOTHING: readonly Finding[] = [];

export const finding = (evidence: readonly string[], documentNo = ''): readonly Finding[] => [
  { evidence, documentNo, sanction: null },
];

/** Facts every article states, whatever its effect. */
interface ArticleHead {
  readonly citation: Citation;
  /** `formatCitation(citation)`, as decisions carry it. */
  readonly article: string;
  /** The moments at which it is in force. */
  readonly inForce: Interval;
  /** Whether the day of the fee or the day of deciding must lie in `inForce`. */
  readonly governedBy: 'fee' | 'deciding';
}

/** The parts of a person's standing. */
export type PersonPart = 'code' | 'site' | 'sanctions';

/** Bars payment because of where a person stands. */
export interface PersonBar extends ArticleHead {
  readonly effect: 'bars';
  readonly about: 'person';
  readonly code: BarCode;
  /** It finds nothing where nothing is amiss with this part, and is not asked then. Not given: asked about everyone. */
  readonly looksAt?: PersonPart;
  because(person: CheckedPerson, parameters: Parameters, question: Case): readonly Finding[];
}

/** Bars payment because of where the institution or the department stands. */
export interface InstitutionBar extends ArticleHead {
  readonly effect: 'bars';
  readonly about: 'institution';
  readonly code: BarCode;
  /** It finds nothing where the institution is on file without a status in force, nor the department. Not given: always asked. */
  readonly looksAt?: 'statuses';
  because(question: Case, parameters: Parameters): readonly Finding[];
}

/** A bar that was found, with who it is about. */
export interface FoundBar {
  readonly code: BarCode;
  readonly role: Role | null;
  readonly person: CheckedPerson | null;
  readonly finding: Finding;
}

/** Lifts a named bar, or does not (`NOTHING`). */
export interface Lift extends ArticleHead {
  readonly effect: 'lifts';
  readonly code: LiftCode;
  /** The bars it can lift; it is asked about no other. */
  readonly lifts: readonly BarCode[];
  because(bar: FoundBar, question: Case, parameters: Parameters): readonly Finding[];
}

/** Cites what a note rests on; when it is noted is adjudication's. */
export interface Note extends ArticleHead {
  readonly effect: 'notes';
  readonly code: NoteCode;
}

export type Article = PersonBar | InstitutionBar | Lift | Note;

/** In force from before the first fee to after the last: the edition's validity alone decides. */
export const WHOLE_EDITION: Interval = { from: BEFORE_ALL, until: OPEN_END };

/** The head of an article in force for the whole of its edition and governed by the day of the fee. */
export const cited = (citation: Citation): ArticleHead => ({
  citation,
  article: formatCitation(citation),
  inForce: WHOLE_EDITION,
  governedBy: 'fee',
});
