/** The one session at a time that writes to the registry in bulk, and what it does about those that ended midway. */
import type { PoolClient } from 'pg';
import { setTimeout as after } from 'node:timers/promises';
import type { Exclusive } from '@gatekeeper/database';
import { ADVISORY_LOCKS, poolOf, withSessionLock } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { Ending } from './end-bulk-write';
import { foldVersions, removePrepared } from './end-bulk-write';

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 15 * 60_000;
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
export async function endUnfinishedWrites(dataSource: DataSource, ending: Ending = {}): Promise<void> {
  const { rows } = await poolOf(dataSource).query('SELECT FROM registry_bulk LIMIT 1');
  if (rows.length > 0) await tryBulkSession(dataSource, () => Promise.resolve(), ending);
}

function tryBulkSession<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
  ending: Ending = {},
): Promise<Exclusive<T>> {
  return withSessionLock(dataSource, ADVISORY_LOCKS.registryBulk, async (_, client) => {
    await endUnfinished(client, ending);
    return work(client);
  });
}

async function endUnfinished(client: PoolClient, ending: Ending): Promise<void> {
  const { rows } = await client.query<{ write_id: string; version: string | null }>(
    'SELECT write_id::text AS write_id, version::text AS version FROM registry_bulk ORDER BY write_id',
  );
  for (const { write_id, version } of rows)
    await (version === null ? removePrepared : foldVersions)(client, write_id, ending);
}
