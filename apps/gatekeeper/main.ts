/** `npm run start:gatekeeper`: one gatekeeper against real servers. */
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
  takesNoWords('start:gatekeeper', 'One gatekeeper against real servers, until SIGTERM');
  const settings = loadSettings(ServedSettings, processEnvironment());
  const log = createLog({ name: 'gatekeeper', level: settings.logLevel, format: settings.logFormat });
  const shutdown = new Shutdown({ log, deadlineMs: END_WITHIN_MS }).listen();
  try {
    const { address } = await bringUp(settings, log, shutdown);
    log.info({ address }, 'the gatekeeper is up');
  } catch (error) {
    if (!shutdown.signal.aborted) await shutdown.fail(error);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`gatekeeper: ${messageOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
