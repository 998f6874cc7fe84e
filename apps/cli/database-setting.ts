import { isOutage, OldSchema, onCurrentSchema, openDatabaseOf } from '@gatekeeper/database';
import {
  DatabaseSettings,
  loadSettings,
  messageOf,
  processEnvironment,
  serverName,
  SettingsError,
} from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { AnswerIsNo, UsageError } from './ending';

/** The database that subcommands on an installation work on. @throws UsageError naming what is wrong with the settings. */
export function databaseOrUsageError(): DatabaseSettings {
  try {
    return loadSettings(DatabaseSettings, processEnvironment());
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw error;
  }
}

/**
 * Does the work of a subcommand on it, and closes it.
 * @throws UsageError where it does not answer or its schema is not the current one; AnswerIsNo where it goes away during the work;
 * what else `work` throws.
 */
export async function onDatabase(
  settings: DatabaseSettings,
  applicationName: string,
  work: (dataSource: DataSource) => Promise<void>,
  poolSize = 2,
): Promise<void> {
  const opened = openDatabaseOf(settings, { poolSize, applicationName }).catch((error: unknown) => {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw new UsageError(
      `PostgreSQL at ${serverName(settings.databaseUrl)} does not answer: ${messageOf(error)}`,
    );
  });
  await onCurrentSchema(opened, work).catch((error: unknown) => {
    if (error instanceof OldSchema) throw new UsageError(error.message);
    if (isOutage(error))
      throw new AnswerIsNo(
        `PostgreSQL at ${serverName(settings.databaseUrl)} went away during the work: ${messageOf(error)}; run the command again`,
      );
    throw error;
  });
}
