/**
 * What the admin app does by itself at fixed times, by graphile-worker: each time of a task is one row in PostgreSQL, so any number
 * of processes may run it, one of them does the work, what was due while all were down is made up for, and a task that
 * fails is tried again.
 */
import { Logger, run } from 'graphile-worker';
import type { Runner } from 'graphile-worker';
import { poolOf } from '@gatekeeper/database';
import type { Log } from '@gatekeeper/runtime';
import type { AdminParts } from '../parts';
import { restoreServed } from './served-restorations';

/** Shortly after midnight in Shanghai (the clock of cron lines is UTC); for up to a week afterwards what was missed is made up for. */
const CRONTAB = '5 16 * * * restore_served ?id=restore_served&fill=1w&max=10';
const CONCURRENCY = 1;
const POLL_MS = 5_000;

/** Starts the scheduler. @returns the runner; `stop()` waits for the task at work. */
export function startScheduler(parts: AdminParts): Promise<Runner> {
  return run({
    pgPool: poolOf(parts.background),
    crontab: CRONTAB,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => tell(parts.log, level, message)),
    taskList: {
      restore_served: async () => {
        const restored = await restoreServed(parts);
        if (restored.length > 0)
          parts.log.info({ restored: restored.length }, 'served suspensions were restored');
      },
    },
  });
}

/** Its messages in our log: what is only of interest to its authors is left out. */
function tell(log: Log, level: string, message: string): void {
  if (level === 'error') log.error(`scheduler: ${message}`);
  else if (level === 'warning') log.warn(`scheduler: ${message}`);
  else log.debug(`scheduler: ${message}`);
}
