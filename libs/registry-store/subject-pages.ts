/** Looking at every subject, or at some by chance, in flat memory. */
import type { Queryable } from '@gatekeeper/database';

interface SubjectRow {
  subject: string;
}

/** The subjects on file after `after` in the database's order of texts; fewer than `limit`: there are no more. */
export async function subjectsAfter(
  client: Queryable,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<SubjectRow>(
    'SELECT subject FROM subject_version WHERE $1::text IS NULL OR subject > $1 ORDER BY subject LIMIT $2',
    [after, limit],
  );
  return rows.map(({ subject }) => subject);
}

/** How many subjects are on file. */
export async function countSubjects(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::float8 AS count FROM subject_version',
  );
  return rows[0]?.count ?? 0;
}

/** Up to this many subjects each is drawn by itself; beyond, whole pages of the table are drawn first. */
const FEW_SUBJECTS = 50_000;
/** Pages drawn are so many that they hold this many times the subjects wanted: those of one page were written together. */
const DRAWN_FOR_EACH = 20;

/** Up to `count` subjects by chance. Of a large registry none at all may come, when the pages drawn are empty. */
export async function sampleSubjects(client: Queryable, count: number): Promise<readonly string[]> {
  const { rows: figures } = await client.query<{ estimate: number }>(
    `SELECT reltuples::float8 AS estimate FROM pg_class WHERE oid = 'subject_version'::regclass`,
  );
  const estimate = figures[0]?.estimate ?? 0;
  const percent = estimate <= FEW_SUBJECTS ? 100 : Math.min(100, (100 * count * DRAWN_FOR_EACH) / estimate);
  const { rows } = await client.query<SubjectRow>(
    'SELECT subject FROM subject_version TABLESAMPLE SYSTEM ($1) ORDER BY random() LIMIT $2',
    [percent, count],
  );
  return rows.map(({ subject }) => subject);
}

/** Those of `subjects` with a committed change that this sink has still to take. */
export async function subjectsQueuedFor(
  client: Queryable,
  sink: string,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<SubjectRow>(
    `SELECT DISTINCT subject FROM registry_outbox
     WHERE id > coalesce((SELECT passed_on FROM relay_cursor WHERE sink = $1), 0) AND subject = ANY ($2::text[])`,
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
    SELECT s.sink, count(o.id)::float8 AS queued,
           (SELECT greatest(0, extract(epoch FROM clock_timestamp() - c.received_at) * 1000)::float8
            FROM registry_commit c WHERE c.version = min(o.version)) AS oldest_age_ms
    FROM relay_cursor s LEFT JOIN registry_outbox o ON o.id > s.passed_on
    GROUP BY s.sink ORDER BY s.sink`);
  return rows.map(({ sink, queued, oldest_age_ms }) => ({ sink, queued, oldestAgeMs: oldest_age_ms }));
}
