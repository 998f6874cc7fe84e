import { Defect } from '@gatekeeper/runtime';
import type { Kafka, Message, Producer } from 'kafkajs';
import { faultOf, kafkaClient, protocolErrorOf } from './kafka-connection';
import type { KafkaSettings } from './kafka-connection';
import { MessageTooLarge } from './message-too-large';
import { steadyPartitioner } from './partition-choice';
import type { OutgoingMessage, Publisher, TopicMessages } from './ports';
import { halves, produceRequests } from './produce-requests';

const REFUSED_FOR_SIZE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/**
 * Publishes with acks from all in-sync replicas and an idempotent producer.
 *
 * One request is under way at a time, and after any failure the producer is given up for a new one: kafkajs takes back
 * the sequence numbers of a failed request although the broker may have stored it, and the broker would take the next
 * request under the same numbers for a repetition and drop it in silence.
 */
export class KafkaPublisher implements Publisher {
  private readonly kafka: Kafka;
  private producer: Producer | null = null;
  private turn: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly settings: KafkaSettings) {
    this.kafka = kafkaClient(settings);
  }

  /** Connects ahead of the first message, so that a broker that is down is seen at start. Throws `Outage`. */
  async connect(): Promise<void> {
    await this.inTurn(async () => {
      await this.connected();
    });
  }

  async publish(batches: readonly TopicMessages[]): Promise<void> {
    if (this.closed) throw new Defect('published after the publisher was closed');
    await this.inTurn(async () => {
      for (const request of produceRequests(batches)) await this.send(request);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.turn;
    await this.giveUpProducer();
  }

  /** One after the other; a failure is its caller's alone. */
  private async inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined); // whoever asked for that work has the error; the next one only waits
    await mine;
  }

  private async send(request: readonly TopicMessages[]): Promise<void> {
    try {
      const producer = await this.connected();
      await producer.sendBatch({
        acks: -1,
        topicMessages: request.map(({ topic, messages }) => ({
          topic,
          messages: messages.map(kafkaMessage),
        })),
      });
    } catch (error) {
      await this.giveUpProducer();
      if (!REFUSED_FOR_SIZE.has(protocolErrorOf(error) ?? '')) {
        throw faultOf(this.settings.brokers, `publishing to ${topicsOf(request)}`, error);
      }
      await this.sendInHalves(request, error);
    }
  }

  /** Something in the request is too large: halves of it find the one message and let the others pass, in order. */
  private async sendInHalves(request: readonly TopicMessages[], refusal: unknown): Promise<void> {
    const split = halves(request);
    if (split !== null) {
      await this.send(split[0]);
      await this.send(split[1]);
      return;
    }
    for (const { topic, messages } of request) {
      for (const message of messages) throw MessageTooLarge.of(topic, message, refusal);
    }
  }

  private async connected(): Promise<Producer> {
    if (this.producer !== null) return this.producer;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: steadyPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 3 },
    });
    try {
      await producer.connect();
    } catch (error) {
      await disconnectQuietly(producer, this.settings);
      throw faultOf(this.settings.brokers, 'connecting a producer', error);
    }
    this.producer = producer;
    return producer;
  }

  private async giveUpProducer(): Promise<void> {
    const producer = this.producer;
    this.producer = null;
    if (producer !== null) await disconnectQuietly(producer, this.settings);
  }
}

async function disconnectQuietly(producer: Producer, { log }: KafkaSettings): Promise<void> {
  try {
    await producer.disconnect();
  } catch (error) {
    log.debug({ err: error }, 'a producer that was given up did not disconnect cleanly');
  }
}

const topicsOf = (request: readonly TopicMessages[]): string => request.map(({ topic }) => topic).join(', ');

const kafkaMessage = ({ key, value, headers }: OutgoingMessage): Message =>
  headers === undefined ? { key, value } : { key, value, headers: { ...headers } };
