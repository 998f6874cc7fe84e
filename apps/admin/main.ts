/** `npm run start:admin`: one admin process against real servers; any number may run side by side. */
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
import { ServedSettings } from './settings';

/** Kubernetes and systemd give 30 s and more. */
const END_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  takesNoWords('start:admin', 'One admin process against real servers, until SIGTERM');
  const settings = loadSettings(ServedSettings, processEnvironment());
  const log = createLog({ name: 'admin', level: settings.logLevel, format: settings.logFormat });
  const shutdown = new Shutdown({ log, deadlineMs: END_WITHIN_MS }).listen();
  try {
    const { address } = await bringUp(settings, log, shutdown);
    log.info({ address }, 'the admin app is up');
  } catch (error) {
    if (!shutdown.signal.aborted) await shutdown.fail(error);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`admin: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
