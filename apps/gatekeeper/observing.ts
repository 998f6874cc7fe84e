/** Whether this gatekeeper observes (CONTRACT 8, Observing): as its installation does, or it does not run. */
import { formatInstant } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { firstMode, modeInForce } from '@gatekeeper/decision-store';
import type { ModeInForce } from '@gatekeeper/decision-store';
import { retryUntil, SettingsError } from '@gatekeeper/runtime';
import type { Log, Loop, Shutdown } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';

const LOOK_EVERY_MS = 1_000;

/**
 * Begins the installation's mode where none holds yet; else this process must be started alike.
 * @returns whether it observes
 * @throws SettingsError (exit code 2) where the installation observes and this process would not, or the other way round.
 */
export async function observesAsInstalled(
  dataSource: DataSource,
  observe: 'true' | 'false',
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<boolean> {
  const observes = observe === 'true';
  const holding = await retryUntil(
    signal,
    () => firstMode(dataSource, observes ? 'observing' : 'live', 'first start of gatekeeper'),
    { describe: 'reading the mode of the installation', onRetry: ({ line }) => log.warn(line) },
  );
  const problem = problemOf(holding, observes);
  if (problem !== null) throw new SettingsError([problem]);
  return observes;
}

/** Ends the process with 2 once the installation has left observing. */
export const observingLoop = (dataSource: DataSource, shutdown: Pick<Shutdown, 'fail'>): Loop => ({
  name: 'mode of the installation',
  everyMs: LOOK_EVERY_MS,
  work: async () => {
    const holding = await modeInForce(poolOf(dataSource));
    const problem = holding === null ? null : problemOf(holding, true);
    if (problem !== null) void shutdown.fail(new SettingsError([problem]));
  },
});

function problemOf({ mode, since, setBy }: ModeInForce, observes: boolean): string | null {
  const inWords = `since ${formatInstant(since)} (${setBy})`;
  if (mode === 'live' && observes)
    return `OBSERVE is true, and the installation is live ${inWords}: unset it and start again; only a new installation can begin by observing`;
  if (mode === 'observing' && !observes)
    return `OBSERVE is not true, and the installation observes ${inWords}: set OBSERVE=true; or have two operators leave observing in the admin app (POST /v1/observing/proposals, then …/confirm) and start every gatekeeper again without it`;
  return null;
}
