import type { Instant } from '@gatekeeper/calendar';
import type { LastDay } from '@gatekeeper/scoring';
import type { Role } from './roles';

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

/** By when somebody must act. `none` of `lastDay` is no deadline; an unpublished year is told as such. */
export interface DeadlineSet {
  /** Unique within the case: `issue_notice`, `appeal`. */
  readonly name: string;
  readonly lastDay: LastDay;
  readonly borneBy: Role;
}
