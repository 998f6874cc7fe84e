/** Opens what the gatekeeper stands on, in order; what is not there yet is waited for, with a line that names it. */
import { Views } from '@gatekeeper/adjudication';
import { DatabasePools } from '@gatekeeper/database';
import type { PoolLimits } from '@gatekeeper/database';
import { DecisionStore, stillObserving, StreamStore } from '@gatekeeper/decision-store';
import type { Watched } from '@gatekeeper/http';
import { policyInForce } from '@gatekeeper/installed-policy';
import { fenceMetrics, RegistryStore } from '@gatekeeper/registry-store';
import { runLoop, settingOf, systemClock } from '@gatekeeper/runtime';
import type { Metrics, Shutdown } from '@gatekeeper/runtime';
import { CACHE_EVENTS, openWatchedRedis, StatusCache } from '@gatekeeper/status-cache';
import type { CacheEvent, CacheMetrics } from '@gatekeeper/status-cache';
import { fenOf, registryCodec, statedPolicyFromFiles } from '@gatekeeper/wire';
import { keyPrefixOf, runLineFacts, runRelay } from '@gatekeeper/sync';
import { observing, topicNames } from '@gatekeeper/stream';
import { monthsAheadLoop } from './fee-months';
import { holdFiguresLoop } from './hold-figures';
import { holdsAskedLoop } from './holds-asked';
import type { LogServers } from './log-servers';
import { openLogServers } from './log-servers';
import { handoverLoop } from './observed-handover';
import { observesAsInstalled, observingLoop } from './observing';
import type { Parts } from './parts';
import { registryFeedsLoop } from './registry-feeds';
import type { GatekeeperSettings } from './settings';

/** Batches are bounded, and whatever waits longer than this is better tried again: a partition must not stand still. */
const STREAM: PoolLimits = {
  poolSize: 4,
  statementTimeoutMs: 20_000,
  lockTimeoutMs: 10_000,
  idleInTransactionTimeoutMs: 10_000,
};
/** Few, so that whoever asks cannot take the machine from the stream; who cannot be served soon is told so. */
const DOORS: PoolLimits = {
  poolSize: 4,
  connectionTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
};
const BACKGROUND: PoolLimits = { poolSize: 8 };

/** Longer than this process may be too busy to read an answer; what waits for one has a shorter deadline of its own. */
const REDIS_TIMEOUT_MS = 2_000;

/** Of a registry of ten million records, looked through once. */
const FIRST_LOOK_WITHIN_MS = 900_000;

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
  const names = topicNames(settings.topicPrefix);
  const { databaseUrl, databaseCaFile, redisUrl, redisCaFile, consumerGroup } = settings;
  const surroundings = { log, metrics, health, shutdown };
  const database = new DatabasePools(
    { databaseUrl, databaseCaFile, applicationName: consumerGroup },
    surroundings,
  );
  const dataSource = await database.open('stream', STREAM);
  const doors = await database.open('doors', DOORS);
  const background = await database.open('background', BACKGROUND);
  await database.ready();
  const loaded = settingOf(
    await policyInForce(dataSource, stated, { processName: 'gatekeeper', log, signal: shutdown.signal }),
  );
  const observes = await observesAsInstalled(dataSource, settings.observe, {
    log,
    signal: shutdown.signal,
  });
  const topics = observes ? observing(names) : names;
  const redis =
    redisUrl === undefined
      ? null
      : openWatchedRedis({ redisUrl, redisCaFile, commandTimeoutMs: REDIS_TIMEOUT_MS }, surroundings);
  const registry = new RegistryStore(dataSource, registryCodec, { onFenceWait: fenceMetrics(metrics) });
  const keyPrefix = keyPrefixOf(settings.topicPrefix);
  const cache = new StatusCache(
    { registry, codec: registryCodec, redis, metrics: cacheMetrics(metrics), log },
    keyPrefix === undefined ? {} : { keyPrefix },
  );
  shutdown.closing('writes to Redis', () => cache.settled());
  const logServers = openLogServers(settings, names, log, clock, shutdown);
  runRelay(
    {
      dataSource: background,
      publisher: logServers.publisher,
      topics,
      redis,
      topicPrefix: settings.topicPrefix,
    },
    surroundings,
  );
  // Where the log is in this process, nobody else can say on it what officers agreed on.
  if (settings.kafkaBrokers === undefined)
    runLineFacts({ dataSource: background, publisher: logServers.publisher, topics }, surroundings);
  runLoop({
    ...(observes
      ? observingLoop(background, shutdown)
      : handoverLoop({ background, topics, log, publisher: logServers.publisher })),
    ...{ ...surroundings, whenFailing: 'degraded' },
  });
  metrics.observedGauge('gatekeeper_observing', '1 while decisions go to the topics of observing only.', () =>
    Number(observes),
  );
  const decisions = new DecisionStore(dataSource);
  runLoop({ ...holdsAskedLoop(background, loaded), ...surroundings, whenFailing: 'degraded' });
  runLoop({
    ...monthsAheadLoop({ decisions, clock }),
    ...{ shutdown, health, metrics, log, whenFailing: 'degraded' },
  });
  runLoop({
    ...registryFeedsLoop(background, metrics, clock),
    ...surroundings,
    whenFailing: 'degraded',
    quietLimitMs: FIRST_LOOK_WITHIN_MS,
  });
  runLoop({ ...holdFiguresLoop(background, metrics), ...surroundings, whenFailing: 'degraded' });
  return {
    parts: {
      clock,
      log,
      metrics,
      health,
      policy: loaded.policy,
      dataSource,
      doors,
      background,
      registry,
      decisions,
      stream: new StreamStore(dataSource, observes ? stillObserving : undefined),
      observes,
      cache,
      views: new Views(),
      publisher: logServers.publisher,
      topics,
      bounds: logServers.bounds,
      sweepApprovalFen: settings.sweepApprovalYuan === 'none' ? null : fenOf(settings.sweepApprovalYuan),
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
  for (const operation of ['read', 'write']) counters.get('status_cache_redis_errors')?.inc({ operation }, 0);
  return { count: (event, labels, by = 1) => counters.get(event)?.inc(labels ?? {}, by) };
}

function labelsOf(event: CacheEvent): readonly string[] {
  switch (event) {
    case 'status_cache_subjects':
      return ['from'];
    case 'status_cache_redis_errors':
      return ['operation'];
    case 'status_cache_write_backs_left_out':
      return ['reason'];
    case 'status_cache_corrupt':
    case 'status_cache_redis_skipped':
      return [];
  }
}
