import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS, inTransaction, isOutage } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { ChangeSink, RegistryChange } from './change-sink';
import { SinkFailed } from './change-sink';
import { ChangeWatch } from './change-watch';
import { readTimelines } from './read-timelines';
import type { RecordCodec } from './record-body';

export interface RelayOptions {
  /** Changes handed to the sinks at once. */
  readonly batchSize?: number;
  /** How long to wait for word of a change before looking anyway, ms. */
  readonly pollIntervalMs?: number;
  /** The longest pause between tries while something is down, ms. */
  readonly longestBackOffMs?: number;
  /** Told of each try that failed; the relay goes on. */
  readonly onFailure?: (error: Error) => void;
}

/** What one round did: passed changes on, found none, or left the work to the relay that is at it. */
export type RelayRound =
  { readonly kind: 'relayed'; readonly changes: number } | { readonly kind: 'idle' | 'standing_by' };

const FIRST_BACK_OFF_MS = 100;
/** A sink may take its time; the transaction that holds the relay's lock must not be ended under it. */
const SINK_PATIENCE = '5min';

/**
 * Passes committed registry changes on to the sinks, in order, at least once. Any number may run: one works at a time,
 * the others stand by and take over when it is gone.
 */
export class Relay {
  private readonly batchSize: number;
  private readonly pollIntervalMs: number;
  private readonly longestBackOffMs: number;
  private readonly onFailure: (error: Error) => void;

  constructor(
    private readonly dataSource: DataSource,
    private readonly codec: RecordCodec,
    private readonly sinks: readonly ChangeSink[],
    options: RelayOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 500;
    this.pollIntervalMs = options.pollIntervalMs ?? 1_000;
    this.longestBackOffMs = options.longestBackOffMs ?? 5_000;
    this.onFailure = options.onFailure ?? (() => undefined);
  }

  /** Passes on everything that is queued now. @returns how many changes; 0 also while another relay is at work. */
  async drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const round = await this.round();
      if (round.kind !== 'relayed') return total;
      total += round.changes;
    }
  }

  /** One batch, in one transaction that holds the relay's lock: it leaves the queue only after every sink took it. */
  round(): Promise<RelayRound> {
    return inTransaction(this.dataSource, async (client): Promise<RelayRound> => {
      await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${SINK_PATIENCE}'`);
      const { rows: locks } = await client.query<{ mine: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1) AS mine',
        [ADVISORY_LOCKS.registryRelay],
      );
      if (locks[0]?.mine !== true) return { kind: 'standing_by' };
      const { rows: queued } = await client.query<QueuedChange>(
        'SELECT id, version::float8 AS version, subject FROM registry_outbox ORDER BY id LIMIT $1',
        [this.batchSize],
      );
      if (queued.length === 0) return { kind: 'idle' };
      const changes = await this.changesOf(client, queued);
      for (const sink of this.sinks) {
        await sink.apply(changes).catch((cause: unknown) => {
          throw new SinkFailed(sink.name, cause);
        });
      }
      await client.query('DELETE FROM registry_outbox WHERE id = ANY ($1::bigint[])', [
        queued.map(({ id }) => id),
      ]);
      return { kind: 'relayed', changes: changes.length };
    });
  }

  private async changesOf(
    client: ClientBase,
    queued: readonly QueuedChange[],
  ): Promise<readonly RegistryChange[]> {
    const subjects = queued.map(({ subject }) => subject);
    const linked = await readTimelines(client, this.codec, subjects);
    return queued.map(({ subject, version }) => {
      const found = linked.get(subject);
      if (found === undefined) throw new Error('a queued change has no timeline');
      const { timeline, linkedAt } = found;
      const added = timeline.records
        .filter((_, index) => linkedAt[index] === version)
        .map(({ fact }) => fact);
      return { subject, version, timeline, added };
    });
  }

  /**
   * Works until `signal` is aborted: at once on word of a change, at intervals without. An outage of the database or a
   * sink is reported and tried again with growing pauses.
   * @throws a defect.
   */
  async run(signal: AbortSignal): Promise<void> {
    const watch = new ChangeWatch(this.dataSource);
    let backOffMs = FIRST_BACK_OFF_MS;
    try {
      while (!signal.aborted) {
        try {
          await watch.listen();
          await this.drain();
          backOffMs = FIRST_BACK_OFF_MS;
          await watch.wait(this.pollIntervalMs, signal);
        } catch (error) {
          if (!(error instanceof SinkFailed) && !isOutage(error)) throw error;
          this.onFailure(error instanceof Error ? error : new Error(String(error)));
          await watch.pause(backOffMs, signal);
          backOffMs = Math.min(backOffMs * 2, this.longestBackOffMs);
        }
      }
    } finally {
      watch.close();
    }
  }
}

interface QueuedChange {
  id: string;
  version: number;
  subject: string;
}
