import { OK, retryUntil, serverName } from '@gatekeeper/runtime';
import type { HealthBoard, Log, Shutdown } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { openDatabase, poolOf } from './data-source';

export interface DatabaseToWaitFor {
  readonly databaseUrl: string;
  readonly applicationName: string;
  /** Connections this process may hold at once. */
  readonly poolSize: number;
}

/**
 * Opens the database of a process, waiting for the server and for the current schema, with a line in the log for each
 * try; health tells how it stands, and the process's end closes it.
 */
export async function waitForDatabase(
  { databaseUrl, applicationName, poolSize }: DatabaseToWaitFor,
  log: Log,
  shutdown: Shutdown,
  health: HealthBoard,
): Promise<DataSource> {
  const server = serverName(databaseUrl);
  const dataSource = await retryUntil(
    shutdown.signal,
    () =>
      openDatabase(databaseUrl, {
        poolSize,
        applicationName,
        onIdleError: (error) => log.warn({ err: error }, 'an idle PostgreSQL connection broke'),
      }),
    { describe: `connecting to PostgreSQL at ${server}`, onRetry: ({ line }) => log.warn(line) },
  );
  shutdown.closing('PostgreSQL', () => dataSource.destroy());
  health.watch(
    'postgresql',
    () => 'its schema is not known to be the current one: `npm run migrate` makes it so',
  );
  await retryUntil(shutdown.signal, () => refuseOldSchema(dataSource), {
    describe: `looking at the schema in PostgreSQL at ${server}`,
    onRetry: ({ line }) => log.warn(line),
  });
  health.watch('postgresql', async () => {
    await poolOf(dataSource).query('SELECT 1');
    return OK;
  });
  return dataSource;
}

async function refuseOldSchema(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) throw new Error('it is not the current one: run `npm run migrate`');
}
