/** Users in PostgreSQL; each statement runs on the client of the caller's transaction. */
import type { Queryable } from '@gatekeeper/database';
import type { Configuration } from './configuration';
import type { Role } from './roles';
import type { User, UserState } from './user';

interface UserRow {
  user_id: string;
  login: string;
  display_name: string;
  state: UserState;
  roles: Role[];
  areas: string[];
  institutions: string[];
  clinician_code: string | null;
  oidc_subject: string | null;
  proposal: number | null;
  proposed_by: string | null;
  proposed: Configuration | null;
}

const READ_USER = `
  SELECT u.user_id, u.login, u.display_name, u.state, u.roles, u.areas, u.institutions, u.clinician_code,
         u.oidc_subject, u.proposal::float8 AS proposal, e.acted_by AS proposed_by, e.configuration AS proposed
  FROM admin_user u LEFT JOIN user_event e ON e.event_id = u.proposal`;

function userOf(row: UserRow): User {
  const { proposal, proposed_by: proposedBy, proposed } = row;
  return {
    userId: row.user_id,
    login: row.login,
    displayName: row.display_name,
    state: row.state,
    configuration: {
      roles: row.roles,
      areas: row.areas,
      institutions: row.institutions,
      clinicianCode: row.clinician_code,
      oidcSubject: row.oidc_subject,
    },
    proposal:
      proposal === null || proposedBy === null || proposed === null
        ? null
        : { eventId: proposal, proposedBy, configuration: proposed },
  };
}

/** One user; `null` where there is none. */
export async function findUser(client: Queryable, userId: string): Promise<User | null> {
  const { rows } = await client.query<UserRow>(`${READ_USER} WHERE u.user_id = $1`, [userId]);
  return rows[0] === undefined ? null : userOf(rows[0]);
}

/** The same, locked until the transaction ends: every change of a user begins with it. */
export async function lockUser(client: Queryable, userId: string): Promise<User | null> {
  await client.query('SELECT FROM admin_user WHERE user_id = $1 FOR UPDATE', [userId]);
  return findUser(client, userId);
}

/** The user of a folded login; `null` where there is none. */
export async function findLogin(client: Queryable, login: string): Promise<User | null> {
  const { rows } = await client.query<UserRow>(`${READ_USER} WHERE u.login = $1`, [login]);
  return rows[0] === undefined ? null : userOf(rows[0]);
}

/** Users in the order of their logins, after one of them. */
export async function listUsers(
  client: Queryable,
  after: string | null,
  limit: number,
): Promise<readonly User[]> {
  const { rows } = await client.query<UserRow>(
    `${READ_USER} WHERE $1::text IS NULL OR u.login > $1 COLLATE "C" ORDER BY u.login COLLATE "C" LIMIT $2`,
    [after, limit],
  );
  return rows.map(userOf);
}

/** A user who may nothing yet. @returns false where the login is taken. */
export async function insertUser(
  client: Queryable,
  user: Pick<User, 'userId' | 'login' | 'displayName' | 'state'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO admin_user (user_id, login, display_name, state, roles, areas, institutions)
     VALUES ($1, $2, $3, $4, '{}', '{}', '{}') ON CONFLICT (login) DO NOTHING`,
    [user.userId, user.login, user.displayName, user.state],
  );
  return rowCount === 1;
}

/** Puts a configuration in force that an event approved. */
export async function putInForce(
  client: Queryable,
  userId: string,
  approval: number,
  configuration: Configuration,
): Promise<void> {
  await client.query(
    `UPDATE admin_user SET state = 'active', proposal = NULL, approval = $2, roles = $3, areas = $4,
            institutions = $5, clinician_code = $6, oidc_subject = $7
     WHERE user_id = $1`,
    [
      userId,
      approval,
      configuration.roles,
      configuration.areas,
      configuration.institutions,
      configuration.clinicianCode,
      configuration.oidcSubject,
    ],
  );
}

/** Takes every right from a user. */
export async function putOutOfForce(client: Queryable, userId: string, state: UserState): Promise<void> {
  await client.query(
    `UPDATE admin_user SET state = $2, proposal = NULL, roles = '{}', areas = '{}', institutions = '{}',
            clinician_code = NULL, oidc_subject = NULL
     WHERE user_id = $1`,
    [userId, state],
  );
}

/** Sets what waits for a second person; `null`: nothing does. */
export async function setProposal(client: Queryable, userId: string, proposal: number | null): Promise<void> {
  await client.query('UPDATE admin_user SET proposal = $2 WHERE user_id = $1', [userId, proposal]);
}

/** How many users hold the role that grants roles. */
export async function countAdministrators(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ administrators: number }>(
    `SELECT count(*)::float8 AS administrators FROM admin_user
     WHERE state = 'active' AND 'user_administrator' = ANY (roles)`,
  );
  return rows[0]?.administrators ?? 0;
}

/** Whether another user already signs in by this `sub`. */
export async function isSubjectTaken(
  client: Queryable,
  userId: string,
  oidcSubject: string | null,
): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM admin_user WHERE oidc_subject = $2 AND user_id <> $1', [
    userId,
    oidcSubject,
  ]);
  return rows.length > 0;
}

/** The active user of an OIDC `sub`; `null` where nobody is configured with it. */
export async function userOfSubject(client: Queryable, oidcSubject: string): Promise<string | null> {
  const { rows } = await client.query<{ user_id: string }>(
    `SELECT user_id FROM admin_user WHERE oidc_subject = $1 AND state = 'active'`,
    [oidcSubject],
  );
  return rows[0]?.user_id ?? null;
}
