/** What a step answers: that it cannot be taken, or what it leads to. It writes nothing itself. */
import type { Instant } from '@gatekeeper/calendar';
import type { FactMessage, RegistryRecord } from '@gatekeeper/vocabulary';
import type { DeadlineSet } from './case-file';
import type { Particulars } from './particulars';

/** Why a step cannot be taken, although the body is good: answered as 409. */
export interface StepRefused {
  /** A name that stays: `nothing-to-approve`. */
  readonly refused: string;
  readonly detail: string;
}

export const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export const isRefused = (answer: object): answer is StepRefused => 'refused' in answer;

/** What a step leads to; what is left out stays as it is. */
export interface StepTaken<Data extends object> {
  readonly data?: Partial<Data>;
  /** Where the workflow lets the step end in one of several states. */
  readonly state?: string;
  readonly documentNo?: string;
  readonly records?: readonly RegistryRecord[];
  readonly deadlines?: readonly DeadlineSet[];
  /** Names of deadlines that are met by this step. */
  readonly met?: readonly string[];
  readonly withdrawn?: Withdrawn;
  /** What is said of a line on the lines topic once the step is written. */
  readonly lineFact?: LineFactToSay;
  /** What the registration that it writes states of the practice of the case's person at its institution. */
  readonly particulars?: Particulars;
}

/** A step that gives the case a new document number: the next one of its area is taken, and the answer completed with it. */
export interface Numbered<Data extends object> {
  readonly numbered: (documentNo: string) => StepTaken<Data>;
}

export const isNumbered = <Data extends object>(answer: Answer<Data>): answer is Numbered<Data> =>
  'numbered' in answer;

export type Answer<Data extends object> = StepTaken<Data> | Numbered<Data> | StepRefused;

/** What an opening leads to: the data of the case, all of it. */
export type Opened<Data extends object> = Omit<StepTaken<Data>, 'data' | 'records'> & {
  readonly data: Data;
};

/**
 * Whose open deadlines nobody has to meet any more, because what they belong to never was: those of the case itself, or of the case that
 * ordered the document of this number of the same person.
 */
export type Withdrawn = 'own' | { readonly documentNo: string };

/** A fact about a line that is to be said. */
export interface LineFactToSay {
  readonly fact: FactMessage;
  /** The institution's code as the line's sender writes it: the messages of a visit go by it. */
  readonly sentFixmedinsCode: string;
}

/** Identity and time of the `count`-th record that a step writes, from 1: spread into it. */
export type RecordHead = (
  count: number,
  supersedes?: string,
) => Pick<RegistryRecord, 'recordId' | 'recordedAt' | 'receivedAt' | 'knownFrom' | 'supersedes'>;

/** By the case, the number of its event and the count, so that the same step never writes twice. */
export const recordHead =
  (caseId: string, seq: number, now: Instant): RecordHead =>
  (count, supersedes) => ({
    recordId: `case:${caseId}:${seq}:${count}`,
    recordedAt: now,
    receivedAt: null,
    knownFrom: now,
    supersedes: supersedes ?? null,
  });
