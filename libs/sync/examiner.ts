import { poolOf } from '@gatekeeper/database';
import type { RegistryStore } from '@gatekeeper/registry-store';
import { subjectsQueuedFor } from '@gatekeeper/registry-store';
import type { RedisEntries, SeenEntry } from '@gatekeeper/status-cache';
import { REDIS_SINK } from '@gatekeeper/status-cache';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import type { Divergence, Verdict } from './judge';
import { judge } from './judge';

/** Compares entries in Redis with the registry, and puts right what differs. */
export class Examiner {
  constructor(
    private readonly dataSource: DataSource,
    private readonly registry: RegistryStore,
    private readonly entries: RedisEntries,
  ) {}

  /** Looks at these subjects. @throws an outage of either side. */
  async look(subjects: readonly string[]): Promise<readonly Verdict[]> {
    const before = entriesBySubject(subjects, await this.entries.read(subjects));
    const timelines = await this.registry.timelines(subjects);
    const verdicts: Verdict[] = [];
    const suspects: SubjectTimeline[] = [];
    for (const timeline of timelines.values()) {
      const { subject } = timeline;
      if (this.isInStep(timeline, before.get(subject) ?? null)) verdicts.push({ kind: 'in_step', subject });
      else suspects.push(timeline);
    }
    return suspects.length === 0 ? verdicts : [...verdicts, ...(await this.lookAgain(suspects, before))];
  }

  /** Puts the registry's timeline in the place of what was seen, unless something else is there by now. */
  async repair({ kind, subject, seen, timeline }: Divergence): Promise<void> {
    switch (kind) {
      case 'orphan':
        if (seen !== null) await this.entries.remove(subject, seen);
        return;
      case 'missing':
      case 'behind':
      case 'ahead':
      case 'corrupt':
        await this.entries.replace(timeline, seen);
    }
  }

  private isInStep(timeline: SubjectTimeline, seen: SeenEntry): boolean {
    return timeline.version === 0 ? seen === null : seen === this.entries.expected(timeline);
  }

  private async lookAgain(
    suspects: readonly SubjectTimeline[],
    before: ReadonlyMap<string, SeenEntry>,
  ): Promise<readonly Verdict[]> {
    const subjects = suspects.map(({ subject }) => subject);
    const queued = await subjectsQueuedFor(poolOf(this.dataSource), REDIS_SINK, subjects);
    const after = entriesBySubject(subjects, await this.entries.read(subjects));
    return suspects.map((timeline) => {
      const { subject } = timeline;
      const seen = after.get(subject) ?? null;
      return judge({
        before: before.get(subject) ?? null,
        timeline,
        expected: this.entries.expected(timeline),
        isQueued: queued.has(subject),
        after: seen,
        versionAfter: seen === null ? null : this.entries.versionOf(subject, seen),
      });
    });
  }
}

const entriesBySubject = (
  subjects: readonly string[],
  entries: readonly SeenEntry[],
): ReadonlyMap<string, SeenEntry> =>
  new Map(subjects.map((subject, place) => [subject, entries[place] ?? null]));
