import type { ClientBase } from 'pg';
import { ADVISORY_LOCKS, inTransaction } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { ChangeSink, RegistryChange } from './change-sink';
import { SinkFailed } from './change-sink';
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
      const { rows: queued } = await client.query<QueuedChange>(NEXT_QUEUED, [
        this.sink.name,
        this.batchSize,
      ]);
      const last = queued.at(-1);
      if (last === undefined) return { kind: 'idle' };
      await this.handOver(await this.changesOf(client, queued));
      await client.query('UPDATE relay_cursor SET passed_on = $2 WHERE sink = $1', [this.sink.name, last.id]);
      await client.query(DROP_PASSED_ON);
      return { kind: 'relayed', changes: queued.length };
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

/**
 * Gives each of these sinks its place in the queue, a new one at the front of what is still queued. Together, before any
 * of them works: what all sinks with a place have passed is dropped.
 */
export async function registerSinks(dataSource: DataSource, names: readonly string[]): Promise<void> {
  await inTransaction(dataSource, (client) =>
    client.query(
      'INSERT INTO relay_cursor (sink, passed_on) SELECT name, 0 FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING',
      [names],
    ),
  );
}

interface QueuedChange {
  /** A 64-bit number as text. */
  id: string;
  version: number;
  subject: string;
}

const NEXT_QUEUED = `
  SELECT o.id, o.version::float8 AS version, o.subject
  FROM registry_outbox o
  WHERE o.id > (SELECT passed_on FROM relay_cursor WHERE sink = $1)
  ORDER BY o.id LIMIT $2`;

const DROP_PASSED_ON = 'DELETE FROM registry_outbox WHERE id <= (SELECT min(passed_on) FROM relay_cursor)';
