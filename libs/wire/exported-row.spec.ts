import { instantOf } from '@gatekeeper/calendar';
import type { FactMessage, PaymentNotice, VoidMessage } from '@gatekeeper/vocabulary';
import { contentHash, contentOf, isMalformed, parseLineRow, parsePaymentRow, parseSettlementLine } from '.';
import { exportedFactRow, exportedLineRow, exportedPaymentRow, exportedVoidRow } from './exported-row';
import { outpatientLine } from './testing/wire-samples';

const RECEIVED = instantOf(1_751_299_200_250);
const AT = instantOf(1_751_000_000_000);

describe('an exported row is read back as what came', () => {
  it.each([
    ['nothing of settlement', { settlementId: null, settledAt: null, paidAt: null }],
    ['all of it', { settlementId: 'S "1"', settledAt: AT, paidAt: RECEIVED }],
    ['a payment alone', { settlementId: null, settledAt: null, paidAt: AT }],
  ])('a line that states %s', (_, stated) => {
    const sent = parseSettlementLine(Buffer.from(JSON.stringify(outpatientLine)));
    if (isMalformed(sent)) throw new Error('the sample is no line');
    const read = parseLineRow(Buffer.from(exportedLineRow(contentOf(sent), stated, RECEIVED)));
    expect(read).toEqual({ message: { kind: 'line', line: { ...sent, ...stated } }, receivedAt: RECEIVED });
    if (isMalformed(read) || read.message.kind !== 'line') throw new Error('no line');
    expect(contentHash(read.message.line)).toBe(contentHash(sent));
  });

  const visit = { fixmedinsCode: 'H44010000002', visitId: 'V1' };
  it.each<readonly [string, VoidMessage]>([
    [
      'of a line',
      { ...visit, chargeBatch: 'B1', lineNo: '7', settlementId: null, voidedAt: AT, reason: '录入错误' },
    ],
    [
      'of a visit',
      { ...visit, chargeBatch: null, lineNo: '0000', settlementId: null, voidedAt: AT, reason: null },
    ],
    [
      'of a settlement',
      { ...visit, chargeBatch: null, lineNo: null, settlementId: 'S1', voidedAt: AT, reason: null },
    ],
  ])('a void %s', (_, withdrawn) => {
    expect(parseLineRow(Buffer.from(exportedVoidRow(withdrawn, RECEIVED)))).toEqual({
      message: { kind: 'void', withdrawn },
      receivedAt: RECEIVED,
    });
  });

  it.each(['', 'B1'])('a fact about a line of batch "%s"', (chargeBatch) => {
    const fact: FactMessage = {
      identity: { ...visit, chargeBatch, lineNo: '7' },
      ...{ fact: 'emergency_proven', documentNo: '核查〔2025〕3号', approvedAt: AT },
    };
    expect(parseLineRow(Buffer.from(exportedFactRow(fact, RECEIVED)))).toEqual({
      message: { kind: 'fact', fact },
      receivedAt: RECEIVED,
    });
  });

  it.each(['', 'B1'])('a notice about a line of batch "%s"', (chargeBatch) => {
    const notice: PaymentNotice = {
      identity: { ...visit, chargeBatch, lineNo: '7' },
      ...{ settlementId: 'S1', paidAt: AT, fundAmount: -8_000n, pooledAmount: 5n },
    };
    expect(parsePaymentRow(Buffer.from(exportedPaymentRow(notice, RECEIVED)))).toEqual({
      notice,
      receivedAt: RECEIVED,
    });
  });
});
