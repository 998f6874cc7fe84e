/** What is on file of lines while their rows are settled: on disk for a whole file, in memory for one visit after another. */
import type { LineState, NoticeOnFile, RefundName, Taken, VoidOnFile } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { HeldLine, LineIdentity, PaymentNotice, SettlementLine } from '@gatekeeper/vocabulary';

/** A line on file: its state, itself with the latest that was stated of its settlement, and the voids that named it. */
export interface LineOnFileHere {
  readonly state: LineState;
  readonly line: SettlementLine;
  readonly voids: readonly VoidOnFile[];
}

/** Lines of a visit come in the order of the bytes of number and charge batch, whatever keeps them. */
export interface LinesOnFile {
  find(identity: LineIdentity): LineOnFileHere | null;

  /** The lines of a visit that carry this number, in any charge batch. */
  findNumbered(visit: LineIdentity, lineNo: string): readonly LineOnFileHere[];

  /** Every line of a visit. */
  ofVisit(visit: Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>): readonly LineOnFileHere[];

  /** The refunds on file that name this line's number, in the order in which their identities first came. */
  refundsOf(identity: LineIdentity): readonly LineOnFileHere[];

  /**
   * What refunds on file that name this number take whose identities came before this refund's.
   * @param isBeside whether a refund of that number reverses the same line as this one
   */
  takenBefore(refund: LineIdentity, lineNo: string, isBeside: (other: RefundName) => boolean): Taken;

  /** @param before the state on file until now; `null`: none. */
  put(state: LineState, line: SettlementLine, before: LineState | null): void;

  /** A void named the line, whether or not it changed anything. */
  addVoid(identity: LineIdentity, withdrawn: VoidOnFile): void;

  /** @param receivedAt `null`: known from the start */
  addNotice(notice: PaymentNotice, receivedAt: Instant | null): void;

  /** The payment notices of a line that were there at a moment, in the order in which they came. */
  noticesOf(identity: LineIdentity, knownAt: Instant): readonly NoticeOnFile[];

  /** Every hold that nothing ended. */
  heldLines(): Iterable<HeldLine>;
}
