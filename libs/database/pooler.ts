import { types } from 'node:util';
import { SettingsError } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';
import type { Queryable } from './transaction';

/** Enough looks that a pooler which shares backends between transactions is seen doing it. */
const LOOKS = 3;

const POOLER_IN_BETWEEN =
  'DATABASE_URL leads to a pooler that gives a backend to another session between transactions (PgBouncer: pool_mode = ' +
  'transaction or statement). Locks, LISTEN and the settings of a session need it whole: set pool_mode = session for this ' +
  'database, or name PostgreSQL itself';

/** Two sessions that are open at once and are served by one backend: whoever is in between gives it away by the transaction. */
export async function sharesBackends(one: Queryable, other: Queryable): Promise<boolean> {
  const backendOf = async (session: Queryable): Promise<number | undefined> =>
    (await session.query<{ backend: number }>('SELECT pg_backend_pid() AS backend')).rows[0]?.backend;
  for (let look = 0; look < LOOKS; look++) {
    if ((await backendOf(one)) === (await backendOf(other))) return true;
  }
  return false;
}

/** @throws SettingsError where a pooler in between does not give whole sessions; an outage. */
export async function refuseSharedBackends(dataSource: DataSource): Promise<void> {
  const pool = poolOf(dataSource);
  const one = await pool.connect();
  try {
    const other = await pool.connect();
    try {
      if (await sharesBackends(one, other)) throw new SettingsError([POOLER_IN_BETWEEN]);
    } finally {
      other.release();
    }
  } finally {
    one.release();
  }
}

/** What PgBouncer says of an address that asks for more than it passes on, as a setting to be changed; else the error itself. */
export function settingRefusedByPooler(error: unknown): unknown {
  if (!types.isNativeError(error) || !error.message.startsWith('unsupported startup parameter')) return error;
  return new SettingsError([
    `DATABASE_URL asks for a startup parameter that the pooler in between refuses (${error.message}): leave it out of the ` +
      'address, or add it to PgBouncer’s ignore_startup_parameters',
  ]);
}
