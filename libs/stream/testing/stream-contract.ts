/** What Kafka and the embedded log both have to prove: the rest of the system cannot tell one from the other. */
import { Outage } from '@gatekeeper/runtime';
import { MessageTooLarge } from '../message-too-large';
import type { BatchConsumer, BatchHandler, OutgoingMessage, Publisher } from '../ports';
import { gate, Received } from './received';

export interface ConsumerUnderTest {
  readonly groupId: string;
  readonly topic: string;
  readonly onFatal: (error: Error) => void;
  readonly maxBytesPerPartition?: number;
}

export interface StreamUnderTest {
  /** Creates a topic nobody has used. */
  freshTopic(partitions: number): Promise<string>;
  /** A group id nobody has used. */
  freshGroup(): string;
  readonly publisher: Publisher;
  consumer(settings: ConsumerUnderTest): BatchConsumer;
  /** The sum of the group's committed offsets over the topic's partitions. */
  committed(groupId: string, topic: string): Promise<number>;
}

const noDefect = (error: Error): void => {
  throw error;
};

const numbered = (count: number, keyOf: (n: number) => string): readonly OutgoingMessage[] =>
  Array.from({ length: count }, (_, n) => ({ key: keyOf(n), value: `${keyOf(n)}#${n}` }));

/** Starts a consumer, hands it to `work`, and stops it whatever happens. */
async function withConsumer(
  stream: StreamUnderTest,
  settings: Omit<ConsumerUnderTest, 'onFatal'> & Partial<ConsumerUnderTest>,
  handler: BatchHandler,
  work: (consumer: BatchConsumer) => Promise<void>,
): Promise<void> {
  const consumer = stream.consumer({ onFatal: noDefect, ...settings });
  await consumer.start(handler);
  try {
    await work(consumer);
  } finally {
    await consumer.stop();
  }
}

export interface Behaviour {
  readonly behaviour: string;
  readonly prove: (stream: StreamUnderTest) => Promise<void>;
}

