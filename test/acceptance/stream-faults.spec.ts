/** What a real broker can do to the stream, on a broker of this suite's own. */
import { Writable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { createLog, Outage, retryUntil, silentLog } from '@gatekeeper/runtime';
import { KafkaBatchConsumer, kafkaClient, KafkaPublisher } from '@gatekeeper/stream';
import type { Log } from '@gatekeeper/runtime';
import type { Publisher } from '@gatekeeper/stream';
import type { Admin } from 'kafkajs';
import { gate, Received } from '../../libs/stream/testing/received';
import { describeWith } from '../servers/addresses';
import { PrivateServer } from '../servers/private-server';
import { until } from '../gatekeeper/until';

const numbered = (from: number, until: number): { key: string; value: string }[] =>
  Array.from({ length: until - from }, (_, n) => ({ key: `k${from + n}`, value: String(from + n) }));

const patiently = (
  publisher: Publisher,
  topic: string,
  messages: { key: string; value: string }[],
): Promise<void> =>
  retryUntil(new AbortController().signal, () => publisher.publish([{ topic, messages }]), {
    describe: 'publishing',
    firstDelayMs: 50,
    maxDelayMs: 500,
    onRetry: ({ error }) => expect(error).toBeInstanceOf(Outage),
  });

/** A log whose lines a test can wait for. */
function overheard(): { readonly log: Log; readonly line: (words: RegExp) => Promise<string> } {
  const lines: string[] = [];
  const waiting: { readonly words: RegExp; readonly resolve: (line: string) => void }[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      for (const { words, resolve } of waiting) if (words.test(String(chunk))) resolve(String(chunk));
      done();
    },
  });
  const line = (words: RegExp): Promise<string> => {
    const said = lines.find((it) => words.test(it));
    return said === undefined
      ? new Promise((resolve) => waiting.push({ words, resolve }))
      : Promise.resolve(said);
  };
  return { log: createLog({ name: 'test', level: 'info', format: 'json', destination }), line };
}

