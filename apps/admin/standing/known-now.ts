import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';

/** How far the store's clock may be ahead of this process's. */
const CLOCKS_APART_MS = 60_000;

/**
 * The moment to ask at for what is known now. The store stamps a write by its own clock, and past every moment it handed out: what it
 * has just answered is known, also where that clock is ahead of ours.
 */
export function knownNow(now: Instant, timelines: Iterable<SubjectTimeline>): Instant {
  const latest = plusMs(now, CLOCKS_APART_MS);
  let known = now;
  for (const { records } of timelines)
    for (const { recorded } of records)
      for (const moment of [recorded.from, recorded.until])
        if (moment > known && moment <= latest) known = moment;
  return known;
}
