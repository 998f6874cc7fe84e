import type { Instant } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';

/**
 * The moment to ask at for what is known now: what the store has just answered is known, also where its clock, by which it stamps each
 * write and past every moment it handed out, is ahead of ours.
 */
export function knownNow(now: Instant, timelines: Iterable<SubjectTimeline>): Instant {
  let known = now;
  for (const { records } of timelines)
    for (const { recorded } of records)
      for (const moment of [recorded.from, recorded.until])
        if (moment > known && Number.isFinite(moment)) known = moment;
  return known;
}
