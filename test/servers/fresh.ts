/** What keeps suites apart on shared servers: a database, and a prefix, of their own. */
import { createHash, randomBytes } from 'node:crypto';
import { migrate, MIGRATIONS } from '@gatekeeper/database';
import * as pg from 'pg';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { databaseUrl } from './addresses';

export interface FreshDatabase {
  /** `postgres://…` of a new database. */
  readonly url: string;
  /** Ends every session on it and removes it. */
  drop(): Promise<void>;
}

/** Creates an empty database on the run's PostgreSQL; `suite` becomes part of its name. For suites about migrations. */
export const freshDatabase = (suite: string): Promise<FreshDatabase> =>
  onServer((server) => copyOf(server, 'template0', suite));

/**
 * Creates a database of today's schema, and no rows: a copy of one that is migrated once a run, which costs a third of
 * migrating anew.
 */
export const migratedDatabase = (suite: string): Promise<FreshDatabase> =>
  onServer(async (server) => copyOf(server, await migratedTemplate(server), suite));

/** A database as it was before a migration, opened. */
export interface EarlierDatabase extends FreshDatabase {
  readonly dataSource: DataSource;
}

/** Creates a database of the schema before the migration of that name; `drop` closes it, too. */
export async function databaseBefore(suite: string, migration: string): Promise<EarlierDatabase> {
  const place = MIGRATIONS.findIndex(({ name }) => name === migration);
  if (place < 0) throw new Error(`there is no migration ${migration}`);
  const { url, drop } = await freshDatabase(suite);
  const dataSource = await new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    migrations: MIGRATIONS.slice(0, place),
    migrationsTableName: 'schema_migration',
  }).initialize();
  await dataSource.runMigrations({ transaction: 'all' });
  return { url, dataSource, drop: () => dataSource.destroy().then(drop) };
}

/** A prefix for topics, groups and Redis keys that no other suite, and no earlier run, has used; ends in a dot. */
export function freshPrefix(suite: string): string {
  return `${suite.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}-${randomBytes(4).toString('hex')}.`;
}

async function copyOf(server: Client, template: string, suite: string): Promise<FreshDatabase> {
  const name = `test_${suite.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}_${randomBytes(4).toString('hex')}`;
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: urlOf(name),
    drop: () =>
      onServer(async (again) => {
        await again.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Of this very schema: a PostgreSQL that outlives the run must not hand out the tables of another day. */
const TEMPLATE = `test_template_${createHash('sha256').update(MIGRATIONS.map(String).join('\n')).digest('hex').slice(0, 16)}`;
/** Held while the template is made; the locks of the system itself are per database, and this one is nobody's. */
const TEMPLATE_LOCK = 7_266_353;

/** The name of the migrated database to copy, made by whoever comes first; the mark of a template is set when it is whole. */
async function migratedTemplate(server: Client): Promise<string> {
  const isWhole = async (): Promise<boolean> =>
    (await server.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [TEMPLATE]))
      .rowCount === 1;
  if (await isWhole()) return TEMPLATE;
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await isWhole()) return TEMPLATE;
    await server.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
    await migrate(urlOf(TEMPLATE));
    await server.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    return TEMPLATE;
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

function urlOf(database: string): string {
  const url = new URL(databaseUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer<T>(work: (server: Client) => Promise<T>): Promise<T> {
  const server = new Client({ connectionString: databaseUrl() });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}
