import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import type { Message } from 'kafkajs';
import { murmur2 } from './murmur2';
import { partitionsOfOneBroker, steadyPartitioner } from './partition-choice';

const choice = (message: Message, partitions: number) => ({
  topic: 'lines',
  partitionMetadata: partitionsOfOneBroker(partitions),
  message,
});

describe('the partition of a message', () => {
  // Values of Kafka's own test (UtilsTest.testMurmur2).
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('hashes %s as the Java client does', (key, hash) => expect(murmur2(Buffer.from(key))).toBe(hash));

  it('is the one that kafkajs chooses, for any key', () => {
    const ours = steadyPartitioner();
    const theirs = Partitioners.DefaultPartitioner();
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 100 }), (written, partitions) => {
        const asked = choice({ key: written, value: null }, partitions);
        expect(ours(asked)).toBe(theirs(asked));
      }),
    );
  });

  it('stays the same for a message without a key that is sent again', () => {
    const choose = steadyPartitioner();
    const message: Message = { key: null, value: 'x' };
    const first = choose(choice(message, 50));
    for (let others = 0; others < 3; others++) choose(choice({ key: null, value: 'y' }, 50));
    expect(choose(choice(message, 50))).toBe(first);
  });
});
