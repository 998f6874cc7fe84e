import Redis from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { ServerName } from './addresses';
import { describeWith } from './addresses';
import { PrivateServer } from './private-server';

/** Writes something, and reads it back, through the client the system itself uses. */
interface Use {
  write(url: string): Promise<void>;
  read(url: string): Promise<unknown>;
}

async function query(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function withKafka<T>(url: string, work: (kafka: Kafka) => Promise<T>): Promise<T> {
  return work(new Kafka({ brokers: [url], logLevel: logLevel.NOTHING, retry: { retries: 3 } }));
}

const USES: Readonly<Record<ServerName, Use>> = {
  postgres: {
    write: async (url) => {
      await query(url, `CREATE TABLE kept AS SELECT '暂停' AS word`);
    },
    read: (url) => query(url, 'SELECT word FROM kept'),
  },
  redis: {
    write: (url) =>
      withRedis(url, async (redis) => {
        await redis.set('kept', '暂停');
      }),
    read: (url) => withRedis(url, (redis) => redis.get('kept')),
  },
  kafka: {
    write: (url) =>
      withKafka(url, async (kafka) => {
        const admin = kafka.admin();
        await admin.connect();
        await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: false });
        await admin.disconnect();
        const producer = kafka.producer();
        await producer.connect();
        await producer.send({ topic: 'kept', acks: -1, messages: [{ value: '暂停' }] });
        await producer.disconnect();
      }),
    read: (url) =>
      withKafka(url, async (kafka) => {
        const admin = kafka.admin();
        await admin.connect();
        const offsets = await admin.fetchTopicOffsets('kept');
        await admin.disconnect();
        return offsets;
      }),
  },
};

const EXPECTED: Readonly<Record<ServerName, unknown>> = {
  postgres: [{ word: '暂停' }],
  redis: '暂停',
  kafka: [{ partition: 0, offset: '1', high: '1', low: '0' }],
};

describe.each(['postgres', 'redis', 'kafka'] as const)('a private %s', (name) => {
  describeWith([name], 'after kill -9 and a restart', () => {
    let server: PrivateServer;

    beforeAll(async () => {
      server = await PrivateServer.start(name, { keep: true });
      await USES[name].write(server.url);
    });

    afterAll(() => server.stop());

    it('serves what was written before, at the same address, from another process', async () => {
      const before = server.pid;
      await server.kill('SIGKILL');
      await expect(USES[name].read(server.url)).rejects.toThrow();
      await server.restart();
      expect(server.pid).not.toBe(before);
      await expect(USES[name].read(server.url)).resolves.toEqual(EXPECTED[name]);
    });
  });
});
