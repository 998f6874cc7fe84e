import { laterOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { RegistryLookups } from '@gatekeeper/registry-store';
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

/**
 * The moment to ask at for every write so far, where no timeline has been read yet: whoever has written must see it, whatever
 * the clocks say. @throws an outage of the database.
 */
export async function everyWriteKnown(
  now: Instant,
  lookups: Pick<RegistryLookups, 'lastReceivedAt'>,
): Promise<Instant> {
  return laterOf(now, (await lookups.lastReceivedAt()) ?? now);
}
