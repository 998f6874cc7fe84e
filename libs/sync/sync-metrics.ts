import { poolOf } from '@gatekeeper/database';
import { sinkBacklogs } from '@gatekeeper/registry-store';
import type { Loop, Metrics } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { DivergenceKind } from './judge';
import { DIVERGENCE_KINDS } from './judge';

const LOOK_EVERY_MS = 5_000;

/** The figures of sync: how far each sink is behind, and what was found to differ. */
export class SyncMetrics {
  private readonly lag;
  private readonly backlog;
  private readonly divergences;

  constructor(
    private readonly dataSource: DataSource,
    metrics: Metrics,
  ) {
    this.lag = metrics.gauge(
      'registry_sync_lag_seconds',
      'Age of the oldest registry change that a sink has still to take; 0 when there is none.',
      ['sink'],
    );
    this.backlog = metrics.gauge('registry_sync_backlog', 'Registry changes that a sink has still to take.', [
      'sink',
    ]);
    this.divergences = metrics.counter(
      'registry_sync_divergences_total',
      'Entries in Redis that this process found to differ from the registry.',
      ['kind'],
    );
    for (const kind of DIVERGENCE_KINDS) this.divergences.inc({ kind }, 0);
  }

  found(kind: DivergenceKind): void {
    this.divergences.inc({ kind });
  }

  /** Looks at the queue at intervals. While the database is away the gauges are absent: not known is not 0. */
  loop(everyMs = LOOK_EVERY_MS): Loop {
    return {
      name: 'figures of sync',
      everyMs,
      work: async () => {
        try {
          await this.look();
        } catch (error) {
          this.lag.reset();
          this.backlog.reset();
          throw error;
        }
      },
    };
  }

  /** Sets the gauges once. @throws an outage of the database. */
  async look(): Promise<void> {
    for (const { sink, queued, oldestAgeMs } of await sinkBacklogs(poolOf(this.dataSource))) {
      this.backlog.set({ sink }, queued);
      this.lag.set({ sink }, (oldestAgeMs ?? 0) / 1_000);
    }
  }
}
