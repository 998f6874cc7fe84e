import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import { inTransaction, poolOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { countAttempt, forgetAttempts, forgetOldAttempts } from './lock-out';
import { newToken, tokenHash } from './opaque-token';
import { decoyHash, hashPassword, isOutdated, isPasswordOf } from './password-hash';
import { passwordProblem } from './password-rules';
import { endSessionsOf } from './session-store';
import { foldLogin, SYSTEM } from './user';
import type { User } from './user';
import { appendUserEvent } from './user-events';
import { findLogin, findUser, lockUser } from './user-store';

const ONE_TIME_TOKEN_MS = 24 * 3_600_000;

export interface OneTimeToken {
  readonly token: string;
  readonly expiresAt: Instant;
}

/** `expected`: what the password must be that it is not. */
export type SetPassword = 'set' | 'refused' | { readonly expected: string };

/** Passwords: checked with a lock-out, set by a one-time token, changed by their user. */
export class Passwords {
  private readonly decoy = decoyHash();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The active user of a login whose password this is; `null` otherwise, whatever the reason, after as much work. */
  async check(givenLogin: string, password: string): Promise<User | null> {
    const pool = poolOf(this.dataSource);
    const login = foldLogin(givenLogin);
    const now = this.clock.now();
    const attempt = await countAttempt(pool, login, now);
    const user = await findLogin(pool, login);
    const kept = attempt === 'locked_out' || user === null ? null : await hashOf(pool, user.userId);
    const isRight = await isPasswordOf(kept ?? (await this.decoy), password);
    if (user === null || kept === null) return null;
    if (!isRight) {
      if (attempt === 'last_try') await this.recordLockOut(user.userId, now);
      return null;
    }
    await forgetAttempts(pool, login);
    await forgetOldAttempts(pool, now);
    if (isOutdated(kept)) await rehash(pool, user.userId, kept, password);
    return user.state === 'active' ? user : null;
  }

  /** Changes a password to a new one; every session of the user ends. */
  async change(userId: string, current: string, next: string): Promise<SetPassword> {
    const user = await findUser(poolOf(this.dataSource), userId);
    if (user === null || (await this.check(user.login, current)) === null) return 'refused';
    return inTransaction(this.dataSource, (client) => this.set(client, user, next, 'password_changed'));
  }

  /** Sets a password by a one-time token, which is then used up; every session of the user ends. */
  async setByToken(token: string, password: string): Promise<SetPassword> {
    return inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ user_id: string }>(
        'SELECT user_id FROM one_time_token WHERE token_hash = $1 AND expires_at > $2 FOR UPDATE',
        [tokenHash(token), timestampText(this.clock.now())],
      );
      const user = rows[0] === undefined ? null : await findUser(client, rows[0].user_id);
      if (user?.state !== 'active') return 'refused';
      return this.set(client, user, password, 'password_set');
    });
  }

  /** Sets the password of the first administrator. */
  async setFirst(client: Queryable, user: User, password: string): Promise<SetPassword> {
    return this.set(client, user, password, 'password_set');
  }

  /** A new one-time token in place of any earlier one; the caller records who issued it. */
  async issueToken(client: Queryable, userId: string): Promise<OneTimeToken> {
    const token = newToken('one_time');
    const expiresAt = plusMs(this.clock.now(), ONE_TIME_TOKEN_MS);
    await client.query('DELETE FROM one_time_token WHERE user_id = $1', [userId]);
    await client.query('INSERT INTO one_time_token (token_hash, user_id, expires_at) VALUES ($1, $2, $3)', [
      tokenHash(token),
      userId,
      timestampText(expiresAt),
    ]);
    return { token, expiresAt };
  }

  private recordLockOut(userId: string, at: Instant): Promise<number> {
    return inTransaction(this.dataSource, (client) =>
      appendUserEvent(client, { userId, kind: 'locked_out', actedBy: SYSTEM, at }),
    );
  }

  private async set(
    client: Queryable,
    user: User,
    password: string,
    kind: 'password_set' | 'password_changed',
  ): Promise<SetPassword> {
    const expected = passwordProblem(password, user.login);
    if (expected !== null) return { expected };
    const at = this.clock.now();
    await lockUser(client, user.userId);
    await keepHash(client, user.userId, await hashPassword(password), at);
    await client.query('DELETE FROM one_time_token WHERE user_id = $1', [user.userId]);
    await forgetAttempts(client, user.login);
    await endSessionsOf(client, user.userId, kind);
    await appendUserEvent(client, { userId: user.userId, kind, actedBy: user.userId, at });
    return 'set';
  }
}

async function hashOf(client: Queryable, userId: string): Promise<string | null> {
  const { rows } = await client.query<{ hash: string }>('SELECT hash FROM user_password WHERE user_id = $1', [
    userId,
  ]);
  return rows[0]?.hash ?? null;
}

async function keepHash(client: Queryable, userId: string, hash: string, at: Instant): Promise<void> {
  await client.query(
    `INSERT INTO user_password (user_id, hash, set_at) VALUES ($1, $2, $3)
     ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`,
    [userId, hash, timestampText(at)],
  );
}

/** Leaves a password alone that was changed meanwhile. */
async function rehash(client: Queryable, userId: string, outdated: string, password: string): Promise<void> {
  await client.query('UPDATE user_password SET hash = $3 WHERE user_id = $1 AND hash = $2', [
    userId,
    outdated,
    await hashPassword(password),
  ]);
}
