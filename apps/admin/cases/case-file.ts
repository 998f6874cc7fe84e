import type { Day, Instant } from '@gatekeeper/calendar';
import type { LastDay } from '@gatekeeper/scoring';
import type { Role } from '../access/roles';

/** Where a case stands. `Data` is what its workflow keeps: plain JSON, snake_case, days and times as written on the wire. */
export interface CaseFile<Data extends object = object> {
  readonly caseId: string;
  /** Of its workflow. */
  readonly kind: string;
  readonly state: string;
  /** The number of its last event; its ETag. */
  readonly version: number;
  readonly fixmedinsCode: string;
  readonly clinicianCode: string | null;
  readonly area: string;
  /** The pack that governs it: the leading one of its area when it was opened. */
  readonly pack: string;
  readonly documentNo: string | null;
  readonly data: Data;
  /** Who proposed the act that waits for a second person; `null`: none waits. */
  readonly proposedBy: string | null;
  /** The record by which the registry withdrew what the case builds on; `null`: it stands. */
  readonly withdrawnBy: string | null;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
}

/** One step of a case as it was taken. */
export interface CaseEvent {
  readonly seq: number;
  readonly event: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly actor: string;
  readonly at: Instant;
  readonly input: unknown;
  readonly recordIds: readonly string[];
  readonly movesMoney: boolean;
  readonly proposedBy: string | null;
  readonly emergency: boolean;
}

/** By when somebody must act. `none` of `lastDay` is no deadline; an unpublished year is told as such. */
export interface DeadlineSet {
  /** Unique within the case: `issue_notice`, `appeal`. */
  readonly name: string;
  readonly lastDay: LastDay;
  readonly borneBy: Role;
}

export interface CaseDeadline {
  readonly caseId: string;
  readonly name: string;
  readonly dueOn: Day | null;
  readonly unpublishedYear: number | null;
  readonly borneBy: Role;
  readonly metAt: Instant | null;
  /** When what it belongs to was annulled: nobody has to meet it any more. */
  readonly withdrawnAt: Instant | null;
}

/** Who acts where nobody does: the scheduler. */
export const SYSTEM_ACTOR = 'system';
