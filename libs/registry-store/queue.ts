/**
 * The queue of what sinks have still to take: the writes after a sink's place in the order of commit, and of each write the
 * subjects it changed, in the database's order of texts. A bulk write is passed on in pages like any other.
 */
import type { Queryable } from '@gatekeeper/database';
import { inTransaction } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';

export interface QueuedChange {
  readonly version: number;
  readonly subject: string;
}

/** How far a sink is: up to a subject of a write, or through all of it. */
export interface Reached {
  readonly version: number;
  /** `null`: all of it. */
  readonly subject: string | null;
}

/**
 * Gives each of these sinks its place in the queue, a new one at the front of what is still queued. Together, before any
 * of them works: what all sinks with a place have passed is dropped.
 */
export async function registerSinks(dataSource: DataSource, names: readonly string[]): Promise<void> {
  await inTransaction(dataSource, (client) =>
    client.query(
      'INSERT INTO relay_cursor (sink, version) SELECT name, 0 FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING',
      [names],
    ),
  );
}

/** The next changes for a sink, and how far it is once it took them; `null`: there are none. */
export async function nextQueued(
  client: Queryable,
  sink: string,
  limit: number,
): Promise<{ readonly changes: readonly QueuedChange[]; readonly reached: Reached } | null> {
  const { rows: writes } = await client.query<{ version: string; write_id: string; after: string }>(
    NEXT_WRITES,
    [sink, limit],
  );
  const lastWrite = writes.at(-1);
  if (lastWrite === undefined) return null;
  const { rows: changes } = await client.query<QueuedChange>(CHANGES_OF, [
    writes.map(({ version }) => version),
    writes.map(({ write_id }) => write_id),
    writes.map(({ after }) => after),
    limit,
  ]);
  const last = changes.at(-1);
  // Fewer than asked for: all of these writes are passed, those without a change among them.
  const reached =
    last !== undefined && changes.length === limit
      ? last
      : { version: Number(lastWrite.version), subject: null };
  return { changes, reached };
}

/** In the transaction in which the sink took them. */
export async function moveCursor(
  client: Queryable,
  sink: string,
  { version, subject }: Reached,
): Promise<void> {
  await client.query('UPDATE relay_cursor SET version = $2, subject = $3 WHERE sink = $1', [
    sink,
    version,
    subject,
  ]);
}

/** Removes what every sink has passed, a few writes at a time; not what tells the versions of subjects still. */
export async function dropPassedOn(client: Queryable): Promise<void> {
  await client.query(DROP_PASSED_ON);
}

/** $1 sink, $2 limit. `after`: the subject after which to go on, empty for the first. */
const NEXT_WRITES = `
  SELECT c.version::text AS version, c.write_id::text AS write_id,
         CASE WHEN c.version = s.version THEN s.subject ELSE '' END AS after
  FROM (SELECT version, subject, version + (subject IS NULL)::integer AS next FROM relay_cursor WHERE sink = $1) AS s
  CROSS JOIN LATERAL (
    SELECT version, write_id FROM registry_commit WHERE version >= s.next ORDER BY version LIMIT $2
  ) AS c
  ORDER BY c.version`;

/** $1 versions, $2 write ids, $3 after which subjects, $4 limit. */
const CHANGES_OF = `
  SELECT w.version::float8 AS version, t.subject
  FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS w (version, write_id, after)
  CROSS JOIN LATERAL (
    SELECT subject FROM registry_change WHERE write_id = w.write_id AND subject > w.after ORDER BY subject LIMIT $4
  ) AS t
  ORDER BY w.version, t.subject LIMIT $4`;

const WRITES_AT_ONCE = 100;

/** The write ids that still have rows are found one from another, the lowest first. */
const DROP_PASSED_ON = `
  WITH RECURSIVE kept (write_id, place) AS (
    SELECT (SELECT min(write_id) FROM registry_change), 1
    UNION ALL
    SELECT (SELECT min(t.write_id) FROM registry_change t WHERE t.write_id > kept.write_id), place + 1
    FROM kept WHERE kept.write_id IS NOT NULL AND place < ${WRITES_AT_ONCE}
  )
  DELETE FROM registry_change t
  USING kept JOIN registry_commit c ON c.write_id = kept.write_id
  WHERE t.write_id = kept.write_id
    AND c.version <= (SELECT min(version - (subject IS NOT NULL)::integer) FROM relay_cursor)
    AND NOT EXISTS (SELECT FROM registry_bulk b WHERE b.write_id = kept.write_id)`;

/** SQL: whether `change` of the write `commit` is still to be taken by `sink`, a row of relay_cursor. */
const isAhead = (commit: string, change: string, sink: string): string =>
  `(${commit}.version > ${sink}.version
    OR (${commit}.version = ${sink}.version AND ${change}.subject > ${sink}.subject))`;

/** How many changes some sink has still to take. */
export async function countQueued(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ queued: number }>(`
    SELECT count(*)::float8 AS queued
    FROM registry_commit c JOIN registry_change t ON t.write_id = c.write_id
    WHERE NOT EXISTS (SELECT FROM relay_cursor)
       OR EXISTS (SELECT FROM relay_cursor s WHERE ${isAhead('c', 't', 's')})`);
  return rows[0]?.queued ?? 0;
}

/** Those of `subjects` with a committed change that this sink has still to take. */
export async function subjectsQueuedFor(
  client: Queryable,
  sink: string,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ subject: string }>(
    `SELECT DISTINCT t.subject
     FROM registry_commit c JOIN registry_change t ON t.write_id = c.write_id AND t.subject = ANY ($2::text[])
     LEFT JOIN relay_cursor s ON s.sink = $1
     WHERE s.sink IS NULL OR ${isAhead('c', 't', 's')}`,
    [sink, subjects],
  );
  return new Set(rows.map(({ subject }) => subject));
}

/** How far a sink is behind the registry. */
export interface SinkBacklog {
  readonly sink: string;
  /** Changes it has still to take. */
  readonly queued: number;
  /** When the oldest of these was committed, ms ago by the server's clock; `null` where none is queued. */
  readonly oldestAgeMs: number | null;
}

/** Every sink that has a place in the queue, by name. */
export async function sinkBacklogs(client: Queryable): Promise<readonly SinkBacklog[]> {
  const { rows } = await client.query<{ sink: string; queued: number; oldest_age_ms: number | null }>(`
    SELECT s.sink, behind.queued,
           CASE WHEN behind.queued > 0
                THEN greatest(0, extract(epoch FROM clock_timestamp() - behind.oldest) * 1000)::float8 END AS oldest_age_ms
    FROM relay_cursor s CROSS JOIN LATERAL (
      SELECT count(*)::float8 AS queued, min(c.received_at) AS oldest
      FROM registry_commit c JOIN registry_change t ON t.write_id = c.write_id
      WHERE c.version >= s.version AND ${isAhead('c', 't', 's')}
    ) AS behind
    ORDER BY s.sink`);
  return rows.map(({ sink, queued, oldest_age_ms }) => ({
    sink,
    queued,
    oldestAgeMs: oldest_age_ms,
  }));
}
