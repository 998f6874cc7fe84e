import { silentLog } from '@gatekeeper/runtime';
import type { RedisConnection } from '@gatekeeper/status-cache';
import { RateLimits } from '../../apps/admin/access/rate-limits';
import { describeWith, redisUrl } from '../servers/addresses';
import { freshPrefix, migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, openLimitsRedis, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';

const LIMITS = { rateLimitSignIn: 2, rateLimitUser: 3, rateLimitPublic: 2 };

describeWith(['postgres', 'redis'], 'how often somebody may ask', () => {
  let database: FreshDatabase;
  let redis: RedisConnection;
  let admin: AdminApp;

  beforeAll(async () => {
    database = await migratedDatabase('admin-access-limits');
    redis = openLimitsRedis(redisUrl());
    await new Promise<void>((resolve) => redis.once('ready', resolve));
    const environment = { RATE_LIMIT_SIGN_IN: '2', RATE_LIMIT_USER: '3', RATE_LIMIT_PUBLIC: '2' };
    admin = await openAdminApp(database.url, { redis, environment });
  });
  afterAll(async () => {
    await admin.close();
    redis.disconnect();
    await database.drop();
  });

  it('is limited for each user, and says when to come again', async () => {
    const [one, other] = [
      await somebody(admin, configuration({ areas: ['46'] })),
      await somebody(admin, configuration({ areas: ['46'] })),
    ];
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await admin.ask('get', '/v1/me', one.token)).status);
    const refused = await admin.ask('get', '/v1/me', one.token);
    expect([...statuses, refused.status]).toEqual([200, 200, 200, 429]);
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    expect(refused.type).toBe('application/problem+json');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await admin.ask('get', '/v1/me', other.token)).status).toBe(200);
  });

  it('is limited for each address where it signs in, whatever the login', async () => {
    const signIn = (login: string) =>
      admin.ask('post', '/v1/sessions', null, { login, password: 'a wrong password' });
    const statuses = [
      (await signIn('one')).status,
      (await signIn('two')).status,
      (await signIn('three')).status,
    ];
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('is limited for each address without a session', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await admin.ask('get', '/v1/me')).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('is counted for all processes together', async () => {
    const prefix = freshPrefix('limits');
    const [here, there] = [
      new RateLimits(LIMITS, redis, prefix, silentLog()),
      new RateLimits(LIMITS, redis, prefix, silentLog()),
    ];
    expect((await here.count('sign_in', 'a')).waitSeconds).toBeNull();
    expect((await there.count('sign_in', 'a')).waitSeconds).toBeNull();
    expect((await here.count('sign_in', 'a')).waitSeconds).toBeGreaterThan(0);
    expect((await there.count('sign_in', 'b')).waitSeconds).toBeNull();
  });

  it('is counted in the process while Redis is away', async () => {
    const away = openLimitsRedis('redis://127.0.0.1:1');
    const limits = new RateLimits(LIMITS, away, freshPrefix('limits'), silentLog());
    expect((await limits.count('sign_in', 'a')).waitSeconds).toBeNull();
    expect((await limits.count('sign_in', 'a')).waitSeconds).toBeNull();
    expect((await limits.count('sign_in', 'a')).waitSeconds).toBeGreaterThan(0);
    away.disconnect();
  });
});
