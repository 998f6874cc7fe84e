import { Partitioners } from 'kafkajs';
import type { ICustomPartitioner, PartitionMetadata } from 'kafkajs';

/**
 * Kafka's own choice (murmur2 of the key, as Java's producer), that remembers what it chose for a message: one without a
 * key goes to the same partition when it is sent again. Without that, a retried request would carry another batch under
 * a sequence number the broker has seen, which it takes for a repetition and drops.
 */
export const steadyPartitioner: ICustomPartitioner = () => {
  const choose = Partitioners.DefaultPartitioner();
  const chosen = new WeakMap<object, number>();
  return (choice) => {
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
