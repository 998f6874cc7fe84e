import { poolOf } from '@gatekeeper/database';
import { hash } from '@node-rs/argon2';
import { ATTEMPTS, LOCK_OUT_MS } from '../../apps/admin/access/lock-out';
import { ACCESS_MS, FAMILY_MS } from '../../apps/admin/access/session-store';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { administrator, configuration, openAdminApp, PASSWORD, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

interface TokensBody {
  readonly access_token: string;
  readonly refresh_token: string;
}

describeWith(['postgres'], 'sessions of the admin app', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  beforeAll(async () => {
    database = await migratedDatabase('admin-access-sessions');
    admin = await openAdminApp(database.url);
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const registrar = (): Promise<Somebody> => somebody(admin, configuration({ areas: ['46'] }));
  const signIn = (login: string, password = PASSWORD) =>
    admin.ask('post', '/v1/sessions', null, { login, password });
  const tokensOf = async (login: string): Promise<TokensBody> => (await signIn(login)).body as TokensBody;
  const me = async (token: string | null): Promise<number> =>
    (await admin.ask('get', '/v1/me', token)).status;
  const refresh = (token: string) =>
    admin.ask('post', '/v1/sessions/refresh', null, { refresh_token: token });

  it('tell who asks, and what the table lets them do', async () => {
    const { userId, login } = await registrar();
    const { access_token: token } = await tokensOf(login);
    const { body } = await admin.ask('get', '/v1/me', token);
    expect(body).toEqual({ user_id: userId, login, roles: ['registrar'], areas: ['46'], institutions: [] });
    const refused = await admin.ask('get', '/v1/users', token);
    expect([refused.status, refused.type]).toEqual([403, 'application/problem+json']);
  });

  it.each([
    ['no token', null],
    ['a token of nobody', `gka_${'A'.repeat(43)}`],
    ['something else', 'x'],
  ])('are asked for: %s is 401', async (_, token) => {
    const answer = await admin.ask('get', '/v1/me', token);
    expect([answer.status, answer.type, answer.headers['www-authenticate']]).toEqual([
      401,
      'application/problem+json',
      'Bearer',
    ]);
  });

  it('are taken from the Authorization header alone, and set no cookie', async () => {
    const { token } = await registrar();
    expect((await admin.ask('get', '/v1/me').set('Cookie', `access_token=${token}`)).status).toBe(401);
    expect((await admin.ask('get', `/v1/me?access_token=${token}`)).status).toBe(401);
    expect((await admin.ask('get', '/v1/me', token)).headers).not.toHaveProperty('set-cookie');
  });

  it('end ten minutes after, to the millisecond', async () => {
    const { login } = await registrar();
    const { access_token: token } = await tokensOf(login);
    admin.clock.pass(ACCESS_MS - 1);
    expect(await me(token)).toBe(200);
    admin.clock.pass(1);
    expect(await me(token)).toBe(401);
  });

  it('keep no token, only its SHA-256', async () => {
    const { login } = await registrar();
    const tokens = await tokensOf(login);
    const rows = await admin.rows<{ row: string }>('SELECT t::text AS row FROM session_token t');
    expect(rows.length).toBeGreaterThan(1);
    const kept = rows.map(({ row }) => row).join();
    for (const token of Object.values(tokens)) {
      expect(kept).not.toContain(token);
      expect(kept).not.toContain(Buffer.from(token).toString('hex'));
    }
  });

  describe('a refresh token', () => {
    it('gives new tokens and ends the access token before it', async () => {
      const { login } = await registrar();
      const first = await tokensOf(login);
      const second = (await refresh(first.refresh_token)).body as TokensBody;
      expect([await me(first.access_token), await me(second.access_token)]).toEqual([401, 200]);
    });

    it('that comes again ends the whole family', async () => {
      const { login } = await registrar();
      const first = await tokensOf(login);
      const second = (await refresh(first.refresh_token)).body as TokensBody;
      expect((await refresh(first.refresh_token)).status).toBe(401);
      expect(await me(second.access_token)).toBe(401);
      expect((await refresh(second.refresh_token)).status).toBe(401);
    });

    it('used by two at once gives tokens to one of them at most', async () => {
      const { login } = await registrar();
      const { refresh_token: token } = await tokensOf(login);
      const answers = await Promise.all([refresh(token), refresh(token), refresh(token)]);
      expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    });

    it('is none for a door, and an access token gives no tokens', async () => {
      const { login } = await registrar();
      const tokens = await tokensOf(login);
      expect(await me(tokens.refresh_token)).toBe(401);
      expect((await refresh(tokens.access_token)).status).toBe(401);
    });

    it('ends twelve hours after the sign-in, however often it was exchanged', async () => {
      const { login } = await registrar();
      const first = await tokensOf(login);
      admin.clock.pass(FAMILY_MS - 1);
      const second = (await refresh(first.refresh_token)).body as TokensBody;
      expect(await me(second.access_token)).toBe(200);
      admin.clock.pass(1);
      expect(await me(second.access_token)).toBe(401);
      expect((await refresh(second.refresh_token)).status).toBe(401);
    });
  });

  describe('end at once', () => {
    it('by signing out, this one alone', async () => {
      const { login, token: elsewhere } = await registrar();
      const { access_token: here, refresh_token: again } = await tokensOf(login);
      expect((await admin.ask('delete', '/v1/sessions/current', here)).status).toBe(204);
      expect([await me(here), await me(elsewhere)]).toEqual([401, 200]);
      expect((await refresh(again)).status).toBe(401);
    });

    it.each(['revocation', 'sessions', 'change'] as const)('by %s', async (what) => {
      const [one, other] = [await administrator(admin, '46'), await administrator(admin, '46')];
      const { userId, token } = await registrar();
      expect(await me(token)).toBe(200);
      const path = `/v1/users/${userId}`;
      if (what === 'revocation') await admin.ask('post', `${path}/revocation`, one.token, { reason: 'r' });
      else if (what === 'sessions') await admin.ask('delete', `${path}/sessions`, one.token);
      else {
        const change = { roles: ['scorer'], areas: ['46'], reason: 'r' };
        const { body } = await admin.ask('put', `${path}/configuration`, one.token, change);
        const { proposal } = body as { proposal: { event_id: number } };
        expect(await me(token)).toBe(200);
        await admin.ask('post', `${path}/approval`, other.token, { proposal: proposal.event_id });
      }
      expect(await me(token)).toBe(401);
    });

    it('by another password', async () => {
      const { login, token } = await registrar();
      const next = 'a longer battery of horses';
      const body = { current_password: PASSWORD, new_password: next };
      expect((await admin.ask('put', '/v1/me/password', token, body)).status).toBe(204);
      expect(await me(token)).toBe(401);
      expect((await signIn(login)).status).toBe(401);
      expect((await signIn(login, next)).status).toBe(201);
    });
  });

  describe('a lock-out', () => {
    const fail = async (login: string, times: number): Promise<void> => {
      for (let at = 0; at < times; at += 1) await signIn(login, 'a wrong password');
    };

    it('comes with the fifth wrong password, also for the right one, and goes after a quarter of an hour', async () => {
      const { userId, login } = await registrar();
      await fail(login, ATTEMPTS);
      expect((await signIn(login)).status).toBe(401);
      admin.clock.pass(LOCK_OUT_MS - 1);
      expect((await signIn(login)).status).toBe(401);
      admin.clock.pass(1);
      expect((await signIn(login)).status).toBe(201);
      const events = await admin.rows(
        `SELECT acted_by FROM user_event WHERE user_id = $1 AND kind = 'locked_out'`,
        [userId],
      );
      expect(events).toEqual([{ acted_by: 'system' }]);
    });

    it('does not come with the fourth', async () => {
      const { login } = await registrar();
      await fail(login, ATTEMPTS - 1);
      expect((await signIn(login)).status).toBe(201);
      await fail(login, ATTEMPTS - 1);
      expect((await signIn(login)).status).toBe(201);
    });

    it('survives a restart', async () => {
      const { login } = await registrar();
      await fail(login, ATTEMPTS);
      const restarted = await openAdminApp(database.url);
      restarted.clock.at = admin.clock.at;
      const answer = await restarted.ask('post', '/v1/sessions', null, { login, password: PASSWORD });
      await restarted.close();
      expect(answer.status).toBe(401);
    });

    it('counts passwords that are tried at once', async () => {
      const { login } = await registrar();
      const tried = Array.from({ length: 3 * ATTEMPTS }, () => signIn(login, 'a wrong password'));
      await Promise.all(tried);
      const [row] = await admin.rows<{ attempts: number }>(
        `SELECT attempts FROM sign_in_attempt WHERE login_hash = sha256(convert_to($1, 'UTF8'))`,
        [login],
      );
      expect(row?.attempts).toBe(ATTEMPTS);
      expect((await signIn(login)).status).toBe(401);
    });

    it('answers alike for a login that nobody has, a wrong password, a lock-out and a revoked user', async () => {
      const [one, locked, revoked] = [await registrar(), await registrar(), await registrar()];
      await fail(locked.login, ATTEMPTS);
      const by = await administrator(admin, '46');
      await admin.ask('post', `/v1/users/${revoked.userId}/revocation`, by.token, { reason: 'r' });
      const answers = await Promise.all([
        signIn('nobody.at.all'),
        signIn(one.login, 'a wrong password'),
        signIn(locked.login),
        signIn(revoked.login),
      ]);
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      const attempts = await admin.rows(
        `SELECT FROM sign_in_attempt WHERE login_hash = sha256('nobody.at.all')`,
      );
      expect(attempts).toHaveLength(1);
    });
  });

  describe('a password', () => {
    it.each([
      ['of 11 characters', 'abcdefghij1'],
      ['with the login in it', 'USER.1 and USER.2 and'],
      ['of one character', 'aaaaaaaaaaaaaaaa'],
    ])('%s is refused by name and not shown', async (_, password) => {
      const { login, token } = await registrar();
      const next = password.replace('USER.1', login.toUpperCase());
      const body = { current_password: PASSWORD, new_password: next };
      const answer = await admin.ask('put', '/v1/me/password', token, body);
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ errors: [expect.objectContaining({ path: 'new_password' })] }),
      ]);
      expect(answer.text).not.toContain(next);
    });

    it('is the same in another spelling of Unicode, and so is a login', async () => {
      const { userId, login } = await registrar();
      const by = await administrator(admin, '46');
      const { body } = await admin.ask('post', `/v1/users/${userId}/one-time-tokens`, by.token);
      const { one_time_token: token } = body as { one_time_token: string };
      const wide = 'ｃｏｒｒｅｃｔ ｈｏｒｓｅ';
      const set = { one_time_token: token, password: wide };
      expect((await admin.ask('post', '/v1/passwords', null, set)).status).toBe(204);
      expect((await signIn(login.toUpperCase(), 'correct horse')).status).toBe(201);
    });

    it('is hashed by Argon2id as OWASP recommends, and anew where it was otherwise', async () => {
      const { userId, login } = await registrar();
      const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
      const pool = poolOf(admin.parts.dataSource);
      await pool.query('UPDATE user_password SET hash = $2 WHERE user_id = $1', [userId, weak]);
      expect((await signIn(login)).status).toBe(201);
      const [row] = await admin.rows<{ hash: string }>('SELECT hash FROM user_password WHERE user_id = $1', [
        userId,
      ]);
      expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect((await signIn(login)).status).toBe(201);
    });
  });
});
