/** What is said of lines besides their content: that they were withdrawn, what officers found, that they were paid (CONTRACT 8). */
import type { Instant } from '@gatekeeper/calendar';
import type { LineIdentity, SettlementLine } from './line';
import type { Fen } from './money';

/** Facts about settlement and payment, which are no content: the latest stated of each stays with the line until a void. */
export type StatedSettlement = Pick<SettlementLine, 'settlementId' | 'settledAt' | 'paidAt'>;

/** Lines of a visit are withdrawn: one, those that no settlement took in, or those of a settlement. */
export interface VoidMessage {
  /** Folded. */
  readonly fixmedinsCode: string;
  readonly visitId: string;
  /** `null`: not named, which is the empty one where a line is named, and any where a visit is. */
  readonly chargeBatch: string | null;
  /** `null`: the lines of `settlementId`; `EVERY_LINE`: those without settlement. */
  readonly lineNo: string | null;
  readonly settlementId: string | null;
  readonly voidedAt: Instant;
  readonly reason: string | null;
}

/** The line number by which a void names each line that no settlement took in (2302, 2205). */
export const EVERY_LINE = '0000';

export const OFFICER_FACTS = ['emergency_proven', 'emergency_refuted', 'date_confirmed'] as const;
export type OfficerFact = (typeof OFFICER_FACTS)[number];

/** What officers found about a line, by a document. */
export interface FactMessage {
  readonly identity: LineIdentity;
  readonly fact: OfficerFact;
  readonly documentNo: string;
  readonly approvedAt: Instant;
}

/** The fund says what it paid of a line under one settlement; a later notice of that settlement replaces it. */
export interface PaymentNotice {
  readonly identity: LineIdentity;
  readonly settlementId: string;
  readonly paidAt: Instant;
  readonly fundAmount: Fen;
  readonly pooledAmount: Fen;
}
