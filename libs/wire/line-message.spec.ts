import { isMalformed, parseLineMessage, parseLineRow, parsePaymentRow } from '.';
import { bytesOf, outpatientLine } from './testing/wire-samples';
import type { WireObject } from './testing/wire-samples';

const VOID: WireObject = {
  op: 'void',
  fixmedins_code: ' h44010600001 ',
  mdtrt_id: 'V1',
  feedetl_sn: '0000',
  voided_at: '2025-07-03 10:00:00',
};
const FACT: WireObject = {
  op: 'fact',
  fixmedins_code: 'H44010600001',
  mdtrt_id: 'V1',
  feedetl_sn: '1',
  fact: 'emergency_proven',
  document_no: '核查1号',
  approved_at: '2025-07-04',
};
const PAYMENT: WireObject = {
  fixmedins_code: 'h44010600001',
  mdtrt_id: 'V1',
  feedetl_sn: '1',
  setl_id: 'S1',
  paid_at: '2025-07-02 10:00:00',
  fund_pay_amt: '-8.5',
  pool_pay_amt: 7,
};

/** `ok`, or the first problem as `CODE path`. */
const said = (parsed: unknown): string => {
  if (!isMalformed(parsed)) return 'ok';
  const [{ code, path }] = parsed.problems;
  return `${code} ${path}`;
};
const without = (object: WireObject, name: string): WireObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

describe('messages of the lines topic', () => {
  it('are lines, with or without saying so', () => {
    const unknown: string[][] = [];
    for (const op of [{}, { op: 'line' }, { op: '' }, { op: null }])
      expect(
        parseLineMessage(bytesOf({ ...outpatientLine, ...op }), undefined, (names) =>
          unknown.push([...names]),
        ),
      ).toMatchObject({ kind: 'line', line: { visitId: outpatientLine['mdtrt_id'] } });
    expect(unknown).toEqual([]);
  });

  it('are voids: codes folded, absent is null', () => {
    expect(parseLineMessage(bytesOf(VOID))).toEqual({
      kind: 'void',
      withdrawn: {
        fixmedinsCode: 'H44010600001',
        visitId: 'V1',
        chargeBatch: null,
        lineNo: '0000',
        settlementId: null,
        voidedAt: Date.parse('2025-07-03T10:00:00+08:00'),
        reason: null,
      },
    });
  });

  it('are facts', () => {
    expect(parseLineMessage(bytesOf(FACT))).toMatchObject({
      kind: 'fact',
      fact: {
        identity: { fixmedinsCode: 'H44010600001', chargeBatch: '', lineNo: '1' },
        fact: 'emergency_proven',
        documentNo: '核查1号',
      },
    });
  });

  it.each<[string, WireObject, string]>([
    ['another op', { ...VOID, op: 'undo' }, 'FIELD_INVALID op'],
    ['an op that is no text', { ...VOID, op: { a: 1 } }, 'FIELD_INVALID op'],
    ['a void of nothing', without(VOID, 'feedetl_sn'), 'FIELD_MISSING feedetl_sn'],
    ['a void of a settlement', { ...without(VOID, 'feedetl_sn'), setl_id: 'S1' }, 'ok'],
    ['a void without its moment', without(VOID, 'voided_at'), 'FIELD_MISSING voided_at'],
    ['a fact that nobody finds', { ...FACT, fact: 'paid' }, 'FIELD_INVALID fact'],
    ['a fact without its document', without(FACT, 'document_no'), 'FIELD_MISSING document_no'],
    ['a fact about no line', without(FACT, 'feedetl_sn'), 'FIELD_MISSING feedetl_sn'],
  ])('%s', (_, object, expected) => expect(said(parseLineMessage(bytesOf(object)))).toBe(expected));

  it.each<[string, unknown, unknown]>([
    ['no time', undefined, null],
    ['a time', '2025-07-05T00:00:00Z', Date.parse('2025-07-05T00:00:00Z')],
  ])('a row says when it was received: %s', (_, received_at, receivedAt) => {
    expect(parseLineRow(bytesOf({ ...VOID, received_at }))).toMatchObject({ receivedAt });
  });

  it('a row with a time that does not exist is set aside', () => {
    expect(said(parseLineRow(bytesOf({ ...VOID, received_at: '2025-02-30' })))).toBe(
      'FIELD_INVALID received_at',
    );
  });
});

describe('payment notices', () => {
  it('may be negative, and are in fen', () => {
    expect(parsePaymentRow(bytesOf(PAYMENT))).toMatchObject({
      notice: {
        identity: { fixmedinsCode: 'H44010600001', visitId: 'V1', chargeBatch: '', lineNo: '1' },
        settlementId: 'S1',
        fundAmount: -850n,
        pooledAmount: 700n,
      },
      receivedAt: null,
    });
  });

  it.each(['fixmedins_code', 'mdtrt_id', 'feedetl_sn', 'setl_id', 'paid_at', 'fund_pay_amt', 'pool_pay_amt'])(
    'need %s',
    (name) => expect(said(parsePaymentRow(bytesOf(without(PAYMENT, name))))).toBe(`FIELD_MISSING ${name}`),
  );
});
