/** The admin app over real parts, with a clock of the suite's own, and people to ask it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { instantOf, plusMs } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { inTransaction, openDatabase, poolOf } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { SetValues } from '@gatekeeper/policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { HealthBoard, loadSettings, Metrics, silentLog } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import { openRedis } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import { topicNames } from '@gatekeeper/stream';
import type { Publisher } from '@gatekeeper/stream';
import { loadPolicy, officialWorkingDays, registryCodec } from '@gatekeeper/wire';
import request from 'supertest';
import { AdminModule } from '../../apps/admin/admin.module';
import type { Configuration } from '../../apps/admin/access/configuration';
import { foundAdministrator } from '../../apps/admin/access/founding';
import { Passwords } from '../../apps/admin/access/passwords';
import { StoredSessions } from '../../apps/admin/access/stored-sessions';
import { appendUserEvent } from '../../apps/admin/access/user-events';
import { insertUser, putInForce } from '../../apps/admin/access/user-store';
import { prepareHttp } from '../../apps/admin/http/prepare-http';
import type { AdminParts } from '../../apps/admin/parts';
import { ServedSettings } from '../../apps/admin/settings';
import { freshPrefix } from '../servers/fresh';

export const PASSWORD = 'correct horse battery';
export const FOUNDER = 'founder';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface AdminApp {
  readonly parts: AdminParts;
  readonly app: NestExpressApplication;
  readonly clock: { at: Instant; now(): Instant; pass(ms: number): void };
  /** Asks with a token, or without one. */
  ask(method: Method, path: string, token?: string | null, body?: object): request.Test;
  /** Signs in; the access token. */
  signIn(login: string, password?: string): Promise<string>;
  rows<T extends object>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>;
  close(): Promise<void>;
}

export const identityKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

export interface AdminAppOptions {
  readonly log?: Log;
  readonly redis?: RedisConnection | null;
  /** Where changes are published; nowhere unless given. The prefix of its topics is the one of the environment. */
  readonly publisher?: Publisher;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of the app before it starts. */
  readonly prepare?: (app: NestExpressApplication) => unknown;
  /** Values of packs set by hand, as a values file sets them. */
  readonly values?: SetValues;
}

/** Settings as a test run needs them: no limit is met by accident. */
export const adminSettings = (environment: Readonly<Record<string, string>> = {}): ServedSettings =>
  loadSettings(ServedSettings, {
    DATABASE_URL: 'postgres://unused',
    REDIS_URL: 'redis://unused',
    KAFKA_BROKERS: 'unused:1',
    TOPIC_PREFIX: freshPrefix('access'),
    RATE_LIMIT_SIGN_IN: '100000',
    RATE_LIMIT_USER: '100000',
    RATE_LIMIT_PUBLIC: '100000',
    ...environment,
  });

/** Opens it on a migrated database. */
export async function openAdminApp(databaseUrl: string, options: AdminAppOptions = {}): Promise<AdminApp> {
  const dataSource = await openDatabase(databaseUrl, { poolSize: 6, applicationName: 'admin-access' });
  const policy = loadPolicy(options.values === undefined ? {} : { values: options.values });
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  const clock = {
    at: instantOf(Date.parse('2026-03-02T09:00:00+08:00')),
    now: () => clock.at,
    pass: (ms: number) => {
      clock.at = plusMs(clock.at, ms);
    },
  };
  const settings = adminSettings(options.environment);
  const parts: AdminParts = {
    clock,
    log: options.log ?? silentLog(),
    metrics: new Metrics(),
    health: new HealthBoard(),
    settings,
    policy: policy.value,
    workingCalendar: officialWorkingDays,
    dataSource,
    background: dataSource,
    registry: new RegistryStore(dataSource, registryCodec),
    decisions: new DecisionStore(dataSource),
    redis: options.redis ?? null,
    publisher: options.publisher ?? { publish: () => Promise.resolve(), close: () => Promise.resolve() },
    topics: topicNames(settings.topicPrefix),
  };
  const module = await Test.createTestingModule({ imports: [AdminModule.of(parts)] }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  prepareHttp(app, parts);
  options.prepare?.(app);
  await app.listen(0, '127.0.0.1');
  const server: Server = app.getHttpServer();
  const ask: AdminApp['ask'] = (method, path, token = null, body) => {
    const asked = request(server)[method](path);
    if (token !== null) void asked.set('Authorization', `Bearer ${token}`);
    return body === undefined ? asked : asked.send(body);
  };
  return {
    parts,
    app,
    clock,
    ask,
    async signIn(login, password = PASSWORD) {
      const { status, body } = await ask('post', '/v1/sessions', null, { login, password });
      if (status !== 201) throw new Error(`${login} was not signed in: ${JSON.stringify(body)}`);
      return (body as { access_token: string }).access_token;
    },
    async rows<T extends object>(sql: string, values: readonly unknown[] = []) {
      return (await poolOf(dataSource).query<T>(sql, [...values])).rows;
    },
    async close() {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/** Redis for the rate limits of a suite. */
export const openLimitsRedis = (url: string): RedisConnection =>
  openRedis(url, { onError: () => undefined, commandTimeoutMs: 2_000 });

export const configuration = (more: Partial<Configuration>): Configuration => ({
  roles: ['registrar'],
  areas: [],
  institutions: [],
  clinicianCode: null,
  oidcSubject: null,
  ...more,
});

/** The first administrator, by the same way as the command; province-wide. */
export async function found({ parts }: AdminApp, login = FOUNDER): Promise<void> {
  const outcome = await foundAdministrator(parts, { login, displayName: 'Founder', password: PASSWORD });
  if (outcome !== 'founded') throw new Error(`not founded: ${JSON.stringify(outcome)}`);
}

let made = 0;

export interface Somebody {
  readonly userId: string;
  readonly login: string;
  /** Of an open session. */
  readonly token: string;
}

/** Somebody with a configuration, a password and a session, as if applied for and approved by two others. */
export async function somebody(admin: Pick<AdminApp, 'parts'>, configured: Configuration): Promise<Somebody> {
  made += 1;
  const login = `user.${made}`;
  const userId = randomUUID();
  const { dataSource, clock } = admin.parts;
  await inTransaction(dataSource, async (client) => {
    await insertUser(client, { userId, login, displayName: login, state: 'applied' });
    const event = { userId, at: clock.now() };
    const eventId = await appendUserEvent(client, {
      ...event,
      kind: 'applied',
      actedBy: 'one',
      configuration: configured,
    });
    const decides = { eventId, proposedBy: 'one' };
    const approval = await appendUserEvent(client, {
      ...event,
      kind: 'approved',
      actedBy: 'another',
      decides,
    });
    await putInForce(client, userId, approval, configured);
  });
  const passwords = new Passwords(dataSource, clock);
  const { token: oneTime } = await passwords.issueToken(poolOf(dataSource), userId);
  await passwords.setByToken(oneTime, PASSWORD);
  const { accessToken } = await new StoredSessions(dataSource, clock).open(userId);
  return { userId, login, token: accessToken };
}

/** An administrator of users in these areas. */
export const administrator = (admin: AdminApp, ...areas: readonly string[]): Promise<Somebody> =>
  somebody(admin, configuration({ roles: ['user_administrator'], areas }));
