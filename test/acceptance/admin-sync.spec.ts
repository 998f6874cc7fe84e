/** `/v1/sync`: the admin app keeps Redis and the topics in step, tells how they stand, and rebuilds Redis when asked. */
import type { Server } from 'node:http';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { poolOf } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import { HealthBoard, Metrics, Shutdown, silentLog, systemClock } from '@gatekeeper/runtime';
import { RedisEntries } from '@gatekeeper/status-cache';
import { KafkaPublisher } from '@gatekeeper/stream';
import { loadPolicy, officialWorkingDays, registryCodec } from '@gatekeeper/wire';
import { Redis } from 'ioredis';
import request from 'supertest';
import type { Caller } from '../../apps/admin/access/caller';
import type { Role } from '../../apps/admin/access/roles';
import { SESSIONS } from '../../apps/admin/access/sessions-port';
import { AdminModule } from '../../apps/admin/admin.module';
import { prepareHttp } from '../../apps/admin/http/prepare-http';
import type { AdminParts } from '../../apps/admin/parts';
import { ServedSettings } from '../../apps/admin/settings';
import type { SyncAnswer } from '../../apps/admin/sync/sync-answer';
import { runSync } from '../../apps/admin/sync/run-sync';
import { Installation } from '../gatekeeper/installation';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { clinician } from './stores-parts';

const tokenOf = (role: Role): string => `access-token-of-the-${role.replaceAll('_', '-')}`;
const callerOf = (role: Role): Caller => ({
  userId: `user-${role}`,
  login: role,
  roles: [role],
  areas: [''],
  institutions: [],
  clinicianCode: null,
});
const ROLES: readonly Role[] = ['operator', 'admin_department', 'scorer'];

describeWith(['postgres', 'redis', 'kafka'], 'sync through the admin app', () => {
  let installation: Installation;
  let redis: Redis;
  let entries: RedisEntries;
  let app: NestExpressApplication;
  let parts: AdminParts;
  let shutdown: Shutdown;
  let prefix: string;

  beforeAll(async () => {
    installation = await Installation.create('admin-sync');
    prefix = installation.prefix;
    redis = new Redis(installation.servers.redisUrl);
    entries = new RedisEntries(redis, registryCodec, prefix);
    const policy = loadPolicy();
    if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
    const { servers, dataSource, registry, topics } = installation;
    const log = silentLog();
    parts = {
      log,
      metrics: new Metrics(),
      health: new HealthBoard(),
      clock: systemClock,
      settings: Object.assign(new ServedSettings(), { ...servers, topicPrefix: prefix }),
      policy: policy.value,
      workingCalendar: officialWorkingDays,
      dataSource,
      background: dataSource,
      registry,
      decisions: new DecisionStore(dataSource),
      redis,
      publisher: new KafkaPublisher({ brokers: servers.kafkaBrokers, clientId: 'admin-sync', log }),
      topics,
    };
    const module = await Test.createTestingModule({ imports: [AdminModule.of(parts)] })
      .overrideProvider(SESSIONS)
      .useValue({
        callerOfToken: (token: string) =>
          Promise.resolve(
            ROLES.map(callerOf).find(({ roles: [role] }) => role && tokenOf(role) === token) ?? null,
          ),
      })
      .compile();
    app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
    prepareHttp(app, parts);
    await app.init();
    shutdown = new Shutdown({ log, deadlineMs: 20_000, exit: () => undefined });
    runSync(parts, shutdown);
  });

  afterAll(async () => {
    await shutdown.end('the suite is over');
    await app.close();
    await parts.publisher?.close();
    redis.disconnect();
    await installation.close();
  });

  const ask = (method: 'get' | 'post', path: string, role: Role | null): request.Test => {
    const server: Server = app.getHttpServer();
    const asked = request(server)[method](path);
    return role === null ? asked : asked.set('Authorization', `Bearer ${tokenOf(role)}`);
  };
  const sync = async (): Promise<SyncAnswer> => {
    const { text } = await ask('get', '/v1/sync', 'operator').expect(200);
    const answer: SyncAnswer = JSON.parse(text);
    return answer;
  };
  const inRedis = async (subject: string): Promise<boolean> => (await entries.read([subject]))[0] !== null;

  it('passes a write on, and tells that nothing waits', async () => {
    await installation.registry.append([clinician('a', 'D1'), clinician('b', 'D2')]);
    await until('an empty queue', async () => {
      const { sinks } = await sync();
      return sinks.length === 2 && sinks.every(({ backlog }) => backlog === 0);
    });
    expect((await sync()).served_here).toEqual(['topic', 'redis']);
    expect((await sync()).sinks).toEqual([
      { sink: 'redis', backlog: 0, lag_seconds: 0 },
      { sink: 'topic', backlog: 0, lag_seconds: 0 },
    ]);
    expect([await inRedis('D1'), await inRedis('D2')]).toEqual([true, true]);
    const told = (await installation.read('registryChanges')).map(({ message }) => String(message.key));
    expect(told.sort()).toEqual(['D1', 'D2']);
  });

  it('tells of a scan, of samples, and of what they found', async () => {
    await until('a scan', async () => (await sync()).last_scan !== null);
    await redis.append(`${prefix}{D1}:timeline`, 'x');
    await until('the damage found', async () => (await sync()).divergences.last_day.corrupt === 1);
    const { divergences, last_sample } = await sync();
    expect(divergences.open).toEqual({ missing: 0, behind: 0, ahead: 0, corrupt: 0, orphan: 0 });
    expect(last_sample?.rounds).toBeGreaterThan(0);
    expect(await parts.metrics.text()).toContain('registry_sync_divergences_total{kind="corrupt"} 1');
    expect(await parts.metrics.text()).toContain('registry_sync_lag_seconds{sink="redis"} 0');
  });

  it('rebuilds Redis when an operator asks, and writes down who did', async () => {
    await redis.del(`${prefix}{D2}:timeline`);
    await redis.set(`${prefix}{GONE}:timeline`, 'x');
    const { body } = await ask('post', '/v1/sync/rebuild', 'operator').expect(202);
    expect(body).toMatchObject({ rebuild_id: 1, requested_by: 'user-operator' });
    await until('the rebuild at its end', async () => (await sync()).rebuild?.phase === 'done');
    expect((await sync()).rebuild).toMatchObject({
      subjects_in_all: 2,
      subjects_written: 2,
      entries_removed: 1,
    });
    expect([await inRedis('D2'), await inRedis('GONE')]).toEqual([true, false]);
    const { rows } = await poolOf(parts.dataSource).query<{ entry: Record<string, unknown> }>(
      'SELECT entry FROM audit_entry',
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      expect.objectContaining({ actor: 'user-operator', action: 'rebuildRedis', subject: 'rebuild 1' }),
    ]);
  });

  it.each([
    ['get', '/v1/sync', null, 401],
    ['get', '/v1/sync', 'scorer', 403],
    ['get', '/v1/sync', 'admin_department', 200],
    ['post', '/v1/sync/rebuild', null, 401],
    ['post', '/v1/sync/rebuild', 'admin_department', 403],
  ] as const)('%s %s as %s: %i', async (method, path, role, status) => {
    await ask(method, path, role).expect(status);
  });

  it('is documented', async () => {
    const { body } = await ask('get', '/openapi.json', null).expect(200);
    expect(body).toMatchObject({
      paths: {
        '/v1/sync': { get: { operationId: 'readSync' } },
        '/v1/sync/rebuild': { post: { operationId: 'rebuildRedis' } },
      },
      components: { schemas: { Sync: { type: 'object' }, Rebuild: { type: 'object' } } },
    });
  });
});
