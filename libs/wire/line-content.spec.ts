import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { contentHash, contentOf, isMalformed, parseSettlementLine } from '.';
import { bytesOf, fullLine, goodLines, outpatientLine } from './testing/wire-samples';
import type { WireObject } from './testing/wire-samples';

const OUTSIDE_CONTENT = ['setl_id', 'setl_time', 'paid_at'];

const contentOfWire = (wire: WireObject): string => {
  const line = parseSettlementLine(bytesOf(wire));
  if (isMalformed(line)) throw new Error(JSON.stringify(line.problems));
  return contentOf(line);
};

describe('content', () => {
  it('is the fields of the line as the contract writes them', () => {
    const stated = Object.fromEntries(
      Object.entries(fullLine).filter(([name]) => !OUTSIDE_CONTENT.includes(name)),
    );
    expect(JSON.parse(contentOfWire(fullLine))).toEqual({
      ...stated,
      cnt: '1.0000',
      pric: '0.030000',
      fee_ocur_time: '2013-01-02T08:21:58+08:00',
      adm_time: '2013-01-01T23:30:00+08:00',
    });
  });

  it('is in the form of RFC 8785, whatever the texts hold', () => {
    fc.assert(
      fc.property(goodLines, (wire) => {
        const content = contentOfWire(wire);
        expect(content).toBe(canonicalize(JSON.parse(content)));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['quotes, backslashes and slashes', '"\\/'],
    ['line and paragraph separators', 'x\u2028\u2029y'],
    ['a combining mark, kept as it came', 'e\u0301'],
    ['four-byte characters', '𠮷😀'],
    ['a private-use and a non-character', '\ue000\uffff'],
    ['HTML', '<&>'],
  ])('keeps %s', (_, name) => {
    const content = contentOfWire({ ...outpatientLine, bilg_dr_name: name });
    expect(content).toBe(canonicalize(JSON.parse(content)));
    expect(JSON.parse(content)).toMatchObject({ bilg_dr_name: name });
  });

  it.each<readonly [string, WireObject]>([
    ['the settlement', { setl_id: 'S', setl_time: '2013-01-05 00:00:00', paid_at: '2013-01-06' }],
    ['blanks around a text', { mdtrt_id: ` ${String(outpatientLine['mdtrt_id'])} ` }],
    ['absence written out', { bilg_dr_name: null, er_flag: '' }],
    ['the notation of a time', { fee_ocur_time: '2013-01-02T00:21:58Z' }],
    ['zeros after the scale', { pric: '0.03000000', cnt: '1.0' }],
    ['an unknown field', { remark: 'x' }],
  ])('does not depend on %s', (_, fields) => {
    expect(contentOfWire({ ...outpatientLine, ...fields })).toBe(contentOfWire(outpatientLine));
  });

  it.each(Object.keys(fullLine).filter((field) => !OUTSIDE_CONTENT.includes(field)))(
    'changes with %s',
    (field) => {
      const others: WireObject = {
        infno: '2204',
        er_flag: '2',
        cnt: '3',
        pric: '3',
        adm_time: '2013-01-01 00:00:00',
      };
      const value = String(fullLine[field]);
      const isAmount = /amt$/.test(field);
      const other =
        others[field] ??
        (isAmount ? '7' : field === 'fee_ocur_time' ? '2013-01-02 08:21:59' : value.replace(/.$/, '8'));
      expect(contentOfWire({ ...fullLine, [field]: other })).not.toBe(contentOfWire(fullLine));
    },
  );
});

it('the hash is SHA-256 over the UTF-8 bytes of the content', () => {
  const line = parseSettlementLine(bytesOf(fullLine));
  if (isMalformed(line)) throw new Error('a good line is refused');
  const hex = createHash('sha256')
    .update(Buffer.from(contentOf(line), 'utf8'))
    .digest('hex');
  expect(contentHash(line)).toBe(`sha256:${hex}`);
});

it('the hash of a known line is known', () => {
  const line = parseSettlementLine(bytesOf(outpatientLine));
  expect(isMalformed(line) ? '' : contentHash(line)).toBe(
    'sha256:4bd28b2e66ad3a74f95130e64b74df379faf5aaca5f56b0971e50fc9ddc5c643',
  );
});
