import type { RegistryStore } from '@gatekeeper/registry-store';
import { RedisEntries } from '@gatekeeper/status-cache';
import type { RedisConnection } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { Examiner } from './examiner';
import { SyncLedger } from './ledger';
import type { OnDivergence } from './mending';
import { Mending } from './mending';
import { keyPrefixOf } from './relay-of';

/** The two sides that are compared. */
export interface SyncSides {
  readonly dataSource: DataSource;
  readonly registry: RegistryStore;
  readonly redis: RedisConnection;
  /** TOPIC_PREFIX, empty for none. */
  readonly topicPrefix: string;
}

export interface MendingParts {
  readonly entries: RedisEntries;
  readonly mending: Mending;
}

export function mendingOf(
  { dataSource, registry, redis, topicPrefix }: SyncSides,
  onDivergence: OnDivergence,
): MendingParts {
  const entries = new RedisEntries(redis, registryCodec, keyPrefixOf(topicPrefix));
  const examiner = new Examiner(dataSource, registry, entries);
  return { entries, mending: new Mending(examiner, new SyncLedger(dataSource), onDivergence) };
}
