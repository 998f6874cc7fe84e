import { openDatabaseOf } from '@gatekeeper/database';
import {
  DatabaseSettings,
  loadSettings,
  messageOf,
  processEnvironment,
  serverName,
  SettingsError,
} from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { UsageError } from './ending';

/** The database that subcommands on an installation work on. @throws UsageError naming what is wrong with the settings. */
export function databaseOrUsageError(): DatabaseSettings {
  try {
    return loadSettings(DatabaseSettings, processEnvironment());
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw error;
  }
}

/** Opens it for a subcommand. @throws UsageError where it does not answer. */
export function openOrUsageError(settings: DatabaseSettings, applicationName: string): Promise<DataSource> {
  return openDatabaseOf(settings, { poolSize: 2, applicationName }).catch((error: unknown) => {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw new UsageError(
      `PostgreSQL at ${serverName(settings.databaseUrl)} does not answer: ${messageOf(error)}`,
    );
  });
}
