/** What `GET /v1/sync` answers. */
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant } from '@gatekeeper/calendar';
import type { CountsByKind, RebuildProgress, RoundReport, SyncReport } from '@gatekeeper/sync';

export interface SinkAnswer {
  readonly sink: string;
  readonly backlog: number;
  /** Age of the oldest change that waits; 0 where none does. */
  readonly lag_seconds: number;
}

interface RoundAnswer {
  readonly started_at: string;
  readonly ended_at: string;
  readonly subjects: number;
  readonly divergences: number;
}

export interface RebuildAnswer {
  readonly rebuild_id: number;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly started_at: string | null;
  readonly phase: RebuildProgress['phase'];
  readonly subjects_in_all: number | null;
  readonly subjects_written: number;
  readonly entries_removed: number;
  readonly ended_at: string | null;
}

export interface SyncAnswer {
  /** Names of the sinks that this process keeps in step. */
  readonly served_here: readonly string[];
  readonly sinks: readonly SinkAnswer[];
  readonly divergences: { readonly last_day: CountsByKind; readonly open: CountsByKind };
  readonly last_scan: (RoundAnswer & { readonly entries: number }) | null;
  readonly last_sample: (RoundAnswer & { readonly rounds: number; readonly subjects_in_all: number }) | null;
  readonly rebuild: RebuildAnswer | null;
}

export const syncAnswer = (
  { sinks, divergences, lastScan, lastSample, rebuild }: SyncReport,
  servedHere: readonly string[],
): SyncAnswer => ({
  served_here: servedHere,
  sinks: sinks.map(({ sink, queued, oldestAgeMs }) => ({
    sink,
    backlog: queued,
    lag_seconds: Math.round(oldestAgeMs ?? 0) / 1_000,
  })),
  divergences: { last_day: divergences.lastDay, open: divergences.open },
  last_scan: lastScan === null ? null : { ...roundAnswer(lastScan), entries: lastScan.entries },
  last_sample:
    lastSample === null
      ? null
      : {
          ...roundAnswer(lastSample),
          rounds: lastSample.rounds,
          subjects_in_all: lastSample.subjectsInAll,
        },
  rebuild: rebuild === null ? null : rebuildAnswer(rebuild),
});

const roundAnswer = ({ startedAt, endedAt, subjects, divergences }: RoundReport): RoundAnswer => ({
  started_at: formatInstant(startedAt),
  ended_at: formatInstant(endedAt),
  subjects,
  divergences,
});

const written = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

export const rebuildAnswer = (rebuild: RebuildProgress): RebuildAnswer => ({
  rebuild_id: rebuild.rebuildId,
  requested_by: rebuild.requestedBy,
  requested_at: formatInstant(rebuild.requestedAt),
  started_at: written(rebuild.startedAt),
  phase: rebuild.phase,
  subjects_in_all: rebuild.subjectsInAll,
  subjects_written: rebuild.subjectsWritten,
  entries_removed: rebuild.entriesRemoved,
  ended_at: written(rebuild.endedAt),
});
