/** The clearing worker of `npm start`, beside a gatekeeper and an admin app on one PostgreSQL. */
import 'reflect-metadata';
import {
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  serverName,
  Shutdown,
} from '@gatekeeper/runtime';
import { bringUp } from './bring-up';
import { ClearingSettings } from './settings';

/** Within what the starting process gives; a part that is broken off is done again by another. */
const END_WITHIN_MS = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  // A terminal session shows what matters; a whole log is there for the asking (LOG_LEVEL, LOG_FORMAT).
  const settings = loadSettings(ClearingSettings, {
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'pretty',
    ...processEnvironment(),
  });
  const log = createLog({ name: 'clearing', level: settings.logLevel, format: settings.logFormat });
  const shutdown = new Shutdown({ log, deadlineMs: END_WITHIN_MS }).listen();
  // Whoever started this process holds the other end of a channel: when it is gone, so is the reason to stay.
  process.once('disconnect', () => void shutdown.end('the starting process is gone'));
  try {
    say('');
    say('bringing up the clearing worker:');
    say(`  PostgreSQL  ${serverName(settings.databaseUrl)}`);
    const { operatingAddress } = await bringUp(settings, log, shutdown);
    say('clearing works on the runs that gatekeeper clear begins');
    say(`health and figures   ${operatingAddress}/health/ready  ${operatingAddress}/metrics`);
    process.send?.({ kind: 'up' });
  } catch (error) {
    if (!shutdown.signal.aborted) await shutdown.fail(error);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`clearing: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
