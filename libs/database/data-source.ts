import { Defect } from '@gatekeeper/runtime';
import * as pg from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { MIGRATIONS } from './migrations';

export interface DatabaseOptions {
  /** Connections this process may hold at once. */
  readonly poolSize: number;
  /** What PostgreSQL's own views call this process. */
  readonly applicationName: string;
  /** Told when a connection that nobody was using broke; the pool has already dropped it. */
  readonly onIdleError?: (error: Error) => void;
  /** Longest a statement may run, ms; 0 is no limit. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Longest a statement may wait for a lock, ms; 0 is no limit. Default 10 s. */
  readonly lockTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;
/** A transaction left open by a stalled process would hold the registry's fence: PostgreSQL ends it. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * Opens a pool on a PostgreSQL database and proves that it answers.
 * @throws an outage (see `isOutage`) when it cannot be reached.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolErrorHandler: options.onIdleError ?? ignoreIdleError,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
    // What extension the schema asks for, a migration creates.
    installExtensions: false,
    logging: false,
    extra: {
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
      lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
  });
  return dataSource.initialize();
}

/** An idle connection that broke has harmed nothing: the next use opens another, and reports if that fails. */
function ignoreIdleError(): void {}

/** The pool of `pg` clients under a data source: reads and writes here are plain SQL on those. */
export function poolOf(dataSource: DataSource): pg.Pool {
  const { driver } = dataSource;
  if (!(driver instanceof PostgresDriver)) throw new Defect('this data source is not PostgreSQL');
  const pool: unknown = driver.master;
  if (!(pool instanceof pg.Pool)) throw new Defect('this data source is not open');
  return pool;
}
