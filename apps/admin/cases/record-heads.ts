import type { Instant } from '@gatekeeper/calendar';
import { recordHead } from '@gatekeeper/casework';
import type { RecordHeads } from './workflow';

/** The heads of the records a step writes, one after the other. */
export function headsFor(caseId: string, seq: number, now: Instant): RecordHeads {
  const head = recordHead(caseId, seq, now);
  let written = 0;
  return (supersedes) => {
    written += 1;
    return head(written, supersedes);
  };
}
