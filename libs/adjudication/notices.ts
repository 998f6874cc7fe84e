/** Which payment notices of a line count, and what they add up to (CONTRACT 8, Payments). */
import type { PaymentNotice, VoidMessage } from '@gatekeeper/vocabulary';
import type { Noticed } from './facts';

export type NoticeOnFile = Omit<PaymentNotice, 'identity'>;

/** A void that named the line when it came, whether or not it changed anything then. */
export type VoidOnFile = Pick<VoidMessage, 'settlementId' | 'voidedAt'>;

/**
 * What the fund paid by the notices that count: of one settlement the later one, unless a void named that settlement or the
 * line later than it was paid, whichever of the two came first.
 * @param notices in the order in which they came
 * @returns `null`: none counts
 */
export function noticedBy(notices: readonly NoticeOnFile[], voids: readonly VoidOnFile[]): Noticed | null {
  const latest = new Map(notices.map((notice) => [notice.settlementId, notice]));
  const counting = [...latest.values()].filter(
    (notice) => !voids.some((withdrawn) => undoes(withdrawn, notice)),
  );
  if (counting.length === 0) return null;
  return {
    fundAmount: counting.reduce((sum, { fundAmount }) => sum + fundAmount, 0n),
    pooledAmount: counting.reduce((sum, { pooledAmount }) => sum + pooledAmount, 0n),
  };
}

const undoes = ({ settlementId, voidedAt }: VoidOnFile, notice: NoticeOnFile): boolean =>
  settlementId === notice.settlementId || voidedAt > notice.paidAt;
