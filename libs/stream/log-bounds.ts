/** What a log still holds of a partition, asked for where a batch does not continue what is on file. */
import type { Admin, Kafka } from 'kafkajs';
import type { EmbeddedLog } from './embedded-log';
import { faultOf, kafkaClient } from './kafka-connection';
import type { KafkaSettings } from './kafka-connection';

export interface PartitionBounds {
  /** The first offset that is still there; what lay before it was deleted. */
  readonly low: bigint;
  /** The offset that the next message will get. */
  readonly high: bigint;
  /** Where the group stands, behind control records too; `null` where it has committed nothing. */
  readonly committed: bigint | null;
}

export interface LogBounds {
  /** False for a log that begins anew with each process. */
  readonly outlivesProcess: boolean;
  /** @throws Outage when the log does not answer. */
  boundsOf(topic: string, partition: number): Promise<PartitionBounds>;
  close(): Promise<void>;
}

/** Of a topic, and of the group that reads it. */
export class KafkaLogBounds implements LogBounds {
  readonly outlivesProcess = true;
  private readonly kafka: Kafka;
  private admin: Admin | null = null;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly groupOf: (topic: string) => string,
  ) {
    this.kafka = kafkaClient(settings);
  }

  async boundsOf(topic: string, partition: number): Promise<PartitionBounds> {
    try {
      const admin = await this.connected();
      const [ends, groups] = [
        await admin.fetchTopicOffsets(topic),
        await admin.fetchOffsets({ groupId: this.groupOf(topic), topics: [topic] }),
      ];
      const end = ends.find((it) => it.partition === partition);
      const offset = groups[0]?.partitions.find((it) => it.partition === partition)?.offset;
      return {
        low: BigInt(end?.low ?? 0),
        high: BigInt(end?.high ?? 0),
        committed: offset === undefined || BigInt(offset) < 0n ? null : BigInt(offset),
      };
    } catch (error) {
      throw faultOf(this.settings.brokers, `asking for the bounds of ${topic}[${partition}]`, error);
    }
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = null;
    await admin?.disconnect();
  }

  private async connected(): Promise<Admin> {
    if (this.admin !== null) return this.admin;
    const admin = this.kafka.admin();
    await admin.connect();
    this.admin = admin;
    return admin;
  }
}

export const embeddedLogBounds = (log: EmbeddedLog, groupOf: (topic: string) => string): LogBounds => ({
  outlivesProcess: false,
  boundsOf: (topic, partition) =>
    Promise.resolve({
      low: 0n,
      high: BigInt(log.topic(topic).partitions[partition]?.length ?? 0),
      committed: BigInt(log.committedOffset(groupOf(topic), topic, partition)),
    }),
  close: () => Promise.resolve(),
});
