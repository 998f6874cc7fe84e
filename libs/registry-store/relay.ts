import { poolOf } from '@gatekeeper/database';
import { repeat } from '@gatekeeper/runtime';
import type { Loop } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { endUnfinishedWrites } from './bulk-session';
import type { ChangeSink } from './change-sink';
import { ChangeWatch } from './change-watch';
import type { RecordCodec } from './record-body';
import { countQueued, registerSinks } from './queue';
import { SinkRelay } from './sink-relay';

export interface RelayOptions {
  /** Changes handed to a sink at once. */
  readonly batchSize?: number;
  /** How long to wait for word of a change before looking anyway, ms. */
  readonly pollIntervalMs?: number;
  /** The longest pause between tries while something is down, ms. */
  readonly longestBackOffMs?: number;
  /** Told of each outage; the relay goes on. */
  readonly onFailure?: (error: unknown) => void;
}

const FIRST_BACK_OFF_MS = 100;
const UNFINISHED_EVERY_MS = 5_000;

/**
 * Passes committed registry changes on to the sinks, each in the order of commit and at least once. Any number of relays
 * may run: for each sink one works at a time, the others stand by and take over when it is gone.
 */
export class Relay {
  private readonly sinks: readonly SinkRelay[];
  private readonly pollIntervalMs: number;
  private readonly longestBackOffMs: number;
  private readonly onFailure: (error: unknown) => void;
  private readonly watch: ChangeWatch;
  private registering: Promise<void> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    codec: RecordCodec,
    sinks: readonly ChangeSink[],
    options: RelayOptions = {},
  ) {
    this.sinks = sinks.map((sink) => new SinkRelay(dataSource, codec, sink, options.batchSize ?? 500));
    this.pollIntervalMs = options.pollIntervalMs ?? 1_000;
    this.longestBackOffMs = options.longestBackOffMs ?? 5_000;
    this.onFailure = options.onFailure ?? (() => undefined);
    this.watch = new ChangeWatch(dataSource);
  }

  /**
   * Passes on everything that is queued now, to each sink that takes it. @returns how many changes each sink took, by
   * name. @throws the first sink's failure, after all had their turn.
   */
  async drain(): Promise<ReadonlyMap<string, number>> {
    await this.register();
    const taken = new Map<string, number>();
    const failures: unknown[] = [];
    for (const relay of this.sinks) {
      try {
        taken.set(relay.sink.name, await relay.drain());
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return taken;
  }

  /** How many changes some sink has still to take. */
  backlog(): Promise<number> {
    return countQueued(poolOf(this.dataSource));
  }

  /**
   * A loop for each sink, to be run side by side: a sink that is down holds up no other. Each works at once on word of a
   * change, at intervals without. And one that ends, beside them, what bulk writes left unfinished. When they have ended,
   * `close` gives their connection back.
   */
  loops(): readonly Loop[] {
    return [...this.sinkLoops(), this.unfinishedLoop()];
  }

  private sinkLoops(): readonly Loop[] {
    return this.sinks.map((relay) => {
      let seen = 0;
      return {
        name: `relay to ${relay.sink.name}`,
        everyMs: this.pollIntervalMs,
        backOff: { firstDelayMs: FIRST_BACK_OFF_MS, maxDelayMs: this.longestBackOffMs },
        work: async (signal, moved) => {
          await this.registered();
          await this.watch.listen();
          seen = this.watch.changes;
          await relay.drain(signal, moved);
        },
        rest: (ms, signal) => this.watch.changedSince(seen, ms, signal),
      };
    });
  }

  /** What a bulk write left unfinished is ended by whoever comes next: another one, or any process that has a relay. */
  private unfinishedLoop(): Loop {
    return {
      name: 'unfinished bulk writes',
      everyMs: UNFINISHED_EVERY_MS,
      work: (signal, moved) => endUnfinishedWrites(this.dataSource, { signal, moved }),
    };
  }

  /** Gives up the connection on which it hears of changes. */
  close(): void {
    this.watch.close();
  }

  /**
   * Runs its loops until `signal` is aborted. An outage of the database or of a sink is reported and tried again.
   * @throws a defect, after every sink has stopped.
   */
  async run(signal: AbortSignal): Promise<void> {
    const defect = new AbortController();
    const stopped = AbortSignal.any([signal, defect.signal]);
    try {
      const ends = await Promise.allSettled(
        this.loops().map((loop) =>
          repeat(loop, stopped, { onFailure: this.onFailure }).catch((error: unknown) => {
            defect.abort();
            throw error;
          }),
        ),
      );
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    } finally {
      this.close();
    }
  }

  /** Before any sink works, every sink has its place in the queue. */
  private registered(): Promise<void> {
    this.registering ??= this.register().catch((error: unknown) => {
      this.registering = null;
      throw error;
    });
    return this.registering;
  }

  private register(): Promise<void> {
    return registerSinks(
      this.dataSource,
      this.sinks.map(({ sink }) => sink.name),
    );
  }
}
