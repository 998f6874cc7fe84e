import { Defect, textOfSettingFile } from '@gatekeeper/runtime';
import type { DatabaseSettings } from '@gatekeeper/runtime';
import * as pg from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { AnsweringPool } from './answering-pool';
import type { AnsweringPoolOptions } from './answering-pool';
import { encryptedUrl } from './encrypted-url';
import { MIGRATIONS } from './migrations';

export interface DatabaseOptions {
  /** Connections this process may hold at once. */
  readonly poolSize: number;
  /** What PostgreSQL's own views call this process. */
  readonly applicationName: string;
  /** Told when a connection that nobody was using broke; the pool has already dropped it. */
  readonly onIdleError?: (error: Error) => void;
  /** Told of a connection that was given up because the server was not at work on what it was asked. */
  readonly onGivenUp?: (reason: Error) => void;
  /** Told how long it took to get each connection, ms. */
  readonly onConnectionWait?: (ms: number) => void;
  /** Longest to wait for a connection, a free one or a new one, ms. Default 5 s. */
  readonly connectionTimeoutMs?: number;
  /** Longest a statement may run, ms; 0 is no limit. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Longest a statement may wait for a lock, ms; 0 is no limit. Default 10 s. */
  readonly lockTimeoutMs?: number;
  /** Longest a transaction may stand between two statements, ms: it may hold the registry's fence. Default 60 s. */
  readonly idleInTransactionTimeoutMs?: number;
  /** PEM file of the authority that signed the server's certificate: the connection is encrypted and, unless the URL's `sslmode` says less, verified in full. */
  readonly caFile?: string | undefined;
}

const CONNECTION_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_AFTER_MS = 5_000;

/** The server, too, finds out within seconds that a process has gone without a word: what its sessions hold comes free. */
const DEAD_PEER_SETTINGS = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '2',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '12000',
} as const;

/**
 * Opens a pool on a PostgreSQL database and proves that it answers.
 * @throws an outage (see `isOutage`) when it cannot be reached, SettingsError when the authority's file cannot be read.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<DataSource> {
  const { onConnectionWait, onGivenUp, caFile } = options;
  if (caFile !== undefined) textOfSettingFile('DATABASE_CA_FILE', caFile);
  const pool: AnsweringPoolOptions = {
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    sessionSettings: {
      ...DEAD_PEER_SETTINGS,
      statement_timeout: String(options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS),
      lock_timeout: String(options.lockTimeoutMs ?? LOCK_TIMEOUT_MS),
      idle_in_transaction_session_timeout: String(
        options.idleInTransactionTimeoutMs ?? IDLE_IN_TRANSACTION_TIMEOUT_MS,
      ),
    },
    ...(onConnectionWait === undefined ? {} : { onConnectionWait }),
    ...(onGivenUp === undefined ? {} : { onGivenUp }),
  };
  const dataSource = new DataSource({
    type: 'postgres',
    driver: { ...pg, Pool: AnsweringPool },
    url: encryptedUrl(url, caFile),
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    poolErrorHandler: options.onIdleError ?? ignoreIdleError,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
    // What extension the schema asks for, a migration creates.
    installExtensions: false,
    logging: false,
    extra: pool,
  });
  return dataSource.initialize();
}

/** `openDatabase` where settings say. @throws as it does. */
export const openDatabaseOf = (
  { databaseUrl, databaseCaFile: caFile }: DatabaseSettings,
  options: Omit<DatabaseOptions, 'caFile'>,
): Promise<DataSource> => openDatabase(databaseUrl, { ...options, caFile });

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

/** The same pool, of a data source that `openDatabase` opened. */
export function answeringPoolOf(dataSource: DataSource): AnsweringPool {
  const pool = poolOf(dataSource);
  if (!(pool instanceof AnsweringPool)) throw new Defect('this data source was not opened by openDatabase');
  return pool;
}
