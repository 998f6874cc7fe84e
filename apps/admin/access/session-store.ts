/** Families of tokens in PostgreSQL; each statement runs on the client it is given. */
import { randomUUID } from 'node:crypto';
import type { Instant } from '@gatekeeper/calendar';
import { earlierOf, instantOf, plusMs } from '@gatekeeper/calendar';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { Caller } from './caller';
import { newToken, tokenHash } from './opaque-token';
import type { TokenKind } from './opaque-token';
import type { Role } from './roles';

/** How long an access token stands. */
export const ACCESS_MS = 10 * 60_000;
/** How long a sign-in can be refreshed; every token of its family ends by then. */
export const FAMILY_MS = 12 * 3_600_000;

export interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: Instant;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Instant;
}

/** A new sign-in of a user. */
export async function openFamily(client: Queryable, userId: string, now: Instant): Promise<Tokens> {
  const familyId = randomUUID();
  const endsAt = plusMs(now, FAMILY_MS);
  await client.query('DELETE FROM session_family WHERE ends_at < $1', [
    timestampText(plusMs(now, -FAMILY_MS)),
  ]);
  await client.query(
    'INSERT INTO session_family (family_id, user_id, started_at, ends_at) VALUES ($1, $2, $3, $4)',
    [familyId, userId, timestampText(now), timestampText(endsAt)],
  );
  return issueTokens(client, familyId, endsAt, now);
}

/** New tokens of a family; the access tokens before them are over. */
async function issueTokens(
  client: Queryable,
  familyId: string,
  endsAt: Instant,
  now: Instant,
): Promise<Tokens> {
  await client.query(`DELETE FROM session_token WHERE family_id = $1 AND kind = 'access'`, [familyId]);
  const accessExpiresAt = earlierOf(plusMs(now, ACCESS_MS), endsAt);
  return {
    accessToken: await issueToken(client, familyId, 'access', accessExpiresAt),
    accessExpiresAt,
    refreshToken: await issueToken(client, familyId, 'refresh', endsAt),
    refreshExpiresAt: endsAt,
  };
}

async function issueToken(
  client: Queryable,
  familyId: string,
  kind: Extract<TokenKind, 'access' | 'refresh'>,
  expiresAt: Instant,
): Promise<string> {
  const token = newToken(kind);
  await client.query(
    'INSERT INTO session_token (token_hash, family_id, kind, expires_at) VALUES ($1, $2, $3, $4)',
    [tokenHash(token), familyId, kind, timestampText(expiresAt)],
  );
  return token;
}

interface RefreshRow {
  family_id: string;
  was_used: boolean;
  stands: boolean;
  ends_at_ms: number;
}

/**
 * Exchanges a refresh token, once. One that comes again was stolen, or its thief was first: the family ends, for both.
 * @returns `null` where the token gives nothing.
 */
export async function rotate(client: Queryable, refreshToken: string, now: Instant): Promise<Tokens | null> {
  const hash = tokenHash(refreshToken);
  const { rows } = await client.query<RefreshRow>(
    `SELECT f.family_id, t.used_at IS NOT NULL AS was_used, ${epochMsOf('f.ends_at')} AS ends_at_ms,
            f.ended_because IS NULL AND t.expires_at > $2 AND u.state = 'active' AS stands
     FROM session_token t JOIN session_family f USING (family_id) JOIN admin_user u USING (user_id)
     WHERE t.token_hash = $1 AND t.kind = 'refresh' FOR UPDATE OF t, f`,
    [hash, timestampText(now)],
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (row.was_used) await endFamily(client, row.family_id, 'refresh_token_reused');
  if (row.was_used || !row.stands) return null;
  await client.query('UPDATE session_token SET used_at = $2 WHERE token_hash = $1', [
    hash,
    timestampText(now),
  ]);
  return issueTokens(client, row.family_id, instantOf(row.ends_at_ms), now);
}

const endFamily = (client: Queryable, familyId: string, because: string): Promise<unknown> =>
  client.query(
    'UPDATE session_family SET ended_because = $2 WHERE family_id = $1 AND ended_because IS NULL',
    [familyId, because],
  );

/** Ends the session an access token belongs to. */
export async function endSession(client: Queryable, accessToken: string): Promise<void> {
  await client.query(
    `UPDATE session_family SET ended_because = 'signed_out'
     WHERE ended_because IS NULL AND family_id = (SELECT family_id FROM session_token WHERE token_hash = $1)`,
    [tokenHash(accessToken)],
  );
}

/** Ends every session of a user: the next request of each is refused. */
export async function endSessionsOf(client: Queryable, userId: string, because: string): Promise<void> {
  await client.query(
    'UPDATE session_family SET ended_because = $2 WHERE user_id = $1 AND ended_because IS NULL',
    [userId, because],
  );
}

interface CallerRow {
  user_id: string;
  login: string;
  roles: Role[];
  areas: string[];
  institutions: string[];
  clinician_code: string | null;
}

/** Who an access token stands for, as configured now; `null` for one that is unknown, over or ended. */
export async function callerOfToken(
  client: Queryable,
  accessToken: string,
  now: Instant,
): Promise<Caller | null> {
  const { rows } = await client.query<CallerRow>(
    `SELECT u.user_id, u.login, u.roles, u.areas, u.institutions, u.clinician_code
     FROM session_token t JOIN session_family f USING (family_id) JOIN admin_user u USING (user_id)
     WHERE t.token_hash = $1 AND t.kind = 'access' AND t.expires_at > $2
       AND f.ended_because IS NULL AND u.state = 'active'`,
    [tokenHash(accessToken), timestampText(now)],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    userId: row.user_id,
    login: row.login,
    roles: row.roles,
    areas: row.areas,
    institutions: row.institutions,
    clinicianCode: row.clinician_code,
  };
}
