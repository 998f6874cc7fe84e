/**
 * Two gatekeepers over one database and one log, beset by faults at every point: publishers that fail before, amid and after
 * what they publish, stores that fail amid transactions, connections cut by the server, processes that end, batches read
 * twice, registry writes beside it all. What is drawn is the same for the same seed; how it interleaves is the machine's.
 */
import { setTimeout as after } from 'node:timers/promises';
import { isOutage, poolOf } from '@gatekeeper/database';
import { DecisionStore, StreamStore } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { Outage } from '@gatekeeper/runtime';
import type { TopicMessages } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { Chances } from './chances';
import type { Counters } from './counters';
import { HandDriven } from './hand-driven';
import type { HandDrivenOptions } from './hand-driven';

/** How often each fault comes, of the moments at which it can. */
const FAULTS = { publish: 0.15, store: 0.03, stall: 0.05, longStall: 0.3, cut: 0.5, restart: 0.5 };
const CUTS_WITHIN_MS = 60;
/** How often each does its work in a round, at most. */
const MOST_TIMES = 4;
/** Longer than any of these processes stays behind with what it says. */
const HOLDS_SAID_FOR_MS = 30_000;
/** How long a store's method may keep its caller waiting, before and after. */
const STALLS_MS = 40;
/** Between reading lines and recording what came of them another may do the same. */
const STALLED_MOST = /^(append|findRefundsOf|findOriginals|openFence|readSnapshot)$/;
/** Methods that give a promise: those that page give none. */
const IS_ASKED =
  /^(open|find|record|close|append|ensure|add|drop|mark|take|count|lock|move|partitions|messages|version|read|timelines)/;

export interface BesetOptions {
  readonly sweepApprovalFen: bigint | null;
  /** Messages that one may read at once. */
  readonly mostAtOnce: number;
}

export class Beset {
  private readonly pair: readonly [HandDriven, HandDriven];
  /** Of processes that have ended. */
  private readonly left: Counters[] = [];
  private isQuiet = false;
  readonly faults = { publish: 0, store: 0, stall: 0, longStall: 0, cut: 0, restart: 0, outages: 0 };

  private constructor(
    readonly driven: HandDriven,
    readonly chances: Chances,
    private readonly sweepApprovalFen: bigint | null,
    private readonly mostAtOnce: number,
  ) {
    this.pair = [driven, driven.another()];
    for (const one of this.pair) this.beset(one);
  }

  static async open(
    suite: string,
    options: HandDrivenOptions,
    chances: Chances,
    { sweepApprovalFen, mostAtOnce }: BesetOptions,
  ): Promise<Beset> {
    const driven = await HandDriven.open(suite, { ...options, poolSize: 24 });
    return new Beset(driven, chances, sweepApprovalFen, mostAtOnce);
  }

  /** No faults from now on. */
  calm(): void {
    this.isQuiet = true;
  }

  /** Everything that may go on at once, once; each part of it may fail by a fault, and by nothing else. */
  async round(
    writes: readonly (readonly string[])[],
    others: readonly (() => Promise<void>)[],
  ): Promise<void> {
    const { chances } = this;
    const work: Promise<void>[] = [this.cut()];
    for (const rows of writes) work.push(this.write(rows));
    for (const other of others) work.push(this.attempt(null, other));
    for (const one of this.pair) {
      work.push(this.again(one, () => this.settle(one, 'lines')));
      work.push(this.again(one, () => this.settle(one, 'payments')));
      work.push(this.again(one, () => one.sweep()));
      work.push(this.again(one, () => one.askDue()));
      if (chances.is(0.2))
        work.push(this.attempt(one, () => one.publications.finishIdle(0, HOLDS_SAID_FOR_MS)));
    }
    await Promise.all(work);
  }

  /** What is left of it, without faults. @returns what is pending after a round of everything */
  async workOff(): Promise<number> {
    const [one, other] = this.pair;
    for (const topic of ['payments', 'lines'] as const) await one.settleAll(50, topic);
    await Promise.all([one.sweep(), other.sweep(), one.askDue(), other.askDue()]);
    for (const each of this.pair) await each.publications.finishIdle(0);
    return (await one.counters()).get('gatekeeper_sweep_pending') ?? Number.NaN;
  }

