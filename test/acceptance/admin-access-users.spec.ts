import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { approveSecondAdministrator, foundAdministrator } from '../../apps/admin/access/founding';
import {
  administrator,
  configuration,
  found,
  FOUNDER,
  openAdminApp,
  PASSWORD,
  somebody,
} from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

interface UserBody {
  readonly user_id: string;
  readonly state: string;
  readonly configuration: { readonly roles: readonly string[]; readonly areas: readonly string[] };
  readonly proposal?: { readonly event_id: number };
  readonly history: readonly { readonly kind: string; readonly acted_by: string }[];
}

const SCORER = { roles: ['scorer'], areas: ['4601'], reason: 'new at the desk' };

describeWith(['postgres'], 'users of the admin app', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let one: Somebody;
  let other: Somebody;
  let count = 0;

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-users');
    admin = await openAdminApp(database.url);
    one = await administrator(admin, '46');
    other = await administrator(admin, '46');
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const apply = async (by: Somebody, more: object = {}): Promise<UserBody> => {
    count += 1;
    const body = { login: `applied.${count}`, display_name: '王芳', ...SCORER, ...more };
    const answer = await admin.ask('post', '/v1/users', by.token, body);
    expect(answer.status).toBe(201);
    return answer.body as UserBody;
  };
  const decide = (by: Somebody, user: UserBody, what: 'approval' | 'refusal') =>
    admin.ask('post', `/v1/users/${user.user_id}/${what}`, by.token, {
      proposal: user.proposal?.event_id,
      ...(what === 'refusal' ? { reason: 'not needed' } : {}),
    });
  const read = async (userId: string): Promise<UserBody> =>
    (await admin.ask('get', `/v1/users/${userId}`, one.token)).body as UserBody;

  it('are applied for, approved, configured, changed and revoked, each step on record (guangdong-2025 art. 43, 49)', async () => {
    const applied = await apply(one);
    expect([applied.state, applied.configuration.roles]).toEqual(['applied', []]);
    const approved = await decide(other, applied, 'approval');
    expect(approved.body).toMatchObject({ state: 'active', configuration: { roles: ['scorer'] } });

    const change = { roles: ['reviewer'], areas: ['46'], reason: 'moved to the reviewers' };
    const path = `/v1/users/${applied.user_id}`;
    const proposed = await admin.ask('put', `${path}/configuration`, other.token, change);
    expect(proposed.body).toMatchObject({ configuration: { roles: ['scorer'] } });
    const changed = await decide(one, proposed.body as UserBody, 'approval');
    expect(changed.body).toMatchObject({ configuration: { roles: ['reviewer'], areas: ['46'] } });

    const revoked = await admin.ask('post', `${path}/revocation`, one.token, { reason: 'left' });
    expect(revoked.body).toMatchObject({ state: 'revoked', configuration: { roles: [], areas: [] } });
    expect((await read(applied.user_id)).history.map((event) => [event.kind, event.acted_by])).toEqual([
      ['applied', one.userId],
      ['approved', other.userId],
      ['configured', other.userId],
      ['change_proposed', other.userId],
      ['approved', one.userId],
      ['configured', one.userId],
      ['revoked', one.userId],
    ]);
  });

  it('stand in the audit log too', async () => {
    const { user_id: userId } = await apply(one);
    const entries = await admin.rows<{ action: string; actor: string }>(
      `SELECT entry ->> 'action' AS action, entry ->> 'actor' AS actor FROM audit_entry
       WHERE entry ->> 'subject' = $1`,
      [userId],
    );
    expect(entries).toEqual([{ action: 'user.applied', actor: one.userId }]);
  });

  describe('a second person decides', () => {
    it.each(['approval', 'refusal'] as const)('the %s is not for whoever applied', async (what) => {
      const applied = await apply(one);
      const answer = await decide(one, applied, what);
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.objectContaining({
          status: 403,
          type: 'urn:settlement-gatekeeper:problem:second-person-needed',
        }),
      ]);
      expect((await read(applied.user_id)).state).toBe('applied');
    });

    it('once, and on what still waits', async () => {
      const applied = await apply(one);
      expect((await decide(other, applied, 'refusal')).body).toMatchObject({ state: 'refused' });
      expect((await decide(other, applied, 'approval')).status).toBe(409);
    });

    it('and never on oneself', async () => {
      const change = { roles: ['user_administrator'], areas: [''], reason: 'more' };
      const answer = await admin.ask('put', `/v1/users/${one.userId}/configuration`, one.token, change);
      expect(answer.status).toBe(403);
    });

    it('the database says so as well', async () => {
      const applied = await apply(one);
      const forged = (actedBy: string, proposedBy: string) =>
        admin.rows(
          `INSERT INTO user_event (user_id, kind, acted_by, happened_at, proposal, proposed_by)
           VALUES ($1, 'approved', $2, now(), $3, $4)`,
          [applied.user_id, actedBy, applied.proposal?.event_id, proposedBy],
        );
      await expect(forged(one.userId, one.userId)).rejects.toThrow('user_event_second_person');
      await expect(forged(one.userId, other.userId)).rejects.toThrow('foreign key');
      await expect(forged(applied.user_id, one.userId)).rejects.toThrow('user_event_not_oneself');
    });

    it('its history stays', async () => {
      await expect(admin.rows(`UPDATE user_event SET acted_by = 'nobody'`)).rejects.toThrow('append-only');
      await expect(admin.rows('DELETE FROM admin_user')).rejects.toThrow('append-only');
    });
  });

  describe('posts are separated', () => {
    it.each([
      ['scorer and reviewer', { roles: ['scorer', 'reviewer'], areas: ['46'] }],
      ['scorer and settlement auditor', { roles: ['scorer', 'settlement_auditor'], areas: ['46'] }],
      ['administrator of users and anything', { roles: ['user_administrator', 'operator'], areas: ['46'] }],
      ['a clinician with an area', { roles: ['clinician'], areas: ['46'], clinician_code: 'D460100000001' }],
      ['a clinician without a code', { roles: ['clinician'] }],
      ['an office without an institution', { roles: ['institution_office'] }],
      ['an area role beside an office', { roles: ['registrar', 'institution_office'], areas: ['46'] }],
    ])('%s is refused', async (_, configured) => {
      const answer = await admin.ask('post', '/v1/users', one.token, {
        login: `separated.${(count += 1)}`,
        display_name: 'n',
        reason: 'r',
        ...configured,
      });
      expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
    });

    it.each([['{scorer,reviewer}'], ['{scorer,settlement_auditor}'], ['{user_administrator,scorer}']])(
      'by the database too: %s',
      async (roles) => {
        const { userId } = await somebody(admin, configuration({ areas: ['46'] }));
        const change = admin.rows('UPDATE admin_user SET roles = $2 WHERE user_id = $1', [userId, roles]);
        await expect(change).rejects.toThrow(/admin_user_(posts_separated|administrator_alone)/);
      },
    );
  });

  describe('an administrator of a city', () => {
    it('grants nothing beyond it', async () => {
      const city = await administrator(admin, '4601');
      const answer = await admin.ask('post', '/v1/users', city.token, {
        login: 'beyond.city',
        display_name: 'n',
        ...SCORER,
        areas: ['46'],
      });
      expect(answer.status).toBe(403);
    });

    it('sees nobody of another', async () => {
      const city = await administrator(admin, '4602');
      const applied = await apply(one);
      expect((await admin.ask('get', `/v1/users/${applied.user_id}`, city.token)).status).toBe(404);
      const { body } = await admin.ask('get', '/v1/users?limit=200', city.token);
      const { items } = body as { items: readonly UserBody[] };
      expect(items.map((it) => it.user_id)).toContain(city.userId);
      expect(items.map((it) => it.user_id)).not.toContain(applied.user_id);
    });
  });

  it('are listed page by page', async () => {
    const logins: string[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.ask('get', `/v1/users?limit=3${after}`, one.token);
      const page = body as { items: readonly { login: string }[]; next: string | null };
      logins.push(...page.items.map(({ login }) => login));
      if (page.next === null) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    const all = await admin.rows<{ login: string }>(
      'SELECT login FROM admin_user ORDER BY login COLLATE "C"',
    );
    expect(logins).toEqual(all.map(({ login }) => login));
    expect(logins.length).toBeGreaterThan(3);
  });

  it('choose their own password by a one-time token, once', async () => {
    const applied = await apply(one);
    await decide(other, applied, 'approval');
    const issued = await admin.ask('post', `/v1/users/${applied.user_id}/one-time-tokens`, one.token);
    const { one_time_token: token } = issued.body as { one_time_token: string };
    const set = (password: string) =>
      admin.ask('post', '/v1/passwords', null, { one_time_token: token, password });
    expect((await set('too short')).status).toBe(422);
    expect((await set(PASSWORD)).status).toBe(204);
    expect((await set(`${PASSWORD} again`)).status).toBe(401);
    await expect(admin.signIn(`applied.${count}`)).resolves.toMatch(/^gka_/);
  });

  it('no one-time token lives longer than a day', async () => {
    const { userId } = await somebody(admin, configuration({ areas: ['46'] }));
    const issued = await admin.ask('post', `/v1/users/${userId}/one-time-tokens`, one.token);
    const { one_time_token: token } = issued.body as { one_time_token: string };
    const before = admin.clock.at;
    admin.clock.pass(24 * 3_600_000);
    const body = { one_time_token: token, password: PASSWORD };
    expect((await admin.ask('post', '/v1/passwords', null, body)).status).toBe(401);
    admin.clock.at = before;
  });
});

