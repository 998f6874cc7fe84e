import type { Instant } from '@gatekeeper/calendar';
import type { ExactDecimal, Fen } from './money';
import { isNegative } from './money';

/** The source transaction: inpatient detail 2301, outpatient detail 2204, pharmacy settlement 2102. */
export const TRANSACTIONS = ['2301', '2204', '2102'] as const;
export type Transaction = (typeof TRANSACTIONS)[number];

export const EMERGENCY_FLAGS = ['0', '1', '2', '3'] as const;
export type EmergencyFlag = (typeof EMERGENCY_FLAGS)[number];

/** What names a line: unique for good, across re-uploads. `chargeBatch` is `''` where the sender has none. */
export interface LineIdentity {
  /** Folded: two spellings of one institution are one. */
  readonly fixmedinsCode: string;
  readonly visitId: string;
  readonly chargeBatch: string;
  readonly lineNo: string;
}

/**
 * One settlement line (费用明细), trusted: built only by `parseSettlementLine`. Strings are trimmed and never empty;
 * an absent field is `null`. Codes of persons and departments are as sent; `foldCode` gives the form that is matched.
 */
export interface SettlementLine extends LineIdentity {
  readonly transaction: Transaction;
  /** The institution's code as it came: that is what the content holds. */
  readonly sentFixmedinsCode: string;
  /** Refund: `lineNo` of the line it reverses, in the same visit. */
  readonly originalLineNo: string | null;
  readonly insuredPersonToken: string;
  readonly medicalCategory: string;
  readonly insuranceType: string;
  readonly treatmentArea: string;
  readonly insuranceArea: string;
  /** When the fee arose: the decision clock. */
  readonly feeOccurredAt: Instant;
  readonly admittedAt: Instant | null;
  readonly orderingCode: string | null;
  readonly orderingName: string | null;
  readonly performingCode: string | null;
  readonly performingName: string | null;
  readonly departmentCode: string | null;
  readonly departmentName: string | null;
  readonly nationalItemCode: string | null;
  readonly localItemCode: string | null;
  /** Scale 4; negative on a refund. */
  readonly quantity: ExactDecimal;
  /** Scale 6. */
  readonly unitPrice: ExactDecimal;
  readonly lineAmount: Fen;
  /** All fund money on this line. */
  readonly fundAmount: Fen;
  /** Of which the pooled fund (统筹基金). */
  readonly pooledAmount: Fen;
  /** Of which the personal account; `null` where not stated. */
  readonly accountAmount: Fen | null;
  /** `2` = self-paid. */
  readonly approvalFlag: string | null;
  readonly emergencyFlag: EmergencyFlag | null;
  /** Reference of the emergency-observation or rescue record (transaction 4302). */
  readonly rescueRecordNo: string | null;
  readonly settlementId: string | null;
  readonly settledAt: Instant | null;
  /** When the fund paid this line, if it has. */
  readonly paidAt: Instant | null;
}

/** A line with negative quantity and amount reverses another. One sign alone is a correction of its own, decided like any line. */
export const isRefund = (line: Pick<SettlementLine, 'quantity' | 'lineAmount'>): boolean =>
  isNegative(line.quantity) && line.lineAmount < 0n;

/** Between the parts of a key: a control character, which no part may hold. */
export const KEY_SEPARATOR = '\u0001';

declare const identityKeyBrand: unique symbol;
declare const messageKeyBrand: unique symbol;

/** What a line is looked up by. */
export type IdentityKey = string & { readonly [identityKeyBrand]: true };
/** What messages about a line are published under. Not comparable with an `IdentityKey`: they are joined differently. */
export type MessageKey = string & { readonly [messageKeyBrand]: true };

/** Names a line among others: two lines never share it. */
export const identityKey = (line: LineIdentity): IdentityKey =>
  joinedWith(KEY_SEPARATOR, line) as IdentityKey;

/** The identity joined with `|`: the key of the decisions topic. A part may hold a `|` itself, so it is for reading and routing only. */
export const writtenIdentity = (line: LineIdentity): MessageKey => joinedWith('|', line) as MessageKey;

const joinedWith = (separator: string, line: LineIdentity): string =>
  `${line.fixmedinsCode}${separator}${line.visitId}${separator}${line.chargeBatch}${separator}${line.lineNo}`;

/** One revision of a line's content; `A, B, A` are revisions 1, 2, 3. */
export interface LineRevision extends LineIdentity {
  readonly revision: number;
  /** `sha256:` + hex, CONTRACT 7 "Content". */
  readonly contentHash: string;
}
