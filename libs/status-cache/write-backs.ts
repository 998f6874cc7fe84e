import type { SubjectTimeline } from '@gatekeeper/vocabulary';

/** Writes sent before their answers are awaited: enough to fill the wire, and few enough that none waits behind many. */
const GROUP = 100;
/** Timelines that wait to be written; past it they are left out: the database answered, and answers again. */
const BACKLOG = 20_000;

/** What became of timelines that were not written. */
type LeftOut = 'backlog_full' | 'redis_failed';

/**
 * Timelines on their way to Redis, in the background: a group at a time, so that what is in flight stays bounded however many
 * come at once, and an answer that is late because this process is busy is not taken for Redis's failure.
 */
export class WriteBacks {
  private readonly backlog = new Map<string, SubjectTimeline>();
  private draining: Promise<void> = Promise.resolve();
  private isDraining = false;

  constructor(
    private readonly write: (timeline: SubjectTimeline) => Promise<unknown>,
    private readonly onFailure: (error: unknown) => void,
    private readonly onLeftOut: (reason: LeftOut, timelines: number) => void,
  ) {}

  /** Takes timelines without waiting for them to arrive; of one subject the latest version counts. */
  add(timelines: Iterable<SubjectTimeline>): void {
    let leftOut = 0;
    for (const timeline of timelines) {
      const waiting = this.backlog.get(timeline.subject);
      if (waiting === undefined && this.backlog.size >= BACKLOG) leftOut++;
      else if (waiting === undefined || waiting.version < timeline.version)
        this.backlog.set(timeline.subject, timeline);
    }
    if (leftOut > 0) this.onLeftOut('backlog_full', leftOut);
    if (this.isDraining || this.backlog.size === 0) return;
    this.isDraining = true;
    this.draining = this.drain().finally(() => {
      this.isDraining = false;
    });
  }

  /** Resolves when everything taken has arrived or was left out. */
  settled(): Promise<void> {
    return this.draining;
  }

  private async drain(): Promise<void> {
    while (this.backlog.size > 0) {
      const group = this.takeGroup();
      const ends = await Promise.allSettled(group.map((timeline) => this.write(timeline)));
      const failed = ends.filter((end) => end.status === 'rejected');
      if (failed[0] === undefined) continue;
      this.onFailure(failed[0].reason);
      this.onLeftOut('redis_failed', failed.length + this.backlog.size);
      this.backlog.clear();
    }
  }

  private takeGroup(): readonly SubjectTimeline[] {
    const group: SubjectTimeline[] = [];
    for (const [subject, timeline] of this.backlog) {
      if (group.length === GROUP) break;
      group.push(timeline);
      this.backlog.delete(subject);
    }
    return group;
  }
}
