import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS, inTransaction } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { ChangeSink, RegistryChange } from './change-sink';
import { SinkFailed } from './change-sink';
import type { QueuedChange } from './queue';
import { dropPassedOn, moveCursor, nextQueued } from './queue';
import { readTimelines } from './read-timelines';
import type { RecordCodec } from './record-body';

/** What one round did: passed changes on, found none, or left the work to the relay that is at it. */
export type RelayRound =
  { readonly kind: 'relayed'; readonly changes: number } | { readonly kind: 'idle' | 'standing_by' };

/** A sink may take its time; the transaction that holds its lock must not be ended under it. */
const SINK_PATIENCE = '5min';

/** Passes the queue on to one sink, at that sink's own pace: another's outage does not hold it up. */
export class SinkRelay {
  constructor(
    private readonly dataSource: DataSource,
    private readonly codec: RecordCodec,
    readonly sink: ChangeSink,
    private readonly batchSize: number,
  ) {}

  /**
   * Passes on everything that is queued now, or until `stopped` is aborted. @returns how many changes; 0 also while
   * another process is at it. `moved` is told of each batch.
   */
  async drain(stopped?: AbortSignal, moved: () => void = () => undefined): Promise<number> {
    for (let total = 0; ;) {
      if (stopped?.aborted === true) return total;
      const round = await this.round();
      if (round.kind !== 'relayed') return total;
      total += round.changes;
      moved();
    }
  }

  /**
   * One batch, in one transaction that holds the sink's lock: the sink's place in the queue moves only after it took the
   * batch.
   */
  round(): Promise<RelayRound> {
    return inTransaction(this.dataSource, async (client): Promise<RelayRound> => {
      await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${SINK_PATIENCE}'`);
      const { rows: locks } = await client.query<{ mine: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS mine',
        [ADVISORY_LOCKS.registryRelay, this.sink.name],
      );
      if (locks[0]?.mine !== true) return { kind: 'standing_by' };
      const page = await nextQueued(client, this.sink.name, this.batchSize);
      if (page === null) {
        // Two sinks that reach the end at the same moment each see the other behind, and neither drops anything.
        await dropPassedOn(client);
        return { kind: 'idle' };
      }
      const { changes, reached } = page;
      if (changes.length > 0) await this.handOver(await this.changesOf(client, changes));
      await moveCursor(client, this.sink.name, reached);
      await dropPassedOn(client);
      return { kind: 'relayed', changes: changes.length };
    });
  }

  private async handOver(changes: readonly RegistryChange[]): Promise<void> {
    try {
      await this.sink.apply(changes);
    } catch (error) {
      throw error instanceof Defect ? error : new SinkFailed(this.sink.name, error);
    }
  }

  private async changesOf(
    client: ClientBase,
    queued: readonly QueuedChange[],
  ): Promise<readonly RegistryChange[]> {
    const linked = await readTimelines(
      client,
      this.codec,
      queued.map(({ subject }) => subject),
    );
    return queued.map(({ subject, version }) => {
      const found = linked.get(subject);
      if (found === undefined) throw new Defect('a queued registry change has no timeline');
      const { timeline, linkedAt } = found;
      const added = timeline.records
        .filter((_, place) => linkedAt[place] === version)
        .map(({ fact }) => fact);
      return { subject, version, timeline, added };
    });
  }
}
