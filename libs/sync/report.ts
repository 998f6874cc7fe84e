/** How the registry and what is kept in step with it stand to each other: what `GET /v1/sync` shows. */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, poolOf } from '@gatekeeper/database';
import { sinkBacklogs } from '@gatekeeper/registry-store';
import type { SinkBacklog } from '@gatekeeper/registry-store';
import type { DataSource } from 'typeorm';
import type { DivergenceKind } from './judge';
import { DIVERGENCE_KINDS } from './judge';
import type { RebuildProgress } from './rebuild-record';
import { lastRebuild } from './rebuild-record';

export type CountsByKind = Readonly<Record<DivergenceKind, number>>;

/** A round of the reconciler that has ended. */
export interface RoundReport {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly subjects: number;
  readonly divergences: number;
}

export interface SyncReport {
  /** Lag, by sink. */
  readonly sinks: readonly SinkBacklog[];
  /** Drift. */
  readonly divergences: {
    readonly lastDay: CountsByKind;
    /** Found and not repaired yet. */
    readonly open: CountsByKind;
  };
  readonly lastScan: (RoundReport & { readonly entries: number }) | null;
  readonly lastSample: (RoundReport & { readonly rounds: number; readonly subjectsInAll: number }) | null;
  /** The latest, finished or not. */
  readonly rebuild: RebuildProgress | null;
}

/** @throws an outage of the database. */
export async function syncReport(dataSource: DataSource): Promise<SyncReport> {
  const pool = poolOf(dataSource);
  return {
    sinks: await sinkBacklogs(pool),
    divergences: {
      lastDay: await divergencesBy(pool, `found_at > clock_timestamp() - interval '1 day'`),
      open: await divergencesBy(pool, 'repaired_at IS NULL'),
    },
    lastScan: await lastScan(pool),
    lastSample: await lastSample(pool),
    rebuild: await lastRebuild(pool),
  };
}

async function divergencesBy(client: Queryable, condition: string): Promise<CountsByKind> {
  const { rows } = await client.query<{ kind: DivergenceKind; count: number }>(
    `SELECT kind, count(*)::float8 AS count FROM sync_divergence WHERE ${condition} GROUP BY kind`,
  );
  const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
  const of = (kind: DivergenceKind): number => counts.get(kind) ?? 0;
  const [missing, behind, ahead, corrupt, orphan] = DIVERGENCE_KINDS.map(of);
  return {
    missing: missing ?? 0,
    behind: behind ?? 0,
    ahead: ahead ?? 0,
    corrupt: corrupt ?? 0,
    orphan: orphan ?? 0,
  };
}

interface RoundRow {
  started_at_ms: number;
  ended_at_ms: number;
  subjects: number;
  divergences: number;
}

const ROUND = `${epochMsOf('started_at')} AS started_at_ms, ${epochMsOf('ended_at')} AS ended_at_ms,
  subjects::float8 AS subjects, divergences::float8 AS divergences`;

const roundFrom = (row: RoundRow): RoundReport => ({
  startedAt: instantOf(row.started_at_ms),
  endedAt: instantOf(row.ended_at_ms),
  subjects: row.subjects,
  divergences: row.divergences,
});

async function lastScan(client: Queryable): Promise<SyncReport['lastScan']> {
  const { rows } = await client.query<RoundRow & { entries: number }>(
    `SELECT ${ROUND}, entries::float8 AS entries FROM sync_scan ORDER BY ended_at DESC LIMIT 1`,
  );
  return rows[0] === undefined ? null : { ...roundFrom(rows[0]), entries: rows[0].entries };
}

async function lastSample(client: Queryable): Promise<SyncReport['lastSample']> {
  const { rows } = await client.query<RoundRow & { rounds: number; subjects_in_all: number }>(
    `SELECT ${ROUND}, rounds::float8 AS rounds, subjects_in_all::float8 AS subjects_in_all FROM sync_sample`,
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { ...roundFrom(row), rounds: row.rounds, subjectsInAll: row.subjects_in_all };
}
