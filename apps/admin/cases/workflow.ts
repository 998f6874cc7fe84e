/**
 * A workflow is a small explicit state machine: how a case is opened, and its steps, each from which states, to which, by
 * whom, with what body, and what it does. Steps decide, they write nothing: what they answer is written by `CaseDesk`.
 */
import type { Instant, WorkingCalendar } from '@gatekeeper/calendar';
import type { LineFactToSay } from '@gatekeeper/decision-store';
import type { LoadedPack, Parameters } from '@gatekeeper/policy';
import type { HoldCode, LineIdentity, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { Role } from '../access/roles';
import type { Particulars } from '../particulars/particulars';
import type { GoverningText } from '../standing/governing-text';
import type { CaseFile, DeadlineSet } from './case-file';

/** What the governing text says at the moment of the step. */
export interface Terms {
  readonly pack: LoadedPack;
  readonly parameters: Parameters;
  /** Every text that governs the area, the leading one first. */
  readonly texts: readonly GoverningText[];
  readonly calendar: WorkingCalendar;
}

/** What a step may look up, in the transaction it is written in. */
export interface CaseReads {
  /** Everything on file of a person or an institution; never on file: no records. */
  timeline(subject: string): Promise<SubjectTimeline>;
  /** The other cases about a person, oldest first. */
  casesOfClinician(clinicianCode: string, kind: string): Promise<readonly CaseFile[]>;
  /** The other cases at an institution, oldest first. */
  casesAtInstitution(fixmedinsCode: string, kind: string): Promise<readonly CaseFile[]>;
  /** A line on file, as it is now; `null`: none. */
  lineOnFile(identity: LineIdentity): Promise<LineNow | null>;
  /** The next number of a notice of the area: taken once, and given back if the step is not written. */
  takeDocumentNo(area: string): Promise<string>;
}

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

/** Identity and time of a record that a step writes: spread into it. */
export type RecordHeads = (
  supersedes?: string,
) => Pick<RegistryRecord, 'recordId' | 'recordedAt' | 'receivedAt' | 'knownFrom' | 'supersedes'>;

export interface Moment<Body extends object> {
  readonly body: Body;
  /** A user's id, or `system`. */
  readonly actor: string;
  readonly roles: readonly Role[];
  readonly now: Instant;
  readonly terms: Terms;
  readonly reads: CaseReads;
  readonly head: RecordHeads;
}

/** Why a step cannot be taken, although the body is good: answered as 409. */
export interface StepRefused {
  /** A name that stays: `nothing-to-approve`. */
  readonly refused: string;
  readonly detail: string;
}

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

/**
 * Whose open deadlines nobody has to meet any more, because what they belong to never was: those of the case itself, or of the case that
 * ordered the document of this number of the same person.
 */
export type Withdrawn = 'own' | { readonly documentNo: string };

export const isRefused = (answer: object): answer is StepRefused => 'refused' in answer;

/** Whom and where a new case is about. */
export interface Parties {
  readonly fixmedinsCode: string;
  readonly clinicianCode: string | null;
}

type BodyClass<Body extends object> = new () => Body;

interface Titled {
  readonly title: { readonly en: string; readonly zh: string };
}

export interface OpeningDefinition<Data extends object, Body extends object> extends Titled {
  readonly roles: readonly [Role, ...Role[]];
  readonly body: BodyClass<Body>;
  /** The state it begins in; several, where what is opened says which. */
  readonly to: readonly [string, ...string[]];
  /** What of the body must be in the caller's scope: `fixmedins_code`, or (who applies may be the person) `clinician_code`. */
  readonly reach: 'institution' | 'clinician';
  /** Its person may be new: it is about entering them. Whoever else a case is about must be on file. */
  readonly entersPerson?: boolean;
  /** The body already proposes an act that needs a second person. */
  readonly proposes?: boolean;
  readonly parties: (body: Body) => Parties;
  readonly act: (
    moment: Moment<Body>,
  ) => Promise<(Omit<StepTaken<Data>, 'data' | 'records'> & { readonly data: Data }) | StepRefused>;
}

export interface EmergencyRule {
  /** Roles that may take it then besides those of the step. */
  readonly alsoBy: readonly Role[];
}

/** Where a case ends whose act of one person did not stand. */
export const ANNULLED = 'annulled';

export interface StepDefinition<Data extends object, Body extends object> extends Titled {
  readonly event: string;
  readonly from: readonly [string, ...string[]];
  /** The state after it; several, where its outcome says which. */
  readonly to: readonly [string, ...string[]];
  readonly roles: readonly [Role, ...Role[]];
  readonly body: BodyClass<Body>;
  /** From here an act waits for a second person. */
  readonly proposes?: boolean;
  /** Needs the second person: someone other than who proposed. */
  readonly movesMoney?: boolean;
  /**
   * May be taken by one person alone where it cannot wait, with an `EmergencyBody`; a second person looks at it afterwards. Only what can be
   * taken back (`emergency-act.ts`) is taken alone.
   */
  readonly inEmergency?: EmergencyRule;
  /** Its outcome may bring records for the registry. */
  readonly writesRecords?: boolean;
  /** Takes what was proposed off the table. */
  readonly endsProposal?: boolean;
  readonly act: (file: CaseFile<Data>, moment: Moment<Body>) => Promise<StepTaken<Data> | StepRefused>;
}

/** A step with its types taken off, as the desk runs it: `body` is an instance of its class. */
export type Step = StepDefinition<object, object>;
export type Opening = OpeningDefinition<object, object>;

export interface Workflow extends Titled {
  /** `sanction` */
  readonly kind: string;
  /** Its path: `sanction-cases`. */
  readonly path: string;
  readonly states: readonly [string, ...string[]];
  readonly opening: Opening;
  readonly steps: readonly Step[];
}

interface WorkflowDefinition<Data extends object, Body extends object> extends Titled {
  readonly kind: string;
  readonly path: string;
  readonly states: readonly [string, ...string[]];
  readonly opening: OpeningDefinition<Data, Body>;
  readonly steps: readonly Step[];
}

/** One step of a workflow whose cases keep `Data`. */
export type StepOf<Data extends object> = <Body extends object>(step: StepDefinition<Data, Body>) => Step;

/**
 * Takes the types off at the one place where they meet storage: a case's data was written by its own workflow, and a body
 * was checked against its class.
 */
export const stepsOf =
  <Data extends object>(): StepOf<Data> =>
  <Body extends object>(step: StepDefinition<Data, Body>) =>
    step as unknown as Step;

/** A workflow, with its types taken off. */
export const workflow = <Data extends object, Body extends object>(
  definition: WorkflowDefinition<Data, Body>,
): Workflow => ({ ...definition, opening: definition.opening as unknown as Opening });
