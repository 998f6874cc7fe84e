/** Opens what the gatekeeper stands on, in order; what is not there yet is waited for, with a line that names it. */
import { Views } from '@gatekeeper/adjudication';
import { waitForDatabase } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { Watched } from '@gatekeeper/http';
import { policyInForce } from '@gatekeeper/installed-policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { settingOf, systemClock } from '@gatekeeper/runtime';
import type { Metrics, Shutdown } from '@gatekeeper/runtime';
import { CACHE_EVENTS, openWatchedRedis, StatusCache } from '@gatekeeper/status-cache';
import type { CacheEvent, CacheMetrics } from '@gatekeeper/status-cache';
import { topicNames } from '@gatekeeper/stream';
import { keyPrefixOf, relayOf } from '@gatekeeper/sync';
import { registryCodec, statedPolicyFromFiles } from '@gatekeeper/wire';
import type { LogServers } from './log-servers';
import { openLogServers } from './log-servers';
import type { Parts } from './parts';
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
  const stated = settingOf(statedPolicyFromFiles(settings));
  const clock = systemClock;
  const topics = topicNames(settings.topicPrefix);
  const { databaseUrl, redisUrl } = settings;
  const database = { databaseUrl, applicationName: settings.consumerGroup, poolSize: POOL_SIZE };
  const dataSource = await waitForDatabase(database, log, shutdown, health);
  const { policy } = settingOf(
    await policyInForce(dataSource, stated, { processName: 'gatekeeper', log, signal: shutdown.signal }),
  );
  const redis = redisUrl === undefined ? null : openWatchedRedis(redisUrl, log, shutdown, health);
  const registry = new RegistryStore(dataSource, registryCodec);
  const keyPrefix = keyPrefixOf(settings.topicPrefix);
  const cache = new StatusCache(
    { registry, codec: registryCodec, redis, metrics: cacheMetrics(metrics), log },
    keyPrefix === undefined ? {} : { keyPrefix },
  );
  shutdown.closing('writes to Redis', () => cache.settled());
  const logServers = openLogServers(settings, topics, log, clock, shutdown);
  const relay = relayOf(
    { dataSource, publisher: logServers.publisher, topics, redis, topicPrefix: settings.topicPrefix },
    { onFailure: (error) => log.warn({ err: error }, 'registry changes wait to be passed on') },
  );
  shutdown.running('relay of registry changes', (stop) => relay.run(stop));
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
