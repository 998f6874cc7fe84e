import { runLoop } from '@gatekeeper/runtime';
import type { Shutdown } from '@gatekeeper/runtime';
import { Rebuilder, Reconciler, runLineFacts, runRelay, sinksOf, SyncMetrics } from '@gatekeeper/sync';
import type { AdminParts } from '../parts';

/** Names of the sinks that this process keeps in step; none under `npm start` without Redis and Kafka. */
export const sinksServed = (parts: AdminParts): readonly string[] =>
  sinksOf({ ...parts, topicPrefix: parts.settings.topicPrefix }).map(({ name }) => name);

/**
 * Keeps what follows the registry in step with it, until the process ends. Every admin process does; they share the work.
 * A sink without an address is left to whoever has it, and so is the lines topic, on which officers' facts are said.
 */
export function runSync(parts: AdminParts, shutdown: Shutdown): void {
  const { background: dataSource, registry, redis, publisher, topics, log, metrics, health } = parts;
  const { topicPrefix } = parts.settings;
  const surroundings = { shutdown, health, metrics, log };
  if (sinksServed(parts).length > 0)
    runRelay({ dataSource, publisher, topics, redis, topicPrefix }, surroundings);
  if (publisher !== null) runLineFacts({ dataSource, publisher, topics }, surroundings);
  const figures = new SyncMetrics(dataSource, metrics);
  const loops = [figures.loop()];
  if (redis !== null) {
    const sides = { dataSource, registry, redis, topicPrefix };
    const onDivergence = figures.found.bind(figures);
    loops.push(new Reconciler(sides, onDivergence).loop(), new Rebuilder(sides, onDivergence).loop());
  }
  // The registry of record is kept and served without any of them.
  for (const loop of loops) runLoop({ ...loop, ...surroundings, whenFailing: 'degraded' });
}
