/** Opens what the gatekeeper stands on, in order; what is not there yet is waited for, with a line that names it. */
import { Views } from '@gatekeeper/adjudication';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { Watched } from '@gatekeeper/http';
import { RegistryStore, Relay } from '@gatekeeper/registry-store';
import type { ChangeSink } from '@gatekeeper/registry-store';
import { OK, retryUntil, serverName, systemClock } from '@gatekeeper/runtime';
import type { HealthBoard, Log, Metrics, Shutdown } from '@gatekeeper/runtime';
import { CACHE_EVENTS, openRedis, RedisProjection, StatusCache } from '@gatekeeper/status-cache';
import type { CacheEvent, CacheMetrics, RedisConnection } from '@gatekeeper/status-cache';
import { topicNames } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { LogServers } from './log-servers';
import { openLogServers } from './log-servers';
import type { Parts } from './parts';
import { readPolicy } from './read-policy';
import { RegistryChangesTopic } from './registry-changes-topic';
import type { GatekeeperSettings } from './settings';

const POOL_SIZE = 8;
export interface OpenedParts {
  readonly parts: Parts;
  readonly logServers: LogServers;
}

export async function openParts(
  settings: GatekeeperSettings,
  { log, metrics, health }: Watched,
  shutdown: Shutdown,
): Promise<OpenedParts> {
  const policy = readPolicy(settings);
  const clock = systemClock;
  const topics = topicNames(settings.topicPrefix);
  const dataSource = await databaseOf(settings, log, shutdown, health);
  const redis = redisOf(settings, log, shutdown, health);
  const registry = new RegistryStore(dataSource, registryCodec);
  const keyPrefix = settings.topicPrefix === '' ? undefined : settings.topicPrefix;
  const cacheOptions = keyPrefix === undefined ? {} : { keyPrefix };
  const cache = new StatusCache(
    { registry, codec: registryCodec, redis, metrics: cacheMetrics(metrics), log },
    cacheOptions,
  );
  shutdown.closing('writes to Redis', () => cache.settled());
  const logServers = openLogServers(settings, topics, log, clock, shutdown);
  const sinks: ChangeSink[] = [new RegistryChangesTopic(logServers.publisher, topics.registryChanges)];
  if (redis !== null) sinks.push(new RedisProjection(redis, registryCodec, keyPrefix));
  runRelay(
    new Relay(dataSource, registryCodec, sinks, {
      onFailure: (error) => log.warn({ err: error }, 'registry changes wait to be passed on'),
    }),
    shutdown,
  );
  return {
    parts: {
      clock,
      log,
      metrics,
      health,
      policy,
      dataSource,
      registry,
      decisions: new DecisionStore(dataSource),
      cache,
      views: new Views(),
      publisher: logServers.publisher,
      topics,
    },
    logServers,
  };
}

async function databaseOf(
  { databaseUrl, consumerGroup }: GatekeeperSettings,
  log: Log,
  shutdown: Shutdown,
  health: HealthBoard,
): Promise<DataSource> {
  const server = serverName(databaseUrl);
  const dataSource = await retryUntil(
    shutdown.signal,
    () =>
      openDatabase(databaseUrl, {
        poolSize: POOL_SIZE,
        applicationName: consumerGroup,
        onIdleError: (error) => log.warn({ err: error }, 'an idle PostgreSQL connection broke'),
      }),
    { describe: `connecting to PostgreSQL at ${server}`, onRetry: ({ line }) => log.warn(line) },
  );
  shutdown.closing('PostgreSQL', () => dataSource.destroy());
  health.watch(
    'postgresql',
    () => 'its schema is not known to be the current one: `npm run migrate` makes it so',
  );
  await retryUntil(shutdown.signal, () => refuseOldSchema(dataSource), {
    describe: `looking at the schema in PostgreSQL at ${server}`,
    onRetry: ({ line }) => log.warn(line),
  });
  health.watch('postgresql', async () => {
    await poolOf(dataSource).query('SELECT 1');
    return OK;
  });
  return dataSource;
}

async function refuseOldSchema(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) throw new Error('it is not the current one: run `npm run migrate`');
}

/** Redis is never waited for: without it the answers come from the database. */
function redisOf(
  { redisUrl }: GatekeeperSettings,
  log: Log,
  shutdown: Shutdown,
  health: HealthBoard,
): RedisConnection | null {
  if (redisUrl === undefined) return null;
  let lastReported = '';
  const redis = openRedis(redisUrl, {
    onError: (error) => {
      if (error.message === lastReported) return;
      lastReported = error.message;
      log.warn(
        { err: error },
        `Redis at ${serverName(redisUrl)} does not answer; status comes from PostgreSQL meanwhile`,
      );
    },
  });
  redis.on('ready', () => {
    lastReported = '';
  });
  shutdown.closing('Redis', async () => {
    redis.disconnect();
    return Promise.resolve();
  });
  health.watch('redis', async () => {
    await redis.ping();
    return OK;
  });
  return redis;
}

function runRelay(relay: Relay, shutdown: Shutdown): void {
  const stop = new AbortController();
  const running = relay.run(stop.signal).catch((error: unknown) => void shutdown.fail(error));
  shutdown.closing('relay of registry changes', async () => {
    stop.abort();
    await running;
  });
}

/** The cache's events as counters: `gatekeeper_<event>_total`. */
function cacheMetrics(metrics: Metrics): CacheMetrics {
  const counters = new Map(
    CACHE_EVENTS.map((event: CacheEvent) => [
      event,
      metrics.counter(
        `gatekeeper_${event}_total`,
        `Status cache: ${event.replaceAll('_', ' ')}.`,
        labelsOf(event),
      ),
    ]),
  );
  return { count: (event, labels, by = 1) => counters.get(event)?.inc(labels ?? {}, by) };
}

function labelsOf(event: CacheEvent): readonly string[] {
  switch (event) {
    case 'status_cache_subjects':
      return ['from'];
    case 'status_cache_redis_errors':
      return ['operation'];
    case 'status_cache_corrupt':
    case 'status_cache_redis_skipped':
      return [];
  }
}
