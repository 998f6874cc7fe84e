import type { WorkingCalendar } from '@gatekeeper/calendar';
import type { DecisionStore } from '@gatekeeper/decision-store';
import type { Watched } from '@gatekeeper/http';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { Clock } from '@gatekeeper/runtime';
import type { RedisConnection } from '@gatekeeper/status-cache';
import type { Publisher, TopicNames } from '@gatekeeper/stream';
import type { LoadedPolicy } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { AdminSettings } from './settings';

/** Everything the admin app is made of, opened and ready: what its modules are given. */
export interface AdminParts extends Watched {
  readonly clock: Clock;
  readonly settings: AdminSettings;
  readonly policy: LoadedPolicy;
  readonly workingCalendar: WorkingCalendar;
  /** Of the HTTP doors. */
  readonly dataSource: DataSource;
  /** Of what goes on by itself, and of what is read and written in bulk: it never takes a connection from the doors. */
  readonly background: DataSource;
  readonly registry: RegistryStore;
  /** Lines and decisions, to be looked at: the gatekeepers write them. */
  readonly decisions: DecisionStore;
  /** `null` under `npm start` alone, where no address is given. */
  readonly redis: RedisConnection | null;
  /** `null` under `npm start` alone: the log is inside the gatekeeper, which tells it of registry changes. */
  readonly publisher: Publisher | null;
  readonly topics: TopicNames;
}

/** Nest's token for `AdminParts`. */
export const ADMIN_PARTS = Symbol('parts of the admin app');
