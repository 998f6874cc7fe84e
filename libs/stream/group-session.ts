import { Defect, Outage } from '@gatekeeper/runtime';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { faultOf, protocolErrorOf } from './kafka-connection';
import type { KafkaConsumerOptions } from './kafka-consumer-options';
import { logMessage, whyUnreadable } from './log-message';
import type { OutagePauses } from './outage-pauses';
import { pieceEnd, PieceSize } from './pieces';
import type { AssignedPartition, BatchControl, BatchHandler, LogMessage } from './ports';
import { partitionName } from './progress-ledger';
import type { ProgressLedger } from './progress-ledger';
import { topicIds } from './topic-ids';

/** The group has gone on without this member: its work on the partition counts for nothing any more. */
const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);
/** Beats to a session, whether kafkajs or a batch under way sends them. */
const BEATS_A_SESSION = 10;
/** A batch is to take this part of a session, and no longer than this. */
const BATCHES_A_SESSION = 6;
const LONGEST_BATCH_MS = 2_000;
/** How soon an added partition is seen; kafkajs looks every five minutes by itself. */
const METADATA_MAX_AGE_MS = 10_000;

export interface SessionParts {
  readonly kafka: Kafka;
  readonly options: KafkaConsumerOptions;
  readonly ledger: ProgressLedger;
  readonly pauses: OutagePauses;
  readonly handler: BatchHandler;
  /** The handler threw what is not an outage; nothing of that batch is committed. */
  readonly onDefect: (error: unknown) => void;
  /** These topics were deleted and made anew while the session read them; nothing of the new ones was handed over. */
  readonly onAnew: (topics: readonly string[]) => void;
  /** kafkajs gave up; `passing` when a new session may go better. Not called for a session that never opened. */
  readonly onCrash: (error: Error, passing: boolean) => void;
}

/**
 * One membership in the group, from joining to leaving or crashing. It never restarts itself: kafkajs's own restart
 * cannot be stopped while it joins, so whoever holds the session opens a new one.
 */
export class GroupSession {
  private readonly consumer: Consumer;
  private readonly pieceSize: PieceSize;
  private ids: ReadonlyMap<string, string> = new Map();
  /** Where each partition is to go on. */
  private readonly next = new Map<string, bigint>();
  private generation = 0;
  /** The others wait for this member to join again: no further batch is begun. */
  private rebalancing = false;
  private opened = false;
  private closing = false;
  private crash: Error | null = null;
  private crashIsPassing = false;

