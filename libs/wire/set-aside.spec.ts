import { deadLetterHeaders, isMalformed, parseSettlementLine, setAsideRow } from '.';
import type { Malformed } from '.';
import { describeGot } from './masking';
import { malformed } from './problem';
import { bytesOf, fullLine, outpatientLine } from './testing/wire-samples';

const refused = (bytes: Buffer | null): Malformed => {
  const result = parseSettlementLine(bytes);
  if (!isMalformed(result)) throw new Error('a bad line is taken');
  return result;
};

describe('a row set aside', () => {
  it('keeps its text and names its problems', () => {
    const bytes = bytesOf({ ...outpatientLine, cnt: '1e3', psn_token: null });
    expect(JSON.parse(setAsideRow(7, bytes, refused(bytes)))).toEqual({
      row: 7,
      errors: [
        { path: 'psn_token', code: 'FIELD_MISSING', expected: expect.any(String), got: 'nothing' },
        { path: 'cnt', code: 'FIELD_INVALID', expected: expect.any(String), got: '"1e3"' },
      ],
      raw: bytes.toString(),
    });
  });

  it('keeps bytes that are not UTF-8 as base64', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00]);
    const row: unknown = JSON.parse(setAsideRow(1, bytes, refused(bytes)));
    expect(row).toEqual({
      row: 1,
      errors: [expect.objectContaining({ code: 'NOT_UTF8' })],
      raw_base64: 'e/8A',
    });
  });
});

describe('the headers of a dead letter', () => {
  const source = { topic: 'settlement.lines.v1', partition: 3, offset: '12345678901' };

  it('name the first problem, all problems and the source', () => {
    expect(deadLetterHeaders(refused(null), source)).toEqual({
      'error-code': 'EMPTY',
      'error-count': '1',
      errors: '[{"path":"","code":"EMPTY","expected":"a JSON object","got":"no bytes"}]',
      'source-topic': 'settlement.lines.v1',
      'source-partition': '3',
      'source-offset': '12345678901',
    });
  });

  it('stay below 32 KB however long the problems are, and count them all', () => {
    const problem = {
      path: '字'.repeat(60),
      code: 'DUPLICATE_KEY',
      expected: '字'.repeat(200),
      got: '字'.repeat(60),
    } as const;
    const headers = deadLetterHeaders(
      malformed(problem, ...Array.from({ length: 99 }, () => problem)),
      source,
    );
    expect(headers['error-count']).toBe('50');
    expect(Buffer.byteLength(Object.entries(headers).join())).toBeLessThan(32 * 1024);
    expect(JSON.parse(headers['errors'] ?? '')).not.toHaveLength(0);
  });
});

describe('what came', () => {
  it.each<readonly [string, unknown, string]>([
    ['cnt', undefined, 'nothing'],
    ['cnt', 'abc', '"abc"'],
    ['cnt', 'a\u0000b', '"a\\u0000b"'],
    ['cnt', '字'.repeat(80), `"${'字'.repeat(58)}…`],
    ['cnt', [1], 'an array'],
    ['cnt', {}, 'an object'],
    ['cnt', false, 'false'],
    ['mdtrt_id', '110105194912310021', '"***"'],
    ['mdtrt_id', 'ID 11010519491231002X!', '"ID ***X!"'],
    ['mdtrt_id', '1101 0519 4912 3100 21', '"***"'],
    ['mdtrt_id', `x${'9'.repeat(5000)}`, '"x***…'],
    ['mdtrt_id', '12345678901234', '"12345678901234"'],
    ['psn_token', 'abc', 'masked text of 3 characters'],
    ['bilg_dr_name', '张三', 'masked text of 2 characters'],
    ['bilg_dr_codg', 'D1', 'masked text of 2 characters'],
    ['orders_dr_code', true, 'true'],
    ['line.name', '张三', 'masked text of 2 characters'],
  ])('in %s is told as %j → %s', (path, value, told) => {
    expect(describeGot(path, value)).toBe(told);
    expect(Array.from(told).length).toBeLessThanOrEqual(60);
  });

  it('is never told of a person, whichever fields are wrong', () => {
    const spoiled = Object.fromEntries(
      Object.entries(fullLine).map(([name, value]) => [name, `${String(value)}\u0007`.repeat(20)]),
    );
    const told = JSON.stringify(refused(bytesOf(spoiled)).problems);
    for (const secret of ['psn_token', 'bilg_dr_name', 'bilg_dr_codg', 'orders_dr_name', 'orders_dr_code']) {
      expect(told).not.toContain(String(fullLine[secret]));
    }
  });
});
