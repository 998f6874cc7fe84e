import { Relay } from '@gatekeeper/registry-store';
import type { ChangeSink, RelayOptions } from '@gatekeeper/registry-store';
import { runLoop } from '@gatekeeper/runtime';
import type { LoopSurroundings, Shutdown } from '@gatekeeper/runtime';
import { RedisProjection } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import type { Publisher, TopicNames } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { RegistryChangesTopic } from './registry-changes-topic';

/** What the registry is kept in step with. */
export interface SyncTargets {
  readonly dataSource: DataSource;
  /** `null`: another process keeps the topic in step. */
  readonly publisher: Publisher | null;
  readonly topics: Pick<TopicNames, 'registryChanges'>;
  /** `null`: an installation without Redis. */
  readonly redis: RedisConnection | null;
  /** TOPIC_PREFIX, empty for none: keys in Redis are told apart by it too. */
  readonly topicPrefix: string;
}

/** What goes before an installation's keys in Redis; `undefined` is Redis's own default. */
export const keyPrefixOf = (topicPrefix: string): string | undefined =>
  topicPrefix === '' ? undefined : topicPrefix;

/** What a process with these targets keeps in step: `registry.changes.v1` where it publishes, Redis where there is one. */
export function sinksOf({
  publisher,
  topics,
  redis,
  topicPrefix,
}: Omit<SyncTargets, 'dataSource'>): readonly ChangeSink[] {
  const sinks: ChangeSink[] = [];
  if (publisher !== null) sinks.push(new RegistryChangesTopic(publisher, topics.registryChanges));
  if (redis !== null) sinks.push(new RedisProjection(redis, registryCodec, keyPrefixOf(topicPrefix)));
  return sinks;
}

/** The relay of an installation to `sinksOf` its targets. Any number may run. */
export const relayOf = (targets: SyncTargets, options: RelayOptions = {}): Relay =>
  new Relay(targets.dataSource, registryCodec, sinksOf(targets), options);

/** Passes registry changes on to `sinksOf` its targets until the process ends; lines are decided without it, from the database. */
export function runRelay(
  targets: SyncTargets,
  surroundings: LoopSurroundings & { readonly shutdown: Shutdown },
): void {
  const relay = relayOf(targets);
  surroundings.shutdown.closing('word of registry changes', () => {
    relay.close();
    return Promise.resolve();
  });
  for (const loop of relay.loops()) runLoop({ ...loop, ...surroundings, whenFailing: 'degraded' });
}
