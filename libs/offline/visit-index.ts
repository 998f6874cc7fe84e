import type { LineState, NoticeOnFile, RefundName, Taken, VoidOnFile } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN, takenBy, takenTogether } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { HeldLine, LineIdentity, PaymentNotice, SettlementLine } from '@gatekeeper/vocabulary';
import { compareBytes } from '@gatekeeper/vocabulary';
import type { LineOnFileHere, LinesOnFile } from './lines-on-file';
import { SEPARATOR } from './scratch-file';
import { restoredLine, restoredNotice, storedLine, storedNotice } from './stored-line';
import type { StoredLine, StoredNotice } from './stored-line';

/** What is on file of the lines of one visit, in memory. Whoever settles another visit takes another index. */
export class VisitIndex implements LinesOnFile {
  private readonly lines = new Map<string, Entry>();
  /** By the number that they name. */
  private readonly refunds = new Map<string, Set<Entry>>();
  private readonly notices = new Map<string, Noted[]>();
  private readonly chargeBatches = new Set<string>();
  private arrivals = 0;
  private noticesHeld = 0;

  find(identity: LineIdentity): LineOnFileHere | null {
    return this.lines.get(lineKey(identity)) ?? null;
  }

  findNumbered(_visit: LineIdentity, lineNo: string): readonly LineOnFileHere[] {
    return [...this.chargeBatches]
      .sort(compareBytes)
      .flatMap((chargeBatch) => this.lines.get(lineKey({ lineNo, chargeBatch })) ?? []);
  }

  ofVisit(): readonly LineOnFileHere[] {
    return [...this.lines.values()].sort(
      ({ line: one }, { line: other }) =>
        compareBytes(one.lineNo, other.lineNo) || compareBytes(one.chargeBatch, other.chargeBatch),
    );
  }

  refundsOf({ lineNo }: LineIdentity): readonly LineOnFileHere[] {
    return this.naming(lineNo);
  }

  takenBefore(refund: LineIdentity, lineNo: string, isBeside: (other: RefundName) => boolean): Taken {
    const arrival = this.lines.get(lineKey(refund))?.arrival ?? this.arrivals + 1;
    let taken = NOTHING_TAKEN;
    for (const other of this.naming(lineNo)) {
      if (other.arrival >= arrival) break;
      if (isBeside(other.line)) taken = takenTogether(taken, other.taken);
    }
    return taken;
  }

  put(state: LineState, line: SettlementLine): void {
    const key = lineKey(line);
    const before = this.lines.get(key);
    const entry: Entry = {
      state,
      line: { ...line, ...state.settlement },
      voids: before?.voids ?? [],
      arrival: before?.arrival ?? ++this.arrivals,
      taken: line.originalLineNo === null ? NOTHING_TAKEN : takenBy({ state, line }),
    };
    this.replace(key, before, entry);
  }

  addVoid(identity: LineIdentity, { settlementId, voidedAt }: VoidOnFile): void {
    const key = lineKey(identity);
    const before = this.lines.get(key);
    if (before === undefined) return;
    this.replace(key, before, { ...before, voids: [...before.voids, { settlementId, voidedAt }] });
  }

  addNotice(notice: PaymentNotice, receivedAt: Instant | null): void {
    const key = lineKey(notice.identity);
    this.noticesHeld++;
    const ofLine = this.notices.get(key);
    if (ofLine === undefined) this.notices.set(key, [{ notice, receivedAt }]);
    else ofLine.push({ notice, receivedAt });
  }

  noticesOf(identity: LineIdentity, knownAt: Instant): readonly NoticeOnFile[] {
    const ofLine = this.notices.get(lineKey(identity)) ?? [];
    return ofLine.flatMap(({ notice, receivedAt }) =>
      receivedAt === null || receivedAt <= knownAt ? notice : [],
    );
  }

  *heldLines(): Generator<HeldLine> {
    for (const { state } of this.ofVisit()) if (state.held !== null) yield state.held;
  }

  /** How many lines and notices are held. */
  get size(): number {
    return this.lines.size + this.noticesHeld;
  }

  /** Puts everything that is on file on another file, in the order in which it came. */
  copyTo(file: LinesOnFile, visit: Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>): void {
    for (const [key, ofLine] of this.notices) {
      const [lineNo = '', chargeBatch = ''] = key.split(SEPARATOR);
      const identity = { ...visit, lineNo, chargeBatch };
      for (const { notice, receivedAt } of ofLine) file.addNotice({ ...notice, identity }, receivedAt);
    }
    for (const { state, line, voids } of [...this.lines.values()].sort(
      (one, other) => one.arrival - other.arrival,
    )) {
      file.put(state, line, null);
      for (const withdrawn of voids) file.addVoid(line, withdrawn);
    }
  }

  /** Everything that is on file, as it is kept apart from memory. */
  stored(): StoredVisit {
    return {
      arrivals: this.arrivals,
      lines: [...this.lines.values()].map(({ state, line, arrival, voids }) =>
        storedLine(state, line, arrival, voids),
      ),
      notices: [...this.notices].map(([key, ofLine]) => [
        key,
        ofLine.map(({ notice, receivedAt }) => storedNotice(notice, receivedAt)),
      ]),
    };
  }

  /** What `stored` wrote, on file again. */
  static restored({ arrivals, lines, notices }: StoredVisit): VisitIndex {
    const index = new VisitIndex();
    for (const each of lines) {
      const { state, line, voids } = restoredLine(each);
      const taken = line.originalLineNo === null ? NOTHING_TAKEN : takenBy({ state, line });
      index.replace(lineKey(line), undefined, { state, line, voids, arrival: each.arrival, taken });
    }
    for (const [key, ofLine] of notices) {
      const noted = ofLine.map((each) => ({ notice: restoredNotice(each), receivedAt: each.receivedAt }));
      index.notices.set(key, noted);
      index.noticesHeld += noted.length;
    }
    index.arrivals = arrivals;
    return index;
  }

  private replace(key: string, before: Entry | undefined, entry: Entry): void {
    this.lines.set(key, entry);
    this.chargeBatches.add(entry.line.chargeBatch);
    const named = before?.line.originalLineNo ?? null;
    if (before !== undefined && named !== null) this.refunds.get(named)?.delete(before);
    const { originalLineNo } = entry.line;
    if (originalLineNo === null) return;
    const refunds = this.refunds.get(originalLineNo);
    if (refunds === undefined) this.refunds.set(originalLineNo, new Set([entry]));
    else refunds.add(entry);
  }

  private naming(lineNo: string): readonly Entry[] {
    const refunds = this.refunds.get(lineNo);
    if (refunds === undefined) return [];
    return [...refunds].sort((one, other) => one.arrival - other.arrival);
  }
}

interface Entry extends LineOnFileHere {
  /** The place of its identity in the order in which lines first came. */
  readonly arrival: number;
  /** What it takes of the line it reverses. */
  readonly taken: Taken;
}

/** A visit as it lies in a scratch file. */
export interface StoredVisit {
  readonly arrivals: number;
  readonly lines: readonly StoredLine[];
  /** By number and charge batch. */
  readonly notices: readonly (readonly [string, readonly StoredNotice[]])[];
}

interface Noted {
  readonly notice: NoticeOnFile;
  readonly receivedAt: Instant | null;
}

/** Number and charge batch: the visit is always the same. */
const lineKey = ({ lineNo, chargeBatch }: Pick<LineIdentity, 'lineNo' | 'chargeBatch'>): string =>
  `${lineNo}${SEPARATOR}${chargeBatch}`;
