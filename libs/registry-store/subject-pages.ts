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
