import { silentLog } from '@gatekeeper/runtime';
import { KafkaBatchConsumer, kafkaClient, KafkaPublisher } from '@gatekeeper/stream';
import type { Admin } from 'kafkajs';
import { STREAM_CONTRACT } from '../../libs/stream/testing/stream-contract';
import type { StreamUnderTest } from '../../libs/stream/testing/stream-contract';
import { describeWith, kafkaBrokers } from '../servers/addresses';
import { freshPrefix } from '../servers/fresh';

describeWith(['kafka'], 'a real Kafka', () => {
  let admin: Admin;
  let publisher: KafkaPublisher;
  let stream: StreamUnderTest;

  beforeAll(async () => {
    const settings = { brokers: kafkaBrokers().join(','), clientId: 'stream-contract', log: silentLog() };
    admin = kafkaClient(settings).admin();
    await admin.connect();
    publisher = new KafkaPublisher(settings);
    const prefix = freshPrefix('stream-contract');
    let fresh = 0;
    stream = {
      freshTopic: async (partitions) => {
        const topic = `${prefix}topic-${(fresh += 1)}`;
        await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
        return topic;
      },
      freshGroup: () => `${prefix}group-${(fresh += 1)}`,
      publisher,
      consumer: ({ topic, ...consumer }) =>
        new KafkaBatchConsumer({
          ...settings,
          ...consumer,
          topics: [topic],
          pauseBackOff: { firstDelayMs: 10, maxDelayMs: 50 },
        }),
      committed: async (groupId, topic) => {
        const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
        return (offsets?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
      },
    };
  });

  afterAll(async () => {
    await publisher.close();
    await admin.disconnect();
  });

  it.each(STREAM_CONTRACT)('$behaviour', ({ prove }) => prove(stream));
});
