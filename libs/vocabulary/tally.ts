import type { Day } from '@gatekeeper/calendar';
import type { Outcome } from './decision';
import type { Fen } from './money';

/** What lines are counted by, so that a page or a figure never reads the lines themselves. */
export interface TallyKey {
  /** The day on which the fee arose. */
  readonly feeDay: Day;
  /** Folded. */
  readonly fixmedinsCode: string;
  /** The area of treatment, as the line states it: it chose the pack. */
  readonly treatmentArea: string;
  /** A line that waits counts as held only, also while a decision stays on file (CONTRACT 8). */
  readonly outcome: Outcome | 'held';
  /** The leading reason; of a line that waits its hold code, of one withdrawn `VOID`. */
  readonly reason: string;
  /** Empty where none was chosen. */
  readonly pack: string;
  /**
   * The folded ordering code of lines that are barred, that wait, or that are accepted under an exception: empty where there
   * is none, and on all other lines, whose clinicians nobody counts by.
   */
  readonly orderingCode: string;
}

/** Money of lines, as signed: refunds take away. */
export interface TallyMoney {
  /** What is claimed in the scope that the decision names; nothing of lines that wait or are withdrawn. */
  readonly claimed: Fen;
  readonly refused: Fen;
  readonly recover: Fen;
  /** All fund money of lines that wait, and the pooled part of it: no decision says yet which of the two is in scope. */
  readonly heldFund: Fen;
  readonly heldPooled: Fen;
}

/** What one line counts as. */
export interface TalliedLine extends TallyKey, TallyMoney {}

/** What so many lines count as together, or by how much that changed: then each figure may be negative. */
export interface Tally extends TallyKey, TallyMoney {
  readonly lines: number;
}

/** The reason under which lines that were withdrawn are counted. */
export const VOID_REASON = 'VOID';
