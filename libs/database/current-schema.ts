import { EXIT_SETTING_MUST_CHANGE } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';

/** The database lacks migrations of this program; a process waits until somebody has migrated it, a command ends with 2. */
export class OldSchema extends Error {
  readonly exitCode = EXIT_SETTING_MUST_CHANGE;

  constructor() {
    super('the schema of the database is not the current one: run `npm run migrate`');
    this.name = 'OldSchema';
  }
}

/** @throws OldSchema; an outage. */
export async function demandCurrentSchema(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) throw new OldSchema();
}

/** Work on a data source of its own, on the current schema; it is closed whatever happens. @throws OldSchema, what `work` throws. */
export async function onCurrentSchema<T>(
  opened: Promise<DataSource>,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = await opened;
  try {
    await demandCurrentSchema(dataSource);
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