  /** Of every process there was. */
  async counters(): Promise<readonly Counters[]> {
    return [...this.left, ...(await Promise.all(this.pair.map((one) => one.counters())))];
  }

  /** The next messages, where the other may read the same. */
  private async settle(one: HandDriven, of: 'lines' | 'payments'): Promise<void> {
    const batch = one.nextBatch(1 + this.chances.below(this.mostAtOnce), of);
    const outage = batch === null ? null : await one.settle(batch);
    if (outage !== null) throw outage;
  }

  /** A write that failed is written again, as its sender would: what is on file already is not added twice. */
  private async write(rows: readonly string[]): Promise<void> {
    for (;;) {
      try {
        await this.driven.write(rows);
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        this.faults.outages += 1;
      }
    }
  }

  /** Several times over, at moments of its own. */
  private async again(one: HandDriven, work: () => Promise<void>): Promise<void> {
    for (let times = this.chances.below(MOST_TIMES + 1); times > 0; times--) {
      await after(this.chances.below(STALLS_MS));
      await this.attempt(one, work);
    }
  }

  private async attempt(one: HandDriven | null, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.faults.outages += 1;
      if (one === null || !this.chances.is(FAULTS.restart)) return;
      this.faults.restart += 1;
      this.left.push(await one.counters());
      one.restart();
    }
  }

  private beset(one: HandDriven): void {
    one.beforePublish = (batches) => {
      if (!this.strikes('publish')) return;
      if (this.chances.is(0.5)) one.log.append(partOf(batches, this.chances));
      throw new Outage('the test', 'nothing, or a part, was published');
    };
    one.afterPublish = () => {
      if (this.strikes('publish')) throw new Outage('the test', 'it was published, and nobody knows');
    };
    one.instead = {
      decisions: this.failing(new DecisionStore(one.dataSource)),
      stream: this.failing(new StreamStore(one.dataSource)),
      registry: this.failing(new RegistryStore(one.dataSource, registryCodec)),
      sweepApprovalFen: this.sweepApprovalFen,
    };
  }

  /** Now and then one of its methods fails, before or after what it does. */
  private failing<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: readonly unknown[]): unknown => {
          const made = (): unknown => Reflect.apply(value, target, given);
          if (this.isQuiet || !IS_ASKED.test(String(name))) return made();
          return this.besetCall(String(name), () => Promise.resolve(made()));
        };
      },
    });
  }

  private async besetCall(name: string, call: () => Promise<unknown>): Promise<unknown> {
    const isStruck = this.strikes('store');
    const fault = new Outage('the test', `${name} failed`);
    const isStalled = this.strikes(STALLED_MOST.test(name) ? 'longStall' : 'stall');
    const stall = isStalled ? this.chances.of(['before', 'after']) : null;
    const stallMs = this.chances.below(this.chances.is(0.1) ? 10 * STALLS_MS : STALLS_MS);
    if (stall === 'before') await after(stallMs);
    if (isStruck && this.chances.is(0.5)) throw fault;
    const done = await call();
    if (stall === 'after') await after(stallMs);
    if (isStruck) throw fault;
    return done;
  }

  private strikes(fault: 'publish' | 'store' | 'stall' | 'longStall' | 'cut'): boolean {
    if (this.isQuiet || !this.chances.is(FAULTS[fault])) return false;
    this.faults[fault] += 1;
    return true;
  }

  /** The server ends one of the connections, at a moment of its own. */
  private async cut(): Promise<void> {
    if (!this.strikes('cut')) return;
    await after(this.chances.below(CUTS_WITHIN_MS));
    await poolOf(this.driven.dataSource)
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2`,
      )
      .catch((error: unknown) => {
        if (!isOutage(error)) throw error;
      });
  }
}

/** Some of the messages, as of a process that ended amid them. */
const partOf = (batches: readonly TopicMessages[], chances: Chances): readonly TopicMessages[] =>
  batches.map(({ topic, messages }) => ({
    topic,
    messages: messages.slice(0, chances.below(messages.length)),
  }));
