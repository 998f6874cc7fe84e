/** Rebuilds as they are kept: who asked for one, and how far it is, so that any process can go on with it. */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';

export type RebuildPhase = 'requested' | 'writing' | 'removing' | 'done';

export interface RebuildProgress {
  readonly rebuildId: number;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly startedAt: Instant | null;
  readonly phase: RebuildPhase;
  /** The last subject written: where to go on. */
  readonly afterSubject: string | null;
  /** On file when it started; `null` before. */
  readonly subjectsInAll: number | null;
  readonly subjectsWritten: number;
  /** Entries of subjects that the registry does not know. */
  readonly entriesRemoved: number;
  readonly endedAt: Instant | null;
}

interface RebuildRow {
  rebuild_id: number;
  requested_by: string;
  requested_at_ms: number;
  started_at_ms: number | null;
  phase: RebuildPhase;
  after_subject: string | null;
  subjects_in_all: number | null;
  subjects_written: number;
  entries_removed: number;
  ended_at_ms: number | null;
}

const COLUMNS = `rebuild_id::float8 AS rebuild_id, requested_by,
  ${epochMsOf('requested_at')} AS requested_at_ms, ${epochMsOf('started_at')} AS started_at_ms, phase, after_subject,
  subjects_in_all::float8 AS subjects_in_all, subjects_written::float8 AS subjects_written,
  entries_removed::float8 AS entries_removed, ${epochMsOf('ended_at')} AS ended_at_ms`;

/**
 * Asks for a rebuild, in the caller's transaction where it has one. While one is unfinished no other begins.
 * @returns the one that will be done, and whether it was asked for only now.
 */
export async function requestRebuild(
  client: Queryable,
  requestedBy: string,
): Promise<{ readonly rebuildId: number; readonly isNew: boolean }> {
  const { rows } = await client.query<{ rebuild_id: number }>(
    `INSERT INTO sync_rebuild (requested_by, requested_at, phase, subjects_written, entries_removed)
     VALUES ($1, date_trunc('milliseconds', clock_timestamp()), 'requested', 0, 0)
     ON CONFLICT ((ended_at IS NULL)) WHERE ended_at IS NULL DO NOTHING
     RETURNING rebuild_id::float8 AS rebuild_id`,
    [requestedBy],
  );
  const [made] = rows;
  if (made !== undefined) return { rebuildId: made.rebuild_id, isNew: true };
  const unfinished = await unfinishedRebuild(client);
  // The one that was in the way has come to its end in between.
  return unfinished === null
    ? requestRebuild(client, requestedBy)
    : { rebuildId: unfinished.rebuildId, isNew: false };
}

/** The rebuild that is asked for or under way; there is one at most. */
export async function unfinishedRebuild(client: Queryable): Promise<RebuildProgress | null> {
  const { rows } = await client.query<RebuildRow>(
    `SELECT ${COLUMNS} FROM sync_rebuild WHERE ended_at IS NULL`,
  );
  return rows[0] === undefined ? null : progressFrom(rows[0]);
}

export const hasUnfinishedRebuild = async (client: Queryable): Promise<boolean> =>
  (await unfinishedRebuild(client)) !== null;

/** The latest rebuild, finished or not. */
export async function lastRebuild(client: Queryable): Promise<RebuildProgress | null> {
  const { rows } = await client.query<RebuildRow>(
    `SELECT ${COLUMNS} FROM sync_rebuild ORDER BY rebuild_id DESC LIMIT 1`,
  );
  return rows[0] === undefined ? null : progressFrom(rows[0]);
}

const progressFrom = (row: RebuildRow): RebuildProgress => ({
  rebuildId: row.rebuild_id,
  requestedBy: row.requested_by,
  requestedAt: instantOf(row.requested_at_ms),
  startedAt: row.started_at_ms === null ? null : instantOf(Math.floor(row.started_at_ms)),
  phase: row.phase,
  afterSubject: row.after_subject,
  subjectsInAll: row.subjects_in_all,
  subjectsWritten: row.subjects_written,
  entriesRemoved: row.entries_removed,
  endedAt: row.ended_at_ms === null ? null : instantOf(Math.floor(row.ended_at_ms)),
});

export async function rebuildStarts(
  client: Queryable,
  rebuildId: number,
  subjectsInAll: number,
): Promise<void> {
  await client.query(
    `UPDATE sync_rebuild SET phase = 'writing', started_at = clock_timestamp(), subjects_in_all = $2
     WHERE rebuild_id = $1`,
    [rebuildId, subjectsInAll],
  );
}

export async function rebuildWrote(
  client: Queryable,
  rebuildId: number,
  subjects: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE sync_rebuild SET after_subject = $2, subjects_written = subjects_written + $3 WHERE rebuild_id = $1`,
    [rebuildId, subjects.at(-1), subjects.length],
  );
}

export async function rebuildRemoves(client: Queryable, rebuildId: number): Promise<void> {
  await client.query(`UPDATE sync_rebuild SET phase = 'removing' WHERE rebuild_id = $1`, [rebuildId]);
}

export async function rebuildRemoved(client: Queryable, rebuildId: number, entries: number): Promise<void> {
  await client.query('UPDATE sync_rebuild SET entries_removed = entries_removed + $2 WHERE rebuild_id = $1', [
    rebuildId,
    entries,
  ]);
}

export async function rebuildEnds(client: Queryable, rebuildId: number): Promise<void> {
  await client.query(
    `UPDATE sync_rebuild SET phase = 'done', ended_at = clock_timestamp() WHERE rebuild_id = $1`,
    [rebuildId],
  );
}
