import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS } from '@gatekeeper/database';
import type { Metrics } from '@gatekeeper/runtime';

/** What one registry write spent before the fence. */
export interface FenceWait {
  /** From the first try to the end, the pauses between tries among it. */
  readonly seconds: number;
  readonly tries: number;
  /** Whether the fence was had; without it the write fails as an outage. */
  readonly closed: boolean;
}

/**
 * A try stops new recordings, because they queue behind it. So the first is short, and after each that failed the stream
 * has the fence to itself for twice as long: it keeps two thirds of its time however long a recorder hangs. Each try is
 * three times as patient as the last, up to longer than any batch takes: so a write gets through between recorders that
 * overlap without end, where tries of one length might never find them all outside.
 */
const FIRST_TRY_MS = 50;
const GROWTH = 3;
const LONGEST_TRY_MS = 1_500;
const PAUSE_PER_TRY = 2;
/** No longer than this in all: what holds the fence so long is ended by PostgreSQL before. */
const PATIENCE_MS = 30_000;

/**
 * Waits until no recording transaction is under way, and keeps new ones waiting until this transaction ends.
 * @throws lock_not_available (55P03), an outage, when recordings left no room in all that time.
 */
export async function closeFence(client: Queryable, onWait: (wait: FenceWait) => void): Promise<void> {
  const began = performance.now();
  const waited = (): number => performance.now() - began;
  for (let tries = 1, tryMs = FIRST_TRY_MS; ; tries += 1) {
    const refusal = await tryToClose(client, tryMs);
    if (refusal === null) {
      onWait({ seconds: waited() / 1_000, tries, closed: true });
      return;
    }
    if (waited() > PATIENCE_MS) {
      onWait({ seconds: waited() / 1_000, tries, closed: false });
      throw refusal;
    }
    await pause(tryMs * PAUSE_PER_TRY);
    tryMs = Math.min(tryMs * GROWTH, LONGEST_TRY_MS);
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
/** For the statements behind the fence. */
const LOCK_TIMEOUT = '10s';

/** @returns PostgreSQL's refusal where the fence could not be had in time; the transaction goes on all the same. */
async function tryToClose(client: Queryable, tryMs: number): Promise<Error | null> {
  try {
    await client.query(`
      SAVEPOINT before_fence;
      SET LOCAL lock_timeout = ${tryMs};
      SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.registryFence});
      SET LOCAL lock_timeout = '${LOCK_TIMEOUT}';
      RELEASE SAVEPOINT before_fence`);
    return null;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT before_fence; RELEASE SAVEPOINT before_fence');
    return error;
  }
}

const BUCKETS_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The waits of this process's registry writes before the fence, as figures; hand it to the store. */
export function fenceMetrics(metrics: Metrics): (wait: FenceWait) => void {
  const seconds = metrics.histogram(
    'registry_fence_wait_seconds',
    'How long registry writes stood before the fence until no recording was under way.',
    BUCKETS_SECONDS,
  );
  const tries = metrics.counter(
    'registry_fence_tries_total',
    'Tries of registry writes to close the fence; each stops new recordings while it lasts.',
  );
  const givenUp = metrics.counter(
    'registry_fence_given_up_total',
    'Registry writes that failed because recordings left no room.',
  );
  return (wait) => {
    seconds.observe(wait.seconds);
    tries.inc(wait.tries);
    if (!wait.closed) givenUp.inc();
  };
}
