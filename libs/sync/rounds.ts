/** What rounds of the reconciler leave behind. Times are the database server's, ms since 1970. */
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';

export interface RoundFigures {
  readonly looked: number;
  readonly divergences: number;
}

export interface SampleRound {
  readonly startedAt: number;
  readonly subjects: number;
  readonly divergences: number;
}

export interface ScanRound extends SampleRound {
  /** Entries of Redis that were looked at. */
  readonly entries: number;
}

/** The database server's clock. */
export async function momentOf(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(`SELECT ${epochMsOf('clock_timestamp()')} AS ms`);
  return rows[0]?.ms ?? 0;
}

/** True when the last scan ended at least this long ago, or there was none. */
export async function isScanDue(client: Queryable, scanEveryMs: number): Promise<boolean> {
  const { rows } = await client.query<{ due: boolean }>(
    `SELECT coalesce(max(ended_at) <= clock_timestamp() - make_interval(secs => $1::float8 / 1000), true) AS due
     FROM sync_scan`,
    [scanEveryMs],
  );
  return rows[0]?.due ?? true;
}

export async function keepScan(client: Queryable, scan: ScanRound): Promise<void> {
  await client.query(
    `INSERT INTO sync_scan (started_at, ended_at, subjects, entries, divergences)
     VALUES ($1, clock_timestamp(), $2, $3, $4)`,
    [timestampText(scan.startedAt), scan.subjects, scan.entries, scan.divergences],
  );
}

export async function keepSample(client: Queryable, sample: SampleRound): Promise<void> {
  await client.query(
    `INSERT INTO sync_sample AS kept (started_at, ended_at, subjects, divergences, rounds, subjects_in_all)
     VALUES ($1, clock_timestamp(), $2, $3, 1, $2)
     ON CONFLICT (singleton) DO UPDATE
     SET started_at = excluded.started_at, ended_at = excluded.ended_at, subjects = excluded.subjects,
         divergences = excluded.divergences, rounds = kept.rounds + 1,
         subjects_in_all = kept.subjects_in_all + excluded.subjects`,
    [timestampText(sample.startedAt), sample.subjects, sample.divergences],
  );
}
