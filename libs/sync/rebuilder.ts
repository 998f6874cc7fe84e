import { ADVISORY_LOCKS, isOutage, poolOf, withSessionLock } from '@gatekeeper/database';
import { countSubjects } from '@gatekeeper/registry-store';
import { backOffAfter, pause } from './pause';
import type { RebuildProgress } from './rebuild-record';
import * as record from './rebuild-record';
import type { MendingParts, SyncListener, SyncSides } from './sync-parts';
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
    private readonly listener: SyncListener,
    options: RebuilderOptions = {},
  ) {
    this.parts = mendingOf(sides, listener.onDivergence);
    this.lookEveryMs = options.lookEveryMs ?? LOOK_EVERY_MS;
  }

  /** Does what is asked for until `signal` is aborted. An outage is reported and waited out. @throws a defect. */
  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.work(signal);
        failures = 0;
        await pause(this.lookEveryMs, signal);
      } catch (error) {
        if (!isOutage(error)) throw error;
        this.listener.onFailure(error);
        failures += 1;
        await pause(backOffAfter(failures), signal);
      }
    }
  }

  /**
   * Does the rebuild that is asked for or unfinished, if there is one and no other process is at it.
   * @throws an outage of either side: what is written stays written, and the next call goes on from there.
   */
  async work(signal: AbortSignal): Promise<void> {
    const { dataSource } = this.sides;
    if (!(await record.hasUnfinishedRebuild(poolOf(dataSource)))) return;
    await withSessionLock(dataSource, ADVISORY_LOCKS.syncRebuild, async (lost) => {
      const unfinished = await record.unfinishedRebuild(poolOf(dataSource));
      if (unfinished !== null) await this.goOn(unfinished, AbortSignal.any([signal, lost]));
    });
  }

  private async goOn(rebuild: RebuildProgress, stopped: AbortSignal): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    if (rebuild.phase === 'requested')
      await record.rebuildStarts(pool, rebuild.rebuildId, await countSubjects(pool));
    if (rebuild.phase !== 'removing') {
      await this.write(rebuild, stopped);
      if (stopped.aborted) return;
      await record.rebuildRemoves(pool, rebuild.rebuildId);
    }
    await this.remove(rebuild, stopped);
    if (!stopped.aborted) await record.rebuildEnds(pool, rebuild.rebuildId);
  }

  private async write({ rebuildId, afterSubject }: RebuildProgress, stopped: AbortSignal): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    for await (const subjects of everySubject(pool, afterSubject)) {
      if (stopped.aborted) return;
      const timelines = await this.sides.registry.timelines(subjects);
      const later = await this.parts.entries.writeForward([...timelines.values()]);
      // The relay's, of a write since; or one that the registry never gave out, which nothing forward-only would end.
      await this.parts.mending.mend(later, 'rebuild');
      await record.rebuildWrote(pool, rebuildId, subjects);
    }
  }

  private async remove({ rebuildId }: RebuildProgress, stopped: AbortSignal): Promise<void> {
    const pool = poolOf(this.sides.dataSource);
    for await (const { unknown } of everyEntry(this.parts.entries, this.sides.registry, pool)) {
      if (stopped.aborted) return;
      const removed = await this.parts.mending.mend(unknown, 'rebuild');
      if (removed > 0) await record.rebuildRemoved(pool, rebuildId, removed);
    }
  }
}
