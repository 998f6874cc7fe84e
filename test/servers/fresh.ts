/** What keeps suites apart on shared servers: a database, and a prefix, of their own. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl } from './addresses';

export interface FreshDatabase {
  /** `postgres://…` of a new, empty database. */
  readonly url: string;
  /** Ends every session on it and removes it. */
  drop(): Promise<void>;
}

/** Creates an empty database on the run's PostgreSQL; `suite` becomes part of its name. */
export async function freshDatabase(suite: string): Promise<FreshDatabase> {
  const name = `test_${suite.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}_${randomBytes(4).toString('hex')}`;
  const url = new URL(databaseUrl());
  url.pathname = `/${name}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0`);
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** A prefix for topics, groups and Redis keys that no other suite, and no earlier run, has used; ends in a dot. */
export function freshPrefix(suite: string): string {
  return `${suite.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}-${randomBytes(4).toString('hex')}.`;
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
