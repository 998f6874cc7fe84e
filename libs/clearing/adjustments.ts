/** Corrections of closed periods: what is decided on their lines after their closing counts in the next open one. */
import type { Instant } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import type { ClearedLine, CountedAs, DecisionOnFile } from './cleared-line';
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
const NOT_COUNTED: CountedAs = { held: false, refused: 0n, recover: 0n };

/** Since when a decision stands on a line: since it was taken, or since a hold was released by it. */
interface Standing {
  readonly decision: DecisionOnFile;
  readonly since: Instant;
  readonly isNew: boolean;
}

/**
 * Corrections that fall into the run's period, oldest first. A decision corrects a closed period when it was taken knowing more
 * than the closing run, `known_at` after `closedFrom`: what it knew just then, the closing saw. The first is the difference to
 * what the closing run counted the line as, which is not always the decision it supersedes: a line that waited counted as held,
 * and one of which news was not worked off as the run decided it. Each further one is the difference to the one before. So what
 * the closed period counted, and its corrections, add up to what stands.
 *
 * A line that waited and is released by the decision that it had before has no new decision: the old one corrects, from its
 * release on. One that begins to wait moves nothing until it is decided. A line that came to the period when that was closed
 * already is corrected from nothing, also where it was decided before, while it lay in another month.
 */
export function adjustmentsOf(
  line: Pick<ClearedLine, 'earlier' | 'releases' | 'countedBy'>,
  { place, closed }: Home,
  terms: PlacingTerms,
): readonly Adjustment[] {
  if (closed === null || !isInArea(place, terms)) return NONE;
  const standing = standingSince(line, closed);
  if (standing.length === 0) return NONE;
  const closedFrom = closed.by.closedFrom;
  let counted = (closed.since === closedFrom ? line.countedBy(closed.by) : null) ?? NOT_COUNTED;
  const found: Adjustment[] = [];
  for (const { decision, since, isNew } of standing) {
    const { refused, recover } = decision.verdict;
    const before = counted;
    if (!isNew && !before.held && before.refused === refused && before.recover === recover) continue;
    counted = { held: false, refused, recover };
    if (!isMonthOf(monthOfCorrection(since, place, terms), terms.period.text)) continue;
    found.push(adjustment(decision, closed.by.period, refused - before.refused, recover - before.recover));
  }
  return found;
}

/** What has stood on the line since the period was closed with it, oldest first. */
function standingSince(
  { earlier, releases }: Pick<ClearedLine, 'earlier' | 'releases'>,
  { by, since }: NonNullable<Home['closed']>,
): readonly Standing[] {
  const isAfter = (moment: Instant): boolean => moment > by.closedFrom && moment >= since;
  const standing: Standing[] = earlier
    .filter(({ knownAt }) => isAfter(knownAt))
    .map((decision) => ({ decision, since: decision.knownAt, isNew: true }));
  // An older decision can only stand again before the first newer one.
  const [firstNew] = standing;
  for (const { decisionId, releasedAt } of releases.toReversed()) {
    if (!isAfter(releasedAt) || (firstNew !== undefined && firstNew.since <= releasedAt)) continue;
    const decision = earlier.find((each) => each.decisionId === decisionId);
    if (decision === undefined || isAfter(decision.knownAt)) continue;
    standing.unshift({ decision, since: releasedAt, isNew: false });
  }
  return standing;
}

function adjustment(
  { decisionId, line, supersedes }: DecisionOnFile,
  period: string,
  refused: Fen,
  recover: Fen,
): Adjustment {
  const row = JSON.stringify({
    line: lineData(line),
    period,
    decision_id: decisionId,
    supersedes,
    refused: formatFen(refused),
    recover: formatFen(recover),
  });
  return { refused, recover, row };
}
