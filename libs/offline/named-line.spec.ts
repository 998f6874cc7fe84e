import fc from 'fast-check';
import type { ParsedLineMessage } from '@gatekeeper/wire';
import { isMalformed, parseLineRow } from '@gatekeeper/wire';
import { namedIn } from './named-line';

const named = (text: string) => namedIn(Buffer.from(text).toString('latin1'), false, () => text);

const LINE = {
  ...{ infno: '2204', psn_token: 'p', med_type: '11', insutype: '310' },
  ...{ mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', fee_ocur_time: '2025-07-01 09:30:00' },
  ...{ cnt: '1', pric: '1.00', det_item_fee_sumamt: '1.00', fund_pay_amt: '1.00', pool_pay_amt: '1.00' },
};
const IDENTITY = { fixmedins_code: 'H1', mdtrt_id: 'V', feedetl_sn: '1' };
const of = (
  fixmedinsCode: string,
  visitId: string,
  chargeBatch: string,
  lineNo: string,
  concernsOthers = false,
) => ({
  ...{ fixmedinsCode, visitId, chargeBatch, lineNo, concernsOthers },
});

describe('what a row names, at a look', () => {
  it.each([
    ['a line', JSON.stringify(IDENTITY), of('H1', 'V', '', '1')],
    [
      'with spaces, as Python writes',
      '{"fixmedins_code": "H1", "mdtrt_id" : "V","feedetl_sn": "1"}',
      of('H1', 'V', '', '1'),
    ],
    ['with a batch', JSON.stringify({ chrg_bchno: 'B', ...IDENTITY }), of('H1', 'V', 'B', '1')],
    ['a batch that is null', JSON.stringify({ chrg_bchno: null, ...IDENTITY }), of('H1', 'V', '', '1')],
    ['a code to fold', JSON.stringify({ ...IDENTITY, fixmedins_code: 'h1' }), of('H1', 'V', '', '1')],
    ['a full-width code', JSON.stringify({ ...IDENTITY, fixmedins_code: ' Ｈ１ ' }), of('H1', 'V', '', '1')],
    ['white space around', JSON.stringify({ ...IDENTITY, mdtrt_id: '\u3000V ' }), of('H1', 'V', '', '1')],
    [
      'an escape',
      '{"fixmedins_code":"\\u0048\\u0031","mdtrt_id":"V","feedetl_sn":"1"}',
      of('H1', 'V', '', '1'),
    ],
    [
      'an escape in a key',
      '{"fixmedins_code":"H1","mdtrt\\u005fid":"V","feedetl_sn":"1"}',
      of('H1', 'V', '', '1'),
    ],
    [
      'a field inside another',
      JSON.stringify({ more: { mdtrt_id: 'W' }, ...IDENTITY }),
      of('H1', 'V', '', '1'),
    ],
    ['a value like a key', JSON.stringify({ reason: 'mdtrt_id', ...IDENTITY }), of('H1', 'V', '', '1')],
    ['a byte-order mark', `\ufeff${JSON.stringify(IDENTITY)}`, of('H1', 'V', '', '1')],
    ['said to be a line', JSON.stringify({ op: 'line', ...IDENTITY }), of('H1', 'V', '', '1')],
    ['a refund', JSON.stringify({ ...IDENTITY, init_feedetl_sn: '0' }), of('H1', 'V', '', '1', true)],
    ['no refund', JSON.stringify({ ...IDENTITY, init_feedetl_sn: ' ' }), of('H1', 'V', '', '1')],
    [
      'a void of a visit',
      JSON.stringify({ op: 'void', fixmedins_code: 'H1', mdtrt_id: 'V' }),
      of('H1', 'V', '', '', true),
    ],
    ['a fact', JSON.stringify({ ...IDENTITY, op: 'fact' }), of('H1', 'V', '', '1', true)],
    ['no visit', JSON.stringify({ fixmedins_code: 'H1' }), null],
    ['no JSON', '{"fixmedins_code":"H1","mdtrt_id":"V', null],
    ['no object', '7', null],
    ['nothing', '', null],
  ])('%s', (_, text, expected) => expect(named(text)).toEqual(expected));

  const part = fc.oneof(
    fc.constantFrom(
      'H1',
      'h1',
      ' V ',
      'Ｖ',
      '',
      '"',
      '\\',
      '{',
      '[',
      'mdtrt_id',
      '"mdtrt_id":"x"',
      '\u00a0x',
      'é',
    ),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
  );
  const row = fc.record(
    {
      ...{ fixmedins_code: part, mdtrt_id: part, chrg_bchno: fc.option(part), feedetl_sn: part },
      ...{ init_feedetl_sn: fc.option(part), note: part, op: fc.constantFrom('line', '', null, 'void') },
      ...{ nested: fc.record({ mdtrt_id: part, op: fc.constant('void') }), setl_id: part },
    },
    { requiredKeys: ['fixmedins_code', 'mdtrt_id', 'feedetl_sn'] },
  );
  const spelled = fc
    .tuple(row, fc.constantFrom(undefined, 1), fc.boolean())
    .map(([fields, indent, escapes]) => {
      const text = JSON.stringify({ ...LINE, voided_at: '2025-07-01', ...fields }, null, indent).replaceAll(
        '\n',
        '',
      );
      return escapes ? text.replaceAll('V', '\\u0056').replaceAll('_', '\\u005f') : text;
    });

  it('is what the parser of rows reads, whatever the row says and however it is spelled', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        const read = parseLineRow(Buffer.from(text));
        if (isMalformed(read)) return;
        expect(named(text)).toMatchObject(namesOf(read.message));
      }),
      { numRuns: 2000 },
    );
  });
});

function namesOf(message: ParsedLineMessage) {
  switch (message.kind) {
    case 'line': {
      const { fixmedinsCode, visitId, chargeBatch, lineNo, originalLineNo } = message.line;
      return of(fixmedinsCode, visitId, chargeBatch, lineNo, originalLineNo !== null);
    }
    case 'void': {
      const { fixmedinsCode, visitId } = message.withdrawn;
      return { fixmedinsCode, visitId, concernsOthers: true };
    }
    case 'fact': {
      const { fixmedinsCode, visitId } = message.fact.identity;
      return { fixmedinsCode, visitId, concernsOthers: true };
    }
  }
}
