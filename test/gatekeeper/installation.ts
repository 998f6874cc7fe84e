/** What one gatekeeper, or several, work on: a migrated database, topics and a group that nobody else uses. */
import { migrate, openDatabase, poolOf } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { ensureTopics, topicNames } from '@gatekeeper/stream';
import type { TopicNames, TopicRole } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { Admin, Message } from 'kafkajs';
import { Kafka, KafkaJSError, logLevel, Partitioners } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { databaseUrl, kafkaBrokers, redisUrl } from '../servers/addresses';
import { freshPrefix, migratedDatabase } from '../servers/fresh';
import { GatekeeperProcess } from './gatekeeper-process';
import type { TopicMessage } from './topic-messages';
import { readTopic } from './topic-messages';
import { until } from './until';

/** Addresses as the gatekeeper's settings have them. */
export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly kafkaBrokers: string;
}

export interface InstallationOptions {
  readonly partitions?: number;
  /** Servers of the suite's own; those of the test run otherwise, with a fresh database. */
  readonly servers?: Servers;
}

/** The shortest session the broker allows: a killed member's partitions come free soonest. */
export const SESSION_TIMEOUT_MS = '6000';

export class Installation {
  private constructor(
    readonly servers: Servers,
    /** Of its topics and of its keys in Redis. */
    readonly prefix: string,
    readonly kafka: Kafka,
    private readonly admin: Admin,
    /** For looking at what was recorded, and for writing to the registry. */
    readonly dataSource: DataSource,
    private readonly drop: () => Promise<void>,
  ) {}

  static async create(
    suite: string,
    { partitions = 3, servers }: InstallationOptions = {},
  ): Promise<Installation> {
    const prefix = freshPrefix(suite);
    const database = servers === undefined ? await migratedDatabase(suite) : null;
    const own: Servers = servers ?? {
      databaseUrl: database?.url ?? databaseUrl(),
      redisUrl: redisUrl(),
      kafkaBrokers: kafkaBrokers().join(','),
    };
    if (database === null) await migrate(own.databaseUrl);
    const dataSource = await openDatabase(own.databaseUrl, { poolSize: 3, applicationName: suite });
    const kafka = new Kafka({ brokers: own.kafkaBrokers.split(','), logLevel: logLevel.NOTHING });
    const { problems } = await ensureTopics(kafka, { prefix, partitions });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const admin = kafka.admin();
    await admin.connect();
    return new Installation(
      own,
      prefix,
      kafka,
      admin,
      dataSource,
      () => database?.drop() ?? Promise.resolve(),
    );
  }

  get topics(): TopicNames {
    return topicNames(this.prefix);
  }

  get registry(): RegistryStore {
    return new RegistryStore(this.dataSource, registryCodec);
  }

  get stream(): StreamStore {
    return new StreamStore(this.dataSource);
  }

  /** A gatekeeper on this installation, just started. */
  gatekeeper(more: Readonly<Record<string, string>> = {}): GatekeeperProcess {
    return GatekeeperProcess.start({
      DATABASE_URL: this.servers.databaseUrl,
      REDIS_URL: this.servers.redisUrl,
      KAFKA_BROKERS: this.servers.kafkaBrokers,
      TOPIC_PREFIX: this.prefix,
      CONSUMER_GROUP: this.group,
      CONSUMER_SESSION_TIMEOUT_MS: SESSION_TIMEOUT_MS,
      ...more,
    });
  }

  /** An admin app on this installation, just started. */
  adminApp(): GatekeeperProcess {
    const { databaseUrl: url, redisUrl: redis, kafkaBrokers: brokers } = this.servers;
    return GatekeeperProcess.start(
      { DATABASE_URL: url, REDIS_URL: redis, KAFKA_BROKERS: brokers, TOPIC_PREFIX: this.prefix },
      'admin',
    );
  }

  /** @param atOnce messages that go out together, and so lie together in the log */
  async produce(
    messages: readonly Message[],
    atOnce = 500,
    to: 'lines' | 'payments' = 'lines',
  ): Promise<void> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    try {
      for (let from = 0; from < messages.length; from += atOnce) {
        await producer.send({
          topic: this.topics[to],
          acks: -1,
          messages: messages.slice(from, from + atOnce),
        });
      }
    } finally {
      await producer.disconnect();
    }
  }

  read(role: TopicRole): Promise<readonly TopicMessage[]> {
    return readTopic(this.kafka, this.topics[role]);
  }

  /** How many messages the topic has taken: one that was produced twice, as a client that waited in vain may, is two. */
  async taken(role: TopicRole): Promise<number> {
    const ends = await this.admin.fetchTopicOffsets(this.topics[role]);
    return ends.reduce((sum, { high }) => sum + Number(high), 0);
  }

  /** Waits until every message on the lines topic is handled, and its offset committed. */
  async drained(gatekeeper: GatekeeperProcess, patienceMs?: number): Promise<void> {
    let left: number | string = 'not known yet';
    await until(
      'every line handled and committed',
      async () => {
        if (!gatekeeper.isAlive) throw new Error(`the gatekeeper has ended\n${gatekeeper.tail()}`);
        left = await this.messagesLeft();
        return left === 0;
      },
      {
        explain: () => `messages left: ${left}\n${gatekeeper.tail()}`,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      },
    );
  }

  /** Messages on the lines topic that are not committed yet, or what the broker says while it cannot tell. */
  private async messagesLeft(): Promise<number | string> {
    const topic = this.topics.lines;
    try {
      const ends = await this.admin.fetchTopicOffsets(topic);
      const [committed] = await this.admin.fetchOffsets({ groupId: this.group, topics: [topic] });
      const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      return ends.reduce(
        (left, { partition, high }) => left + Number(high) - Math.max(0, done.get(partition) ?? 0),
        0,
      );
    } catch (error) {
      if (error instanceof KafkaJSError) return error.message;
      throw error;
    }
  }

  /** Has the group read the lines topic again from its beginning; no gatekeeper may be running. */
  async rewind(): Promise<void> {
    await this.admin.setOffsets({
      groupId: this.group,
      topic: this.topics.lines,
      partitions: (await this.admin.fetchTopicOffsets(this.topics.lines)).map(({ partition }) => ({
        partition,
        offset: '0',
      })),
    });
  }

  /** Deletes the records of the lines topic's first partition below an offset, as retention does. */
  async deleteLinesBefore(offset: number): Promise<void> {
    await this.admin.deleteTopicRecords({
      topic: this.topics.lines,
      partitions: [{ partition: 0, offset: String(offset) }],
    });
  }

  /** Deletes the lines topic and creates it again; no gatekeeper may be running. */
  async makeLinesAnew(): Promise<void> {
    const topic = this.topics.lines;
    const partitions = (await this.admin.fetchTopicOffsets(topic)).length;
    await this.admin.deleteTopics({ topics: [topic] });
    await until('the lines topic gone', async () => !(await this.admin.listTopics()).includes(topic));
    await ensureTopics(this.kafka, { prefix: this.prefix, partitions });
  }

  /** One number from the database, in a column `count`. */
  async count(statement: string): Promise<number> {
    const { rows } = await poolOf(this.dataSource).query<{ count: string }>(statement);
    const count = Number(rows[0]?.count);
    // Not a number is neither more nor less than anything: nobody would wait for it.
    if (Number.isNaN(count)) throw new Error(`no column "count" in the answer to ${statement}`);
    return count;
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
    await this.dataSource.destroy();
    await this.drop();
  }

  private get group(): string {
    return `${this.prefix}gatekeeper`;
  }
}
