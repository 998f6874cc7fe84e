import type { Clock, Metrics } from '@gatekeeper/runtime';
import type { BatchConsumer } from '@gatekeeper/stream';

/** How far the stream is behind, asked for when the figures are read. */
export function streamFigures(metrics: Metrics, consumer: BatchConsumer, clock: Clock): void {
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
    () => consumer.progress().troubles.length,
  );
}