  constructor(private readonly parts: SessionParts) {
    const { groupId, maxBytesPerPartition, maxWaitMs, sessionTimeoutMs, rebalanceTimeoutMs, maxLines } =
      parts.options;
    this.pieceSize = new PieceSize(
      maxLines,
      Math.min(LONGEST_BATCH_MS, Math.round(sessionTimeoutMs / BATCHES_A_SESSION)),
    );
    this.consumer = parts.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      heartbeatInterval: Math.round(sessionTimeoutMs / BEATS_A_SESSION),
      metadataMaxAge: METADATA_MAX_AGE_MS,
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
      this.ids = await topicIds(this.parts.kafka, topics);
      this.parts.ledger.identified(this.ids);
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

  /** Ends it as a crash that may pass does: whoever holds it opens a new one. */
  lost(reason: Error): void {
    this.parts.onCrash(reason, true);
  }

  private listen(): void {
    const { GROUP_JOIN, CRASH, END_BATCH_PROCESS } = this.consumer.events;
    this.consumer.on(GROUP_JOIN, ({ payload }) => {
      this.generation += 1;
      this.rebalancing = false;
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

  /** What was fetched at once, in pieces: each is handled and committed before the next. */
  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const messages: LogMessage[] = [];
    let unreadable: string | null = null;
    for (const message of batch.messages) {
      unreadable = whyUnreadable(message);
      if (unreadable !== null) break;
      messages.push(logMessage(topic, partition, message));
    }
    const control = this.controlOf(payload);
    try {
      if (await this.isAnew({ topic, partition }, messages[0])) return;
    } catch (error) {
      const outage = faultOf(this.parts.options.brokers, `asking for the id of ${topic}`, error);
      if (!(outage instanceof Outage)) throw outage;
      this.parts.pauses.pause({ topic, partition }, outage, payload.pause());
      return;
    }
    for (let start = 0; start < messages.length;) {
      if (this.isClosing()) return;
      const end = pieceEnd(messages, start, {
        lines: this.pieceSize.lines,
        bytes: this.parts.options.maxBytesPerPartition,
      });
      const isLast = end === messages.length && unreadable === null;
      if (!(await this.handlePiece(payload, control, messages.slice(start, end), isLast))) return;
      start = end;
    }
    if (unreadable !== null && !this.isClosing()) {
      const reason = new Outage(`Kafka, ${topic}[${partition}]`, `a batch cannot be unpacked: ${unreadable}`);
      this.parts.pauses.pause({ topic, partition }, reason, payload.pause());
    }
  }

  /** Offsets that go back are read again, or those of a topic made anew, which mean something else. */
  private async isAnew(at: AssignedPartition, first: LogMessage | undefined): Promise<boolean> {
    const expected = this.next.get(partitionName(at));
    if (expected === undefined || first === undefined || BigInt(first.offset) >= expected) return false;
    const ids = await topicIds(this.parts.kafka, [at.topic]);
    if (ids.get(at.topic) === this.ids.get(at.topic)) return false;
    this.closing = true;
    this.parts.onAnew([at.topic]);
    return true;
  }

  /** @returns false when nothing further of what was fetched may be handled. */
  private async handlePiece(
    payload: EachBatchPayload,
    control: BatchControl,
    messages: readonly LogMessage[],
    isLast: boolean,
  ): Promise<boolean> {
    const { ledger, pauses, handler, onDefect, options } = this.parts;
    const { topic, partition, highWatermark } = payload.batch;
    const [first] = messages;
    const last = messages.at(-1);
    if (first === undefined || last === undefined) return true;
    ledger.fetched({ topic, partition }, first, highWatermark);
    const began = performance.now();
    try {
      await this.beating(control, () =>
        handler({ topic, topicId: this.idOf(topic), partition, messages, highWatermark }, control),
      );
    } catch (error) {
      if (error instanceof Outage) {
        if (!this.isClosing()) pauses.pause({ topic, partition }, error, payload.pause());
        return false;
      }
      this.closing = true; // a batch waiting behind this one must not overtake it
      onDefect(error);
      return false;
    }
    this.pieceSize.took(messages.length, performance.now() - began);
    if (!control.isCurrent()) {
      options.log.info({ topic, partition }, 'a batch of a partition given away is left to its new owner');
      return false;
    }
    // Commit, then move on: a commit that fails brings the same batch again and is made up for then. An error of
    // kafkajs thrown from here makes it join the group again where that helps. `lastOffset` is behind control records.
    const next = (BigInt(isLast ? payload.batch.lastOffset() : last.offset) + 1n).toString();
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: next }] }],
    });
    payload.resolveOffset(last.offset);
    this.next.set(partitionName({ topic, partition }), BigInt(next));
    ledger.committed({ topic, partition }, next);
    pauses.succeeded({ topic, partition });
    await control.heartbeat();
    return control.isCurrent() && !this.rebalancing;
  }

  /** Keeps the member alive while a batch is worked on, however long a server keeps it waiting. */
  private async beating<T>(control: BatchControl, work: () => Promise<T>): Promise<T> {
    const everyMs = Math.round(this.parts.options.sessionTimeoutMs / BEATS_A_SESSION);
    let beat: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      beat = control.heartbeat();
    }, everyMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await beat;
    }
  }

  private idOf(topic: string): string {
    const id = this.ids.get(topic);
    if (id === undefined) throw new Defect(`the id of ${topic} was not asked for`);
    return id;
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
          this.rebalancing ||= protocolErrorOf(error) === 'REBALANCE_IN_PROGRESS';
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