describeWith(['kafka'], 'a real Kafka that fails', () => {
  let server: PrivateServer;
  let fresh = 0;

  beforeAll(async () => {
    server = await PrivateServer.start('kafka');
  });
  afterAll(() => server.stop());

  const settings = (log: Log = silentLog()): { brokers: string; clientId: string; log: Log } => ({
    brokers: server.url,
    clientId: 'stream-faults',
    log,
  });

  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafkaClient(settings()).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  async function freshTopic(numPartitions: number): Promise<string> {
    const topic = `faults-${(fresh += 1)}`;
    await withAdmin((admin) =>
      admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true }),
    );
    return topic;
  }

  const committed = (groupId: string, topic: string): Promise<number> =>
    withAdmin(async (admin) => {
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return (offsets?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    });

  const consumerOf = (topic: string, groupId: string, log?: Log): KafkaBatchConsumer =>
    new KafkaBatchConsumer({
      ...settings(log),
      groupId,
      topics: [topic],
      lagIntervalMs: 100,
      sessionTimeoutMs: 6000,
      onFatal: (error) => {
        throw error;
      },
    });

  it('is waited for at start, named with what was tried', async () => {
    const topic = await freshTopic(1);
    await server.kill('SIGKILL');
    const { log, line } = overheard();
    const consumer = consumerOf(topic, `${topic}-group`, log);
    const received = new Received();
    const started = consumer.start(received.handler);
    const said = await line(/failed \(attempt 1\)/);
    expect(said).toContain(`joining group ${topic}-group for ${topic} at Kafka at ${server.url}`);
    expect(consumer.progress().troubles.join()).toContain(server.url);
    await server.restart();
    await started;
    const publisher = new KafkaPublisher(settings());
    await patiently(publisher, topic, numbered(0, 5));
    await received.until(5);
    expect(consumer.progress().troubles).toEqual([]);
    await consumer.stop();
    await publisher.close();
  });

  it('a batch that outlasts the session is handled once, and its member stays', async () => {
    const topic = await freshTopic(1);
    const publisher = new KafkaPublisher(settings());
    await patiently(publisher, topic, numbered(0, 4_500));
    const { log, line } = overheard();
    const consumer = consumerOf(topic, `${topic}-group`, log);
    const received = new Received();
    let pieces = 0;
    await consumer.start(async (batch) => {
      pieces += 1;
      if (pieces === 1) await after(8_000); // longer than the session of 6 s: the fault itself
      received.take(batch);
    });
    await line(/joined the group/);
    await received.until(4_500);
    expect(received.values).toHaveLength(4_500);
    expect(pieces).toBeGreaterThan(2);
    expect(consumer.progress().troubles).toEqual([]);
    await consumer.stop();
    expect(await committed(`${topic}-group`, topic)).toBe(4_500);
    await publisher.close();
  });

  it('a topic made anew is read from its beginning, under its own id', async () => {
    const topic = await freshTopic(1);
    const publisher = new KafkaPublisher(settings());
    await patiently(publisher, topic, numbered(0, 20));
    const consumer = consumerOf(topic, `${topic}-group`);
    const received = new Received();
    const ids = new Set<string>();
    await consumer.start((batch, control) => {
      ids.add(batch.topicId);
      return received.handler(batch, control);
    });
    await received.until(20);
    await withAdmin(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      await retryUntil(
        new AbortController().signal,
        () => admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true }),
        { describe: 'making the topic anew', firstDelayMs: 100, maxDelayMs: 200, onRetry: () => undefined },
      );
    });
    const late = new KafkaPublisher(settings());
    await patiently(late, topic, numbered(20, 25));
    await received.until(25);
    expect(received.values.slice(-5)).toEqual(['20', '21', '22', '23', '24']);
    expect(ids.size).toBe(2);
    await consumer.stop();
    await publisher.close();
    await late.close();
  });

  it('partitions that nobody reads are named, and added ones are read before long', async () => {
    const topic = await freshTopic(1);
    const publisher = new KafkaPublisher(settings());
    const consumer = consumerOf(topic, `${topic}-group`);
    const received = new Received();
    await consumer.start(received.handler);
    await withAdmin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }));
    await until('the new partitions are named', () =>
      consumer
        .progress()
        .troubles.some((it) => it.includes(`nobody in group ${topic}-group reads ${topic}[1]`)),
    );
    const added = new KafkaPublisher(settings());
    await patiently(added, topic, numbered(0, 30));
    await received.until(30);
    await until('nothing is in the way', () => consumer.progress().troubles.length === 0);
    expect(consumer.progress().assigned).toHaveLength(3);
    await consumer.stop();
    await publisher.close();
    await added.close();
  });

  it('is waited for while a topic is not there, with advice', async () => {
    const topic = `faults-${(fresh += 1)}`;
    const { log, line } = overheard();
    const consumer = consumerOf(topic, `${topic}-group`, log);
    const started = consumer.start(() => Promise.resolve());
    await line(/npm run topics/);
    await withAdmin((admin) =>
      admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true }),
    );
    await started;
    await consumer.stop();
  });

  it('killed in the middle loses and skips nothing', async () => {
    const topic = await freshTopic(3);
    const groupId = `${topic}-group`;
    const publisher = new KafkaPublisher(settings());
    await publisher.publish([{ topic, messages: numbered(0, 300) }]);
    const received = new Received();
    const consumer = consumerOf(topic, groupId);
    await consumer.start(received.handler);
    await received.until(300);
    await server.kill('SIGKILL');
    await expect(publisher.publish([{ topic, messages: numbered(300, 310) }])).rejects.toThrow(Outage);
    await server.restart();
    await patiently(publisher, topic, numbered(300, 600));
    await received.untilDistinct(600);
    await consumer.stop();
    // What was published twice lies there twice: every message in the log was handled and committed all the same.
    const high = await withAdmin((admin) => admin.fetchTopicOffsets(topic));
    expect(await committed(groupId, topic)).toBe(high.reduce((sum, { offset }) => sum + Number(offset), 0));
    await publisher.close();
  });

  it('shared by a second member gives each message to one of them at least, and commits them all', async () => {
    const topic = await freshTopic(4);
    const groupId = `${topic}-group`;
    const publisher = new KafkaPublisher(settings());
    const both = new Received();
    const first = consumerOf(topic, groupId);
    const second = consumerOf(topic, groupId);
    const secondWorks = gate();
    await publisher.publish([{ topic, messages: numbered(0, 200) }]);
    await first.start(both.handler);
    await both.untilDistinct(200);
    await second.start(async (batch) => {
      await both.handler(batch, { isCurrent: () => true, heartbeat: () => Promise.resolve() });
      secondWorks.open();
    });
    await publisher.publish([{ topic, messages: numbered(200, 400) }]);
    await secondWorks.opened;
    await both.untilDistinct(400);
    expect(second.progress().assigned).toHaveLength(2);
    await first.stop();
    await publisher.publish([{ topic, messages: numbered(400, 600) }]);
    await both.untilDistinct(600);
    await second.stop();
    expect(new Set(both.values).size).toBe(600);
    expect(await committed(groupId, topic)).toBe(600);
    await publisher.close();
  });

  it('with an aborted transaction at the end moves the committed offset behind it', async () => {
    const topic = await freshTopic(1);
    const groupId = `${topic}-group`;
    const producer = kafkaClient(settings()).producer({
      idempotent: true,
      transactionalId: topic,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: numbered(0, 3) });
    await transaction.abort();
    await producer.disconnect();
    const received = new Received();
    const consumer = consumerOf(topic, groupId);
    const passed = new Promise<void>((resolve) => {
      const look = (): void => {
        if (consumer.progress().lastProgressAt === null) setImmediate(look);
        else resolve();
      };
      look();
    });
    await consumer.start(received.handler);
    await passed;
    await consumer.stop();
    expect(received.batches).toEqual([]);
    expect(await committed(groupId, topic)).toBe(4);
  });
});
