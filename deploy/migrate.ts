import 'reflect-metadata';
import { migrate } from '@gatekeeper/database';
import { exitCodeOf, loadSettings, messageOf, processEnvironment, serverName } from '@gatekeeper/runtime';
import { DatabaseSettings } from './database-settings';

async function main(): Promise<void> {
  const { databaseUrl, databaseCaFile: caFile } = loadSettings(DatabaseSettings, processEnvironment());
  const applied = await migrate(databaseUrl, { caFile }).catch((error: unknown) => {
    throw new Error(
      `PostgreSQL at ${serverName(databaseUrl)} could not be brought to the current schema: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  });
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  if (applied.length === 0) process.stdout.write('the schema is current, nothing to apply\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
