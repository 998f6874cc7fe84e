/** Rows of `differences.ndjson`: each line whose standing answer is not the run's. */
import type { Instant } from '@gatekeeper/calendar';
import type { ClearedLine } from './cleared-line';
import type { Cause } from './causes';
import { causeOf, differs } from './causes';
import { answerData, lineData, revisionOf } from './rows';

/** A line that differs. */
export interface Difference {
  readonly cause: Cause;
  readonly row: string;
}

/**
 * `null`: it does not differ. A line of which nothing is on file differs where the run decides it; where it waits, nothing
 * is missed.
 */
export function differenceOf(cleared: ClearedLine, knownAt: Instant): Difference | null {
  const { run, standing } = cleared;
  const differing = standing === null ? run.kind === 'decision' : differs(run, standing);
  if (!differing) return null;
  const cause = causeOf(cleared, knownAt);
  const row = JSON.stringify({
    line: lineData(revisionOf(run)),
    standing: standing === null ? null : answerData(standing),
    run: answerData(run),
    cause,
  });
  return { cause, row };
}
