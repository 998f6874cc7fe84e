import { ensureTopics, topicNames } from '@gatekeeper/stream';
import { Kafka, logLevel } from 'kafkajs';
import { commandRun } from '../gatekeeper/command';
import { describeWith, kafkaBrokers } from './addresses';
import { freshPrefix } from './fresh';

describeWith(['kafka'], 'the topics on a broker', () => {
  let kafka: Kafka;

  beforeAll(() => {
    kafka = new Kafka({ brokers: [...kafkaBrokers()], logLevel: logLevel.NOTHING });
  });

  it('are all created at first, and found unchanged afterwards', async () => {
    const prefix = freshPrefix('topics');
    const all = Object.values(topicNames(prefix));
    const settings = { prefix, partitions: 2 };
    expect(await ensureTopics(kafka, settings)).toEqual({ created: all, unchanged: [], problems: [] });
    expect(await ensureTopics(kafka, settings)).toEqual({ created: [], unchanged: all, problems: [] });
    expect(await ensureTopics(kafka, { prefix, partitions: 1 })).toMatchObject({ problems: [] });
  });

  it('may be created from two places at once', async () => {
    const settings = { prefix: freshPrefix('topics'), partitions: 1 };
    const reports = await Promise.all([ensureTopics(kafka, settings), ensureTopics(kafka, settings)]);
    expect(reports.map(({ problems }) => problems)).toEqual([[], []]);
  });

  it.each([
    ['too few partitions', 'lines', [], /has 1 partitions, fewer than the 2/],
    [
      'a small limit on dead letters',
      'deadLetters',
      [{ name: 'max.message.bytes', value: '1048588' }],
      /takes messages of 1048588 bytes/,
    ],
    ['compaction', 'decisions', [{ name: 'cleanup.policy', value: 'compact' }], /is compacted/],
    [
      'a registry that forgets',
      'registryChanges',
      [{ name: 'retention.ms', value: '1000' }],
      /forgets records/,
    ],
  ] as const)('%s of a topic that was there before is named', async (_, role, configEntries, complaint) => {
    const prefix = freshPrefix('topics');
    const topic = topicNames(prefix)[role];
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: false,
      topics: [{ topic, numPartitions: role === 'lines' ? 1 : 2, configEntries: [...configEntries] }],
    });
    await admin.disconnect();
    const { problems } = await ensureTopics(kafka, { prefix, partitions: 2 });
    expect(problems).toEqual([expect.stringMatching(complaint)]);
    expect(problems[0]).toContain(topic);
  });

  it('with more copies than there are brokers end npm run topics with 2, the variable and the reason', async () => {
    const TOPIC_PREFIX = freshPrefix('topics');
    const environment = { KAFKA_BROKERS: kafkaBrokers().join(','), TOPIC_PREFIX, KAFKA_REPLICATION: '3' };
    const { code, stdout, stderr } = await commandRun('topics', [], environment);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ {2}KAFKA_REPLICATION asks for 3 copies .*\(.*replication.factor.*\).*\n$/im);
  });

  it('that the brokers refuse for another reason say which', async () => {
    const prefix = `${'x'.repeat(250)}.`;
    await expect(ensureTopics(kafka, { prefix, partitions: 1 })).rejects.toThrow(
      /^x+\S+ was not created: \S+/,
    );
  });
});
