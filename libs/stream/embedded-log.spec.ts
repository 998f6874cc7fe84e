import { silentLog } from '@gatekeeper/runtime';
import { EmbeddedLog } from './embedded-log';
import { STREAM_CONTRACT } from './testing/stream-contract';
import type { StreamUnderTest } from './testing/stream-contract';

function embeddedStream(): StreamUnderTest {
  const log = new EmbeddedLog();
  let fresh = 0;
  return {
    freshTopic: (partitions) => {
      fresh += 1;
      log.createTopic(`topic-${fresh}`, partitions);
      return Promise.resolve(`topic-${fresh}`);
    },
    freshGroup: () => `group-${(fresh += 1)}`,
    publisher: log.publisher(),
    consumer: ({ topic, ...settings }) =>
      log.consumer({
        ...settings,
        topics: [topic],
        log: silentLog(),
        pauseBackOff: { firstDelayMs: 1, maxDelayMs: 2 },
      }),
    committed: (groupId, topic) =>
      Promise.resolve(
        log
          .topic(topic)
          .partitions.map((_, partition) => log.committedOffset(groupId, topic, partition))
          .reduce((sum, offset) => sum + offset, 0),
      ),
  };
}

describe('the embedded log', () => {
  it.each(STREAM_CONTRACT)('$behaviour', ({ prove }) => prove(embeddedStream()));

  // Hashes from the tests of Apache Kafka's own Utils.murmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['abc', 479470107],
  ])('puts key %s where a Java producer puts it', async (key, murmur2) => {
    const log = new EmbeddedLog();
    log.createTopic('lines', 12);
    await log.publisher().publish([{ topic: 'lines', messages: [{ key, value: '' }] }]);
    expect(log.read('lines').map(({ partition }) => partition)).toEqual([(murmur2 & 0x7fffffff) % 12]);
  });

  it('refuses a second consumer of a running group', async () => {
    const log = new EmbeddedLog();
    log.createTopic('lines', 1);
    const settings = { groupId: 'g', topics: ['lines'], log: silentLog(), onFatal: () => undefined };
    const first = log.consumer(settings);
    await first.start(() => Promise.resolve());
    await expect(log.consumer(settings).start(() => Promise.resolve())).rejects.toThrow('group g');
    await first.stop();
  });
});
