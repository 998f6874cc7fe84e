import { inTransaction } from '@gatekeeper/database';
import { Relay } from '@gatekeeper/registry-store';
import type { CacheEvent } from '@gatekeeper/status-cache';
import { openRedis, RedisProjection, StatusCache } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { describeWith, redisUrl } from '../servers/addresses';
import { freshPrefix } from '../servers/fresh';
import { PrivateServer } from '../servers/private-server';
import type { Stores } from './stores-parts';
import { clinician, openStores, sanction } from './stores-parts';

const ignoreError = (): void => undefined;

describeWith(['postgres', 'redis'], 'the status cache', () => {
  let stores: Stores;
  let redis: Redis;
  let prefix: string;
  let events: CacheEvent[];
  let projection: RedisProjection;
  beforeEach(async () => {
    stores = await openStores('cache');
    redis = new Redis(redisUrl());
    prefix = freshPrefix('cache');
    events = [];
    projection = new RedisProjection(redis, registryCodec, prefix);
    await stores.registry.append([clinician('a', 'D1'), sanction('s', 'doc', 'D1'), clinician('b', 'D2')]);
  });
  afterEach(async () => {
    await redis.quit();
    await stores.close();
  });

  const cacheOn = (connection: RedisConnection | null, maxEntries = 100): StatusCache =>
    new StatusCache(
      {
        registry: stores.registry,
        codec: registryCodec,
        redis: connection,
        metrics: { count: (name) => events.push(name) },
        log: { warn: ignoreError },
      },
      { keyPrefix: prefix, maxEntries },
    );
  const ask = (cache: StatusCache, ...subjects: string[]) =>
    inTransaction(stores.dataSource, async (client) => {
      const { versions } = await stores.registry.openFence(client, subjects);
      return cache.timelines(versions, client);
    });
  const onFile = (...subjects: string[]): Promise<ReadonlyMap<string, SubjectTimeline>> =>
    stores.registry.timelines(subjects);
  const keyOf = (subject: string): string => `${prefix}{${subject}}:timeline`;
  const project = (): Promise<unknown> => new Relay(stores.dataSource, registryCodec, [projection]).drain();
  const counts = (absent: number, memory: number, fromRedis: number, database: number) => ({
    absent,
    memory,
    redis: fromRedis,
    database,
  });

  test('answers from the nearest place that has the version asked for, the same everywhere', async () => {
    const first = await ask(cacheOn(null), 'D1', 'D2', 'D9');
    expect(first).toEqual({ timelines: await onFile('D1', 'D2', 'D9'), from: counts(1, 0, 0, 2) });

    await project();
    const cache = cacheOn(redis);
    expect(await ask(cache, 'D1', 'D2', 'D9')).toEqual({ ...first, from: counts(1, 0, 2, 0) });
    expect(await ask(cache, 'D1', 'D2', 'D9')).toEqual({ ...first, from: counts(1, 2, 0, 0) });
  });

  test('an older entry, in memory or in Redis, does not count', async () => {
    await project();
    const cache = cacheOn(redis);
    await ask(cache, 'D1', 'D2');
    await stores.registry.append([clinician('c', 'D2', 'other')]);
    const answer = await ask(cache, 'D1', 'D2');
    expect(answer).toEqual({ timelines: await onFile('D1', 'D2'), from: counts(0, 1, 0, 1) });
  });

  test('what the database answered is found in Redis by the next process', async () => {
    const cache = cacheOn(redis);
    expect((await ask(cache, 'D1')).from).toEqual(counts(0, 0, 0, 1));
    await cache.settled();
    expect((await ask(cacheOn(redis), 'D1')).from).toEqual(counts(0, 0, 1, 0));
  });

  test('memory keeps no more than it may', async () => {
    const cache = cacheOn(null, 1);
    await ask(cache, 'D1', 'D2');
    expect((await ask(cache, 'D1', 'D2')).from).toEqual(counts(0, 1, 0, 1));
  });

  describe('an entry that is not what was written', () => {
    const damages: readonly (readonly [string, (intact: string, other: string) => string])[] = [
      ['cut short', (intact) => intact.slice(0, -5)],
      ['with one digit changed', (intact) => intact.replace('2025-06-10', '2026-06-10')],
      ['claiming a later version', (intact) => intact.replace(/^\d+/, '9999999999999')],
      ['of another subject', (_, other) => other],
      ['empty', () => ''],
      ['of another kind', () => 'suspended'],
    ];
    test.each(damages)('%s: is counted, passed over and replaced', async (_, damage) => {
      await project();
      const [intact, other] = [(await redis.get(keyOf('D1'))) ?? '', (await redis.get(keyOf('D2'))) ?? ''];
      await redis.set(keyOf('D1'), damage(intact, other));
      const cache = cacheOn(redis);
      expect(await ask(cache, 'D1')).toEqual({ timelines: await onFile('D1'), from: counts(0, 0, 0, 1) });
      expect(events).toContain('status_cache_corrupt');
      await cache.settled();
      expect(await redis.get(keyOf('D1'))).toBe(intact);
    });

    test('a key that holds no string is passed over and replaced', async () => {
      await redis.rpush(keyOf('D1'), 'x');
      const cache = cacheOn(redis);
      expect((await ask(cache, 'D1')).from).toEqual(counts(0, 0, 0, 1));
      await cache.settled();
      expect((await ask(cacheOn(redis), 'D1')).from).toEqual(counts(0, 0, 1, 0));
    });
  });

  test('a projection only moves forward', async () => {
    const older = await onFile('D2');
    await stores.registry.append([clinician('c', 'D2', 'other')]);
    await project();
    const entry = await redis.get(keyOf('D2'));
    const [timeline] = [...older.values()];
    if (timeline === undefined) throw new Error('no timeline');
    await projection.apply([{ subject: 'D2', version: timeline.version, timeline, added: [] }]);
    expect(await redis.get(keyOf('D2'))).toBe(entry);
  });

  test('a projection tells of each change on the stream of changes', async () => {
    await project();
    const told = (await redis.xrange(`${prefix}changes`, '-', '+')).map(([, fields]) => fields);
    const version = String(await stores.registry.version());
    expect(told).toEqual([
      ['subject', 'D1', 'version', version],
      ['subject', 'D2', 'version', version],
    ]);
  });

  describe('without Redis', () => {
    test.each([
      ['nobody listens there', 'redis://127.0.0.1:1'],
      ['the name is unknown', 'redis://nowhere.invalid:6379'],
      ['the cluster is away', 'redis://127.0.0.1:1,redis://127.0.0.1:2'],
    ])('(%s) the database answers, and Redis is left alone for a while', async (_, url) => {
      const away = openRedis(url, { onError: ignoreError });
      const cache = cacheOn(away);
      expect(await ask(cache, 'D1')).toEqual({ timelines: await onFile('D1'), from: counts(0, 0, 0, 1) });
      expect(await ask(cache, 'D2')).toEqual({ timelines: await onFile('D2'), from: counts(0, 0, 0, 1) });
      expect(events).toEqual(
        expect.arrayContaining(['status_cache_redis_errors', 'status_cache_redis_skipped']),
      );
      away.disconnect();
    });

    test('that hangs, an answer comes when its time is up', async () => {
      // Its own: whoever else uses the Redis of the run must not hang with it.
      const server = await PrivateServer.start('redis');
      const hanging = openRedis(server.url, { onError: ignoreError, commandTimeoutMs: 20 });
      await new Promise((ready) => hanging.once('ready', ready));
      await server.kill('SIGSTOP');
      const answer = await ask(cacheOn(hanging), 'D1');
      expect([answer.from, events.includes('status_cache_redis_errors')]).toEqual([counts(0, 0, 0, 1), true]);
      hanging.disconnect();
      await server.kill('SIGKILL');
      await server.stop();
    });
  });

  test('a Redis in front of an unreachable database gives no answer', async () => {
    await project();
    const { versions } = await inTransaction(stores.dataSource, (client) =>
      stores.registry.openFence(client, ['D1']),
    );
    await redis.del(keyOf('D1'));
    const away = new Pool({ connectionString: 'postgres://127.0.0.1:1/away' });
    await expect(cacheOn(redis).timelines(versions, away)).rejects.toThrow('ECONNREFUSED');
  });
});
