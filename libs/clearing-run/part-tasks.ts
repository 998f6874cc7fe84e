/** Parts of runs as tasks of graphile-worker: handed out by PostgreSQL to any number of processes. */
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { Runner } from 'graphile-worker';
import { isOutage, poolOf } from '@gatekeeper/database';
import type { PartKey } from '@gatekeeper/decision-store';
import type { Log } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import type { DatabaseRuns } from './database-runs';

const CLEAR_PART = 'clear_part';
const POLL_MS = 1_000;
const AT_ONCE = 1_000;

/**
 * Hands parts out, each once while it waits. One that a process took with it when it was killed is handed out anew: whoever comes
 * to it second finds it done, or taken.
 */
export async function handOut(dataSource: DataSource, parts: readonly PartKey[]): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: poolOf(dataSource), logger: SILENT });
  try {
    await utils.migrate();
    for (let from = 0; from < parts.length; from += AT_ONCE)
      await utils.addJobs(
        parts.slice(from, from + AT_ONCE).map((part) => ({
          identifier: CLEAR_PART,
          payload: part,
          jobKey: `${keysOf(part.runId)}${part.month}:${part.fixmedinsCode}`,
        })),
      );
  } finally {
    await utils.release();
  }
}

const keysOf = (runId: string): string => `${CLEAR_PART}:${runId}:`;

/** A part that was tried and not done, and waits to be tried again. */
export interface PartFailing {
  /** `2025-06:<fixmedins_code>` */
  readonly part: string;
  readonly attempts: number;
  /** What the last attempt ended with, in its first line. */
  readonly because: string;
}

/** Parts of a run that whoever worked on them could not do, in the order of month and institution; since they were handed out last. */
export async function partsFailing(dataSource: DataSource, runId: string): Promise<readonly PartFailing[]> {
  const { rows } = await poolOf(dataSource).query<{ key: string; attempts: number; last_error: string }>(
    `SELECT key, attempts, last_error FROM graphile_worker.jobs
     WHERE task_identifier = $1 AND starts_with(key, $2) AND last_error IS NOT NULL ORDER BY key COLLATE "C"`,
    [CLEAR_PART, keysOf(runId)],
  );
  return rows.map(({ key, attempts, last_error }) => ({
    part: key.slice(keysOf(runId).length),
    attempts,
    because: last_error.split('\n', 1)[0] ?? '',
  }));
}

export interface PartWorking {
  readonly runs: DatabaseRuns;
  readonly dataSource: DataSource;
  /** Parts worked on at the same time. */
  readonly concurrency: number;
  readonly log: Log | null;
  readonly onDone?: (part: PartKey) => void;
  /** Told why a part was not done; it is tried again later. */
  readonly onFailed?: (error: unknown, part: PartKey) => void;
}

/** Works on parts as they are handed out. @returns the runner; `stop()` waits for the parts at work. */
export function workOnParts({
  runs,
  dataSource,
  concurrency,
  log,
  onDone,
  onFailed,
}: PartWorking): Promise<Runner> {
  return run({
    pgPool: poolOf(dataSource),
    ...{ concurrency, pollInterval: POLL_MS, noHandleSignals: true },
    logger: log === null ? SILENT : new Logger(() => (level, message) => tell(log, level, message)),
    taskList: {
      [CLEAR_PART]: async (payload) => {
        const part = partFrom(payload);
        try {
          if (await runs.workOn(part)) onDone?.(part);
        } catch (error) {
          onFailed?.(error, part);
          throw error;
        }
      },
    },
  });
}

/** Whether trying again may help: the database was away, or another was quicker. */
export const isPassing = (error: unknown): boolean => isOutage(error);

function partFrom(payload: unknown): PartKey {
  const of = (name: string): string => {
    const value: unknown =
      typeof payload === 'object' && payload !== null ? Reflect.get(payload, name) : null;
    if (typeof value === 'string') return value;
    throw new Error(`a task to clear a part has no ${name}`);
  };
  return { runId: of('runId'), fixmedinsCode: of('fixmedinsCode'), month: of('month') };
}

const SILENT = new Logger(() => () => undefined);

/** Its messages in our log: what is only of interest to its authors is left out. */
function tell(log: Log, level: string, message: string): void {
  if (level === 'error') log.error(`clearing: ${message}`);
  else if (level === 'warning') log.warn(`clearing: ${message}`);
  else log.debug(`clearing: ${message}`);
}
