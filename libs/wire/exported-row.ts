/** Rows of exported files: messages as they came, with `received_at` beside them (CONTRACT 5); read back by the parsers of rows. */
import type { Instant } from '@gatekeeper/calendar';
import { formatInstant } from '@gatekeeper/calendar';
import { formatFen } from '@gatekeeper/vocabulary';
import type { FactMessage, PaymentNotice, StatedSettlement, VoidMessage } from '@gatekeeper/vocabulary';

const momentText = (instant: Instant | null): string | undefined =>
  instant === null ? undefined : formatInstant(instant);
const named = (chargeBatch: string | null): string | undefined =>
  chargeBatch === null || chargeBatch === '' ? undefined : chargeBatch;

/** @param content what `contentOf` wrote */
export function exportedLineRow(
  content: string,
  { settlementId, settledAt, paidAt }: StatedSettlement,
  receivedAt: Instant,
): string {
  const beside = JSON.stringify({
    setl_id: settlementId ?? undefined,
    setl_time: momentText(settledAt),
    paid_at: momentText(paidAt),
    received_at: formatInstant(receivedAt),
  });
  return `${content.slice(0, -1)},${beside.slice(1)}`;
}

export const exportedVoidRow = (withdrawn: VoidMessage, receivedAt: Instant): string =>
  JSON.stringify({
    op: 'void',
    fixmedins_code: withdrawn.fixmedinsCode,
    mdtrt_id: withdrawn.visitId,
    chrg_bchno: named(withdrawn.chargeBatch),
    feedetl_sn: withdrawn.lineNo ?? undefined,
    setl_id: withdrawn.settlementId ?? undefined,
    voided_at: formatInstant(withdrawn.voidedAt),
    reason: withdrawn.reason ?? undefined,
    received_at: formatInstant(receivedAt),
  });

export const exportedFactRow = (
  { identity, fact, documentNo, approvedAt }: FactMessage,
  receivedAt: Instant,
): string =>
  JSON.stringify({
    op: 'fact',
    fixmedins_code: identity.fixmedinsCode,
    mdtrt_id: identity.visitId,
    chrg_bchno: named(identity.chargeBatch),
    feedetl_sn: identity.lineNo,
    fact,
    document_no: documentNo,
    approved_at: formatInstant(approvedAt),
    received_at: formatInstant(receivedAt),
  });

export const exportedPaymentRow = (notice: PaymentNotice, receivedAt: Instant): string =>
  JSON.stringify({
    fixmedins_code: notice.identity.fixmedinsCode,
    mdtrt_id: notice.identity.visitId,
    chrg_bchno: named(notice.identity.chargeBatch),
    feedetl_sn: notice.identity.lineNo,
    setl_id: notice.settlementId,
    paid_at: formatInstant(notice.paidAt),
    fund_pay_amt: formatFen(notice.fundAmount),
    pool_pay_amt: formatFen(notice.pooledAmount),
    received_at: formatInstant(receivedAt),
  });
