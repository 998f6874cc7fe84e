/** A topic read from its beginning to its present end. */
import { randomUUID } from 'node:crypto';
import { KafkaJSError } from 'kafkajs';
import type { Kafka, KafkaMessage } from 'kafkajs';

export interface TopicMessage {
  readonly partition: number;
  readonly message: KafkaMessage;
}

const READ_AT_MOST = 5;

/** Every message there is now; of one partition in order. A broker that says "not yet" is asked again. */
export async function readTopic(kafka: Kafka, topic: string): Promise<readonly TopicMessage[]> {
  for (let reads = 1; ; reads++) {
    try {
      return await readOnce(kafka, topic);
    } catch (error) {
      if (reads === READ_AT_MOST || !(error instanceof KafkaJSError) || !error.retriable) throw error;
    }
  }
}

async function readOnce(kafka: Kafka, topic: string): Promise<readonly TopicMessage[]> {
  const missing = await endsOf(kafka, topic);
  if (missing.size === 0) return [];
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const read: TopicMessage[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          eachMessage: ({ partition, message }) => {
            const end = missing.get(partition);
            if (end === undefined) return Promise.resolve();
            read.push({ partition, message });
            if (BigInt(message.offset) + 1n >= end) missing.delete(partition);
            if (missing.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
    return read;
  } finally {
    await consumer.disconnect();
  }
}

/** The ends of the partitions that hold something. */
async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(
      offsets
        .filter(({ high, low }) => high !== low)
        .map(({ partition, high }) => [partition, BigInt(high)] as const),
    );
  } finally {
    await admin.disconnect();
  }
}
