import type { Metrics } from '@gatekeeper/runtime';
import { TRIGGERS } from '@gatekeeper/vocabulary';
import type { BatchOutcome } from './batch-outcome';
import { DISPOSITIONS } from './batch-outcome';

const BATCH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The stream's figures (FORMATS 6). A batch counts once it is recorded and published, all of it together. */
export class StreamMetrics {
  private readonly read;
  private readonly lines;
  private readonly superseded;
  private readonly unknown;
  private readonly dropped;
  private readonly seconds;

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
    for (const outcome of DISPOSITIONS) this.lines.inc({ outcome }, 0);
    for (const trigger of TRIGGERS) this.superseded.inc({ trigger }, 0);
  }

  readonly unknownFields = (names: readonly string[]): void => this.unknown.inc(names.length);

  readonly droppedCharacters = (count: number): void => this.dropped.inc(count);

  batchDone(messages: number, { counts, superseded }: BatchOutcome, seconds: number): void {
    this.read.inc(messages);
    for (const [outcome, count] of counts) this.lines.inc({ outcome }, count);
    for (const [trigger, count] of superseded) this.superseded.inc({ trigger }, count);
    this.seconds.observe(seconds);
  }
}
