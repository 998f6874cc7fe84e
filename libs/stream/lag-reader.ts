import type { Admin, Kafka } from 'kafkajs';
import type { ProgressLedger } from './progress-ledger';

/**
 * Looks at the log's end and the group's committed offsets, apart from the consumer: a consumer that is stuck cannot say
 * that it is.
 */
export class LagReader {
  private admin: Admin | null = null;

  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
  ) {}

  /** Throws what kafkajs throws when the broker does not answer. */
  async readInto(ledger: ProgressLedger): Promise<void> {
    const admin = await this.connected();
    const topics = [...new Set(ledger.partitions().map(({ topic }) => topic))];
    if (topics.length === 0) return;
    const committed = await admin.fetchOffsets({ groupId: this.groupId, topics });
    for (const topic of topics) {
      const standing = new Map(
        committed
          .find((it) => it.topic === topic)
          ?.partitions.map(({ partition, offset }) => [partition, offset]),
      );
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        if (!ledger.isAssigned({ topic, partition })) continue;
        const offset = standing.get(partition);
        ledger.observed({ topic, partition }, high, offset === undefined || offset === '-1' ? low : offset);
      }
    }
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = null;
    if (admin !== null) await admin.disconnect();
  }

  private async connected(): Promise<Admin> {
    if (this.admin !== null) return this.admin;
    const admin = this.kafka.admin({ retry: { retries: 0 } }); // asked again soon anyway; a stop must not wait for it
    await admin.connect();
    this.admin = admin;
    return admin;
  }
}
