import type { Views } from '@gatekeeper/adjudication';
import type { DecisionStore } from '@gatekeeper/decision-store';
import type { Policy } from '@gatekeeper/policy';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { Clock, HealthBoard, Log, Metrics } from '@gatekeeper/runtime';
import type { StatusCache } from '@gatekeeper/status-cache';
import type { Publisher, TopicNames } from '@gatekeeper/stream';
import type { DataSource } from 'typeorm';

/** Everything the gatekeeper is made of, opened and ready: what its controllers and the stream are given. */
export interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  readonly policy: Policy;
  readonly dataSource: DataSource;
  readonly registry: RegistryStore;
  readonly decisions: DecisionStore;
  readonly cache: StatusCache;
  readonly views: Views;
  readonly publisher: Publisher;
  readonly topics: TopicNames;
}

/** Nest's token for `Parts`. */
export const PARTS = Symbol('parts of the gatekeeper');
