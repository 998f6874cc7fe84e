import { setTimeout as after } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { Measured } from './processes';

const LOOK_EVERY_MS = 50;

/** Lines a second of a consumer group, from its first commit seen to its last: starting up is not part of it. */
export interface DrainRate {
  readonly linesPerSecond: number;
  readonly seconds: number;
  /** Processor time of the consuming process for each of these lines; not a number where it is not known. */
  readonly processorMicrosEach: number;
}

/**
 * Watches a group through its committed offsets until it has committed `total` messages of the topic.
 * @throws when `ended` settles first: whoever was to consume has ended.
 */
export async function drained(
  kafka: Kafka,
  groupId: string,
  topic: string,
  total: number,
  { ended, processorMs }: Measured,
): Promise<DrainRate> {
  const admin = kafka.admin();
  await admin.connect();
  let over = false;
  const watchOver = ended.then(() => {
    over = true;
  });
  try {
    let first: { at: number; committed: number; processor: number } | null = null;
    for (;;) {
      const committed = await committedBy(admin, groupId, topic);
      const at = performance.now();
      if (committed > 0) first ??= { at, committed, processor: processorMs() };
      if (first !== null && committed >= total) {
        const seconds = (at - first.at) / 1000;
        const lines = committed - first.committed;
        const processorMicrosEach = ((processorMs() - first.processor) * 1000) / lines;
        return { linesPerSecond: lines / seconds, seconds, processorMicrosEach };
      }
      if (over) throw new Error(`${groupId} ended after ${committed} of ${total} messages`);
      await Promise.race([after(LOOK_EVERY_MS), watchOver]);
    }
  } finally {
    await admin.disconnect();
  }
}

/** Messages of the topic that the group has committed. */
export async function committedBy(admin: Admin, groupId: string, topic: string): Promise<number> {
  const offsets = await admin.fetchOffsets({ groupId, topics: [topic] });
  return offsets
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}
