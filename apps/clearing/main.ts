/** `npm run start:clearing`: works on parts of runs that `gatekeeper clear` has begun, against a real database. */
import 'reflect-metadata';
import {
  createLog,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
  Shutdown,
  takesNoWords,
} from '@gatekeeper/runtime';
import { bringUp } from './bring-up';
import { ClearingSettings } from './settings';

/** Kubernetes and systemd give 30 s and more; a part that is broken off is done again by another. */
const END_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  takesNoWords('start:clearing', 'One clearing worker against a real database, until SIGTERM');
  const settings = loadSettings(ClearingSettings, processEnvironment());
  const log = createLog({ name: 'clearing', level: settings.logLevel, format: settings.logFormat });
  const shutdown = new Shutdown({ log, deadlineMs: END_WITHIN_MS }).listen();
  try {
    await bringUp(settings, log, shutdown);
    log.info('clearing is up');
  } catch (error) {
    if (!shutdown.signal.aborted) await shutdown.fail(error);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`clearing: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
