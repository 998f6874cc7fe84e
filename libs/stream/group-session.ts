import { Outage } from '@gatekeeper/runtime';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { protocolErrorOf } from './kafka-connection';
import type { KafkaConsumerOptions } from './kafka-consumer-options';
import { logMessage } from './log-message';
import type { OutagePauses } from './outage-pauses';
import type { AssignedPartition, BatchControl, BatchHandler } from './ports';
import type { ProgressLedger } from './progress-ledger';

/** The group has gone on without this member: its work on the partition counts for nothing any more. */
const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);

export interface SessionParts {
  readonly kafka: Kafka;
  readonly options: KafkaConsumerOptions;
  readonly ledger: ProgressLedger;
  readonly pauses: OutagePauses;
  readonly handler: BatchHandler;
  /** The handler threw what is not an outage; nothing of that batch is committed. */
  readonly onDefect: (error: unknown) => void;
  /** kafkajs gave up; `passing` when a new session may go better. Not called for a session that never opened. */
  readonly onCrash: (error: Error, passing: boolean) => void;
}

/**
 * One membership in the group, from joining to leaving or crashing. It never restarts itself: kafkajs's own restart
 * cannot be stopped while it joins, so whoever holds the session opens a new one.
 */
export class GroupSession {
  private readonly consumer: Consumer;
  private generation = 0;
  private opened = false;
  private closing = false;
  private crash: Error | null = null;
  private crashIsPassing = false;

  constructor(private readonly parts: SessionParts) {
    const { groupId, maxBytesPerPartition, maxWaitMs, sessionTimeoutMs, rebalanceTimeoutMs } = parts.options;
    this.consumer = parts.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      heartbeatInterval: Math.round(sessionTimeoutMs / 10),
      maxBytesPerPartition,
      maxWaitTimeInMs: maxWaitMs,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2000,
        retries: 4,
        restartOnFailure: () => {
          this.crashIsPassing = true; // asked only about errors that another attempt may survive
          return Promise.resolve(false);
        },
      },
    });
    this.listen();
  }

  /** Connects, joins and starts to read. Throws what kept it from that, after cleaning up. */
  async open(): Promise<void> {
    const { topics, concurrency } = this.parts.options;
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: concurrency,
        eachBatch: (payload) => this.eachBatch(payload),
      });
      if (this.crash !== null) throw this.crash;
      this.opened = true;
    } catch (error) {
      await this.close().catch((late: unknown) => {
        this.parts.options.log.debug(
          { err: late },
          'a session that did not open did not close cleanly either',
        );
      });
      throw error;
    }
  }

  /** Takes no new batch, waits for those under way to finish and commit, leaves the group and disconnects. */
  async close(): Promise<void> {
    this.closing = true;
    this.parts.pauses.clear();
    await this.consumer.disconnect();
  }

  private listen(): void {
    const { GROUP_JOIN, CRASH, END_BATCH_PROCESS } = this.consumer.events;
    this.consumer.on(GROUP_JOIN, ({ payload }) => {
      this.generation += 1;
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition): AssignedPartition => ({ topic, partition })),
      );
      this.parts.ledger.assign(assigned);
      this.parts.options.log.info(
        { group: payload.groupId, assigned: payload.memberAssignment },
        'joined the group',
      );
    });
    this.consumer.on(CRASH, ({ payload }) => {
      this.crash = payload.error;
      if (this.opened && !this.closing) this.parts.onCrash(payload.error, this.crashIsPassing);
    });
    this.consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) void this.commitPassedOver(payload, payload.lastOffset);
    });
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    if (this.isClosing()) return;
    const { ledger, pauses, handler, onDefect } = this.parts;
    const { batch } = payload;
    const { topic, partition } = batch;
    const messages = batch.messages.map((message) => logMessage(topic, partition, message));
    const last = messages.at(-1);
    if (last === undefined) return;
    const control = this.controlOf(payload);
    ledger.fetched(batch, messages[0]?.offset ?? last.offset, batch.highWatermark);
    try {
      await handler(
        { topic, topicId: topic, partition, messages, highWatermark: batch.highWatermark },
        control,
      );
    } catch (error) {
      if (error instanceof Outage) {
        if (!this.isClosing()) pauses.pause({ topic, partition }, error, payload.pause());
        return;
      }
      this.closing = true; // a batch waiting behind this one must not overtake it
      onDefect(error);
      return;
    }
    if (!control.isCurrent()) {
      this.parts.options.log.info(
        { topic, partition },
        'a batch of a partition given away is left to its new owner',
      );
      return;
    }
    // Commit, then move on: a commit that fails brings the same batch again and is made up for then. An error of
    // kafkajs thrown from here makes it join the group again where that helps. `lastOffset` is behind control records.
    const next = (BigInt(batch.lastOffset()) + 1n).toString();
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: next }] }],
    });
    payload.resolveOffset(last.offset);
    ledger.committed({ topic, partition }, next);
    pauses.succeeded({ topic, partition });
  }

  private isClosing(): boolean {
    return this.closing;
  }

  private controlOf(payload: EachBatchPayload): BatchControl {
    // A commit for a partition that is no longer ours succeeds silently and would move its new owner's offset back.
    const generation = this.generation;
    let fenced = false;
    return {
      isCurrent: () => !fenced && generation === this.generation && !payload.isStale(),
      heartbeat: async () => {
        try {
          await payload.heartbeat();
        } catch (error) {
          // A rebalance that has only begun still takes this batch's commit; kafkajs joins again right after it.
          fenced ||= FENCED.has(protocolErrorOf(error) ?? '');
          this.parts.options.log.debug({ err: error }, 'heartbeat inside a batch was refused');
        }
      },
    };
  }

  /** Control records alone move the position; without a commit they would be read again after every restart. */
  private async commitPassedOver(partition: AssignedPartition, lastOffset: string): Promise<void> {
    const { ledger, options } = this.parts;
    if (this.closing || !ledger.isAssigned(partition)) return;
    const offset = (BigInt(lastOffset) + 1n).toString();
    try {
      await this.consumer.commitOffsets([{ topic: partition.topic, partition: partition.partition, offset }]);
      ledger.committed(partition, offset);
    } catch (error) {
      options.log.warn(
        { err: error, ...partition },
        'an offset behind control records is not committed; they are read again',
      );
    }
  }
}
