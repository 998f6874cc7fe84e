import { formatInstant } from '@gatekeeper/calendar';
import type { Malformed } from '.';
import { isMalformed, parsePaymentNotice, parsePaymentRow } from '.';

const FULL = {
  fixmedins_code: 'h44019900001',
  mdtrt_id: 'V-1',
  chrg_bchno: 'B-1',
  feedetl_sn: '1',
  setl_id: 'S-1',
  paid_at: '2025-07-05 10:00:00',
  fund_pay_amt: '80.00',
  pool_pay_amt: -70,
};
const NEEDED = [
  'fixmedins_code',
  'mdtrt_id',
  'feedetl_sn',
  'setl_id',
  'paid_at',
  'fund_pay_amt',
  'pool_pay_amt',
];

const bytesOf = (fields: object): Buffer => Buffer.from(JSON.stringify(fields));
const problemsOf = (read: object | Malformed): readonly string[] =>
  isMalformed(read) ? read.problems.map(({ path, code }) => `${path} ${code}`) : [];

describe('a payment notice on the wire', () => {
  it('becomes a notice, alike as a message and as a row: codes folded, amounts with their signs', () => {
    const notice = parsePaymentNotice(bytesOf(FULL));
    if (isMalformed(notice)) throw new Error(JSON.stringify(notice.problems));
    expect(notice.identity).toEqual({
      fixmedinsCode: 'H44019900001',
      visitId: 'V-1',
      chargeBatch: 'B-1',
      lineNo: '1',
    });
    expect([notice.settlementId, notice.fundAmount, notice.pooledAmount]).toEqual(['S-1', 8000n, -7000n]);
    expect(formatInstant(notice.paidAt)).toBe('2025-07-05T10:00:00+08:00');
    expect(parsePaymentRow(bytesOf(FULL))).toEqual({ notice, receivedAt: null });
  });

  it('says when it was received as a row alone; on the topic that is a field outside the contract', () => {
    const stated = bytesOf({ ...FULL, received_at: '2025-07-06 00:00:00' });
    const [onTopic, inRow]: string[][] = [[], []];
    parsePaymentNotice(stated, undefined, (names) => onTopic?.push(...names));
    const row = parsePaymentRow(stated, (names) => inRow?.push(...names));
    expect([onTopic, inRow]).toEqual([['received_at'], []]);
    expect(isMalformed(row) || row.receivedAt === null).toBe(false);
  });

  it.each(NEEDED)('is set aside without its %s', (field) => {
    expect(problemsOf(parsePaymentNotice(bytesOf({ ...FULL, [field]: '' })))).toEqual([
      `${field} FIELD_MISSING`,
    ]);
  });

  it.each([
    ['a day that is none', bytesOf({ ...FULL, paid_at: '2025-02-30' }), 'paid_at FIELD_INVALID'],
    ['a third decimal', bytesOf({ ...FULL, fund_pay_amt: '0.001' }), 'fund_pay_amt FIELD_INVALID'],
    ['no JSON', Buffer.from('{'), ' NOT_JSON'],
    ['no bytes', Buffer.alloc(0), ' EMPTY'],
    ['a tombstone', null, ' EMPTY'],
    ['more than may be', Buffer.alloc(201, ' '), ' TOO_LARGE'],
  ])('is set aside for %s', (_, bytes, problem) => {
    expect(problemsOf(parsePaymentNotice(bytes, 200))).toEqual([problem]);
  });
});