describeWith(['postgres'], 'the first administrators', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  beforeAll(async () => {
    database = await migratedDatabase('admin-access-founding');
    admin = await openAdminApp(database.url);
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  it('are one at the console, who applies for a second, whom the console approves; then it decides nothing', async () => {
    const { parts } = admin;
    const weak = { login: FOUNDER, displayName: 'F', password: 'founder123456' };
    expect(await foundAdministrator(parts, weak)).toHaveProperty('expected');
    await found(admin);
    expect(await foundAdministrator(parts, { ...weak, login: 'again', password: PASSWORD })).toBe('exists');

    const token = await admin.signIn(FOUNDER);
    const applyFor = (login: string, roles: readonly string[]) =>
      admin.ask('post', '/v1/users', token, { login, display_name: 'n', roles, areas: [''], reason: 'r' });
    expect((await applyFor('second', ['user_administrator'])).status).toBe(201);
    expect((await applyFor('third', ['user_administrator'])).status).toBe(201);
    expect((await applyFor('scorer', ['scorer'])).status).toBe(201);
    expect(await approveSecondAdministrator(parts, 'nobody')).toBe('no_application');
    expect(await approveSecondAdministrator(parts, 'scorer')).toBe('not_an_administrator');
    expect(await approveSecondAdministrator(parts, 'second')).toBe('approved');
    expect(await approveSecondAdministrator(parts, 'third')).toBe('enough_administrators');
  });
});
