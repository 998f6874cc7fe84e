import type { Shutdown } from '@gatekeeper/runtime';
import { Rebuilder, Reconciler, relayOf, sinksOf, SyncMetrics } from '@gatekeeper/sync';
import type { AdminParts } from '../parts';

/** Names of the sinks that this process keeps in step; none under `npm start` without Redis and Kafka. */
export const sinksServed = (parts: AdminParts): readonly string[] =>
  sinksOf({ ...parts, topicPrefix: parts.settings.topicPrefix }).map(({ name }) => name);

/**
 * Keeps what follows the registry in step with it, until the process ends. Every admin process does; they share the work.
 * A sink without an address is left to whoever has it.
 */
export function runSync(parts: AdminParts, shutdown: Shutdown): void {
  const { dataSource, registry, redis, publisher, topics, log, metrics } = parts;
  const { topicPrefix } = parts.settings;
  const onFailure = (what: string) => (error: unknown) => log.warn({ err: error }, what);
  if (sinksServed(parts).length > 0) {
    const relay = relayOf(
      { dataSource, publisher, topics, redis, topicPrefix },
      { onFailure: onFailure('registry changes wait to be passed on') },
    );
    shutdown.running('relay of registry changes', (stop) => relay.run(stop));
  }
  const figures = new SyncMetrics(dataSource, metrics);
  shutdown.running('figures of sync', (stop) => figures.run(stop));
  if (redis === null) return;
  const sides = { dataSource, registry, redis, topicPrefix };
  const onDivergence = figures.found.bind(figures);
  const reconciler = new Reconciler(sides, {
    onDivergence,
    onFailure: onFailure('the comparison of Redis with the registry waits'),
  });
  shutdown.running('reconciler', (stop) => reconciler.run(stop));
  const rebuilder = new Rebuilder(sides, {
    onDivergence,
    onFailure: onFailure('the rebuild of Redis waits'),
  });
  shutdown.running('rebuilder', (stop) => rebuilder.run(stop));
}
