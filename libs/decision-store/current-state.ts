import type { Instant } from '@gatekeeper/calendar';
import type { HeldLine, IdentityKey, LineIdentity, LineRevision, Outcome } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { RecordedBatch } from './recorded-batch';

/** What a batch makes of one line's `line_identity` row, and what it takes that row to be before. */
export interface LineChange {
  readonly identity: LineIdentity;
  readonly isNew: boolean;
  /** On file before the batch; a row that differs was recorded meanwhile. 0 for a new line. */
  readonly expectedRevision: number;
  revision: number;
  contentHash: string;
  /** Set when the batch brings a revision: the refund's original. */
  reupload: { readonly originalLineNo: string | null } | null;
  /** Set when the batch brings a decision: what the first one of them supersedes must be current before. */
  expectedDecision: { readonly decisionId: string | null } | null;
  current: { readonly decisionId: string; readonly outcome: Outcome } | null;
  /** `null`: as before. */
  held: boolean | null;
  /** `null`: as before; else the earlier of the two counts. */
  paidAt: Instant | null;
  /** Of a new line: the offset of the message that brought it. */
  arrivedOffset: string;
}

/**
 * Follows each line through the batch.
 * @param openHolds the batch's holds that nothing in the batch ends.
 */
export function changesOf(
  batch: RecordedBatch,
  openHolds: readonly HeldLine[],
): ReadonlyMap<IdentityKey, LineChange> {
  const changes = new Map<IdentityKey, LineChange>();
  for (const { line, originalLineNo, paidAt, source } of batch.newLines) {
    const change = unchanged(line, true, 0);
    change.reupload = { originalLineNo };
    change.paidAt = paidAt;
    change.arrivedOffset = source.offset;
    changes.set(identityKey(line), change);
  }
  for (const { line, originalLineNo, paidAt } of batch.newRevisions) {
    const change = changeIn(changes, line, line.revision - 1);
    change.revision = line.revision;
    change.contentHash = line.contentHash;
    change.reupload = { originalLineNo };
    change.paidAt = earliest(change.paidAt, paidAt);
  }
  for (const { line, supersedes, decisionId, verdict } of batch.decisions) {
    const change = changeIn(changes, line, line.revision);
    change.expectedDecision ??= { decisionId: supersedes };
    change.current = { decisionId, outcome: verdict.outcome };
  }
  for (const { line } of batch.releases) changeIn(changes, line, line.revision).held = false;
  for (const { line } of openHolds) changeIn(changes, line, line.revision).held = true;
  for (const { identity, paidAt } of batch.payments) {
    const change = changes.get(identityKey(identity));
    if (change !== undefined) change.paidAt = earliest(change.paidAt, paidAt);
  }
  return changes;
}

function changeIn(
  changes: Map<IdentityKey, LineChange>,
  line: LineRevision,
  expectedRevision: number,
): LineChange {
  const key = identityKey(line);
  const known = changes.get(key);
  if (known !== undefined) return known;
  const change = unchanged(line, false, expectedRevision);
  changes.set(key, change);
  return change;
}

const unchanged = (line: LineRevision, isNew: boolean, expectedRevision: number): LineChange => ({
  identity: line,
  isNew,
  expectedRevision,
  revision: line.revision,
  contentHash: line.contentHash,
  reupload: null,
  expectedDecision: null,
  current: null,
  held: null,
  paidAt: null,
  arrivedOffset: '0',
});

function earliest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
