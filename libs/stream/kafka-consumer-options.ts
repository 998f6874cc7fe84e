import type { BackOff, Clock } from '@gatekeeper/runtime';
import type { KafkaSettings } from './kafka-connection';

/** What `KafkaBatchConsumer` must be told. */
export interface KafkaConsumerSettings extends KafkaSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Called once when the consumer cannot go on by itself: the process should end with 1. The consumer has stopped reading. */
  readonly onFatal: (error: Error) => void;
}

/** What it may be told; `KAFKA_CONSUMER_DEFAULTS` otherwise. */
export interface KafkaConsumerTuning {
  /** Batches of different partitions handled at once. */
  readonly concurrency: number;
  /** Messages of one batch at the most. */
  readonly maxLines: number;
  /** Bytes of one partition in one batch; a larger single message comes alone. */
  readonly maxBytesPerPartition: number;
  /**
   * How long the group waits for a member that died without leaving (kill -9, a lost broker connection) before its
   * partitions go to others, and how long a batch may take without a heartbeat. Brokers take 6,000 to 1,800,000.
   */
  readonly sessionTimeoutMs: number;
  /** How long a rebalance waits for members that are in the middle of a batch. */
  readonly rebalanceTimeoutMs: number;
  /** How long the broker may hold a fetch that finds nothing; also how soon a stop or a resume is noticed. */
  readonly maxWaitMs: number;
  /** How often the end of the log is looked at, for lag, readiness and the stall watch. */
  readonly lagIntervalMs: number;
  /** Lag without progress and without a known outage for this long ends the consumer. */
  readonly stallLimitMs: number;
  readonly pauseBackOff: BackOff;
  readonly clock: Clock;
}

export type KafkaConsumerOptions = KafkaConsumerSettings & KafkaConsumerTuning;
