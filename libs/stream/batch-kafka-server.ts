import { Defect, messageOf } from '@gatekeeper/runtime';
import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { BatchConsumer, BatchControl, MessageBatch } from './ports';

export interface BatchServerOptions {
  readonly consumer: BatchConsumer;
  /** What the installation puts before every topic's name (`TOPIC_PREFIX`). */
  readonly topicPrefix?: string;
}

/**
 * Nest's transport for whole batches, over Kafka or the embedded log: each topic's batches go to the one method marked
 * with `BatchPattern`. Made for `app.connectMicroservice({ strategy })`.
 */
export class BatchKafkaServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('batches of a log');

  constructor(private readonly options: BatchServerOptions) {
    super();
  }

  /** Calls back when the consumer has started, or with the error that kept it from starting. */
  override listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  override async close(): Promise<void> {
    await this.options.consumer.stop();
  }

  /** A consumer has no events for applications: progress and faults go through its own port. */
  override on(event: string): never {
    throw new Defect(`the batch transport has no event ${event}`);
  }

  override unwrap<T>(): T {
    throw new Defect('the batch transport has no server of its own to unwrap: hold on to the consumer');
  }

  private async start(): Promise<void> {
    const { consumer } = this.options;
    const handlers = new Map(consumer.topics.map((topic) => [topic, this.handlerOf(topic)] as const));
    await consumer.start((batch, control) => {
      const handler = handlers.get(batch.topic);
      if (handler === undefined) throw new Defect(`a batch of ${batch.topic} came, which is not subscribed`);
      return handle(handler, batch, control);
    });
  }

  private handlerOf(topic: string): MessageHandler {
    const { topicPrefix = '' } = this.options;
    const pattern = topic.startsWith(topicPrefix) ? topic.slice(topicPrefix.length) : topic;
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null)
      throw new Defect(`no method is marked @BatchPattern('${pattern}') for topic ${topic}`);
    if (handler.next !== undefined)
      throw new Defect(`more than one method is marked @BatchPattern('${pattern}')`);
    return handler;
  }
}

/** Throws what the method threw. */
async function handle(handler: MessageHandler, batch: MessageBatch, control: BatchControl): Promise<void> {
  const result: unknown = await handler(batch, control);
  if (!isObservable(result)) return;
  try {
    await lastValueFrom(result, { defaultValue: undefined });
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    throw new Defect(
      `the handler of ${batch.topic} failed and its error was hidden (${messageOf(thrown)}): mark it with @BatchPattern`,
    );
  }
}
