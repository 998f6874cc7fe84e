/** What is on file of each line of a run, on disk: memory stays flat however many lines there are. */
import type { Instant } from '@gatekeeper/calendar';
import type { LineState, NoticeOnFile, RefundName, Taken, VoidOnFile } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN, takenBy, takenTogether } from '@gatekeeper/adjudication';
import type { HeldLine, LineIdentity, PaymentNotice, SettlementLine } from '@gatekeeper/vocabulary';
import type { LineOnFileHere, LinesOnFile } from './lines-on-file';
import { behind, LAST, ScratchFile, SEPARATOR } from './scratch-file';
import type { StoredLine, StoredNotice } from './stored-line';
import {
  restoredLine,
  restoredNotice,
  restoredTaken,
  storedLine,
  storedNotice,
  storedTaken,
} from './stored-line';

export class LineIndex implements LinesOnFile {
  private readonly scratch = new ScratchFile();
  private refunds = 0;
  /** How many lines came: tells which of two refunds came first. */
  private arrivals = 0;
  private notices = 0;
  /** The refunds asked for last: those of one line often come one after another. */
  private lately: { readonly prefix: string; readonly refunds: Map<string, NamingRefund> } | null = null;

  /** Runs work that writes; its writes become one transaction. */
  inTransaction(work: () => void): void {
    this.scratch.inTransaction(work);
  }

  find(identity: LineIdentity): LineOnFileHere | null {
    return this.read(lineKey(identity));
  }

  findNumbered(visit: LineIdentity, lineNo: string): readonly LineOnFileHere[] {
    return this.under(`L${visitKey(visit)}${lineNo}${SEPARATOR}`);
  }

  ofVisit(visit: Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>): readonly LineOnFileHere[] {
    return this.under(`L${visitKey(visit)}`);
  }

  refundsOf(identity: LineIdentity): readonly LineOnFileHere[] {
    return [...this.refundsNaming(identity, identity.lineNo)].flatMap(({ key }) => this.read(key) ?? []);
  }

  takenBefore(refund: LineIdentity, lineNo: string, isBeside: (other: RefundName) => boolean): Taken {
    const arrival = this.stored(lineKey(refund))?.arrival ?? this.arrivals + 1;
    let taken = NOTHING_TAKEN;
    for (const other of this.refundsNaming(refund, lineNo)) {
      if (other.arrival >= arrival) break;
      if (isBeside(other.name)) taken = takenTogether(taken, other.taken);
    }
    return taken;
  }

  put(state: LineState, line: SettlementLine, before: LineState | null): void {
    const key = lineKey(state.line);
    const stored = before === null ? null : this.stored(key);
    const arrival = stored?.arrival ?? ++this.arrivals;
    const named = stored?.originalLineNo ?? null;
    const { originalLineNo } = line;
    if (named !== null && named !== originalLineNo) {
      this.scratch.remove(refundKey(line, named));
      this.lately = null;
    }
    if (originalLineNo !== null) this.putRefund(line, originalLineNo, arrival, takenBy({ state, line }));
    const voids = stored?.voids ?? [];
    this.scratch.put(key, JSON.stringify(storedLine(state, line, arrival, voids)));
    if (state.held !== null) this.scratch.put(`H${key}`, '');
    else if (before !== null && before.held !== null) this.scratch.remove(`H${key}`);
  }

  addVoid(identity: LineIdentity, withdrawn: VoidOnFile): void {
    const key = lineKey(identity);
    const stored = this.stored(key);
    if (stored === null) return;
    const { settlementId, voidedAt } = withdrawn;
    const voids = [...(stored.voids ?? []), { settlementId, voidedAt }];
    this.scratch.put(key, JSON.stringify({ ...stored, voids }));
  }

  addNotice(notice: PaymentNotice, receivedAt: Instant | null): void {
    this.notices++;
    const key = `${noticePrefix(notice.identity)}${String(this.notices).padStart(12, '0')}`;
    this.scratch.put(key, JSON.stringify(storedNotice(notice, receivedAt)));
  }

  noticesOf(identity: LineIdentity, knownAt: Instant): readonly NoticeOnFile[] {
    if (this.notices === 0) return [];
    const prefix = noticePrefix(identity);
    const found: NoticeOnFile[] = [];
    for (const { text } of this.scratch.between(prefix, behind(prefix))) {
      const stored = JSON.parse(text) as StoredNotice;
      if (stored.receivedAt === null || stored.receivedAt <= knownAt) found.push(restoredNotice(stored));
    }
    return found;
  }