export const STREAM_CONTRACT: readonly Behaviour[] = [
  {
    behaviour: 'messages of one key stay in one partition and in order',
    prove: async (stream) => {
      const topic = await stream.freshTopic(3);
      const keys = ['甲', '乙', 'c', 'd', 'e'];
      const messages = numbered(500, (n) => keys[n % keys.length] ?? '');
      for (let at = 0; at < messages.length; at += 100) {
        await stream.publisher.publish([{ topic, messages: messages.slice(at, at + 100) }]);
      }
      const received = new Received();
      await withConsumer(stream, { groupId: stream.freshGroup(), topic }, received.handler, () =>
        received.until(500),
      );
      for (const key of keys) {
        const ofKey = received.messages.filter((message) => String(message.key) === key);
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
        expect(ofKey.map(({ value }) => String(value))).toEqual(
          messages.filter((message) => message.key === key).map(({ value }) => value),
        );
      }
      expect(new Set(received.messages.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    },
  },
  {
    behaviour: 'key, value, headers and tombstone arrive byte for byte',
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const anyBytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
      await stream.publisher.publish([
        {
          topic,
          messages: [
            {
              key: anyBytes,
              value: anyBytes,
              headers: { 'error-code': 'EMPTY', raw: anyBytes, empty: '', __proto__x: '1' },
            },
            { key: 'tombstone', value: null },
            { key: null, value: '' },
          ],
        },
      ]);
      const received = new Received();
      await withConsumer(stream, { groupId: stream.freshGroup(), topic }, received.handler, () =>
        received.until(3),
      );
      expect(
        received.messages.map(({ key, value, headers, offset }) => ({ key, value, headers, offset })),
      ).toEqual([
        {
          key: anyBytes,
          value: anyBytes,
          headers: {
            'error-code': Buffer.from('EMPTY'),
            raw: anyBytes,
            empty: Buffer.alloc(0),
            __proto__x: Buffer.from('1'),
          },
          offset: '0',
        },
        { key: Buffer.from('tombstone'), value: null, headers: {}, offset: '1' },
        { key: null, value: Buffer.alloc(0), headers: {}, offset: '2' },
      ]);
    },
  },
  {
    behaviour: 'a handled batch is committed and does not come again',
    prove: async (stream) => {
      const topic = await stream.freshTopic(2);
      const groupId = stream.freshGroup();
      await stream.publisher.publish([{ topic, messages: numbered(40, (n) => `k${n}`) }]);
      const first = new Received();
      await withConsumer(stream, { groupId, topic }, first.handler, () => first.until(40));
      expect(await stream.committed(groupId, topic)).toBe(40);
      await stream.publisher.publish([{ topic, messages: [{ key: 'new', value: 'new' }] }]);
      const second = new Received();
      await withConsumer(stream, { groupId, topic }, second.handler, () => second.until(1));
      expect(second.values).toEqual(['new']);
    },
  },
  {
    behaviour: 'a defect of the handler is reported, ends the consumer and leaves the batch to the next one',
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const groupId = stream.freshGroup();
      await stream.publisher.publish([{ topic, messages: numbered(10, () => 'k') }]);
      const defect = new TypeError('x is undefined');
      const reported = await new Promise<Error>((resolve) => {
        const consumer = stream.consumer({
          groupId,
          topic,
          onFatal: (error) => void consumer.stop().then(() => resolve(error)),
        });
        void consumer.start(() => Promise.reject(defect));
      });
      expect(reported).toBe(defect);
      expect(await stream.committed(groupId, topic)).toBe(0);
      const second = new Received();
      await withConsumer(stream, { groupId, topic }, second.handler, () => second.until(10));
      expect(second.values).toEqual(numbered(10, () => 'k').map(({ value }) => value));
    },
  },
  {
    behaviour: 'an outage pauses the partition alone, and the same batch comes again by itself',
    prove: async (stream) => {
      const topic = await stream.freshTopic(2);
      const groupId = stream.freshGroup();
      await stream.publisher.publish([{ topic, messages: numbered(60, (n) => `k${n}`) }]);
      const received = new Received();
      const refused: string[] = [];
      let failing: number | null = null; // the partition that comes first
      const consumer = stream.consumer({ groupId, topic, onFatal: noDefect });
      const meanwhile: (readonly string[])[] = [];
      await consumer.start(async (batch) => {
        await Promise.resolve();
        failing ??= batch.partition;
        if (batch.partition === failing && refused.length < 3) {
          refused.push(batch.messages[0]?.offset ?? '');
          throw new Outage('PostgreSQL at db:5432', 'connection refused');
        }
        if (batch.partition !== failing) meanwhile.push(consumer.progress().troubles);
        received.take(batch);
      });
      await received.until(60);
      await consumer.stop();
      expect(refused).toEqual(['0', '0', '0']);
      expect(meanwhile[0]?.join()).toContain('PostgreSQL at db:5432: connection refused');
      expect(received.values).toHaveLength(60);
      expect(new Set(received.values)).toEqual(
        new Set(numbered(60, (n) => `k${n}`).map(({ value }) => value)),
      );
      expect(consumer.progress().troubles).toEqual([]);
      expect(await stream.committed(groupId, topic)).toBe(60);
    },
  },
  {
    behaviour: 'an empty topic calls no handler, and what comes later is handled',
    prove: async (stream) => {
      const topic = await stream.freshTopic(2);
      const received = new Received();
      await withConsumer(
        stream,
        { groupId: stream.freshGroup(), topic },
        received.handler,
        async (consumer) => {
          expect(consumer.progress()).toEqual({
            assigned: [
              { topic, partition: 0 },
              { topic, partition: 1 },
            ],
            lag: 0,
            oldestUndecidedAt: null,
            lastProgressAt: null,
            troubles: [],
          });
          expect(received.batches).toEqual([]);
          await stream.publisher.publish([{ topic, messages: [{ key: 'late', value: 'late' }] }]);
          await received.until(1);
        },
      );
      expect(received.values).toEqual(['late']);
    },
  },
  {
    behaviour: 'stop lets the batch under way finish and commit, and takes no other',
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const groupId = stream.freshGroup();
      await stream.publisher.publish([{ topic, messages: numbered(20, () => 'k') }]);
      const entered = gate();
      const finish = gate();
      const received = new Received();
      const consumer = stream.consumer({ groupId, topic, onFatal: noDefect });
      await consumer.start(async (batch) => {
        entered.open();
        await finish.opened;
        received.take(batch);
      });
      await entered.opened;
      await stream.publisher.publish([{ topic, messages: [{ key: 'k', value: 'after' }] }]);
      const stopped = consumer.stop();
      finish.open();
      await stopped;
      expect(received.values).toEqual(numbered(20, () => 'k').map(({ value }) => value));
      expect(await stream.committed(groupId, topic)).toBe(20);
    },
  },
  {
    behaviour: 'a batch keeps to its limit of bytes, a larger message comes alone, and lag falls to nothing',
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const big = 'x'.repeat(300_000);
      for (let n = 0; n < 4; n += 1)
        await stream.publisher.publish([{ topic, messages: [{ key: 'k', value: big }] }]);
      const received = new Received();
      const lags: number[] = [];
      const settings = { groupId: stream.freshGroup(), topic, maxBytesPerPartition: 100_000 };
      const consumer = stream.consumer({ onFatal: noDefect, ...settings });
      await consumer.start(async (batch) => {
        await Promise.resolve();
        lags.push(consumer.progress().lag);
        received.take(batch);
      });
      await received.until(4);
      await consumer.stop();
      expect(received.batches.map(({ messages }) => messages.length)).toEqual([1, 1, 1, 1]);
      expect(lags).toEqual([4, 3, 2, 1]);
      expect(consumer.progress().lag).toBe(0);
    },
  },
  {
    behaviour: 'publishing more than a request may hold keeps the order',
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const padding = '.'.repeat(9000);
      const messages = Array.from({ length: 300 }, (_, n) => ({ key: 'k', value: `${n}${padding}` }));
      await stream.publisher.publish([{ topic, messages }]);
      const received = new Received();
      await withConsumer(stream, { groupId: stream.freshGroup(), topic }, received.handler, () =>
        received.until(300),
      );
      expect(received.values.map((value) => parseInt(value, 10))).toEqual(messages.map((_, n) => n));
    },
  },
  {
    behaviour: 'publishing from many places at once stores every message once',
    prove: async (stream) => {
      const topic = await stream.freshTopic(2);
      const values = Array.from({ length: 20 }, (_, n) => `${n}`);
      await Promise.all(
        values.map((value) => stream.publisher.publish([{ topic, messages: [{ key: value, value }] }])),
      );
      const received = new Received();
      await withConsumer(stream, { groupId: stream.freshGroup(), topic }, received.handler, () =>
        received.until(20),
      );
      expect(received.values).toHaveLength(20);
      expect(new Set(received.values)).toEqual(new Set(values));
    },
  },
  {
    behaviour:
      "a message over the topic's limit is named by topic and key hash, and publishing goes on after it",
    prove: async (stream) => {
      const topic = await stream.freshTopic(1);
      const tooLarge = { key: 'patient', value: 'x'.repeat(1_100_000) };
      const failure: unknown = await stream.publisher
        .publish([{ topic, messages: [tooLarge] }])
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(MessageTooLarge);
      expect(String(failure)).toMatch(new RegExp(`key sha256:[0-9a-f]{16}.*${topic}`));
      expect(String(failure)).not.toContain('patient');
      await stream.publisher.publish([{ topic, messages: [{ key: 'patient', value: 'small' }] }]);
      const received = new Received();
      await withConsumer(stream, { groupId: stream.freshGroup(), topic }, received.handler, () =>
        received.until(1),
      );
      expect(received.values).toEqual(['small']);
    },
  },
];
