import type { LineState, OriginalLine, VoidOnFile } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  chooseOriginal,
  foundAfter,
  originalOf,
  standingDecision,
  takenBy,
  takenTogether,
} from '@gatekeeper/adjudication';
import type {
  Arrival,
  KnownLine,
  StoredLine,
  Visit,
  VisitLine,
  VisitLineKey,
} from '@gatekeeper/decision-store';
import { LineRaced, visitLineKey } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { Decision, IdentityKey, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey, isRefund } from '@gatekeeper/vocabulary';
import { lineFromContent } from '@gatekeeper/wire';

/** A line as a batch sees it: what is on file, with what the batch has made of it so far. */
export interface LedgerEntry {
  readonly state: LineState;
  /** The decision that stands, whole, so that a resend can say it again. */
  readonly current: Decision | null;
  /** The line itself: of those the batch brings, and on file of refunds and what they reverse. */
  readonly line: SettlementLine | null;
  /** When its identity first came; `null`: with a message that is not recorded. */
  readonly arrival: Arrival | null;
  /** The voids that named it. */
  readonly voids: readonly VoidOnFile[];
}

/** What a message, or asking again, makes of a line; when it first came stays, and so do the voids. */
export type LedgerNews = Omit<LedgerEntry, 'arrival' | 'voids'>;

/** A line as a batch sees it that can be asked again, or measured by its refunds. */
export interface LedgerRefund extends LedgerEntry {
  readonly line: SettlementLine;
}

/** The lines a batch touches: looked up before it is decided, kept up to date while it is. */
export class LineLedger {
  /** Of the lines on file: what they were when they were read, for whoever records what became of them. */
  readonly versions = new Map<IdentityKey, string>();
  private readonly entries = new Map<IdentityKey, LedgerEntry>();
  /** Made when a refund first asks by number: most batches have none. */
  private byNumber: Map<VisitLineKey, Set<IdentityKey>> | null = null;
  private readonly refundsByOriginal = new Map<VisitLineKey, Set<IdentityKey>>();

  /**
   * Puts a line on file into the ledger, unless the batch has already moved it.
   * @throws LineRaced when it is no longer what it was when it was read before: what was read with it may be of either.
   */
  load(known: KnownLine, line: SettlementLine | null = null): void {
    const key = identityKey(known.identity);
    if ((this.versions.get(key) ?? known.version) !== known.version)
      throw new LineRaced('a line that was read before');
    if (this.entries.has(key) && line === null) return;
    this.versions.set(key, known.version);
    const voids = known.news.filter((news) => news.kind === 'void');
    this.put({ state: stateOf(known), current: known.current, line }, known.arrival, voids);
  }

  /** The same for a line on file that the batch may have to ask again. @throws LineRaced */
  loadStored({ known, content }: StoredLine): SettlementLine {
    const line = lineFromContent(content, known.settlement);
    this.load(known, line);
    return line;
  }

  find(line: LineIdentity): LedgerEntry | null {
    return this.entries.get(identityKey(line)) ?? null;
  }

  /** What a refund sees of the line it reverses, and of the refunds that came before it. */
  originalOf(refund: SettlementLine, originalLineNo: string): OriginalLine {
    const candidates = this.findNumbered(refund, originalLineNo);
    const original = chooseOriginal(refund, candidates);
    if (original === null) return originalOf(null, NOTHING_TAKEN);
    const { state, line } = original;
    if (line === null) throw new Defect('the line that a refund reverses was read without its content');
    const key = identityKey(refund);
    let taken = NOTHING_TAKEN;
    for (const other of this.refundsOf(state.line)) {
      if (identityKey(other.state.line) === key) break;
      if (chooseOriginal(other.line, candidates) === original) taken = takenTogether(taken, takenBy(other));
    }
    return originalOf({ state, line }, taken);
  }

  /** The lines of the visit that carry this number, in any charge batch. */
  private findNumbered(visit: LineIdentity, lineNo: string): readonly LedgerEntry[] {
    this.byNumber ??= this.numbered();
    return this.entriesOf(this.byNumber.get(numberKey(visit, lineNo)));
  }

