import { ADVISORY_LOCKS, poolOf, withSessionLock } from '@gatekeeper/database';
import { sampleSubjects } from '@gatekeeper/registry-store';
import { pause } from '@gatekeeper/runtime';
import type { Loop } from '@gatekeeper/runtime';
import { hasUnfinishedRebuild } from './rebuild-record';
import type { RoundFigures } from './rounds';
import { isScanDue, keepSample, keepScan, momentOf } from './rounds';
import type { MendingParts, SyncSides } from './sync-parts';
import type { OnDivergence } from './mending';
import { mendingOf } from './sync-parts';
import { everyEntry, everySubject, PAGE_SIZE } from './walks';

export interface ReconcilerOptions {
  /** Subjects looked at in a sample round. */
  readonly sampleSize?: number;
  readonly sampleEveryMs?: number;
  /** From the end of a scan to the next one's beginning. */
  readonly scanEveryMs?: number;
  /** Between two pages of a scan, so that it leaves room for those who are served. */
  readonly scanPauseMs?: number;
}

const SAMPLE_SIZE = 200;
const SAMPLE_EVERY_MS = 5_000;
const SCAN_EVERY_MS = 3_600_000;
const SCAN_PAUSE_MS = 10;

/**
 * Compares Redis with the registry all the time: some subjects by chance in each round, and all of them, with every entry in
 * Redis, at intervals. What differs is written to the ledger and repaired. Any number may run: one round is done at a time.
 */
export class Reconciler {
  private readonly parts: MendingParts;
  private readonly options: Required<ReconcilerOptions>;

  constructor(
    private readonly sides: SyncSides,
    onDivergence: OnDivergence,
    options: ReconcilerOptions = {},
  ) {
    this.parts = mendingOf(sides, onDivergence);
    this.options = {
      sampleSize: options.sampleSize ?? SAMPLE_SIZE,
      sampleEveryMs: options.sampleEveryMs ?? SAMPLE_EVERY_MS,
      scanEveryMs: options.scanEveryMs ?? SCAN_EVERY_MS,
      scanPauseMs: options.scanPauseMs ?? SCAN_PAUSE_MS,
    };
  }

  /** One round after the other, for as long as it is run. */
  loop(): Loop {
    return {
      name: 'reconciler',
      everyMs: this.options.sampleEveryMs,
      work: (signal, moved) => this.round(signal, moved),
    };
  }

  /** One round, a scan when one is due; nothing while another process is at it. @throws an outage of either side. */
  async round(signal: AbortSignal, moved: () => void = () => undefined): Promise<void> {
    const { dataSource } = this.sides;
    await withSessionLock(dataSource, ADVISORY_LOCKS.syncReconciler, async (lost) => {
      const stopped = AbortSignal.any([signal, lost]);
      if (await isScanDue(poolOf(dataSource), this.options.scanEveryMs)) {
        // A rebuild looks at everything too, and finds Redis as empty as it may be.
        if (!(await hasUnfinishedRebuild(poolOf(dataSource)))) return this.scan(stopped, moved);
      }
      return this.sample();
    });
  }

  private async sample(): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    const startedAt = await momentOf(pool);
    await this.parts.mending.mendOpen(PAGE_SIZE, 'sample');
    const subjects = await sampleSubjects(pool, this.options.sampleSize);
    const divergences = await this.parts.mending.mend(subjects, 'sample');
    await keepSample(pool, { startedAt, subjects: subjects.length, divergences });
  }

  /** A scan that is broken off leaves no trace but the repairs it made. */
  private async scan(stopped: AbortSignal, moved: () => void): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    const startedAt = await momentOf(pool);
    await this.parts.mending.mendOpen(PAGE_SIZE, 'scan');
    const onFile = await this.scanSubjects(stopped, moved);
    const inRedis = await this.scanEntries(stopped, moved);
    if (onFile === 'stopped' || inRedis === 'stopped') return;
    await keepScan(pool, {
      startedAt,
      subjects: onFile.looked,
      entries: inRedis.looked,
      divergences: onFile.divergences + inRedis.divergences,
    });
  }

  private async scanSubjects(stopped: AbortSignal, moved: () => void): Promise<RoundFigures | 'stopped'> {
    let [looked, divergences] = [0, 0];
    for await (const subjects of everySubject(poolOf(this.sides.dataSource))) {
      if (stopped.aborted) return 'stopped';
      divergences += await this.parts.mending.mend(subjects, 'scan');
      looked += subjects.length;
      moved();
      await pause(this.options.scanPauseMs, stopped);
    }
    return { looked, divergences };
  }

  private async scanEntries(stopped: AbortSignal, moved: () => void): Promise<RoundFigures | 'stopped'> {
    const { entries, mending } = this.parts;
    let [looked, divergences] = [0, 0];
    for await (const seen of everyEntry(entries, this.sides.registry, poolOf(this.sides.dataSource))) {
      if (stopped.aborted) return 'stopped';
      divergences += await mending.mend(seen.unknown, 'scan');
      looked += seen.entries;
      moved();
      await pause(this.options.scanPauseMs, stopped);
    }
    return { looked, divergences };
  }
}
