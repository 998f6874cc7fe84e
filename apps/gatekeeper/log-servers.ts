/** The log the stream runs on: Kafka where it is given, else the log inside the process. */
import type { Clock, KafkaAccessSettings, Log, Shutdown } from '@gatekeeper/runtime';
import {
  EmbeddedLog,
  embeddedLogBounds,
  KafkaBatchConsumer,
  KafkaLogBounds,
  KafkaPublisher,
  kafkaSecurityOf,
} from '@gatekeeper/stream';
import type { BatchConsumer, LogBounds, Publisher, TopicNames } from '@gatekeeper/stream';

/** Each in a group of its own: what is in the way of one topic does not keep the other waiting. */
export interface Consumers {
  readonly lines: BatchConsumer;
  readonly payments: BatchConsumer;
}

export interface LogServers {
  readonly publisher: Publisher;
  readonly bounds: LogBounds;
  /** Made once the parts are open, before anything is consumed. */
  consumers(onFatal: (error: Error) => void): Consumers;
  /** The log itself, where it is inside this process. */
  readonly embedded: EmbeddedLog | null;
}

export interface LogServerSettings extends KafkaAccessSettings {
  readonly kafkaBrokers?: string;
  readonly consumerGroup: string;
  readonly consumerSessionTimeoutMs: number;
  readonly consumerBatchBytes: number;
  readonly consumerBatchLines: number;
}

const EMBEDDED_PARTITIONS = 4;
const DEAD_LETTER_MAX_BYTES = 2 * 1024 * 1024 + 1024;

export function openLogServers(
  settings: LogServerSettings,
  topics: TopicNames,
  log: Log,
  clock: Clock,
  shutdown: Shutdown,
): LogServers {
  const { kafkaBrokers, consumerGroup, consumerSessionTimeoutMs, consumerBatchBytes } = settings;
  const groupOf = (topic: string): string =>
    topic === topics.payments ? `${consumerGroup}-payments` : consumerGroup;
  const groupReading = (topic: string) => ({
    groupId: groupOf(topic),
    topics: [topic],
    log,
    maxBytesPerPartition: consumerBatchBytes,
    maxLines: settings.consumerBatchLines,
  });
  const bothOf = (consumer: (topic: string) => BatchConsumer): Consumers => ({
    lines: consumer(topics.lines),
    payments: consumer(topics.payments),
  });
  if (kafkaBrokers === undefined) {
    const embedded = new EmbeddedLog(clock);
    for (const topic of Object.values(topics)) {
      embedded.createTopic(
        topic,
        EMBEDDED_PARTITIONS,
        topic === topics.deadLetters ? DEAD_LETTER_MAX_BYTES : undefined,
      );
    }
    return {
      embedded,
      publisher: embedded.publisher(),
      bounds: embeddedLogBounds(embedded, groupOf),
      consumers: (onFatal) => bothOf((topic) => embedded.consumer({ ...groupReading(topic), onFatal })),
    };
  }
  const security = kafkaSecurityOf(settings);
  const kafka = { brokers: kafkaBrokers, security, clientId: consumerGroup, log };
  const publisher = new KafkaPublisher(kafka);
  const bounds = new KafkaLogBounds(kafka, groupOf);
  shutdown.closing('Kafka producer', () => publisher.close());
  shutdown.closing('bounds of the log', () => bounds.close());
  return {
    embedded: null,
    publisher,
    bounds,
    consumers: (onFatal) =>
      bothOf(
        (topic) =>
          new KafkaBatchConsumer({
            ...kafka,
            ...groupReading(topic),
            clock,
            sessionTimeoutMs: consumerSessionTimeoutMs,
            onFatal,
          }),
      ),
  };
}
