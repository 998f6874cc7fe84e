/** The admin app of `npm start`, beside a gatekeeper on one PostgreSQL: Redis and Kafka only where their addresses are given. */
import 'reflect-metadata';
import { poolOf } from '@gatekeeper/database';
import {
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  serverName,
  Shutdown,
} from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import { countAdministrators } from './access/user-store';
import { bringUp } from './bring-up';
import { StartSettings } from './settings';
import { sinksServed } from './sync/run-sync';

const END_WITHIN_MS = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  // A terminal session shows what matters; a whole log is there for the asking (LOG_LEVEL, LOG_FORMAT).
  const settings = loadSettings(StartSettings, {
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'pretty',
    ...processEnvironment(),
  });
  const log = createLog({ name: 'admin', level: settings.logLevel, format: settings.logFormat });
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
  const { redisUrl, kafkaBrokers, identityKeys } = settings;
  say('');
  say('bringing up the admin app:');
  say(`  PostgreSQL  ${serverName(settings.databaseUrl)}`);
  say(
    `  Redis       ${redisUrl === undefined ? 'none: requests are counted in this process (REDIS_URL for a real one)' : serverName(redisUrl)}`,
  );
  say(
    `  Kafka       ${kafkaBrokers ?? "none: the gatekeeper's own log is told of registry changes (KAFKA_BROKERS for a real one)"}`,
  );
  const { parts, address, operatingAddress } = await bringUp(settings, log, shutdown);
  if (sinksServed(parts).length === 0)
    say('sync: this process has no sink to serve; the gatekeeper reads the registry itself, for every line');
  if (identityKeys === undefined)
    say(
      'identity and phone numbers: no keys, so their doors answer 503 (IDENTITY_KEYS and IDENTITY_INDEX_KEY)',
    );
  say(`registry of record   ${address}/docs`);
  say(`health and figures   ${operatingAddress}/health/ready  ${operatingAddress}/metrics`);
  process.send?.({ kind: 'up', administrators: await countAdministrators(poolOf(parts.dataSource)) });
}

main().catch((error: unknown) => {
  process.stderr.write(`admin: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
