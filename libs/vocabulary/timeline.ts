import type { Instant, Recorded } from '@gatekeeper/calendar';
import type { RegistryRecord } from './registry';

/**
 * Everything ever recorded about one subject (a person or an institution, by folded code), on both axes.
 * `version` is the registry version of the last write that touched it; 0 and no records: never on file.
 */
export interface SubjectTimeline {
  readonly subject: string;
  readonly version: number;
  readonly records: readonly Recorded<RegistryRecord>[];
}

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
