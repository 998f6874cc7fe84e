import { ADVISORY_LOCKS } from './advisory-locks';
import type { DatabaseOptions } from './data-source';
import { openDatabase, poolOf } from './data-source';

/**
 * Brings a database to the current schema. Safe to run twice and from several places at once: one migrates, the others
 * wait for it and then find nothing to do. All pending migrations are one transaction.
 * @returns the names of the migrations applied, oldest first.
 */
export async function migrate(
  databaseUrl: string,
  { caFile }: Pick<DatabaseOptions, 'caFile'> = {},
): Promise<readonly string[]> {
  // One connection holds the lock, another migrates; neither has a limit on how long it may take.
  const dataSource = await openDatabase(databaseUrl, {
    poolSize: 2,
    applicationName: 'gatekeeper-migrate',
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
    caFile,
  });
  try {
    const guard = await poolOf(dataSource).connect();
    try {
      await guard.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.migration]);
      const applied = await dataSource.runMigrations({ transaction: 'all' });
      return applied.map(({ name }) => name);
    } finally {
      // Closing the session gives the lock back whatever happened on it.
      guard.release(true);
    }
  } finally {
    await dataSource.destroy();
  }
}
