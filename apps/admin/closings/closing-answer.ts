/** Closings and exceptions as they are answered. */
import { formatInstant } from '@gatekeeper/calendar';
import type { Obstacle } from '@gatekeeper/clearing';
import type { Closing, ClosingChange, ClosingException } from '@gatekeeper/decision-store';
import type { Page } from '../http/page';

export interface ClosingAnswer {
  readonly closing_id: string;
  readonly area: string;
  readonly period: string;
  readonly kind: string;
  readonly state: string;
  readonly by: string;
  readonly area_of: string;
  readonly run_id: string;
  readonly known_at: string;
  readonly digest: string;
  /** Lines of the period, and the root of the tree over their leaves. */
  readonly size: number;
  readonly root: string;
  readonly held: number;
  readonly reason: string | null;
  readonly proposed_by: string;
  readonly proposed_at: string;
  /** Who agreed, or refused. */
  readonly ended_by: string | null;
  readonly ended_at: string | null;
  readonly refused_because: string | null;
  readonly replaces: string | null;
  readonly replaced_by: string | null;
  readonly exception_id: string | null;
  readonly sealed: boolean;
}

export interface WholeClosing extends ClosingAnswer {
  /** What stands against it now; of a closing that nobody has ended. */
  readonly obstacles: readonly Obstacle[];
  /** What it changed of the one that it replaces. */
  readonly changes: Page<ClosingChange>;
}

export interface ExceptionAnswer {
  readonly exception_id: string;
  readonly area: string;
  readonly period: string;
  readonly state: string;
  readonly reason: string;
  readonly until: string;
  readonly proposed_by: string;
  readonly proposed_at: string;
  readonly acts: readonly {
    readonly act: string;
    readonly by: string;
    readonly at: string;
    readonly reason: string | null;
  }[];
  /** Closings that it let through: what each changed is told there. */
  readonly closings: readonly string[];
}

export const closingAnswer = (closing: Closing): ClosingAnswer => ({
  closing_id: closing.closingId,
  ...{ area: closing.area, period: closing.period, kind: closing.kind, state: closing.state, by: closing.by },
  ...{ area_of: closing.areaOf, run_id: closing.runId, known_at: formatInstant(closing.knownAt) },
  ...{ digest: closing.digest, size: closing.size, root: closing.root, held: closing.held },
  reason: closing.reason,
  proposed_by: closing.proposedBy,
  proposed_at: formatInstant(closing.proposedAt),
  ended_by: closing.endedBy,
  ended_at: closing.endedAt === null ? null : formatInstant(closing.endedAt),
  refused_because: closing.refusedBecause,
  ...{ replaces: closing.replaces, replaced_by: closing.replacedBy, exception_id: closing.exceptionId },
  sealed: closing.sealed,
});

export const exceptionAnswer = (exception: ClosingException): ExceptionAnswer => ({
  exception_id: exception.exceptionId,
  ...{ area: exception.area, period: exception.period, state: exception.state, reason: exception.reason },
  until: formatInstant(exception.endsAt),
  proposed_by: exception.proposedBy,
  proposed_at: formatInstant(exception.proposedAt),
  acts: exception.acts.map(({ act, byWhom, at, reason }) => ({
    act,
    by: byWhom,
    at: formatInstant(at),
    reason,
  })),
  closings: exception.closings,
});
