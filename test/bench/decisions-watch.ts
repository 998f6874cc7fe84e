import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';

export interface SeenDecision {
  readonly outcome: string;
  /** When it was read from the topic, on `performance.now()`'s clock. */
  readonly at: number;
}

/** The decisions topic as whoever waits for an answer reads it. */
export interface DecisionsWatch {
  /** The first decision on a line of this visit; asked for before the line is sent. */
  of(visit: string): Promise<SeenDecision>;
  stop(): Promise<void>;
}

/** @param ended settles when whoever decides has ended: nobody waits any longer then */
export async function watchDecisions(
  kafka: Kafka,
  topic: string,
  ended: Promise<unknown>,
): Promise<DecisionsWatch> {
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 50 });
  const waiting = new Map<string, (decision: SeenDecision) => void>();
  const over = ended.then((): never => {
    throw new Error('the gatekeeper ended while its decisions were waited for');
  });
  over.catch(() => undefined);
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    autoCommit: false,
    eachMessage({ message }) {
      const at = performance.now();
      const { outcome, line }: { outcome: string; line: { mdtrt_id: string } } = JSON.parse(
        message.value?.toString() ?? '',
      );
      waiting.get(line.mdtrt_id)?.({ outcome, at });
      waiting.delete(line.mdtrt_id);
      return Promise.resolve();
    },
  });
  await joined;
  return {
    of: (visit) => Promise.race([over, new Promise<SeenDecision>((resolve) => waiting.set(visit, resolve))]),
    stop: () => consumer.disconnect(),
  };
}
