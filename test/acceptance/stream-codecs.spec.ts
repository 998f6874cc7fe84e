/** Batches as Java's own client packs them, by every codec, of every size, on a real broker. */
import { silentLog } from '@gatekeeper/runtime';
import { KafkaBatchConsumer, kafkaClient, topicIds, UNPACK_BOUNDS } from '@gatekeeper/stream';
import type { LogMessage } from '@gatekeeper/stream';
import type { Admin, Kafka } from 'kafkajs';
import { describeWith, kafkaBrokers } from '../servers/addresses';
import { freshPrefix } from '../servers/fresh';
import { CODECS, sendPacked } from '../servers/java-producer';
import type { Filled, PackedBatch } from '../servers/java-producer';
import { until } from '../gatekeeper/until';

const MANY_LINES = 30_000;
const LARGE_BYTES = 3 * 1024 * 1024;
/** Zeros of this size pack to less than a broker takes, by every codec. */
const BOMB_BYTES = UNPACK_BOUNDS.recordBytes * 3;

describeWith(['kafka'], 'batches that Java packs', () => {
  const settings = { brokers: '', clientId: 'stream-codecs', log: silentLog() };
  const topic = `${freshPrefix('stream-codecs')}lines`;
  let kafka: Kafka;
  let admin: Admin;
  const read: LogMessage[] = [];
  const pieces: number[] = [];

  beforeAll(async () => {
    settings.brokers = kafkaBrokers().join(',');
    kafka = kafkaClient(settings);
    admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [
        {
          topic,
          numPartitions: CODECS.length,
          configEntries: [{ name: 'max.message.bytes', value: String(BOMB_BYTES * 2) }],
        },
      ],
      waitForLeaders: true,
    });
    const sizes = (codec: (typeof CODECS)[number]): readonly Filled[] => [
      { lines: codec === 'none' ? 10 : MANY_LINES, bytesALine: 300 },
      { lines: 1, bytesALine: LARGE_BYTES },
      ...(codec === 'none' ? [] : [{ lines: 1, bytesALine: BOMB_BYTES }]),
      { lines: 3, bytesALine: 20 },
    ];
    const batches = CODECS.flatMap((codec, partition): PackedBatch[] =>
      sizes(codec).map((values) => ({ topic, partition, codec, values })),
    );
    await sendPacked(batches);
    const consumer = new KafkaBatchConsumer({
      ...settings,
      topics: [topic],
      groupId: topic,
      onFatal: (error) => {
        throw error;
      },
    });
    await consumer.start(async ({ messages }) => {
      await Promise.resolve();
      pieces.push(messages.length);
      read.push(...messages);
    });
    const sent = CODECS.flatMap(sizes).reduce((sum, { lines }) => sum + lines, 0);
    await until('every message is read', () => read.length >= sent);
    await consumer.stop();
    expect(read).toHaveLength(sent);
  });

  afterAll(async () => {
    await admin.disconnect();
  });

  const ofPartition = (codec: (typeof CODECS)[number]): readonly LogMessage[] =>
    read.filter(({ partition }) => partition === CODECS.indexOf(codec));

  it.each(CODECS)('%s: every message, whole, in its order', (codec) => {
    const messages = ofPartition(codec);
    const many = codec === 'none' ? 10 : MANY_LINES;
    expect(messages.map(({ offset }) => Number(offset))).toEqual(messages.map((_, n) => n));
    const wrong = messages
      .slice(0, many)
      .filter(({ value }, n) => value?.length !== 300 || value.toString().trimEnd() !== `{"line":${n}}`);
    expect(wrong).toEqual([]);
    expect(messages[many]?.value).toHaveLength(LARGE_BYTES);
    expect(messages.slice(-3).map(({ value }) => String(value).trimEnd())).toEqual(
      [0, 1, 2].map((n) => `{"line":${n}}`),
    );
  });

  it.each(CODECS.filter((codec) => codec !== 'none'))(
    '%s: a message that unpacks beyond the bound has its key and its size, and no value',
    (codec) => {
      const bomb = ofPartition(codec).at(-4);
      expect(bomb?.value).toBeNull();
      expect(String(bomb?.key)).toBe('key 0');
      expect(bomb?.unpackedBytes).toBeGreaterThan(BOMB_BYTES);
    },
  );

  it('a batch of many lines is handed over in pieces', () => {
    expect(Math.max(...pieces)).toBeLessThanOrEqual(2_000);
  });

  it('a topic made anew has another id', async () => {
    const before = (await topicIds(kafka, [topic])).get(topic);
    expect(before).toMatch(/^[0-9a-f]{32}$/);
    expect((await topicIds(kafka, [topic])).get(topic)).toBe(before);
    await admin.deleteTopics({ topics: [topic] });
    await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    expect((await topicIds(kafka, [topic])).get(topic)).not.toBe(before);
  });
});
