/**
 * A workflow is a small explicit state machine: how a case is opened, and its steps, each from which states, to which, by
 * whom, with what body, and what it does. Steps decide, they write nothing: what they answer is written by `CaseDesk`.
 */
import type { Instant } from '@gatekeeper/calendar';
import type {
  LineNow,
  OpeningRule,
  Parties,
  RecordHead,
  Role,
  StepRefused,
  StepRule,
  StepTaken,
  Terms,
  Title,
} from '@gatekeeper/casework';
import type { LineIdentity, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { CaseFile } from './case-file';

export { ANNULLED, isRefused } from '@gatekeeper/casework';
export type { LineNow, StepRefused, StepTaken, Terms, Withdrawn } from '@gatekeeper/casework';

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
  /** The same with the count of each record said. */
  readonly recordHead: RecordHead;
}

export type BodyClass<Body extends object> = new () => Body;

export interface OpeningDefinition<Data extends object, Body extends object> extends OpeningRule {
  readonly body: BodyClass<Body>;
  readonly parties: (body: Body) => Parties;
  readonly act: (
    moment: Moment<Body>,
  ) => Promise<(Omit<StepTaken<Data>, 'data' | 'records'> & { readonly data: Data }) | StepRefused>;
}

/** One that may be taken alone in an emergency has an `EmergencyBody`. */
export interface StepDefinition<Data extends object, Body extends object> extends StepRule {
  readonly event: string;
  readonly body: BodyClass<Body>;
  readonly act: (file: CaseFile<Data>, moment: Moment<Body>) => Promise<StepTaken<Data> | StepRefused>;
}

/** A step with its types taken off, as the desk runs it: `body` is an instance of its class. */
export type Step = StepDefinition<object, object>;
export type Opening = OpeningDefinition<object, object>;

export interface Workflow {
  readonly title: Title;
  /** `sanction` */
  readonly kind: string;
  /** Its path: `sanction-cases`. */
  readonly path: string;
  readonly states: readonly [string, ...string[]];
  readonly opening: Opening;
  readonly steps: readonly Step[];
}

interface WorkflowDefinition<Data extends object, Body extends object> {
  readonly title: Title;
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
