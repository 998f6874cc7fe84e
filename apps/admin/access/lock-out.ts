import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import { timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { tokenHash } from './opaque-token';

/** So many wrong passwords in a row, none older than the lock-out lasts, lock a login out. */
export const ATTEMPTS = 5;
export const LOCK_OUT_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export type Attempt = 'locked_out' | 'may_try' | 'last_try';

/**
 * Counts an attempt before the password is looked at, so that many at once count as many; `last_try` locks, and only its
 * success unlocks again. Any login is counted, known or not: neither the answer nor the work tells which are.
 */
export async function countAttempt(client: Queryable, login: string, now: Instant): Promise<Attempt> {
  const { rows } = await client.query<{ attempts: number }>(COUNT_ATTEMPT, [
    tokenHash(login),
    timestampText(now),
    timestampText(plusMs(now, LOCK_OUT_MS)),
    timestampText(plusMs(now, -LOCK_OUT_MS)),
    ATTEMPTS,
  ]);
  const [row] = rows;
  if (row === undefined) return 'locked_out';
  return row.attempts >= ATTEMPTS ? 'last_try' : 'may_try';
}

const COUNT_ATTEMPT = `
  INSERT INTO sign_in_attempt AS a (login_hash, attempts, last_at) VALUES ($1, 1, $2)
  ON CONFLICT (login_hash) DO UPDATE SET
    attempts = CASE WHEN a.last_at <= $4 THEN 1 ELSE a.attempts + 1 END,
    last_at = $2,
    locked_until = CASE WHEN a.last_at > $4 AND a.attempts + 1 >= $5 THEN $3::timestamptz END
  WHERE a.locked_until IS NULL OR a.locked_until <= $2
  RETURNING attempts`;

/** Forgets the attempts at a login: its password was right, or is a new one. */
export async function forgetAttempts(client: Queryable, login: string): Promise<void> {
  await client.query('DELETE FROM sign_in_attempt WHERE login_hash = $1', [tokenHash(login)]);
}

/** Forgets attempts of a day ago, so that made-up logins fill no table. */
export async function forgetOldAttempts(client: Queryable, now: Instant): Promise<void> {
  await client.query('DELETE FROM sign_in_attempt WHERE last_at < $1', [
    timestampText(plusMs(now, -FORGOTTEN_AFTER_MS)),
  ]);
}
