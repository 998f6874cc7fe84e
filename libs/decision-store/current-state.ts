/** What a batch makes of what is current about its lines: pure. */
import type { Instant } from '@gatekeeper/calendar';
import type {
  HeldLine,
  IdentityKey,
  LineIdentity,
  LineRevision,
  Outcome,
  StatedSettlement,
} from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { FeeMonth } from './fee-months';
import { feeMonthOf } from './fee-months';
import type { RecordedBatch, RecordedLine } from './recorded-batch';

/** What a batch makes of one line's `line_identity` row, and what it takes that row to be before. */
export interface LineChange {
  readonly identity: LineIdentity;
  readonly isNew: boolean;
  /** On file before the batch; a row that differs was recorded meanwhile. 0 for a new line. */
  readonly expectedRevision: number;
  revision: number;
  contentHash: string;
  /** Set when the batch brings a revision: its month, and the refund's original. */
  reupload: { readonly feeMonth: FeeMonth; readonly originalLineNo: string | null } | null;
  /** Set when the batch brings several revisions: the months of all but the last. */
  earlierMonths: Map<number, FeeMonth> | null;
  /** Set when the batch brings a decision: what the first one of them supersedes must be current before. */
  expectedDecision: { readonly decisionId: string | null } | null;
  current: { readonly decisionId: string; readonly feeMonth: FeeMonth; readonly outcome: Outcome } | null;
  /** `null`: as before. */
  held: boolean | null;
  /** The latest stated in the batch, each by itself; `null`: as before. */
  settlementId: Stated<string> | null;
  settledAt: Stated<Instant> | null;
  paidAt: Stated<Instant> | null;
  /** What was stated of revisions up to this one is forgotten: the line was withdrawn; 0: it was not. */
  withdrawnRevision: number;
  /** Whether a void or a fact named it. */
  hasNews: boolean;
  /** Of a new line: the offset of the message that brought it. */
  arrivedOffset: string;
}

/** A value, and the revision that was current when it was stated. */
interface Stated<T> {
  readonly value: T;
  readonly revision: number;
}

/** Everything that a batch makes of its lines; or the revisions it decides on without bringing them, when their months are missing. */
export type Followed =
  | {
      readonly kind: 'changes';
      /** By `identityKey`. */
      readonly changes: ReadonlyMap<string, LineChange>;
      /** Of each decision of the batch. */
      readonly decisionMonths: readonly FeeMonth[];
    }
  | { readonly kind: 'months missing'; readonly of: readonly LineRevision[] };

/**
 * Follows each line through the batch.
 * @param openHolds the batch's holds that nothing in the batch ends.
 * @param monthsOnFile by `revisionKey`.
 */
export function followLines(
  batch: RecordedBatch,
  openHolds: readonly HeldLine[],
  monthsOnFile: ReadonlyMap<string, FeeMonth>,
): Followed {
  const changes = new Map<IdentityKey, LineChange>();
  for (const recorded of batch.newLines) {
    const change = unchanged(recorded.line, true, 0);
    takeRevision(change, recorded);
    change.arrivedOffset = recorded.source.offset;
    changes.set(identityKey(recorded.line), change);
  }
  for (const recorded of batch.newRevisions)
    takeRevision(changeIn(changes, recorded.line, recorded.line.revision - 1), recorded);
  const decisionMonths: FeeMonth[] = [];
  const missing: LineRevision[] = [];
  for (const { line, supersedes, decisionId, verdict } of batch.decisions) {
    const change = changeIn(changes, line, line.revision);
    change.expectedDecision ??= { decisionId: supersedes };
    const feeMonth = monthOf(change, line.revision) ?? monthsOnFile.get(revisionKey(line));
    if (feeMonth === undefined) {
      missing.push(line);
      continue;
    }
    decisionMonths.push(feeMonth);
    change.current = { decisionId, feeMonth, outcome: verdict.outcome };
  }
  if (missing.length > 0) return { kind: 'months missing', of: missing };
  for (const { line } of batch.releases) changeIn(changes, line, line.revision).held = false;
  for (const { line } of openHolds) changeIn(changes, line, line.revision).held = true;
  for (const { line, standing, withdrew } of (batch.news ?? []).flatMap(({ named }) => named)) {
    const change = changeIn(changes, line, line.revision);
    change.expectedDecision ??= { decisionId: standing };
    change.hasNews = true;
    if (withdrew) forget(change, line.revision);
  }
  for (const { line, standing, stated } of batch.settlements ?? []) {
    const change = changeIn(changes, line, line.revision);
    change.expectedDecision ??= { decisionId: standing };
    takeSettlement(change, line.revision, stated);
  }
  return { kind: 'changes', changes, decisionMonths };
}

export const revisionKey = (line: LineRevision): string => `${identityKey(line)}|${line.revision}`;

/** The month of a revision that the batch brings; `null` for one on file. */
function monthOf(change: LineChange, revision: number): FeeMonth | null {
  if (revision === change.revision && change.reupload !== null) return change.reupload.feeMonth;
  return change.earlierMonths?.get(revision) ?? null;
}

function takeRevision(change: LineChange, recorded: RecordedLine): void {
  const { line, feeOccurredAt, originalLineNo } = recorded;
  if (change.reupload !== null) {
    change.earlierMonths ??= new Map();
    change.earlierMonths.set(change.revision, change.reupload.feeMonth);
  }
  change.revision = line.revision;
  change.contentHash = line.contentHash;
  change.reupload = { feeMonth: feeMonthOf(feeOccurredAt), originalLineNo };
  takeSettlement(change, line.revision, recorded);
}

/** What a later revision has stated stays. */
function takeSettlement(
  change: LineChange,
  revision: number,
  { settlementId, settledAt, paidAt }: StatedSettlement,
): void {
  if (revision <= change.withdrawnRevision) return;
  if (settlementId !== null && revision >= (change.settlementId?.revision ?? 0))
    change.settlementId = { value: settlementId, revision };
  if (settledAt !== null && revision >= (change.settledAt?.revision ?? 0))
    change.settledAt = { value: settledAt, revision };
  if (paidAt !== null && revision >= (change.paidAt?.revision ?? 0))
    change.paidAt = { value: paidAt, revision };
}

/** A line that is withdrawn has no settlement and no payment any more; what comes after is another revision. */
function forget(change: LineChange, revision: number): void {
  change.withdrawnRevision = Math.max(change.withdrawnRevision, revision);
  const later = <T>(stated: Stated<T> | null): Stated<T> | null =>
    stated !== null && stated.revision > change.withdrawnRevision ? stated : null;
  change.settlementId = later(change.settlementId);
  change.settledAt = later(change.settledAt);
  change.paidAt = later(change.paidAt);
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
  earlierMonths: null,
  expectedDecision: null,
  current: null,
  held: null,
  settlementId: null,
  settledAt: null,
  paidAt: null,
  withdrawnRevision: 0,
  hasNews: false,
  arrivedOffset: '0',
});
