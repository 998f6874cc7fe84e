/** Topics, databases and lines of one measurement, apart from every other. */
import { migrate, openDatabase } from '@gatekeeper/database';
import type { Policy } from '@gatekeeper/policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { createLog } from '@gatekeeper/runtime';
import { ensureTopics, KafkaPublisher, kafkaClient, topicNames } from '@gatekeeper/stream';
import type { OutgoingMessage, TopicNames } from '@gatekeeper/stream';
import { registryCodec } from '@gatekeeper/wire';
import type { Kafka } from 'kafkajs';
import { kafkaBrokers } from '../servers/addresses';
import { recordOf } from '../gatekeeper/inputs';
import { freshDatabase, freshPrefix } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { lineTexts, registryTexts } from './mix';

const PARTITIONS = 12;
const LINES_AT_ONCE = 1_500;
const log = createLog({ name: 'bench', level: 'fatal', format: 'pretty' });

export interface StreamSetting {
  readonly kafka: Kafka;
  readonly brokers: string;
  readonly prefix: string;
  readonly topics: TopicNames;
}

/** The topics of one installation, and a topic for decisions that are not the gatekeeper's. */
export async function streamSetting(name: string): Promise<StreamSetting & { readonly otherTopic: string }> {
  const brokers = kafkaBrokers().join(',');
  const kafka = kafkaClient({ brokers, clientId: 'bench', log });
  const prefix = freshPrefix(name);
  const { problems } = await ensureTopics(kafka, { prefix, partitions: PARTITIONS });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const otherTopic = `${prefix}other.decisions`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: otherTopic, numPartitions: PARTITIONS, replicationFactor: 1 }],
  });
  await admin.disconnect();
  return { kafka, brokers, prefix, topics: topicNames(prefix), otherTopic };
}

/** A database with the schema and nothing in it. */
export async function emptyDatabase(name: string): Promise<FreshDatabase> {
  const database = await freshDatabase(name);
  await migrate(database.url);
  return database;
}

/** The registry of the mix, written through its one door. */
export async function writeRegistry(databaseUrl: string): Promise<void> {
  const dataSource = await openDatabase(databaseUrl, { poolSize: 1, applicationName: 'bench' });
  const records = [...registryTexts()].map(recordOf);
  const written = await new RegistryStore(dataSource, registryCodec).append(records, { asRecorded: true });
  await dataSource.destroy();
  if (written.kind !== 'appended') throw new Error(`the registry was not taken: ${written.kind}`);
}

/** Publishes lines of the mix, keyed as CONTRACT 1 says. @param set another has lines of other visits */
export const publishLines = (setting: StreamSetting, count: number, policy: Policy, set = 0): Promise<void> =>
  publishTexts(setting, lineTexts(count, policy, set));

export async function publishTexts(
  { brokers, topics }: StreamSetting,
  texts: Iterable<string>,
): Promise<void> {
  const publisher = new KafkaPublisher({ brokers, clientId: 'bench', log });
  let messages: OutgoingMessage[] = [];
  const send = async (): Promise<void> => {
    await publisher.publish([{ topic: topics.lines, messages }]);
    messages = [];
  };
  for (const value of texts) {
    const { fixmedins_code: institution, mdtrt_id: visit }: Record<string, unknown> = JSON.parse(value);
    messages.push({ key: `${String(institution)}|${String(visit)}`, value });
    if (messages.length === LINES_AT_ONCE) await send();
  }
  if (messages.length > 0) await send();
  await publisher.close();
}
