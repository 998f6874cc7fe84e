import { setTimeout as after } from 'node:timers/promises';
import { Defect, messageOf, retryUntil, systemClock } from '@gatekeeper/runtime';
import type { Kafka } from 'kafkajs';
import { GroupSession } from './group-session';
import { faultOf, kafkaClient, kafkaName, protocolErrorOf } from './kafka-connection';
import type {
  KafkaConsumerOptions,
  KafkaConsumerSettings,
  KafkaConsumerTuning,
} from './kafka-consumer-options';
import { LagReader } from './lag-reader';
import { OutagePauses, PAUSE_BACK_OFF } from './outage-pauses';
import { BATCH_LIMITS } from './pieces';
import type { BatchConsumer, BatchHandler, Progress } from './ports';
import { ProgressLedger } from './progress-ledger';
import { StallWatch } from './stall-watch';
import { readEveryCodec } from './unpacking';

export const KAFKA_CONSUMER_DEFAULTS: KafkaConsumerTuning = {
  concurrency: 1,
  maxLines: BATCH_LIMITS.lines,
  maxBytesPerPartition: BATCH_LIMITS.bytes,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
  maxWaitMs: 250,
  lagIntervalMs: 2000,
  stallLimitMs: 5 * 60_000,
  pauseBackOff: PAUSE_BACK_OFF,
  clock: systemClock,
};

/** The part of progress that is about reaching the broker at all. */
const BROKER = 'kafka';
const GROUP = 'group';

/**
 * A member of a consumer group that handles batches and commits each batch's offset last.
 *
 * A broker that goes away is waited for with new sessions; an outage of the handler pauses its partition; a defect of
 * the handler, a crash that cannot pass and a stall end the consumer and are reported once to `onFatal`.
 */
export class KafkaBatchConsumer implements BatchConsumer {
  readonly topics: readonly string[];
  private readonly options: KafkaConsumerOptions;
  private readonly kafka: Kafka;
  private readonly ledger: ProgressLedger;
  private readonly pauses: OutagePauses;
  private readonly ending = new AbortController();
  private session: GroupSession | null = null;
  private joining: Promise<void> = Promise.resolve();
  private watching: Promise<void> = Promise.resolve();
  private failed = false;

  constructor(settings: KafkaConsumerSettings & Partial<KafkaConsumerTuning>) {
    this.options = { ...KAFKA_CONSUMER_DEFAULTS, ...settings };
    this.topics = settings.topics;
    readEveryCodec();
    this.kafka = kafkaClient(settings);
    this.ledger = new ProgressLedger(() => this.options.clock.now());
    this.pauses = new OutagePauses(this.ledger, settings.log, this.options.pauseBackOff);
  }

  /** Resolves once the group is joined, however long the broker takes to come; throws when stopped before that. */
  async start(handler: BatchHandler): Promise<void> {
    this.joining = this.join(handler);
    await this.joining;
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.ending.abort(new Error('the consumer is stopping'));
    await Promise.allSettled([this.joining]); // whoever started it has its error
    const session = this.session;
    this.session = null;
    await session?.close();
    await this.watching;
  }

  progress(): Progress {
    return this.ledger.read();
  }

  private async join(handler: BatchHandler): Promise<void> {
    const { brokers, groupId, log } = this.options;
    const describe = `joining group ${groupId} for ${this.topics.join(', ')} at ${kafkaName(brokers)}`;
    this.ledger.trouble(GROUP, `${describe} has not succeeded yet`);
    this.session = await retryUntil(this.ending.signal, () => this.openSession(handler), {
      describe,
      maxDelayMs: 5000,
      onRetry: ({ line, error }) => {
        this.ledger.trouble(GROUP, line);
        log.warn(line + adviceOn(error));
      },
    });
    this.ledger.over(GROUP);
  }

  private async openSession(handler: BatchHandler): Promise<GroupSession> {
    const { kafka, options, ledger, pauses } = this;
    const session: GroupSession = new GroupSession({
      kafka,
      options,
      ledger,
      pauses,
      handler,
      onDefect: (error) => this.fail(error),
      onAnew: (topics) => {
        this.beginAnew(topics).catch((error: unknown) => this.fail(error));
      },
      onCrash: (error, passing) => this.crashed(handler, error, passing),
    });
    try {
      await session.open();
      return session;
    } catch (error) {
      const fault = faultOf(options.brokers, 'opening a session', error);
      throw fault instanceof Defect ? fault : error; // the line of the retry names server and work already
    }
  }

  private crashed(handler: BatchHandler, error: Error, passing: boolean): void {
    this.session = null;
    if (this.failed || this.ending.signal.aborted) return;
    if (!passing) {
      this.fail(error);
      return;
    }
    this.options.log.warn(
      { reason: messageOf(error) },
      'the session with the group is lost; a new one is opened',
    );
    this.joining = this.join(handler).catch((final: unknown) => {
      if (!this.ending.signal.aborted) this.fail(final);
    });
  }

  /** What the session has read of a topic that is gone means nothing for the one that has taken its name. */
  private async beginAnew(topics: readonly string[]): Promise<void> {
    const { session } = this;
    if (session === null) return;
    this.session = null;
    this.options.log.error(
      { topics },
      'topics were made anew under their old names; they are read from their beginning',
    );
    await session.close();
    if (!this.ending.signal.aborted) session.lost(new Error(`${topics.join(', ')} made anew`));
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    const fault = error instanceof Error ? error : new Defect(`thrown: ${String(error)}`);
    this.ledger.trouble(GROUP, `ended: ${fault.message}`);
    this.options.log.fatal({ err: fault }, 'the consumer has ended');
    this.ending.abort(fault);
    const session = this.session;
    this.session = null;
    session
      ?.close()
      .catch((late: unknown) => this.options.log.warn({ err: late }, 'the session did not close cleanly'));
    this.options.onFatal(fault);
  }

  /** Looks at lag until the end, and ends a consumer that is stuck. */
  private async watch(): Promise<void> {
    const { lagIntervalMs, stallLimitMs, brokers, clock, log, groupId } = this.options;
    const stall = new StallWatch(stallLimitMs);
    const reader = new LagReader(this.kafka, groupId, this.topics);
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        const anew = await reader.readInto(this.ledger);
        this.ledger.over(BROKER);
        if (anew.length > 0) await this.beginAnew(anew);
      } catch (error) {
        this.ledger.trouble(BROKER, faultOf(brokers, 'reading offsets', error).message);
        log.debug({ err: error }, 'the end of the log cannot be read');
      }
      const quietMs = stall.observe(this.ledger.read(), clock.now());
      if (quietMs !== null)
        this.fail(new Defect(`lag of ${this.ledger.read().lag} and no progress for ${quietMs} ms`));
      await after(lagIntervalMs, undefined, { signal, ref: false }).catch(() => undefined); // woken up by the end
    }
    await reader.close();
  }
}

const adviceOn = (error: unknown): string =>
  protocolErrorOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION'
    ? ' (are the topics created? `npm run topics`)'
    : '';
