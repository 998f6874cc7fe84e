/** A gatekeeper's stream without its process: the embedded log, a real PostgreSQL, and batches handed over by the test. */
import { Views } from '@gatekeeper/adjudication';
import { openDatabase, poolOf } from '@gatekeeper/database';
import { DecisionStore, StreamStore } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { HealthBoard, Metrics, Outage, silentLog, systemClock } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { EmbeddedLog, embeddedLogBounds, topicNames } from '@gatekeeper/stream';
import type {
  LogMessage,
  MessageBatch,
  Publisher,
  TopicMessages,
  TopicNames,
  TopicRole,
} from '@gatekeeper/stream';
import { loadPolicy, registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { BatchSettler } from '../../apps/gatekeeper/batch-settler';
import { DueLines } from '../../apps/gatekeeper/due-lines';
import { lineWork } from '../../apps/gatekeeper/line-work';
import type { Parts } from '../../apps/gatekeeper/parts';
import { Sweeper } from '../../apps/gatekeeper/sweeper';
import { paymentWork } from '../../apps/gatekeeper/payment-work';
import { Publications } from '../../apps/gatekeeper/publications';
import { StreamMetrics } from '../../apps/gatekeeper/stream-metrics';
import { migratedDatabase } from '../servers/fresh';
import type { Stated } from './answers';
import { readCounters } from './counters';
import type { Counters } from './counters';
import { appendNow, lineMessages, loadHistory } from './inputs';
import { until } from './until';

const GROUP = 'hand-driven';

interface GatekeeperParts {
  readonly parts: Parts;
  readonly publications: Publications;
  readonly settlers: Readonly<Record<Consumed, BatchSettler>>;
  readonly dueLines: DueLines;
  readonly sweeper: Sweeper;
}

/** The topics that a gatekeeper reads. */
type Consumed = 'lines' | 'payments';

export interface HandDrivenOptions {
  readonly registry: string;
  /** Largest dead letter. */
  readonly deadLetterBytes?: number;
  /** Connections of all that work on it. */
  readonly poolSize?: number;
  /** Longest a statement may wait for a lock; 0: for ever, where a test holds locks itself. */
  readonly lockTimeoutMs?: number;
}

export class HandDriven {
  readonly topics: TopicNames;
  log = new EmbeddedLog();
  /** Stands between the settler and the log; told before each publish. */
  beforePublish: (batches: readonly TopicMessages[]) => void = () => undefined;
  /** Told after each publish that the log took. */
  afterPublish: (batches: readonly TopicMessages[]) => void = () => undefined;
  /** Parts that a test puts in place of the real ones. */
  instead: Partial<Parts> = {};
  private running: GatekeeperParts | null = null;

  private constructor(
    /** For parts that a test puts in place of the real ones. */
    readonly dataSource: DataSource,
    /** Of its own, for another process beside it. */
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
    private readonly deadLetterBytes: number,
    topicPrefix = '',
  ) {
    this.topics = topicNames(topicPrefix);
    this.beginLog();
  }

  static async open(
    suite: string,
    { registry, deadLetterBytes = 4_000_000, poolSize = 8, ...more }: HandDrivenOptions,
  ): Promise<HandDriven> {
    const database = await migratedDatabase(suite);
    const dataSource = await openDatabase(database.url, { ...more, poolSize, applicationName: suite });
    await loadHistory(new RegistryStore(dataSource, registryCodec), registry);
    return new HandDriven(dataSource, database.url, database.drop, deadLetterBytes);
  }

  /** Another gatekeeper on the same database, with topics of its own; it ends with this one. */
  beside(topicPrefix: string): HandDriven {
    return new HandDriven(
      this.dataSource,
      this.databaseUrl,
      () => Promise.resolve(),
      this.deadLetterBytes,
      topicPrefix,
    );
  }

  /** Another gatekeeper of the same installation: its database, its log, its consumer group. Closed with this one. */
  another(): HandDriven {
    const other = new HandDriven(
      this.dataSource,
      this.databaseUrl,
      () => Promise.resolve(),
      this.deadLetterBytes,
    );
    other.log = this.log;
    return other;
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.drop();
  }

  /** Begins the log anew, as its topics are when they are deleted and created again. */
  beginLog(): void {
    this.log = new EmbeddedLog();
    for (const topic of Object.values(this.topics))
      this.log.createTopic(topic, 1, topic === this.topics.deadLetters ? this.deadLetterBytes : 64_000_000);
  }

  /** The process is gone, and another begins: nothing of it is remembered but what is in the log and the database. */
  restart(): void {
    this.running = null;
  }

  send(rows: readonly string[]): void {
    this.sendMessages(
      lineMessages(rows.join('\n')).map(({ key, value }) => ({ key: String(key), value: String(value) })),
    );
  }

  sendMessages(messages: TopicMessages['messages'], to: Consumed = 'lines'): void {
    this.log.append([{ topic: this.topics[to], messages }]);
  }

  /** Payment notices, as rows. */
  sendPayments(rows: readonly string[]): void {
    this.sendMessages(
      lineMessages(rows.join('\n')).map(({ key, value }) => ({ key: String(key), value: String(value) })),
      'payments',
    );
  }

  /** What lies behind the committed offset, at most so many messages; `null`: nothing. */
  nextBatch(atMost = Infinity, of: Consumed = 'lines'): MessageBatch | null {
    const topic = this.topics[of];
    const { topicId, partitions } = this.log.topic(topic);
    const stored: readonly LogMessage[] = partitions[0] ?? [];
    const from = this.log.committedOffset(GROUP, topic, 0);
    const messages = stored.slice(from, from + atMost);
    if (messages.length === 0) return null;
    return { topic, topicId, partition: 0, messages, highWatermark: String(stored.length) };
  }

  /** Settles a batch as a consumer would. @returns the outage that kept it from being committed, if there was one. */
  async settle(batch: MessageBatch): Promise<Outage | null> {
    const control = { isCurrent: () => true, heartbeat: () => Promise.resolve() };
    try {
      await this.settlerOf(batch).settle(batch, control);
    } catch (error) {
      if (error instanceof Outage) return error;
      throw error;
    }
    this.log.commit(GROUP, batch.topic, 0, Number(batch.messages.at(-1)?.offset ?? -1) + 1);
    return null;
  }

  /** The same for a partition that has gone to somebody else. */
  async settleWithout(batch: MessageBatch): Promise<void> {
    const control = { isCurrent: () => false, heartbeat: () => Promise.resolve() };
    await this.settlerOf(batch).settle(batch, control);
  }

  /** Settles everything there is. @throws the first outage. */
  async settleAll(atMost = Infinity, of: Consumed = 'lines'): Promise<void> {
    for (let batch = this.nextBatch(atMost, of); batch !== null; batch = this.nextBatch(atMost, of)) {
      const outage = await this.settle(batch);
      if (outage !== null) throw outage;
    }
  }

  /** Has everything from that offset read again, as after a crash. */
  rewind(to: number, of: Consumed = 'lines'): void {
    this.log.commit(GROUP, this.topics[of], 0, to);
  }

  /** One round of asking the lines that are due. @throws what kept it from asking or publishing them. */
  async askDue(): Promise<void> {
    await this.process.dueLines.askAll();
  }

  /** A registry write, known from now on. @returns its version */
  async write(rows: readonly string[]): Promise<number> {
    return (await appendNow(new RegistryStore(this.dataSource, registryCodec), rows.join('\n'))).version;
  }

  /** One round of the sweep. */
  async sweep(): Promise<void> {
    await this.process.sweeper.sweepAll();
  }

  /** Rounds until one fails. @returns what it failed with. */
  async askDueInVain(): Promise<unknown> {
    return until('a round that fails', () =>
      this.askDue().then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
  }

  /** Rounds until no line is due: transactions of other suites on the server may keep some waiting. */
  async askAllDue(): Promise<void> {
    await until('no line due', async () => {
      await this.askDue();
      await this.sweep();
      return (await this.counters()).get('gatekeeper_sweep_pending') === 0;
    });
  }

  get publications(): Publications {
    return this.process.publications;
  }

  get stream(): StreamStore {
    return this.process.parts.stream;
  }

  /** What was published to a topic. */
  said(role: TopicRole): readonly LogMessage[] {
    return this.log.read(this.topics[role]);
  }

  stated(role: TopicRole): readonly Stated[] {
    return this.said(role).map(({ value }): Stated => JSON.parse(String(value)) as Stated);
  }

  async counters(): Promise<Counters> {
    return readCounters(await this.process.parts.metrics.text());
  }

  /** Waits until one of its transactions waits for another's lock. */
  async isWaiting(): Promise<void> {
    await until('a transaction that waits', async () => {
      const waiting = await this.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
  }

  async rows<Row extends object>(statement: string): Promise<readonly Row[]> {
    return (await poolOf(this.dataSource).query<Row>(statement)).rows;
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
    return row?.count ?? 0;
  }

  /** Made at first use: a test says before that what is to stand in which part's place. */
  private get process(): GatekeeperParts {
    if (this.running !== null) return this.running;
    const parts = this.newParts();
    const metrics = new StreamMetrics(parts.metrics);
    const publications = new Publications(parts, metrics);
    const settlers = {
      lines: new BatchSettler(parts, publications, metrics, lineWork(parts)),
      payments: new BatchSettler(parts, publications, metrics, paymentWork(parts)),
    };
    const dueLines = new DueLines(parts, publications);
    const sweeper = new Sweeper(parts, publications, dueLines);
    return (this.running = { parts, publications, settlers, dueLines, sweeper });
  }

  private settlerOf({ topic }: MessageBatch): BatchSettler {
    return this.process.settlers[topic === this.topics.payments ? 'payments' : 'lines'];
  }

  private newParts(): Parts {
    const log = silentLog();
    const registry = new RegistryStore(this.dataSource, registryCodec);
    const policy = loadPolicy();
    if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
    const metrics = { count: () => undefined };
    const publisher: Publisher = {
      publish: async (batches) => {
        this.beforePublish(batches);
        await Promise.resolve();
        this.log.append(batches);
        this.afterPublish(batches);
      },
      close: () => Promise.resolve(),
    };
    return {
      clock: systemClock,
      log,
      metrics: new Metrics(),
      health: new HealthBoard(),
      policy: policy.value.policy,
      dataSource: this.dataSource,
      doors: this.dataSource,
      background: this.dataSource,
      registry,
      decisions: new DecisionStore(this.dataSource),
      stream: new StreamStore(this.dataSource),
      observes: false,
      cache: new StatusCache({ registry, codec: registryCodec, redis: null, metrics, log }),
      views: new Views(),
      publisher,
      topics: this.topics,
      bounds: {
        ...embeddedLogBounds(this.log, () => GROUP),
        boundsOf: (topic, partition) => embeddedLogBounds(this.log, () => GROUP).boundsOf(topic, partition),
      },
      sweepApprovalFen: null,
      ...this.instead,
    };
  }
}
