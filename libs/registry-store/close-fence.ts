import { setTimeout as after } from 'node:timers/promises';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS } from '@gatekeeper/database';
import type { Metrics } from '@gatekeeper/runtime';

/** What one registry write spent before the fence. */
export interface FenceWait {
  /** From the first look to the end. */
  readonly seconds: number;
  /** How often it waited in the line of the lock, and recordings behind it; 0: it found a moment without. */
  readonly tries: number;
  /** Whether the fence was had; without it the write fails as an outage. */
  readonly closed: boolean;
}

/**
 * First it looks, again and again, for a moment at which nobody records: that stops no recording, but between recorders that
 * overlap without end there may be no such moment. A try waits in the line of the lock, and new recordings queue behind it:
 * it finds one, at the price of the stream. So tries are short at first, three times as patient each time, up to longer than a
 * batch takes; between two of them it only looks, for as long again, after the longest tries for twice as long: the stream
 * keeps most of its time however long a recorder hangs.
 */
const LOOK_EVERY_MS = 5;
const FIRST_LOOKS_MS = 100;
const FIRST_TRY_MS = 50;
const GROWTH = 3;
const LONGEST_TRY_MS = 1_500;
/** No longer than this in all: what holds the fence so long is ended by PostgreSQL before. */
const PATIENCE_MS = 30_000;

/**
 * Waits until no recording transaction is under way, and keeps new ones waiting until this transaction ends.
 * @throws lock_not_available (55P03), an outage, when recordings left no room in all that time.
 */
export async function closeFence(client: Queryable, onWait: (wait: FenceWait) => void): Promise<void> {
  const began = performance.now();
  let tries = 0;
  const told = (closed: boolean): void =>
    onWait({ seconds: (performance.now() - began) / 1_000, tries, closed });
  let looksMs = FIRST_LOOKS_MS;
  for (let tryMs = FIRST_TRY_MS; ; tryMs = Math.min(tryMs * GROWTH, LONGEST_TRY_MS)) {
    if (await isFoundOpen(client, looksMs)) break;
    tries += 1;
    const refusal = await tryToClose(client, tryMs);
    if (refusal === null) break;
    if (performance.now() - began > PATIENCE_MS) {
      told(false);
      throw refusal;
    }
    looksMs = tryMs < LONGEST_TRY_MS ? tryMs : 2 * tryMs;
  }
  told(true);
}

/** Whether, within so many ms, a moment came at which nobody recorded: the fence is closed then. */
async function isFoundOpen(client: Queryable, withinMs: number): Promise<boolean> {
  for (const began = performance.now(); ;) {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      ADVISORY_LOCKS.registryFence,
    ]);
    if (rows[0]?.mine === true) return true;
    if (performance.now() - began >= withinMs) return false;
    await after(LOOK_EVERY_MS);
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
