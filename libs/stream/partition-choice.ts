import { Partitioners } from 'kafkajs';
import type { ICustomPartitioner, PartitionMetadata } from 'kafkajs';
import { murmur2 } from './murmur2';

/** Java's `toPositive`: the sign bit is dropped, not the sign. */
const LARGEST = 0x7fffffff;

/**
 * Kafka's own choice: murmur2 of the key, as Java's producer. What it chose for a message without a key it remembers, so
 * that the message goes to the same partition when it is sent again. Without that, a retried request would carry another
 * batch under a sequence number the broker has seen, which it takes for a repetition and drops.
 */
export const steadyPartitioner: ICustomPartitioner = () => {
  const choose = Partitioners.DefaultPartitioner();
  const chosen = new WeakMap<object, number>();
  return (choice) => {
    const { key } = choice.message;
    if (key != null) {
      const hash = murmur2(typeof key === 'string' ? Buffer.from(key) : key);
      return (hash & LARGEST) % choice.partitionMetadata.length;
    }
    const before = chosen.get(choice.message);
    if (before !== undefined) return before;
    const partition = choose(choice);
    chosen.set(choice.message, partition);
    return partition;
  };
};

/** The metadata of a topic of one broker, as far as choosing a partition reads it. */
export const partitionsOfOneBroker = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [0],
    isr: [0],
  }));
