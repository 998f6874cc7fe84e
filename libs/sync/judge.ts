import type { SeenEntry } from '@gatekeeper/status-cache';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';

export const DIVERGENCE_KINDS = ['missing', 'behind', 'ahead', 'corrupt', 'orphan'] as const;
/**
 * How an entry in Redis differs from the registry: there is none; it has an earlier version; it has a version that was
 * never given out; its digest does not fit, or its content is not that of its version; the registry does not know its
 * subject.
 */
export type DivergenceKind = (typeof DIVERGENCE_KINDS)[number];

/** An entry that is not what the registry says. */
export interface Divergence {
  readonly kind: DivergenceKind;
  readonly subject: string;
  /** What Redis held. */
  readonly seen: SeenEntry;
  /** The version of that; `null` where there is none, or it cannot be read. */
  readonly cachedVersion: number | null;
  /** What it is to be; version 0 for a subject that is not on file. */
  readonly timeline: SubjectTimeline;
}

/** `on_its_way`: the relay has it still to pass on, or it changed while it was looked at. */
export type Verdict = Divergence | { readonly kind: 'in_step' | 'on_its_way'; readonly subject: string };

/** One subject, looked at three times in this order: Redis, registry (with its queue), Redis. */
export interface Look {
  readonly before: SeenEntry;
  readonly timeline: SubjectTimeline;
  /** What the entry of that timeline is. */
  readonly expected: string;
  /** The relay had a change of the subject still to take to Redis. */
  readonly isQueued: boolean;
  readonly after: SeenEntry;
  /** The version of what was seen after. */
  readonly versionAfter: number | 'corrupt' | null;
}

/**
 * What was found. The order of the looks is what makes this exact: a change that the queue no longer held had been
 * written to Redis before the last look, and a version that Redis showed before the registry was read had been given out
 * by then, if it ever was.
 */
export function judge({ before, timeline, expected, isQueued, after, versionAfter }: Look): Verdict {
  const { subject, version } = timeline;
  const is = (kind: Divergence['kind']): Divergence => ({
    kind,
    subject,
    seen: after,
    cachedVersion: versionAfter === 'corrupt' ? null : versionAfter,
    timeline,
  });
  const onItsWay: Verdict = { kind: 'on_its_way', subject };
  const stoodStill = before === after;
  if (version === 0) {
    if (after === null) return { kind: 'in_step', subject };
    return stoodStill ? is('orphan') : onItsWay;
  }
  if (after === expected) return { kind: 'in_step', subject };
  if (versionAfter === 'corrupt') return is('corrupt');
  if (versionAfter === null) return isQueued ? onItsWay : is('missing');
  if (versionAfter < version) return isQueued ? onItsWay : is('behind');
  if (versionAfter > version) return stoodStill ? is('ahead') : onItsWay;
  return is('corrupt');
}
