/** The gatekeeper of `npm start`: its log and cache inside the process unless their addresses are given, with sample data through it. */
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { migrate } from '@gatekeeper/database';
import {
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  retryUntil,
  serverName,
  SettingsError,
  Shutdown,
} from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import { ensureTopics, kafkaClient, kafkaSecurityOf } from '@gatekeeper/stream';
import type { BatchConsumer, OutgoingMessage } from '@gatekeeper/stream';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryRow, parseSettlementLine, readRows } from '@gatekeeper/wire';
import { bringUp } from './bring-up';
import type { Parts } from './parts';
import { StartSettings } from './settings';
import { startNotes, summaryOf } from './start-summary';

const END_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 100;
const PARTITIONS = 12;
const MESSAGES_AT_ONCE = 1_000;
/** From `dist/apps/gatekeeper` and from `apps/gatekeeper` alike, the project is where the command was started. */
const SAMPLE = resolve('deploy/local/sample');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const environment = processEnvironment();
  // A terminal session shows what matters; a whole log is there for the asking (LOG_LEVEL, LOG_FORMAT).
  const settings = loadSettings(StartSettings, {
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'pretty',
    ...environment,
  });
  const log = createLog({ name: 'gatekeeper', level: settings.logLevel, format: settings.logFormat });
  const shutdown = new Shutdown({ log, deadlineMs: END_WITHIN_MS }).listen();
  // Whoever started this process holds the other end of a channel: when it is gone, so is the reason to stay.
  process.once('disconnect', () => void shutdown.end('the starting process is gone'));
  try {
    await run(settings, log, shutdown);
  } catch (error) {
    if (!shutdown.signal.aborted) await shutdown.fail(error);
  }
}

async function run(settings: StartSettings, log: Log, shutdown: Shutdown): Promise<void> {
  say('bringing up the gatekeeper:');
  say(`  PostgreSQL  ${serverName(settings.databaseUrl)}`);
  say(
    `  Redis       ${settings.redisUrl === undefined ? 'a cache in this process (REDIS_URL for a real one)' : serverName(settings.redisUrl)}`,
  );
  say(`  Kafka       ${settings.kafkaBrokers ?? 'a log in this process (KAFKA_BROKERS for a real one)'}`);
  await retryUntil(
    shutdown.signal,
    () => migrate(settings.databaseUrl, { caFile: settings.databaseCaFile }),
    {
      describe: `migrating PostgreSQL at ${serverName(settings.databaseUrl)}`,
      onRetry: ({ line }) => log.warn(line),
    },
  );
  await prepareTopics(settings, log, shutdown);
  const { parts, address, operatingAddress, consumer } = await bringUp(settings, log, shutdown);
  say(await loadSampleRegistry(parts));
  const before = await readCounts(parts);
  const started = performance.now();
  const published = await publishSampleLines(parts);
  await drained(consumer, shutdown.signal);
  say(
    `${published} sample lines streamed in ${((performance.now() - started) / 1000).toFixed(1)} s: read, decided, recorded, published`,
  );
  say(await summaryOf(parts, before));
  for (const line of startNotes(parts, (await parts.stream.listGaps(true)).length)) say(line);
  say('');
  say(`ask before billing   ${address}/docs  (POST /v1/checks, GET /v1/eligibility)`);
  say(`health and figures   ${operatingAddress}/health/ready  ${operatingAddress}/metrics`);
  process.send?.({ kind: 'up' });
}

async function prepareTopics(settings: StartSettings, log: Log, shutdown: Shutdown): Promise<void> {
  const { kafkaBrokers, topicPrefix, consumerGroup } = settings;
  if (kafkaBrokers === undefined) return;
  const security = kafkaSecurityOf(settings);
  const kafka = kafkaClient({ brokers: kafkaBrokers, security, clientId: consumerGroup, log });
  const { problems } = await retryUntil(
    shutdown.signal,
    () => ensureTopics(kafka, { prefix: topicPrefix, partitions: PARTITIONS }),
    {
      describe: `looking at the topics on Kafka at ${kafkaBrokers}`,
      onRetry: ({ line }) => log.warn(line),
    },
  );
  if (problems.length > 0) throw new SettingsError(problems);
}

async function loadSampleRegistry({ registry }: Parts): Promise<string> {
  const records: RegistryRecord[] = [];
  for await (const rows of readRows(createReadStream(join(SAMPLE, 'registry.ndjson')))) {
    for (const { row, bytes } of rows) {
      const record = parseRegistryRow(bytes);
      if (isMalformed(record)) throw new Error(`row ${row} of the sample registry cannot be read`);
      records.push(record);
    }
  }
  // The first load of history counts as known when it says; later ones as known from now on.
  const loaded = await registry.append(records, { asRecorded: (await registry.version()) === 0 });
  if (loaded.kind !== 'appended')
    throw new Error(`the sample registry was not taken: ${JSON.stringify(loaded)}`);
  return `registry: ${loaded.added} records added, ${loaded.unchanged} unchanged`;
}

async function publishSampleLines({ publisher, topics }: Parts): Promise<number> {
  let published = 0;
  let messages: OutgoingMessage[] = [];
  const send = async (): Promise<void> => {
    await publisher.publish([{ topic: topics.lines, messages }]);
    published += messages.length;
    messages = [];
  };
  for await (const rows of readRows(createReadStream(join(SAMPLE, 'lines.ndjson')))) {
    for (const { bytes } of rows) {
      const line = parseSettlementLine(bytes);
      messages.push({
        key: isMalformed(line) ? null : `${line.fixmedinsCode}|${line.visitId}`,
        value: Buffer.from(bytes),
      });
      if (messages.length === MESSAGES_AT_ONCE) await send();
    }
  }
  if (messages.length > 0) await send();
  return published;
}

/** Resolves when every message of the lines topic is handled and committed. */
async function drained(consumer: BatchConsumer, signal: AbortSignal): Promise<void> {
  while (consumer.progress().lag > 0 || consumer.progress().lastProgressAt === null)
    await after(LOOK_AGAIN_MS, undefined, { signal });
}

const readCounts = async ({ decisions }: Parts): Promise<number> => (await decisions.countByOutcome()).lines;

main().catch((error: unknown) => {
  process.stderr.write(`gatekeeper: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
