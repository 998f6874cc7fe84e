import { loadSettings, processEnvironment, SettingsError, Variable } from '@gatekeeper/runtime';
import { Matches } from 'class-validator';
import { UsageError } from './ending';

class DatabaseSetting {
  @Variable('DATABASE_URL', { secret: true })
  @Matches(/^postgres(ql)?:\/\/./, { message: 'databaseUrl must be postgres://…' })
  readonly databaseUrl!: string;
}

/** The address that subcommands on an installation work on. @throws UsageError naming what is wrong with DATABASE_URL. */
export function databaseOrUsageError(): string {
  try {
    return loadSettings(DatabaseSetting, processEnvironment()).databaseUrl;
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError('the settings cannot be used', error.problems);
    throw error;
  }
}
