/** A visit as a source hands it over: everything that came about its lines by the run's `knownAt`, and what is on file of them. */
import type { HoldRelease } from '@gatekeeper/clearing';
import type { Decision, HeldLine, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import type { LineRow, PaymentRow } from '@gatekeeper/wire';

/** A message, and where it stands, if in a file: `lines.csv:17`. */
export interface VisitMessage extends LineRow {
  readonly place?: string;
}

/** Sources bring visits in the order of the bytes of institution and visit: no fact of a line lies outside its visit. */
export interface Visit {
  /** Folded. */
  readonly fixmedinsCode: string;
  readonly visitId: string;
  /** Lines, voids and facts in the order in which they came. */
  readonly messages: readonly VisitMessage[];
  /** Payment notices in the order in which they came. */
  readonly notices: readonly PaymentRow[];
  /** Decisions on file by then, in any order; of each line they are a chain of `supersedes`. */
  readonly decisions: readonly Decision[];
  /** Holds that were open then: of each line one at most. */
  readonly holds: readonly HeldLine[];
  /** Holds that had ended by then with a decision, in the order in which they began; where it is told when they ended. */
  readonly releases: readonly ReleasedLine[];
  /** Lines that an open or a refused plan keeps from being decided again. */
  readonly plans: ReadonlyMap<IdentityKey, KeptByPlan>;
}

export interface ReleasedLine extends HoldRelease {
  readonly line: LineIdentity;
}

export type KeptByPlan = 'open' | 'refused';

export const NO_PLANS: ReadonlyMap<IdentityKey, KeptByPlan> = new Map();
