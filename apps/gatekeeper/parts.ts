import type { Views } from '@gatekeeper/adjudication';
import type { Watched } from '@gatekeeper/http';
import type { DecisionStore, StreamStore } from '@gatekeeper/decision-store';
import type { Policy } from '@gatekeeper/policy';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { Clock } from '@gatekeeper/runtime';
import type { StatusCache } from '@gatekeeper/status-cache';
import type { LogBounds, Publisher, TopicNames } from '@gatekeeper/stream';
import type { Fen } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';

/** Everything the gatekeeper is made of, opened and ready: what its controllers and the stream are given. */
export interface Parts extends Watched {
  readonly clock: Clock;
  readonly policy: Policy;
  /** Of the stream alone. */
  readonly dataSource: DataSource;
  /** Of the HTTP doors: they read, and never take a connection from the stream. */
  readonly doors: DataSource;
  /** Of what goes on by itself: relays, figures, what is made ahead. */
  readonly background: DataSource;
  readonly registry: RegistryStore;
  readonly decisions: DecisionStore;
  readonly stream: StreamStore;
  readonly cache: StatusCache;
  readonly views: Views;
  readonly publisher: Publisher;
  /** Decided and recorded like ever, told on the topics of observing; plans are not run. */
  readonly observes: boolean;
  /** Where decisions and holds go: those of observing while it does. */
  readonly topics: TopicNames;
  readonly bounds: LogBounds;
  /** Above so much paid money moved by one registry write two people are asked; `null`: never. */
  readonly sweepApprovalFen: Fen | null;
}

/** Nest's token for `Parts`. */
export const PARTS = Symbol('parts of the gatekeeper');
