import { randomUUID } from 'node:crypto';
import { Defect, systemClock } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import { MessageTooLarge, sizeOf } from './message-too-large';
import { partitionsOfOneBroker, steadyPartitioner } from './partition-choice';
import type { LogMessage, OutgoingMessage, TopicMessages } from './ports';

export interface EmbeddedTopic {
  readonly topicId: string;
  readonly partitions: readonly LogMessage[][];
  readonly maxMessageBytes: number;
}

/** The broker's default limit for one record batch. */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

/** What the embedded log holds: topics with their partitions in order, and how far each group has read them. */
export class EmbeddedPartitions {
  private readonly topics = new Map<string, EmbeddedTopic>();
  private readonly committed = new Map<string, number>();
  private readonly waiting = new Set<() => void>();
  private changes = 0;
  private readonly choosePartition = steadyPartitioner();
  private readonly runningGroups = new Set<string>();

  constructor(protected readonly clock: Clock = systemClock) {}

  /** Does nothing when the topic is there already. */
  createTopic(topic: string, partitions: number, maxMessageBytes: number = DEFAULT_MAX_MESSAGE_BYTES): void {
    if (this.topics.has(topic)) return;
    this.topics.set(topic, {
      topicId: randomUUID(),
      partitions: Array.from({ length: partitions }, () => []),
      maxMessageBytes,
    });
  }

  /** All messages of a topic, partition by partition, each in its order. */
  read(topic: string): readonly LogMessage[] {
    return this.topic(topic).partitions.flat();
  }

  /** All of it or, when one message is over its topic's limit, nothing. */
  append(batches: readonly TopicMessages[]): void {
    for (const { topic, messages } of batches) {
      const limit = this.topic(topic).maxMessageBytes;
      const tooLarge = messages.find((message) => sizeOf(message) > limit);
      if (tooLarge !== undefined) throw MessageTooLarge.of(topic, tooLarge, undefined);
    }
    for (const { topic, messages } of batches) {
      for (const message of messages) this.appendOne(topic, message);
    }
    this.wake();
  }

  topic(name: string): EmbeddedTopic {
    const topic = this.topics.get(name);
    if (topic === undefined) throw new Defect(`the embedded log has no topic ${name}: create it first`);
    return topic;
  }

  /** Grows with each append and each `wake`. */
  get version(): number {
    return this.changes;
  }

  /** Resolves at the next append or `wake`, at once if there was one since that version. */
  changedSince(version: number): Promise<void> {
    if (this.changes !== version) return Promise.resolve();
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  wake(): void {
    this.changes += 1;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }

  /** The next offset the group reads. */
  committedOffset(groupId: string, topic: string, partition: number): number {
    return this.committed.get(`${groupId} ${topic} ${partition}`) ?? 0;
  }

  commit(groupId: string, topic: string, partition: number, next: number): void {
    this.committed.set(`${groupId} ${topic} ${partition}`, next);
  }

  enterGroup(groupId: string): void {
    if (this.runningGroups.has(groupId))
      throw new Defect(`group ${groupId} of the embedded log has a consumer already`);
    this.runningGroups.add(groupId);
  }

  leaveGroup(groupId: string): void {
    this.runningGroups.delete(groupId);
  }

  private appendOne(topic: string, message: OutgoingMessage): void {
    const { partitions } = this.topic(topic);
    const partition = this.choosePartition({
      topic,
      partitionMetadata: partitionsOfOneBroker(partitions.length),
      message: { key: message.key, value: message.value },
    });
    const stored = partitions[partition];
    if (stored === undefined) throw new Defect(`partition ${partition} of ${topic} does not exist`);
    stored.push({
      topic,
      partition,
      offset: String(stored.length),
      key: bytesOf(message.key),
      value: bytesOf(message.value),
      headers: Object.fromEntries(
        Object.entries(message.headers ?? {}).map(([name, content]) => [name, Buffer.from(content)]),
      ),
      timestamp: String(this.clock.now()),
    });
  }
}

/** A copy, as from the wire: what the sender does with its buffer afterwards stays its own. */
const bytesOf = (content: string | Buffer | null): Buffer | null =>
  content === null ? null : Buffer.from(content);
