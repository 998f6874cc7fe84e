/** What the system asks of a log, whichever it is: Kafka, or the embedded log of one process. Bytes only, no domain. */

/** One message as it lies in the log. */
export interface LogMessage {
  readonly topic: string;
  readonly partition: number;
  /** Decimal digits: an offset has 64 bits. */
  readonly offset: string;
  readonly key: Buffer | null;
  /** `null` is a tombstone. */
  readonly value: Buffer | null;
  /** Of a header that occurs twice the last one counts, as in Kafka's own `lastHeader`. */
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Milliseconds since 1970 as decimal digits, as the producer or broker stamped it. */
  readonly timestamp: string;
  /** Set where the value was larger than may be unpacked: its size as far as known; `value` is null then. */
  readonly unpackedBytes?: number;
}

export interface OutgoingMessage {
  /** Messages of one key keep their order; without a key the partition is free. */
  readonly key: string | Buffer | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
}

export interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly OutgoingMessage[];
}

export interface Publisher {
  /**
   * Resolves once every message is stored on all in-sync replicas, in order within each topic and key.
   * Throws `Outage` when the log does not take them now (some may have been stored: repeating may double them, never
   * lose them), `MessageTooLarge` for a message the log will never take.
   */
  publish(batches: readonly TopicMessages[]): Promise<void>;
  /** Waits for publishing under way. */
  close(): Promise<void>;
}

/** Consecutive messages of one partition; never empty. */
export interface MessageBatch {
  readonly topic: string;
  /** Names the topic for good: a topic made anew under the old name has another one. */
  readonly topicId: string;
  readonly partition: number;
  readonly messages: readonly LogMessage[];
  /** The offset the partition's next message will get, at the time of reading. */
  readonly highWatermark: string;
}

export interface BatchControl {
  /** False once the partition may belong to somebody else: what is not recorded yet should be left. */
  isCurrent(): boolean;
  /** Tells the group that this member works; for batches that take long, between pieces of work. Never throws. */
  heartbeat(): Promise<void>;
}

/**
 * Handles a batch to its end; its offset is committed when this resolves. An `Outage` pauses the partition and brings
 * the same batch again later; anything else thrown is a defect and ends the consumer.
 */
export type BatchHandler = (batch: MessageBatch, control: BatchControl) => Promise<void>;

export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface Progress {
  readonly assigned: readonly AssignedPartition[];
  /** Messages of the assigned partitions that are not handled and committed yet, as far as known. */
  readonly lag: number;
  /** When the oldest message in hand that is not handled yet was sent, ms since 1970; `null` while none is in hand. */
  readonly oldestUndecidedAt: number | null;
  /** Milliseconds since 1970 of the last committed batch; `null` before the first. */
  readonly lastProgressAt: number | null;
  /** What keeps the consumer from working, in words; empty when it works. */
  readonly troubles: readonly string[];
}

export interface BatchConsumer {
  readonly topics: readonly string[];
  /** Resolves when the consumer has partitions to read, or could have: a server that is down is waited for. */
  start(handler: BatchHandler): Promise<void>;
  /** Takes no new batch, lets the one under way finish and commit, leaves the group. */
  stop(): Promise<void>;
  progress(): Progress;
}
