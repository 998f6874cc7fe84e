/** The history of users in PostgreSQL. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { appendAudit } from '../audit/audit-log';
import type { AuditEntry } from '../audit/audit-log';
import type { Configuration } from './configuration';
import type { UserEvent, UserEventKind } from './user';

/** An entry of history to be. */
export interface NewUserEvent {
  readonly userId: string;
  readonly kind: UserEventKind;
  readonly actedBy: string;
  readonly at: Instant;
  readonly configuration?: Configuration;
  readonly reason?: string;
  /** What is decided, and who proposed it; the database checks both. */
  readonly decides?: { readonly eventId: number; readonly proposedBy: string };
}

const auditEntryOf = ({
  userId,
  kind,
  actedBy,
  at,
  configuration,
  reason,
  decides,
}: NewUserEvent): AuditEntry => ({
  at,
  actor: actedBy,
  action: `user.${kind}`,
  subject: userId,
  details: { configuration, reason, proposal: decides?.eventId },
});

/** Appends to a user's history and to the audit log, inside the caller's transaction. @returns the event's number. */
export async function appendUserEvent(client: Queryable, event: NewUserEvent): Promise<number> {
  const { rows } = await client.query<{ event_id: number }>(
    `INSERT INTO user_event (user_id, kind, acted_by, happened_at, configuration, reason, proposal, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING event_id::float8 AS event_id`,
    [
      event.userId,
      event.kind,
      event.actedBy,
      timestampText(event.at),
      event.configuration === undefined ? null : JSON.stringify(event.configuration),
      event.reason ?? null,
      event.decides?.eventId ?? null,
      event.decides?.proposedBy ?? null,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an event was not appended');
  await appendAudit(client, auditEntryOf(event));
  return row.event_id;
}

interface EventRow {
  event_id: number;
  kind: UserEventKind;
  acted_by: string;
  happened_at_ms: number;
  configuration: Configuration | null;
  reason: string | null;
  proposal: number | null;
}

/** A user's whole history, oldest first. */
export async function historyOf(client: Queryable, userId: string): Promise<readonly UserEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT event_id::float8 AS event_id, kind, acted_by, ${epochMsOf('happened_at')} AS happened_at_ms,
            configuration, reason, proposal::float8 AS proposal
     FROM user_event WHERE user_id = $1 ORDER BY event_id`,
    [userId],
  );
  return rows.map((row) => ({
    eventId: row.event_id,
    kind: row.kind,
    actedBy: row.acted_by,
    happenedAt: instantOf(row.happened_at_ms),
    configuration: row.configuration,
    reason: row.reason,
    proposal: row.proposal,
  }));
}
