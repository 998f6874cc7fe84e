import type { Instant } from '@gatekeeper/calendar';
import type { RecordHeads } from './workflow';

/** Ids of the records a step writes: by the case, its event and a count, so that the same step never writes twice. */
export function headsFor(caseId: string, seq: number, now: Instant): RecordHeads {
  let written = 0;
  return (supersedes) => {
    written += 1;
    return {
      recordId: `case:${caseId}:${seq}:${written}`,
      recordedAt: now,
      receivedAt: null,
      knownFrom: now,
      supersedes: supersedes ?? null,
    };
  };
}
