import type { StatedSettlement } from '@gatekeeper/vocabulary';

/** What is on file of a line when another message about it comes. */
export interface LineOnFile {
  readonly revision: number;
  readonly contentHash: string;
  /** The latest stated of each, since the line was last withdrawn. */
  readonly settlement: StatedSettlement;
}

/**
 * What a message about a line is: the first of it; the same content again; the same content with other news of settlement
 * or payment; or other content, or any after the line was withdrawn: a new revision.
 */
export type Disposition =
  | { readonly kind: 'first'; readonly revision: 1 }
  | { readonly kind: 'resend'; readonly revision: number }
  | { readonly kind: 'payment'; readonly revision: number }
  | { readonly kind: 're_upload'; readonly revision: number };

/** @param isVoid whether what is on file was withdrawn */
export function dispositionOf(
  onFile: LineOnFile | null,
  isVoid: boolean,
  contentHash: string,
  stated: StatedSettlement,
): Disposition {
  if (onFile === null) return { kind: 'first', revision: 1 };
  if (isVoid || onFile.contentHash !== contentHash)
    return { kind: 're_upload', revision: onFile.revision + 1 };
  return {
    kind: saysNothingNew(stated, onFile.settlement) ? 'resend' : 'payment',
    revision: onFile.revision,
  };
}

/** What a line states counts from then on, each fact by itself; what it leaves out stays as it was (CONTRACT 7, Content). */
export function latestStated(before: StatedSettlement, stated: StatedSettlement): StatedSettlement {
  return saysNothingNew(stated, before)
    ? before
    : {
        settlementId: stated.settlementId ?? before.settlementId,
        settledAt: stated.settledAt ?? before.settledAt,
        paidAt: stated.paidAt ?? before.paidAt,
      };
}

export const NOTHING_STATED: StatedSettlement = { settlementId: null, settledAt: null, paidAt: null };

const saysNothingNew = (stated: StatedSettlement, before: StatedSettlement): boolean =>
  (stated.settlementId === null || stated.settlementId === before.settlementId) &&
  (stated.settledAt === null || stated.settledAt === before.settledAt) &&
  (stated.paidAt === null || stated.paidAt === before.paidAt);
