import type { Clock, Metrics } from '@gatekeeper/runtime';
import type { PublicationCounts } from '@gatekeeper/decision-store';
import type { BatchConsumer } from '@gatekeeper/stream';
import { TRIGGERS } from '@gatekeeper/vocabulary';
import { DISPOSITIONS } from './batch-outcome';
import { NOTICE_OUTCOMES } from './payment-work';

/** Ten seconds are an alarm (deploy/alerts.yaml): a bucket beyond tells a batch that took longer. */
const BATCH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The stream's figures (CONTRACT 6). What one transaction recorded counts once it is published, all of it together. */
export class StreamMetrics {
  private readonly read;
  private readonly lines;
  private readonly superseded;
  private readonly noticesRead;
  private readonly notices;
  private readonly unknown;
  private readonly dropped;
  private readonly seconds;
  private readonly longest;
  private readonly putAside;
  private readonly neverRead;
  private longestSeconds = 0;

  constructor(metrics: Metrics) {
    this.read = metrics.counter('gatekeeper_lines_read_total', 'Messages read from the lines topic.');
    this.lines = metrics.counter(
      'gatekeeper_lines_total',
      'First dispositions of messages; their sum is lines_read.',
      ['outcome'],
    );
    this.superseded = metrics.counter(
      'gatekeeper_superseded_total',
      'Later decisions on lines already counted.',
      ['trigger'],
    );
    this.noticesRead = metrics.counter(
      'gatekeeper_payments_read_total',
      'Messages read from the payments topic.',
    );
    this.notices = metrics.counter(
      'gatekeeper_payments_total',
      'What payment notices were; their sum is payments_read.',
      ['outcome'],
    );
    this.unknown = metrics.counter(
      'gatekeeper_unknown_fields_total',
      'Fields outside the contract, kept out of decisions.',
    );
    this.dropped = metrics.counter(
      'gatekeeper_dropped_characters_total',
      'Control and invisible characters dropped from fields that never decide.',
    );
    this.seconds = metrics.histogram(
      'gatekeeper_batch_seconds',
      'From reading a batch to its messages being published.',
      BATCH_SECONDS,
    );
    this.longest = metrics.gauge(
      'gatekeeper_longest_batch_seconds',
      'The longest batch since the process started: it must stay well below the session of the group.',
    );
    this.putAside = metrics.counter(
      'gatekeeper_quarantined_total',
      'Messages that this system failed on and put aside. Any is an alarm.',
    );
    this.neverRead = metrics.counter(
      'gatekeeper_skipped_messages_total',
      'Messages deleted from the log before they were read. Any is an alarm.',
    );
    for (const outcome of DISPOSITIONS) this.lines.inc({ outcome }, 0);
    for (const outcome of NOTICE_OUTCOMES) this.notices.inc({ outcome }, 0);
    for (const trigger of TRIGGERS) this.superseded.inc({ trigger }, 0);
  }

  unknownFields(count: number): void {
    this.unknown.inc(count);
  }

  droppedCharacters(count: number): void {
    this.dropped.inc(count);
  }

  published({ messages, dispositions, superseded }: PublicationCounts): void {
    this.read.inc(messages);
    for (const [outcome, count] of dispositions) this.lines.inc({ outcome }, count);
    for (const [trigger, count] of superseded) this.superseded.inc({ trigger }, count);
  }

  /** The same of the payments topic. */
  noticesPublished({ messages, dispositions }: PublicationCounts): void {
    this.noticesRead.inc(messages);
    for (const [outcome, count] of dispositions) this.notices.inc({ outcome }, count);
  }

  batchSettled(seconds: number): void {
    this.seconds.observe(seconds);
    if (seconds <= this.longestSeconds) return;
    this.longestSeconds = seconds;
    this.longest.set(seconds);
  }

  /** A message that this system failed on was put aside. */
  quarantined(): void {
    this.putAside.inc();
  }

  skipped(messages: number): void {
    this.neverRead.inc(messages);
  }
}

/** How far the stream is behind, asked for when the figures are read. */
export function observeStream(
  metrics: Metrics,
  consumer: BatchConsumer,
  payments: BatchConsumer,
  clock: Clock,
): void {
  metrics.observedGauge(
    'gatekeeper_payments_lag',
    'The same as gatekeeper_consumer_lag, of the payments topic.',
    () => payments.progress().lag,
  );
  metrics.observedGauge(
    'gatekeeper_consumer_lag',
    'Messages of the partitions held by this process that are not handled and committed yet.',
    () => consumer.progress().lag,
  );
  metrics.observedGaugeOf(
    'gatekeeper_oldest_undecided_seconds',
    'Age of the oldest message in hand that is not decided yet, by its timestamp in the log; 0 when there is none.',
    {},
    () => {
      const { oldestUndecidedAt, lag } = consumer.progress();
      if (oldestUndecidedAt !== null) return Math.max(0, clock.now() - oldestUndecidedAt) / 1_000;
      return lag === 0 ? 0 : null; // messages wait that were not read yet: how old they are is not known
    },
  );
  metrics.observedGauge(
    'gatekeeper_stream_troubles',
    'What is in the way of the stream at the moment, as readiness names it: an outage, a partition nobody reads.',
    () => consumer.progress().troubles.length + payments.progress().troubles.length,
  );
}
