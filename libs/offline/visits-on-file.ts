import type { LineState, NoticeOnFile, RefundName, Taken, VoidOnFile } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { HeldLine, LineIdentity, PaymentNotice, SettlementLine } from '@gatekeeper/vocabulary';
import { compareBytes } from '@gatekeeper/vocabulary';
import { LineIndex } from './line-index';
import type { LineOnFileHere, LinesOnFile } from './lines-on-file';
import { LAST, ScratchFile, SEPARATOR } from './scratch-file';
import { VisitIndex } from './visit-index';
import type { StoredVisit } from './visit-index';

type VisitNamed = Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>;

/** Lines and notices in memory, about 3 KB each. */
const MOST_IN_MEMORY = 8_000;
/** A visit with more is not held in memory whole. */
const MOST_OF_A_VISIT = 4_000;
/** Before the visit: whether a line of it is held. */
const HELD = 'H';
const NOT_HELD = '-';

/**
 * What is on file of the lines of many visits: of those that came up last in memory, of the others in a scratch file, so that
 * memory does not grow with their number. The rows of a visit mostly lie near each other, and then the file is hardly asked.
 */
export class VisitsOnFile implements LinesOnFile {
  private readonly scratch = new ScratchFile();
  /** What came up longest ago comes first. */
  private readonly inMemory = new Map<string, VisitIndex>();
  private latest: { readonly key: string; readonly visit: LinesOnFile } | null = null;
  private readonly large = new Set<string>();
  /** Of large visits, line by line. */
  private largeOnes: LineIndex | null = null;
  private held = 0;
  private areStored = false;

  /**
   * @param most lines and notices that are held in memory, about
   * @param mostOfAVisit of a visit that is held whole
   */
  constructor(
    private readonly most = MOST_IN_MEMORY,
    private readonly mostOfAVisit = MOST_OF_A_VISIT,
  ) {}

  /** Runs work that writes; what it puts away becomes one transaction. */
  inTransaction(work: () => void): void {
    const { largeOnes } = this;
    this.scratch.inTransaction(largeOnes === null ? work : () => largeOnes.inTransaction(work));
  }

  find(identity: LineIdentity): LineOnFileHere | null {
    return this.visit(identity).find(identity);
  }

  findNumbered(visit: LineIdentity, lineNo: string): readonly LineOnFileHere[] {
    return this.visit(visit).findNumbered(visit, lineNo);
  }

  ofVisit(visit: VisitNamed): readonly LineOnFileHere[] {
    return this.visit(visit).ofVisit(visit);
  }

  refundsOf(identity: LineIdentity): readonly LineOnFileHere[] {
    return this.visit(identity).refundsOf(identity);
  }

  takenBefore(refund: LineIdentity, lineNo: string, isBeside: (other: RefundName) => boolean): Taken {
    return this.visit(refund).takenBefore(refund, lineNo, isBeside);
  }

  put(state: LineState, line: SettlementLine, before: LineState | null): void {
    this.visit(line).put(state, line, before);
    if (before === null) this.grown(line);
  }

  addVoid(identity: LineIdentity, withdrawn: VoidOnFile): void {
    this.visit(identity).addVoid(identity, withdrawn);
  }

  addNotice(notice: PaymentNotice, receivedAt: Instant | null): void {
    this.visit(notice.identity).addNotice(notice, receivedAt);
    this.grown(notice.identity);
  }

  noticesOf(identity: LineIdentity, knownAt: Instant): readonly NoticeOnFile[] {
    return this.visit(identity).noticesOf(identity, knownAt);
  }

  /** In the order of the bytes of institution, visit, number and charge batch. */
  *heldLines(): Generator<HeldLine> {
    this.inTransaction(() => this.putAway(0));
    const large = this.heldInLargeOnes();
    let next = large.next();
    for (const { key, text } of this.scratch.between('', LAST)) {
      if (!text.startsWith(HELD)) continue;
      for (; next.done !== true && compareBytes(keyOf(next.value.line), key) < 0; next = large.next())
        yield next.value;
      yield* restored(text).heldLines();
    }
    for (; next.done !== true; next = large.next()) yield next.value;
  }

  private *heldInLargeOnes(): Generator<HeldLine, void> {
    if (this.largeOnes !== null) yield* this.largeOnes.heldLines();
  }

  async close(): Promise<void> {
    await this.largeOnes?.close();
    await this.scratch.close();
  }

  private visit(named: VisitNamed): LinesOnFile {
    const key = keyOf(named);
    if (this.latest?.key === key) return this.latest.visit;
    const visit = this.largeOnes !== null && this.large.has(key) ? this.largeOnes : this.visitInMemory(key);
    this.latest = { key, visit };
    return visit;
  }

  private visitInMemory(key: string): VisitIndex {
    if (this.held > this.most) this.putAway(this.most / 2);
    const known = this.inMemory.get(key);
    // Whatever is set anew comes last.
    if (known !== undefined) this.inMemory.delete(key);
    const visit = known ?? this.fetched(key);
    this.inMemory.set(key, visit);
    return visit;
  }

  /** A line or a notice came to a visit, which may be too many to hold it in memory. */
  private grown(named: VisitNamed): void {
    const key = keyOf(named);
    const visit = this.inMemory.get(key);
    if (visit === undefined) return;
    this.held++;
    if (visit.size <= this.mostOfAVisit) return;
    const largeOnes = (this.largeOnes ??= new LineIndex());
    largeOnes.inTransaction(() => visit.copyTo(largeOnes, named));
    this.held -= visit.size;
    this.inMemory.delete(key);
    if (this.areStored) this.scratch.remove(key);
    this.large.add(key);
    this.latest = null;
  }

  private fetched(key: string): VisitIndex {
    const text = this.areStored ? this.scratch.get(key) : undefined;
    if (text === undefined) return new VisitIndex();
    const visit = restored(text);
    this.held += visit.size;
    return visit;
  }

  /** Puts away what came up longest ago, until no more than so many lines and notices are in memory. */
  private putAway(left: number): void {
    for (const [key, visit] of this.inMemory) {
      if (this.held <= left) break;
      this.inMemory.delete(key);
      this.held -= visit.size;
      if (visit.size === 0) continue;
      const [first] = visit.heldLines();
      this.scratch.put(key, `${first === undefined ? NOT_HELD : HELD}${JSON.stringify(visit.stored())}`);
      this.areStored = true;
    }
    this.latest = null;
  }
}

const keyOf = ({ fixmedinsCode, visitId }: VisitNamed): string =>
  `${fixmedinsCode}${SEPARATOR}${visitId}${SEPARATOR}`;

/** Written by `putAway` alone, in a scratch file of this very run. */
const restored = (text: string): VisitIndex => VisitIndex.restored(JSON.parse(text.slice(1)) as StoredVisit);
