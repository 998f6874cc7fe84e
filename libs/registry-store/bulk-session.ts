/** The one session at a time that writes to the registry in bulk, and what it does about those that ended midway. */
import type { PoolClient } from 'pg';
import { setTimeout as after } from 'node:timers/promises';
import type { Exclusive, Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, poolOf, withSessionLock } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { dropPassedOn } from './queue';
import { UNLESS_LATER } from './subject-versions';

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 15 * 60_000;
/** Rows of one transaction: short enough that whoever needs one of the same rows waits for a moment only. */
export const PAGE_ROWS = 2_000;

/**
 * Does `work` on a connection of its own while no other session writes in bulk; waits for those before it. What another
 * left unfinished is ended first. The lock is the session's: a process that dies lets go of it.
 * @throws an outage also when others were at it for a quarter of an hour; what `work` threw.
 */
export async function inBulkSession<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  for (const began = performance.now(); ;) {
    const outcome = await tryBulkSession(dataSource, work);
    if (outcome.kind === 'done') return outcome.value;
    if (performance.now() - began > PATIENCE_MS)
      throw new Outage('registry', 'is taking in other bulk writes: try again once these have ended');
    await after(LOOK_EVERY_MS);
  }
}

/** Ends what bulk writes left unfinished, unless a session is at work: that one does it. @throws an outage. */
export async function endUnfinishedWrites(dataSource: DataSource): Promise<void> {
  const { rows } = await poolOf(dataSource).query('SELECT FROM registry_bulk LIMIT 1');
  if (rows.length > 0) await tryBulkSession(dataSource, () => Promise.resolve());
}

function tryBulkSession<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<Exclusive<T>> {
  return withSessionLock(dataSource, ADVISORY_LOCKS.registryBulk, async (_, client) => {
    await endUnfinished(client);
    return work(client);
  });
}

async function endUnfinished(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ write_id: string; version: string | null }>(
    'SELECT write_id::text AS write_id, version::text AS version FROM registry_bulk ORDER BY write_id',
  );
  for (const { write_id, version } of rows) {
    if (version === null) await removePrepared(client, write_id);
    else await foldVersions(client, write_id);
  }
}

/** Removes what was prepared of a write that will not be committed; the database refuses it for one that was. */
export async function removePrepared(client: Queryable, writeId: string): Promise<void> {
  await inPages(client, REMOVE_CHANGES, writeId);
  await inPages(client, REMOVE_RECORDS, writeId);
  await client.query('DELETE FROM registry_bulk WHERE write_id = $1 AND version IS NULL', [writeId]);
}

async function inPages(client: Queryable, statement: string, writeId: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ rows_left: boolean }>(statement, [writeId, PAGE_ROWS]);
    if (rows[0]?.rows_left !== true) return;
  }
}

/** With the subjects go their links: every link of a write is of a subject that it changes. */
const REMOVE_CHANGES = `
  WITH page AS (
    SELECT subject FROM registry_change WHERE write_id = $1 ORDER BY subject LIMIT $2
  ), unlinked AS (
    DELETE FROM registry_subject_written l USING page WHERE l.subject = page.subject AND l.write_id = $1
  ), removed AS (
    DELETE FROM registry_change t USING page WHERE t.write_id = $1 AND t.subject = page.subject
  )
  SELECT count(*) = $2 AS rows_left FROM page`;

const REMOVE_RECORDS = `
  WITH page AS (
    SELECT record_id FROM registry_record_written WHERE write_id = $1 LIMIT $2
  ), removed AS (
    DELETE FROM registry_record_written r USING page WHERE r.record_id = page.record_id
  )
  SELECT count(*) = $2 AS rows_left FROM page`;

/**
 * Writes the version of a committed bulk write to each of its subjects, in pages. Until then, and meanwhile, readers find it
 * by the write: they see the same version at every moment.
 */
export async function foldVersions(client: Queryable, writeId: string): Promise<void> {
  for (let done = ''; ;) {
    const { rows } = await client.query<{ last: string | null; rows_left: boolean }>(FOLD, [
      writeId,
      done,
      PAGE_ROWS,
    ]);
    const [page] = rows;
    if (page === undefined || page.last === null || !page.rows_left) break;
    done = page.last;
  }
  await client.query('ANALYZE subject_version');
  await client.query('DELETE FROM registry_bulk WHERE write_id = $1', [writeId]);
  await dropPassedOn(client);
}

/** In the order of names, like every write, so that no two wait for each other. */
const FOLD = `
  WITH page AS (
    SELECT t.subject, b.version
    FROM registry_bulk b JOIN registry_change t ON t.write_id = b.write_id
    WHERE b.write_id = $1 AND t.subject > $2 ORDER BY t.subject LIMIT $3
  ), raised AS (
    INSERT INTO subject_version AS v (subject, version) SELECT subject, version FROM page ORDER BY subject
    ${UNLESS_LATER}
  )
  SELECT (SELECT subject FROM page ORDER BY subject DESC LIMIT 1) AS last, count(*) = $3 AS rows_left FROM page`;
