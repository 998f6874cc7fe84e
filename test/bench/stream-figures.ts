/** The stream end to end, and its yardsticks, each in a process of its own. */
import { mkdirSync } from 'node:fs';
import type { Policy } from '@gatekeeper/policy';
import { Client } from 'pg';
import { redisUrl } from '../servers/addresses';
import type { DrainRate } from './drained';
import { drained } from './drained';
import type { Measured } from './processes';
import { runMeasured } from './processes';
import { emptyDatabase, publishLines, streamSetting, writeRegistry } from './stream-setting';
import type { StreamSetting } from './stream-setting';

export interface StreamFigures {
  readonly gatekeeper: DrainRate;
  readonly bareLoop: readonly DrainRate[];
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface StreamRun {
  readonly lines: number;
  readonly policy: Policy;
  /** A folder for the gatekeeper's processor profile; none is written without. */
  readonly profileInto: string | null;
  say(this: void, text: string): void;
}

/** The bare loop, the gatekeeper, the bare loop again: what the machine does meanwhile falls on both. */
export async function streamFigures(run: StreamRun): Promise<StreamFigures> {
  const setting = await streamSetting('bench');
  const database = await emptyDatabase('bench');
  try {
    await writeRegistry(database.url);
    run.say('the relay passes the registry on');
    await relayRegistry(setting, database.url);
    run.say(`publishing ${run.lines} lines`);
    await publishLines(setting, run.lines, run.policy);
    const before = await bareLoop(setting, run);
    run.say('the gatekeeper');
    const group = `${setting.prefix}gatekeeper`;
    const gatekeeper = startGatekeeper(setting, database.url, profiling(run.profileInto));
    const rate = await drained(setting.kafka, group, setting.topics.lines, run.lines, gatekeeper);
    await gatekeeper.stop();
    const outcomes = await recordedOutcomes(database.url, run.lines);
    const after = await bareLoop(setting, run);
    return { gatekeeper: rate, bareLoop: [before, after], outcomes };
  } finally {
    await database.drop();
  }
}

async function bareLoop(
  setting: StreamSetting & { readonly otherTopic: string },
  { lines, say }: StreamRun,
): Promise<DrainRate> {
  say('the bare loop');
  const database = await emptyDatabase('bare');
  const group = `${setting.prefix}bare-${performance.now()}`;
  try {
    const loop = runMeasured('test/bench/bare-loop.js', {
      environment: yardstickEnvironment(setting, database.url, group),
    });
    const rate = await drained(setting.kafka, group, setting.topics.lines, lines, loop);
    await loop.stop();
    return rate;
  } finally {
    await database.drop();
  }
}

/** Nest's own Kafka transport, on lines of its own. */
export async function stockTransport({ policy, say }: StreamRun, lines: number): Promise<DrainRate> {
  say('the stock transport of Nest');
  const setting = await streamSetting('stock');
  const database = await emptyDatabase('stock');
  try {
    await publishLines(setting, lines, policy);
    const group = `${setting.prefix}stock`;
    const stock = runMeasured('test/bench/stock-transport.js', {
      environment: yardstickEnvironment(setting, database.url, group),
    });
    const rate = await drained(setting.kafka, group, setting.topics.lines, lines, stock);
    await stock.stop();
    return rate;
  } finally {
    await database.drop();
  }
}

const yardstickEnvironment = (
  { brokers, topics, otherTopic }: StreamSetting & { readonly otherTopic: string },
  databaseUrl: string,
  group: string,
): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl(),
  KAFKA_BROKERS: brokers,
  LINES_TOPIC: topics.lines,
  DECISIONS_TOPIC: otherTopic,
  CONSUMER_GROUP: group,
});

/** The real process, on a database that is migrated. */
export function startGatekeeper(
  { brokers, prefix }: StreamSetting,
  databaseUrl: string,
  nodeOptions: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Measured {
  return runMeasured('apps/gatekeeper/main.js', {
    nodeOptions,
    environment: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl(),
      KAFKA_BROKERS: brokers,
      TOPIC_PREFIX: prefix,
      CONSUMER_GROUP: `${prefix}gatekeeper`,
      GATEKEEPER_PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
  });
}

function profiling(folder: string | null): readonly string[] {
  if (folder === null) return [];
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** A gatekeeper without lines, until nothing of the registry waits to be passed on: that is not what is measured. */
async function relayRegistry(setting: StreamSetting, databaseUrl: string): Promise<void> {
  const gatekeeper = startGatekeeper(setting, databaseUrl, []);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  let over = false;
  void gatekeeper.ended.then(() => (over = true));
  const waiting = `SELECT count(*)::integer AS count FROM registry_change`;
  for (;;) {
    const { rows } = await client.query<{ count: number }>(waiting);
    if (rows[0]?.count === 0) break;
    if (over) throw new Error('the gatekeeper ended while it passed the registry on');
    await client.query('SELECT pg_sleep(0.2)');
  }
  await client.end();
  await gatekeeper.stop();
}

/** What was recorded; every line must be. */
async function recordedOutcomes(databaseUrl: string, lines: number): Promise<Record<string, number>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ outcome: string; count: number }>(
    `SELECT coalesce(outcome, 'held') AS outcome, count(*)::integer AS count FROM line_identity GROUP BY 1 ORDER BY 1`,
  );
  await client.end();
  const recorded = rows.reduce((sum, { count }) => sum + count, 0);
  if (recorded !== lines) throw new Error(`${recorded} of ${lines} lines are on file`);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}
