import { ADVISORY_LOCKS, poolOf, withSessionLock } from '@gatekeeper/database';
import { countSubjects } from '@gatekeeper/registry-store';
import type { Loop } from '@gatekeeper/runtime';
import type { OnDivergence } from './mending';
import type { RebuildProgress } from './rebuild-record';
import * as record from './rebuild-record';
import type { MendingParts, SyncSides } from './sync-parts';
import { mendingOf } from './sync-parts';
import { everyEntry, everySubject } from './walks';

export interface RebuilderOptions {
  /** How often it looks whether a rebuild was asked for, ms. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 1_000;

/**
 * Rebuilds Redis from the registry while it serves: every subject's entry is written, forward only, then the entries of
 * subjects that the registry does not know are removed. An entry counts only at the version that its reader has just seen
 * in the database, so there is no moment at which a half-built Redis gives a wrong answer. Any number may run: one works,
 * and another goes on where it stopped.
 */
export class Rebuilder {
  private readonly parts: MendingParts;
  private readonly lookEveryMs: number;

  constructor(
    private readonly sides: SyncSides,
    onDivergence: OnDivergence,
    options: RebuilderOptions = {},
  ) {
    this.parts = mendingOf(sides, onDivergence);
    this.lookEveryMs = options.lookEveryMs ?? LOOK_EVERY_MS;
  }

  /** Looks whether a rebuild was asked for, and does it, for as long as it is run. */
  loop(): Loop {
    return {
      name: 'rebuilder',
      everyMs: this.lookEveryMs,
      work: (signal, moved) => this.work(signal, moved),
    };
  }

  /**
   * Does the rebuild that is asked for or unfinished, if there is one and no other process is at it.
   * @throws an outage of either side: what is written stays written, and the next call goes on from there.
   */
  async work(signal: AbortSignal, moved: () => void = () => undefined): Promise<void> {
    const { dataSource } = this.sides;
    if (!(await record.hasUnfinishedRebuild(poolOf(dataSource)))) return;
    await withSessionLock(dataSource, ADVISORY_LOCKS.syncRebuild, async (lost) => {
      const unfinished = await record.unfinishedRebuild(poolOf(dataSource));
      if (unfinished !== null) await this.goOn(unfinished, AbortSignal.any([signal, lost]), moved);
    });
  }

  private async goOn(rebuild: RebuildProgress, stopped: AbortSignal, moved: () => void): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    if (rebuild.phase === 'requested')
      await record.rebuildStarts(pool, rebuild.rebuildId, await countSubjects(pool));
    if (rebuild.phase !== 'removing') {
      await this.write(rebuild, stopped, moved);
      if (stopped.aborted) return;
      await record.rebuildRemoves(pool, rebuild.rebuildId);
    }
    await this.remove(rebuild, stopped, moved);
    if (!stopped.aborted) await record.rebuildEnds(pool, rebuild.rebuildId);
  }

  private async write(
    { rebuildId, afterSubject }: RebuildProgress,
    stopped: AbortSignal,
    moved: () => void,
  ): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    for await (const subjects of everySubject(pool, afterSubject)) {
      if (stopped.aborted) return;
      const timelines = await this.sides.registry.timelines(subjects);
      const later = await this.parts.entries.writeForward([...timelines.values()]);
      // The relay's, of a write since; or one that the registry never gave out, which nothing forward-only would end.
      await this.parts.mending.mend(later, 'rebuild');
      await record.rebuildWrote(pool, rebuildId, subjects);
      moved();
    }
  }

  private async remove(
    { rebuildId }: RebuildProgress,
    stopped: AbortSignal,
    moved: () => void,
  ): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    for await (const { unknown } of everyEntry(this.parts.entries, this.sides.registry, pool)) {
      if (stopped.aborted) return;
      const removed = await this.parts.mending.mend(unknown, 'rebuild');
      if (removed > 0) await record.rebuildRemoved(pool, rebuildId, removed);
      moved();
    }
  }
}
