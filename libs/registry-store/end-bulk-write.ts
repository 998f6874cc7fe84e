/** How a bulk write ends: what it prepared goes, or its version is written to its subjects. In pages, beside everybody else. */
import type { PoolClient } from 'pg';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, inTransactionOn } from '@gatekeeper/database';
import { PATIENT_WRITE } from './append';
import { dropPassedOn } from './queue';
import { UNLESS_LATER } from './subject-versions';

/** Rows of one transaction: short enough that whoever needs one of the same rows waits for a moment only. */
export const PAGE_ROWS = 2_000;

/** For whoever ends a write that may be large. */
export interface Ending {
  /** Ends it between two pages; what is left is for the next. */
  readonly signal?: AbortSignal;
  /** Told of each page. */
  readonly moved?: () => void;
}

/** Removes what was prepared of a write that will not be committed; the database refuses it for one that was. */
export async function removePrepared(client: PoolClient, writeId: string, ending?: Ending): Promise<void> {
  const ended =
    (await inPages(client, REMOVE_CHANGES, writeId, ending)) &&
    (await inPages(client, REMOVE_RECORDS, writeId, ending));
  if (ended)
    await client.query('DELETE FROM registry_bulk WHERE write_id = $1 AND version IS NULL', [writeId]);
}

/**
 * Writes the version of a committed bulk write to each of its subjects, in pages. Until then, and meanwhile, readers find it
 * by the write: they see the same version at every moment.
 */
export async function foldVersions(client: PoolClient, writeId: string, ending?: Ending): Promise<void> {
  if (!(await inPages(client, FOLD, writeId, ending))) return;
  await inTransactionOn(client, async () => {
    await client.query(PATIENT_WRITE);
    await client.query('ANALYZE subject_version');
    await client.query('DELETE FROM registry_bulk WHERE write_id = $1', [writeId]);
    await dropPassedOn(client);
  });
}

/** A page is small: look-ups by index, whatever the planner believes of tables that are growing under it. */
export const BY_INDEX = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off';

/** @returns whether no page is left: false where `ending` stopped it before. */
async function inPages(
  client: PoolClient,
  statement: string,
  writeId: string,
  { signal, moved }: Ending = {},
): Promise<boolean> {
  for (let done = ''; ;) {
    if (signal?.aborted === true) return false;
    const { rows } = await inTransactionOn(client, async () => {
      // Whoever holds a row of the page is waited for.
      await client.query(`${PATIENT_WRITE}; ${BY_INDEX}; SET LOCAL enable_seqscan = off`);
      return client.query<{ last: string | null; rows_left: boolean }>(statement, [writeId, done, PAGE_ROWS]);
    });
    moved?.();
    const [page] = rows;
    if (page?.rows_left !== true || page.last === null) return true;
    done = page.last;
  }
}

/*
 * The pages: $1 the write, $2 up to where it is done, $3 rows of a page. They tell up to where it is done then, and whether
 * more is left. Rows go by their place in the table: of a preparation that was killed the planner may believe that it is one row,
 * and would read all of it for each row of the page.
 */

/** With the subjects go their links: every link of a write is of a subject that it changes. */
const REMOVE_CHANGES = `
  WITH page AS MATERIALIZED (
    SELECT subject, ctid AS place FROM registry_change
    WHERE write_id = $1 AND subject > $2 ORDER BY subject LIMIT $3
  ), unlinked AS (
    DELETE FROM registry_subject_written WHERE ctid = ANY (ARRAY(
      SELECT link.place FROM page CROSS JOIN LATERAL (
        SELECT l.ctid AS place FROM registry_subject_written l
        WHERE l.subject = page.subject AND l.write_id = $1 OFFSET 0
      ) AS link))
  ), removed AS (
    DELETE FROM registry_change WHERE ctid = ANY (ARRAY(SELECT place FROM page))
  )
  SELECT (SELECT subject FROM page ORDER BY subject DESC LIMIT 1) AS last, count(*) = $3 AS rows_left FROM page`;

/** Those that are left are found by the write, whatever $2 is. */
const REMOVE_RECORDS = `
  WITH page AS MATERIALIZED (
    SELECT record_id, ctid AS place FROM registry_record_written WHERE write_id = $1 AND $2::text IS NOT NULL LIMIT $3
  ), removed AS (
    DELETE FROM registry_record_written WHERE ctid = ANY (ARRAY(SELECT place FROM page))
  )
  SELECT min(record_id) AS last, count(*) = $3 AS rows_left FROM page`;

/** In the order of names, like every write, so that no two wait for each other. */
const FOLD = `
  WITH page AS MATERIALIZED (
    SELECT t.subject, b.version
    FROM registry_bulk b JOIN registry_change t ON t.write_id = b.write_id
    WHERE b.write_id = $1 AND t.subject > $2 ORDER BY t.subject LIMIT $3
  ), raised AS (
    INSERT INTO subject_version AS v (subject, version) SELECT subject, version FROM page ORDER BY subject
    ${UNLESS_LATER}
  )
  SELECT (SELECT subject FROM page ORDER BY subject DESC LIMIT 1) AS last, count(*) = $3 AS rows_left FROM page`;

/**
 * Frees the names in `incoming` that were prepared by a bulk write which ended midway, for write $1, the caller's: what else it
 * prepared goes with whoever ends it. Holds the one place for sessions that write in bulk until the caller's transaction ends.
 * @returns false where a session is at work, and nothing is freed.
 */
export async function freeNames(client: Queryable, writeId: string): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
    ADVISORY_LOCKS.registryBulk,
  ]);
  if (rows[0]?.mine !== true) return false;
  await client.query(FREE_LINKS, [writeId]);
  await client.query(FREE_RECORDS, [writeId]);
  return true;
}

/** Nobody but the write that prepares a record links it. */
const FREE_LINKS = `
  DELETE FROM registry_subject_written l USING incoming i JOIN registry_record_written r USING (record_id)
  WHERE l.record_id = r.record_id AND l.write_id = r.write_id AND r.write_id <> $1::bigint
    AND EXISTS (SELECT FROM registry_bulk b WHERE b.write_id = r.write_id AND b.version IS NULL)`;

const FREE_RECORDS = `
  DELETE FROM registry_record_written r USING incoming i
  WHERE r.record_id = i.record_id AND r.write_id <> $1::bigint
    AND EXISTS (SELECT FROM registry_bulk b WHERE b.write_id = r.write_id AND b.version IS NULL)`;