  *heldLines(): Generator<HeldLine> {
    for (const key of this.scratch.keysBetween('H', 'I')) {
      const held = this.read(key.slice(1))?.state.held;
      if (held != null) yield held;
    }
  }

  /** Text kept under a key of the caller's, apart from the lines. */
  putNote(key: string, text: string): void {
    this.scratch.put(`N${key}`, text);
  }

  note(key: string): string | undefined {
    return this.scratch.get(`N${key}`);
  }

  removeNote(key: string): void {
    this.scratch.remove(`N${key}`);
  }

  *notes(prefix: string): Generator<{ readonly key: string; readonly text: string }> {
    for (const { key, text } of this.scratch.between(`N${prefix}`, `N${prefix}${LAST}`))
      yield { key: key.slice(1), text };
  }

  async close(): Promise<void> {
    await this.scratch.close();
  }

  private under(prefix: string): readonly LineOnFileHere[] {
    return this.keysUnder(prefix).flatMap((key) => this.read(key) ?? []);
  }

  private keysUnder(prefix: string): readonly string[] {
    return [...this.scratch.keysBetween(prefix, behind(prefix))];
  }

  private read(key: string): LineOnFileHere | null {
    const stored = this.stored(key);
    return stored === null ? null : restoredLine(stored);
  }

  private stored(key: string): StoredLine | null {
    const text = this.scratch.get(key);
    // Written by `put` alone, in a scratch file of this very run.
    return text === undefined ? null : (JSON.parse(text) as StoredLine);
  }

  private putRefund(refund: SettlementLine, named: string, arrival: number, taken: Taken): void {
    this.refunds++;
    const key = refundKey(refund, named);
    this.scratch.put(key, JSON.stringify({ arrival, taken: storedTaken(taken) }));
    if (this.lately === null || !key.startsWith(this.lately.prefix)) return;
    const { prefix, refunds } = this.lately;
    // What was another line's refund comes between others: read anew.
    if (!refunds.has(key) && arrival < this.arrivals) this.lately = null;
    else refunds.set(key, namingRefund(refund, key.slice(prefix.length), arrival, taken));
  }

  /** The refunds of a visit that name this number, in the order in which they first came. */
  private refundsNaming(visit: LineIdentity, lineNo: string): Iterable<NamingRefund> {
    if (this.refunds === 0) return [];
    const prefix = `R${visitKey(visit)}${lineNo}${SEPARATOR}`;
    if (this.lately?.prefix !== prefix) {
      const found: [string, NamingRefund][] = [];
      for (const { key, text } of this.scratch.between(prefix, behind(prefix))) {
        const { arrival, taken } = JSON.parse(text) as StoredRefund;
        found.push([key, namingRefund(visit, key.slice(prefix.length), arrival, restoredTaken(taken))]);
      }
      found.sort(([, one], [, other]) => one.arrival - other.arrival);
      this.lately = { prefix, refunds: new Map(found) };
    }
    return this.lately.refunds.values();
  }
}

interface NamingRefund {
  /** Of the line itself. */
  readonly key: string;
  readonly name: RefundName;
  readonly arrival: number;
  readonly taken: Taken;
}

/** Written by `put` alone. */
interface StoredRefund {
  readonly arrival: number;
  readonly taken: ReturnType<typeof storedTaken>;
}

/** @param own number and charge batch, as the key of a refund ends with */
function namingRefund(visit: LineIdentity, own: string, arrival: number, taken: Taken): NamingRefund {
  const [lineNo = '', chargeBatch = ''] = own.split(SEPARATOR);
  return { key: `L${visitKey(visit)}${own}`, name: { lineNo, chargeBatch }, arrival, taken };
}

const visitKey = ({ fixmedinsCode, visitId }: Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>): string =>
  `${fixmedinsCode}${SEPARATOR}${visitId}${SEPARATOR}`;

const lineKey = (identity: LineIdentity): string =>
  `L${visitKey(identity)}${identity.lineNo}${SEPARATOR}${identity.chargeBatch}`;

const noticePrefix = (identity: LineIdentity): string =>
  `P${visitKey(identity)}${identity.lineNo}${SEPARATOR}${identity.chargeBatch}${SEPARATOR}`;

/** Lies beside those of the other refunds that name the same number. */
const refundKey = (refund: SettlementLine, originalLineNo: string): string =>
  `R${visitKey(refund)}${originalLineNo}${SEPARATOR}${refund.lineNo}${SEPARATOR}${refund.chargeBatch}`;
