/** Corrections of closed periods: what is decided on their lines after their closing counts in the next open one. */
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import type { ClearedLine, DecisionOnFile } from './cleared-line';
import type { Home, PlacingTerms } from './home';
import { isInArea, monthOfCorrection } from './home';
import { isMonthOf } from './period';
import { lineData } from './rows';

/** By how much a decision on a closed period's line changes what is refused and recovered; both signed. */
export interface Adjustment {
  readonly refused: Fen;
  readonly recover: Fen;
  readonly row: string;
}

const NONE: readonly Adjustment[] = [];

/** Whether the closed period counted a decision: its closing did, or a correction since the line came to it. */
const isCounted = ({ knownAt }: DecisionOnFile, { by, since }: NonNullable<Home['closed']>): boolean =>
  since === by.closedFrom || knownAt >= since;

/**
 * Corrections that fall into the run's period, oldest decision first. A decision corrects a closed period when it was taken
 * knowing more than the closing run, `known_at` after `closedFrom`: what it knew just then, the closing saw. Each is the
 * difference to the decision it supersedes; the first on a line that came late, to nothing: also where the line was decided
 * before, while it lay in another month, because the closed period never counted that. What a line whose decision is superseded
 * in another period's month comes to is therefore the sum of its rows, whichever months they fall into.
 */
export function adjustmentsOf(
  { earlier }: Pick<ClearedLine, 'earlier'>,
  { place, closed }: Home,
  terms: PlacingTerms,
): readonly Adjustment[] {
  if (closed === null || !isInArea(place, terms)) return NONE;
  const byId = new Map(earlier.map((decision) => [decision.decisionId, decision]));
  const found: Adjustment[] = [];
  for (const { decisionId, line, supersedes, knownAt, verdict } of earlier) {
    if (knownAt <= closed.by.closedFrom || knownAt < closed.since) continue;
    if (!isMonthOf(monthOfCorrection(knownAt, place, terms), terms.period.text)) continue;
    const superseded = supersedes === null ? undefined : byId.get(supersedes);
    const before = superseded !== undefined && isCounted(superseded, closed) ? superseded.verdict : null;
    const refused = verdict.refused - (before?.refused ?? 0n);
    const recover = verdict.recover - (before?.recover ?? 0n);
    const row = JSON.stringify({
      line: lineData(line),
      period: closed.by.period,
      decision_id: decisionId,
      supersedes,
      refused: formatFen(refused),
      recover: formatFen(recover),
    });
    found.push({ refused, recover, row });
  }
  return found;
}
