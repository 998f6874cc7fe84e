import type { Day, Instant } from '@gatekeeper/calendar';
import type { Role } from '@gatekeeper/casework';

export type { CaseFile, DeadlineSet } from '@gatekeeper/casework';

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
