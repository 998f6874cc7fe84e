/** How the first two administrators come to be: at the console, by whoever runs the system. */
import { randomUUID } from 'node:crypto';
import { inTransaction } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { Configuration } from './configuration';
import { passwordProblem } from './password-rules';
import { Passwords } from './passwords';
import { CONSOLE, foldLogin, NO_CONFIGURATION } from './user';
import { appendUserEvent } from './user-events';
import { countAdministrators, findLogin, findUser, insertUser, lockUser, putInForce } from './user-store';

export interface FoundingParts {
  readonly dataSource: DataSource;
  readonly clock: Clock;
}

export interface Founder {
  readonly login: string;
  readonly displayName: string;
  readonly password: string;
}

export type Founding = 'founded' | 'exists' | 'login_taken' | { readonly expected: string };

const FOUNDER: Configuration = { ...NO_CONFIGURATION, roles: ['user_administrator'], areas: [''] };

/** Creates the first administrator, province-wide. Nothing is written where one exists, or the password is not good enough. */
export async function foundAdministrator(
  { dataSource, clock }: FoundingParts,
  { login: givenLogin, displayName, password }: Founder,
): Promise<Founding> {
  const login = foldLogin(givenLogin);
  const expected = passwordProblem(password, login);
  if (expected !== null) return { expected };
  return inTransaction(dataSource, async (client) => {
    await keepOthersOut(client);
    if ((await countAdministrators(client)) > 0) return 'exists';
    const userId = randomUUID();
    if (!(await insertUser(client, { userId, login, displayName, state: 'applied' }))) return 'login_taken';
    const event = {
      userId,
      kind: 'founded',
      actedBy: CONSOLE,
      at: clock.now(),
      configuration: FOUNDER,
    } as const;
    await putInForce(client, userId, await appendUserEvent(client, event), FOUNDER);
    const user = await findUser(client, userId);
    if (user === null) throw new Defect('the first administrator was written and is not there');
    await new Passwords(dataSource, clock).setFirst(client, user, password);
    return 'founded';
  });
}

export type SecondApproval = 'approved' | 'no_application' | 'not_an_administrator' | 'enough_administrators';

/**
 * Approves, as the second person, what the only administrator applied for: another administrator. From two on they decide
 * on one another's proposals, and the console decides nothing.
 */
export async function approveSecondAdministrator(
  { dataSource, clock }: FoundingParts,
  login: string,
): Promise<SecondApproval> {
  return inTransaction(dataSource, async (client) => {
    await keepOthersOut(client);
    const found = await findLogin(client, foldLogin(login));
    const user = found === null ? null : await lockUser(client, found.userId);
    if (user?.state !== 'applied' || user.proposal === null) return 'no_application';
    const { userId, proposal } = user;
    if (!proposal.configuration.roles.includes('user_administrator')) return 'not_an_administrator';
    if ((await countAdministrators(client)) !== 1) return 'enough_administrators';
    const event = { userId, actedBy: CONSOLE, at: clock.now() };
    const approval = await appendUserEvent(client, { ...event, kind: 'approved', decides: proposal });
    const { configuration } = proposal;
    await appendUserEvent(client, { ...event, kind: 'configured', configuration });
    await putInForce(client, userId, approval, configuration);
    return 'approved';
  });
}

const keepOthersOut = (client: Queryable): Promise<unknown> =>
  client.query('LOCK TABLE admin_user IN SHARE ROW EXCLUSIVE MODE');
