import { setImmediate as nextTurn } from 'node:timers/promises';
import { Defect, Outage } from '@gatekeeper/runtime';
import type { BackOff, Clock, Log } from '@gatekeeper/runtime';
import type { EmbeddedPartitions } from './embedded-partitions';
import { OutagePauses } from './outage-pauses';
import { BATCH_LIMITS, pieceEnd } from './pieces';
import type { AssignedPartition, BatchConsumer, BatchControl, BatchHandler, Progress } from './ports';
import { partitionName, ProgressLedger } from './progress-ledger';

export interface EmbeddedConsumerSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly log: Log;
  /** Called once when the handler threw what is not an outage; the consumer has stopped reading. */
  readonly onFatal: (error: Error) => void;
  /** Messages of one batch; those of `BATCH_LIMITS` unless given. */
  readonly maxLines?: number;
  /** Bytes of one batch; a larger single message comes alone. Those of `BATCH_LIMITS` unless given. */
  readonly maxBytesPerPartition?: number;
  readonly pauseBackOff?: BackOff;
}

/** Reads the embedded log as a group of one: partitions in turn, one batch at a time. */
export class EmbeddedConsumer implements BatchConsumer {
  readonly topics: readonly string[];
  private readonly ledger: ProgressLedger;
  private readonly pauses: OutagePauses;
  private readonly paused = new Set<string>();
  private reading: Promise<void> | null = null;
  private ending = false;

  constructor(
    private readonly source: EmbeddedPartitions,
    clock: Clock,
    private readonly settings: EmbeddedConsumerSettings,
  ) {
    this.topics = settings.topics;
    this.ledger = new ProgressLedger(() => clock.now());
    this.pauses = new OutagePauses(this.ledger, settings.log, settings.pauseBackOff);
  }

  async start(handler: BatchHandler): Promise<void> {
    await Promise.resolve();
    const assigned = this.topics.flatMap((topic) =>
      this.source.topic(topic).partitions.map((_, partition): AssignedPartition => ({ topic, partition })),
    );
    this.source.enterGroup(this.settings.groupId);
    this.ledger.assign(assigned);
    this.reading = this.readOn(assigned, handler);
  }

  async stop(): Promise<void> {
    this.ending = true;
    this.pauses.clear();
    this.source.wake();
    await this.reading;
  }

  progress(): Progress {
    for (const { topic, partition } of this.ledger.partitions()) {
      const end = this.source.topic(topic).partitions[partition]?.length ?? 0;
      const committed = this.source.committedOffset(this.settings.groupId, topic, partition);
      this.ledger.observed({ topic, partition }, String(end), String(committed));
    }
    return this.ledger.read();
  }

  private async readOn(assigned: readonly AssignedPartition[], handler: BatchHandler): Promise<void> {
    try {
      while (!this.isEnding()) {
        const seen = this.source.version;
        let idle = true;
        for (const partition of assigned) {
          if (this.isEnding()) break;
          if (await this.handleNext(partition, handler)) idle = false;
        }
        if (idle && !this.isEnding()) await this.source.changedSince(seen);
        else await nextTurn(); // a handler that never waits must not keep the process from everything else
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.source.leaveGroup(this.settings.groupId);
    }
  }

  /** False when there was nothing to handle. */
  private async handleNext(at: AssignedPartition, handler: BatchHandler): Promise<boolean> {
    const { groupId } = this.settings;
    const { topic, partition } = at;
    const { partitions, topicId } = this.source.topic(topic);
    const stored = partitions[partition] ?? [];
    const first = this.source.committedOffset(groupId, topic, partition);
    const [firstMessage] = stored.slice(first, first + 1);
    if (this.paused.has(partitionName(at)) || firstMessage === undefined) return false;
    const { maxLines: lines = BATCH_LIMITS.lines, maxBytesPerPartition: bytes = BATCH_LIMITS.bytes } =
      this.settings;
    const messages = stored.slice(first, pieceEnd(stored, first, { lines, bytes }));
    const highWatermark = String(stored.length);
    this.ledger.fetched(at, firstMessage, highWatermark);
    try {
      await handler({ topic, topicId, partition, messages, highWatermark }, ALWAYS_CURRENT);
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      if (!this.isEnding()) this.pause(at, error);
      return true;
    }
    const next = first + messages.length;
    this.source.commit(groupId, topic, partition, next);
    this.ledger.committed(at, String(next));
    this.pauses.succeeded(at);
    return true;
  }

  private pause(at: AssignedPartition, outage: Outage): void {
    const name = partitionName(at);
    this.paused.add(name);
    this.pauses.pause(at, outage, () => {
      this.paused.delete(name);
      this.source.wake();
    });
  }

  private isEnding(): boolean {
    return this.ending;
  }

  private fail(error: unknown): void {
    const fault = error instanceof Error ? error : new Defect(`thrown: ${String(error)}`);
    this.ending = true;
    this.pauses.clear();
    this.ledger.trouble('group', `ended: ${fault.message}`);
    this.settings.log.fatal({ err: fault }, 'the consumer has ended');
    this.settings.onFatal(fault);
  }
}

const ALWAYS_CURRENT: BatchControl = { isCurrent: () => true, heartbeat: () => Promise.resolve() };
