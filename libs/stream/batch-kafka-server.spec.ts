import { Controller, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { CustomStrategy } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { NestLog, Outage, silentLog } from '@gatekeeper/runtime';
import { BatchKafkaServer } from './batch-kafka-server';
import { BatchPattern } from './batch-pattern';
import { EmbeddedLog } from './embedded-log';
import type { BatchControl, MessageBatch } from './ports';
import { Received } from './testing/received';

const TOPIC = 'settlement.lines.v1';
const received = new Received();
const thrown: Error[] = [];
let seenControl: BatchControl | null = null;

@Controller()
class LinesController {
  @BatchPattern(TOPIC)
  async settle(@Payload() batch: MessageBatch, @Ctx() control: BatchControl): Promise<void> {
    await Promise.resolve();
    seenControl = control;
    const next = thrown.shift();
    if (next !== undefined) throw next;
    received.take(batch);
  }
}

@Controller()
class MaskedController {
  @EventPattern(TOPIC)
  settle(): Promise<void> {
    return Promise.reject(new RangeError('hidden'));
  }
}

@Module({ controllers: [LinesController] })
class LinesModule {}

@Module({ controllers: [MaskedController] })
class MaskedModule {}

@Module({})
class NobodyModule {}

interface Running {
  readonly app: INestApplication;
  readonly log: EmbeddedLog;
  readonly fatal: Promise<Error>;
}

async function running(module: new () => object): Promise<Running> {
  const log = new EmbeddedLog();
  log.createTopic(`test.${TOPIC}`, 2);
  let report: (error: Error) => void = () => undefined;
  const fatal = new Promise<Error>((resolve) => {
    report = resolve;
  });
  const consumer = log.consumer({
    groupId: 'gatekeeper',
    topics: [`test.${TOPIC}`],
    log: silentLog(),
    onFatal: (error) => report(error),
    pauseBackOff: { firstDelayMs: 1, maxDelayMs: 1 },
  });
  const built = await Test.createTestingModule({ imports: [module] })
    .setLogger(new NestLog(silentLog()))
    .compile();
  const app = built.createNestApplication();
  app.connectMicroservice<CustomStrategy>({
    strategy: new BatchKafkaServer({ consumer, topicPrefix: 'test.' }),
  });
  return { app, log, fatal };
}

const publish = (log: EmbeddedLog, value: string): Promise<void> =>
  log.publisher().publish([{ topic: `test.${TOPIC}`, messages: [{ key: 'k', value }] }]);

describe('batches under Nest', () => {
  it('hands a batch and its control to the method marked for the topic', async () => {
    const { app, log } = await running(LinesModule);
    await app.startAllMicroservices();
    await publish(log, 'first');
    await received.until(1);
    await app.close();
    expect(received.values).toEqual(['first']);
    expect(seenControl?.isCurrent()).toBe(true);
  });

  it('lets an outage through as one, so that the batch comes again', async () => {
    const { app, log } = await running(LinesModule);
    thrown.push(new Outage('Redis at cache:6379', 'timed out'));
    await app.startAllMicroservices();
    const before = received.messages.length;
    await publish(log, 'again');
    await received.until(before + 1);
    await app.close();
    expect(received.values.at(-1)).toBe('again');
  });

  it('lets a defect through as what was thrown', async () => {
    const { app, log, fatal } = await running(LinesModule);
    const defect = new TypeError('x is undefined');
    thrown.push(defect);
    await app.startAllMicroservices();
    await publish(log, 'defective');
    await expect(fatal).resolves.toBe(defect);
    await app.close();
  });

  it('names what is wrong when a handler without the mark hides its error', async () => {
    const { app, log, fatal } = await running(MaskedModule);
    await app.startAllMicroservices();
    await publish(log, 'masked');
    expect((await fatal).message).toContain('mark it with @BatchPattern');
    await app.close();
  });

  it('does not start when no method is marked for the topic', async () => {
    const { app } = await running(NobodyModule);
    await expect(app.startAllMicroservices()).rejects.toThrow(`@BatchPattern('${TOPIC}')`);
  });
});
