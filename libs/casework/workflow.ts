/**
 * A workflow is a small explicit state machine: how a case is opened, and its steps, each from which states, to which, by whom, with what
 * body. A step names the facts it needs; whoever stores cases brings them, the step answers, and the answer is written.
 */
import type { Instant } from '@gatekeeper/calendar';
import type { Answer, Opened, RecordHead, StepRefused } from './answer';
import type { CaseData } from './case-data';
import type { CaseFile } from './case-file';
import { areBrought } from './facts';
import type { Facts, Known, LineOf, Need } from './facts';
import type { Role } from './roles';
import type { Terms } from './terms';

export interface Title {
  readonly en: string;
  readonly zh: string;
}

/** What a step is taken with. */
export interface Moment<Body extends object, N extends Need = never> {
  readonly body: Body;
  /** A user's id, or `system`. */
  readonly actor: string;
  readonly roles: readonly Role[];
  readonly now: Instant;
  readonly terms: Terms;
  readonly head: RecordHead;
  readonly facts: Known<N>;
}

/** The same before it is known whether everything needed was brought. */
export type Asked<Body extends object> = Omit<Moment<Body>, 'facts'> & { readonly facts: Partial<Facts> };

/** Facts that a step needs and was not given: whoever runs it is written wrongly. */
export interface NotBrought {
  readonly notBrought: readonly Need[];
}

export const isNotBrought = (answer: object): answer is NotBrought => 'notBrought' in answer;

/** Whom and where a new case is about. */
export interface Parties {
  readonly fixmedinsCode: string;
  readonly clinicianCode: string | null;
}

/** What holds of an opening whatever its body says. */
export interface OpeningRule {
  readonly title: Title;
  readonly roles: readonly [Role, ...Role[]];
  /** The state it begins in; several, where what is opened says which. */
  readonly to: readonly [string, ...string[]];
  /** What of the body must be in the caller's scope: `fixmedins_code`, or (who applies may be the person) `clinician_code`. */
  readonly reach: 'institution' | 'clinician';
  /** Its person may be new: it is about entering them. Whoever else a case is about must be on file. */
  readonly entersPerson?: boolean;
  /** The body already proposes an act that needs a second person. */
  readonly proposes?: boolean;
}

interface OpeningDefinition<Data extends object, Body extends object, N extends Need> extends OpeningRule {
  readonly parties: (body: Body) => Parties;
  readonly line?: LineOf<Body>;
  readonly needs?: readonly N[];
  readonly act: (moment: Moment<Body, N>) => Opened<Data> | StepRefused;
}

export interface Opening<Data extends object, Body extends object> extends OpeningRule {
  readonly parties: (body: Body) => Parties;
  readonly line?: LineOf<Body>;
  readonly needs: readonly Need[];
  readonly act: (asked: Asked<Body>) => Opened<Data> | StepRefused | NotBrought;
}

/** An opening, with the facts it needs and an act that is given them. */
export const opening = <Data extends object, Body extends object, N extends Need = never>(
  definition: OpeningDefinition<Data, Body, N>,
): Opening<Data, Body> => {
  const { needs = [], act } = definition;
  return {
    ...definition,
    needs,
    act: ({ facts, ...asked }) =>
      areBrought(facts, needs) ? act({ ...asked, facts }) : { notBrought: needs },
  };
};

export interface EmergencyRule {
  /** Roles that may take it then besides those of the step. */
  readonly alsoBy: readonly Role[];
}

/** Where a case ends whose act of one person did not stand. */
export const ANNULLED = 'annulled';

/** What holds of a step whatever its body says. */
export interface StepRule {
  readonly title: Title;
  readonly from: readonly [string, ...string[]];
  /** The state after it; several, where its outcome says which. */
  readonly to: readonly [string, ...string[]];
  readonly roles: readonly [Role, ...Role[]];
  /** From here an act waits for a second person. */
  readonly proposes?: boolean;
  /** Needs the second person: someone other than who proposed. */
  readonly movesMoney?: boolean;
  /** May be taken by one person alone where it cannot wait; a second person looks at it afterwards. Only what can be taken back. */
  readonly inEmergency?: EmergencyRule;
  /** Its outcome may bring records for the registry. */
  readonly writesRecords?: boolean;
  /** Takes what was proposed off the table. */
  readonly endsProposal?: boolean;
}

export interface StepDefinition<Data extends object, Body extends object, N extends Need> extends StepRule {
  readonly line?: LineOf<CaseFile<Data>>;
  readonly needs?: readonly N[];
  readonly act: (file: CaseFile<Data>, moment: Moment<Body, N>) => Answer<Data>;
}

export interface Step<Data extends object, Body extends object> extends StepRule {
  readonly line?: LineOf<CaseFile<Data>>;
  readonly needs: readonly Need[];
  readonly act: (file: CaseFile<Data>, asked: Asked<Body>) => Answer<Data> | NotBrought;
}

/** A step, with the facts it needs and an act that is given them. */
export const step = <Data extends object, Body extends object, N extends Need = never>(
  definition: StepDefinition<Data, Body, N>,
): Step<Data, Body> => {
  const { needs = [], act } = definition;
  return {
    ...definition,
    needs,
    act: (file, { facts, ...asked }) =>
      areBrought(facts, needs) ? act(file, { ...asked, facts }) : { notBrought: needs },
  };
};

/** Steps by the name of their event, in the order in which they are shown. `Bodies` says what each is told. */
export type Steps<Data extends object, Bodies extends { readonly [Event in keyof Bodies]: object }> = {
  readonly [Event in keyof Bodies]: Step<Data, Bodies[Event]>;
};

export interface Workflow<
  Data extends object,
  Opens extends object,
  Bodies extends { readonly [Event in keyof Bodies]: object },
> {
  /** Its path: `sanction-cases`. */
  readonly path: string;
  readonly title: Title;
  readonly states: readonly [string, ...string[]];
  readonly data: CaseData<Data>;
  readonly opening: Opening<Data, Opens>;
  readonly steps: Steps<Data, Bodies>;
}