  /** Whether any refund is known to the batch. */
  get knowsRefunds(): boolean {
    return this.refundsByOriginal.size > 0;
  }

  /** The refunds known to the batch that name this line's number, in the order in which their identities first came. */
  refundsOf(line: LineIdentity): readonly LedgerRefund[] {
    const refunds = this.entriesOf(this.refundsByOriginal.get(numberKey(line, line.lineNo))).filter(
      (entry): entry is LedgerRefund => entry.line?.originalLineNo === line.lineNo,
    );
    return refunds.length < 2 ? refunds : refunds.toSorted(byArrival);
  }

  /** Every line of the visit that the batch knows of. */
  ofVisit({ fixmedinsCode, visitId }: Visit): readonly LedgerEntry[] {
    return [...this.entries.values()].filter(
      ({ state: { line } }) => line.fixmedinsCode === fixmedinsCode && line.visitId === visitId,
    );
  }

  /** A void named the line, whether or not it changed anything. */
  addVoid(line: LineIdentity, { settlementId, voidedAt }: VoidOnFile): void {
    const key = identityKey(line);
    const entry = this.entries.get(key);
    if (entry !== undefined)
      this.entries.set(key, { ...entry, voids: [...entry.voids, { settlementId, voidedAt }] });
  }

  /** @param arrival and voids of a line that the ledger does not know yet */
  put(entry: LedgerNews, arrival: Arrival | null = null, voids: readonly VoidOnFile[] = []): void {
    const { line } = entry.state;
    const key = identityKey(line);
    const before = this.entries.get(key);
    this.entries.set(key, {
      ...entry,
      arrival: before?.arrival ?? arrival,
      voids: before?.voids ?? voids,
    });
    if (this.byNumber !== null) addTo(this.byNumber, numberKey(line, line.lineNo), key);
    const original = entry.line?.originalLineNo ?? null;
    if (original !== null) addTo(this.refundsByOriginal, numberKey(line, original), key);
  }

  private numbered(): Map<VisitLineKey, Set<IdentityKey>> {
    const byNumber = new Map<VisitLineKey, Set<IdentityKey>>();
    for (const [key, { state }] of this.entries)
      addTo(byNumber, numberKey(state.line, state.line.lineNo), key);
    return byNumber;
  }

  private entriesOf(keys: ReadonlySet<IdentityKey> | undefined): readonly LedgerEntry[] {
    if (keys === undefined) return [];
    return [...keys].flatMap((key) => this.entries.get(key) ?? []);
  }
}

/** Lines of which it is not known come last, in the order in which they came into the ledger. */
function byArrival({ arrival: a }: LedgerEntry, { arrival: b }: LedgerEntry): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign(a.publication - b.publication) || sign(a.offset - b.offset);
}

const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);

/** Names a line number of a visit, whatever the charge batch: what a refund names as its original. */
export const numberKey = (
  { fixmedinsCode, visitId }: Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>,
  lineNo: string,
): VisitLineKey => visitLineKey({ fixmedinsCode, visitId, lineNo });

/** The visit and number of the line that a refund reverses; of any other line none. */
export const originalNamedBy = (line: SettlementLine): readonly VisitLine[] =>
  isRefund(line) && line.originalLineNo !== null
    ? [{ fixmedinsCode: line.fixmedinsCode, visitId: line.visitId, lineNo: line.originalLineNo }]
    : [];

function addTo(index: Map<VisitLineKey, Set<IdentityKey>>, key: VisitLineKey, member: IdentityKey): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([member]));
  else members.add(member);
}

const stateOf = ({
  identity,
  revision,
  contentHash,
  settlement,
  news,
  current,
  held,
}: KnownLine): LineState => ({
  line: { ...identity, revision, contentHash },
  revision,
  contentHash,
  settlement,
  found: foundAfter(news),
  standing: current === null ? null : standingDecision(current),
  held,
});
