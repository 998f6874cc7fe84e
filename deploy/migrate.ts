import 'reflect-metadata';
import { migrate, openDatabaseOf } from '@gatekeeper/database';
import { differencesOf, firstPolicy, policyToAdopt } from '@gatekeeper/installed-policy';
import {
  Checked,
  DatabaseSettings,
  PackMap,
  PackValues,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  serverName,
  settingOf,
  takesNoWords,
} from '@gatekeeper/runtime';
import { policyProblems, statedPolicyFromFiles } from '@gatekeeper/wire';
import type { StatedPolicy } from '@gatekeeper/wire';

@Checked(policyProblems)
class MigrateSettings extends DatabaseSettings {
  @PackMap()
  readonly packMap?: string;

  @PackValues()
  readonly packValues?: string;
}

async function main(): Promise<void> {
  takesNoWords(
    'migrate',
    'Brings the database of DATABASE_URL to the current schema, and writes its first policy from PACK_MAP and PACK_VALUES',
  );
  const settings = loadSettings(MigrateSettings, processEnvironment());
  const { databaseUrl, databaseCaFile: caFile } = settings;
  const stated = settingOf(statedPolicyFromFiles(settings));
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
  await writeFirstPolicy(settings, stated);
}

/** The first policy of an installation is what `PACK_MAP` and `PACK_VALUES` say here; later ones are adopted, never written by this. */
async function writeFirstPolicy(settings: MigrateSettings, stated: StatedPolicy): Promise<void> {
  const dataSource = await openDatabaseOf(settings, { poolSize: 1, applicationName: 'gatekeeper-migrate' });
  try {
    const first = settingOf(policyToAdopt(stated, null));
    const holding = await firstPolicy(dataSource, first, 'npm run migrate');
    const own = settingOf(policyToAdopt(stated, holding));
    for (const difference of differencesOf(holding, own.texts, 'this environment'))
      process.stdout.write(`not adopted (npx gatekeeper policy --adopt): ${difference}\n`);
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
