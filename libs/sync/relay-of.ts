import { Relay } from '@gatekeeper/registry-store';
import type { ChangeSink, RelayOptions } from '@gatekeeper/registry-store';
import { RedisProjection } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import type { Publisher, TopicNames } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { RegistryChangesTopic } from './registry-changes-topic';

/** What the registry is kept in step with. */
export interface SyncTargets {
  readonly dataSource: DataSource;
  readonly publisher: Publisher;
  readonly topics: Pick<TopicNames, 'registryChanges'>;
  /** `null`: an installation without Redis. */
  readonly redis: RedisConnection | null;
  /** TOPIC_PREFIX, empty for none: keys in Redis are told apart by it too. */
  readonly topicPrefix: string;
}

/** What goes before an installation's keys in Redis; `undefined` is Redis's own default. */
export const keyPrefixOf = (topicPrefix: string): string | undefined =>
  topicPrefix === '' ? undefined : topicPrefix;

/**
 * The relay of an installation, the same in every process that runs one: to `registry.changes.v1`, and to Redis where
 * there is one. Any number may run.
 */
export function relayOf(
  { dataSource, publisher, topics, redis, topicPrefix }: SyncTargets,
  options: RelayOptions = {},
): Relay {
  const sinks: ChangeSink[] = [new RegistryChangesTopic(publisher, topics.registryChanges)];
  if (redis !== null) sinks.push(new RedisProjection(redis, registryCodec, keyPrefixOf(topicPrefix)));
  return new Relay(dataSource, registryCodec, sinks, options);
}
