/** Bytes as they come at the worst, after the cases of JSONTestSuite: each ends as a line or named problems, none throws. */
import { isMalformed, parseJsonExactly, parseSettlementLine } from '.';
import { bytesOf, outpatientLine } from './testing/wire-samples';

const GOOD = JSON.stringify(outpatientLine);
/** A good line whose first member is this text. */
const withMember = (member: string): string => `{${member},${GOOD.slice(1)}`;
const withUnknown = (value: string): string => withMember(`"x":${value}`);

const outcomeOf = (value: Buffer | string | null): string => {
  const result = parseSettlementLine(typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
  return isMalformed(result) ? result.problems[0].code : 'line';
};

describe('nothing, too much, or not text', () => {
  it.each<readonly [string, Buffer | null, string]>([
    ['a tombstone', null, 'EMPTY'],
    ['no bytes', Buffer.alloc(0), 'EMPTY'],
    ['the limit and one byte', Buffer.alloc(1024 * 1024 + 1, 0x20), 'TOO_LARGE'],
    ['the limit', Buffer.alloc(1024 * 1024, 0x20), 'NOT_JSON'],
    ['a truncated two-byte sequence', Buffer.from([0x22, 0xc3, 0x22]), 'NOT_UTF8'],
    ['a truncated four-byte sequence at the end', Buffer.from([0xf0, 0x9f, 0x98]), 'NOT_UTF8'],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'NOT_UTF8'],
    ['an overlong NUL', Buffer.from([0x22, 0xc0, 0x80, 0x22]), 'NOT_UTF8'],
    ['a lone continuation byte', Buffer.from([0x22, 0x81, 0x22]), 'NOT_UTF8'],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'NOT_UTF8'],
    ['a code point past U+10FFFF', Buffer.from([0x22, 0xf4, 0xbf, 0xbf, 0xbf, 0x22]), 'NOT_UTF8'],
    ['a byte 0xFF', Buffer.from([0x22, 0xff, 0x22]), 'NOT_UTF8'],
    ['GBK', Buffer.from([0x22, 0xd5, 0xc5, 0xc8, 0xfd, 0x22]), 'NOT_UTF8'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), 'NOT_UTF8'],
    ['UTF-16 without a mark', Buffer.from(GOOD, 'utf16le'), 'NOT_JSON'],
    ['a UTF-8 byte-order mark before a message', Buffer.from(`\ufeff${GOOD}`), 'NOT_JSON'],
    ['a raw NUL', Buffer.from([0x00]), 'NOT_JSON'],
    ['a NUL after a good line', Buffer.concat([Buffer.from(GOOD), Buffer.from([0])]), 'NOT_JSON'],
  ])('%s', (_, bytes, code) => expect(outcomeOf(bytes)).toBe(code));
});

describe('structure', () => {
  it.each([
    ' ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '{]',
    '[}',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,"a":1}',
    '{"a" 1}',
    '{"a"::1}',
    '{a:1}',
    "{'a':1}",
    '{"a":1}}',
    '{"a":1}{"b":2}',
    '{"a":1} x',
    '{"a":1}//c',
    '/**/{"a":1}',
    '{"a":1}#',
    '{1:1}',
    '{null:1}',
    '{"a":1 "b":2}',
    '{"a":undefined}',
    '{"a":nul}',
    '{"a":True}',
    '{"a":tru}',
    '{"a":FALSE}',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1 2]}',
    '\u000c{}',
    '\u00a0{}',
    '\u2028{}',
    '{\u0000}',
    '*',
    'nan',
    '<xml/>',
  ])('%j is not JSON', (text) => expect(outcomeOf(text)).toBe('NOT_JSON'));

  it.each(['null', 'true', '0', '1e400', '-0', '"a line"', '[]', `[${GOOD}]`, '[null]', ' 12 ', '""'])(
    '%.20s is JSON but not an object',
    (text) => expect(outcomeOf(text)).toBe('NOT_AN_OBJECT'),
  );

  it('an empty object lacks every required field', () => expect(outcomeOf('{}')).toBe('FIELD_MISSING'));

  it.each([
    ['spaces around everything', JSON.stringify(outpatientLine, null, 3)],
    ['tabs and carriage returns', `\t\r\n${GOOD}\r\n\t`],
    ['an unknown nested object', withUnknown('{"a":{"b":[{}]}}')],
    ['an unknown empty key', withMember('"":""')],
    ['an unknown null', withUnknown('null')],
    ['a colon and quotes inside a string', withUnknown('"\\":\\",\\"a\\":"')],
    ['brackets inside a string', withUnknown(`"${'[{'.repeat(5000)}"`)],
    ['a backslash at the end of a string', withUnknown('"\\\\"')],
    ['200 levels', withUnknown('['.repeat(199) + ']'.repeat(199))],
  ])('%s is tolerated', (_, text) => expect(outcomeOf(text)).toBe('line'));
});

describe('numbers', () => {
  it.each([
    '+1',
    '.5',
    '5.',
    '01',
    '-01',
    '0x1',
    '1e',
    '1e+',
    '1.e1',
    '--1',
    '1_000',
    'NaN',
    'Infinity',
    '-Infinity',
    '-',
    '１',
    '1a',
    '0.1.2',
  ])('%s is not JSON', (number) => expect(outcomeOf(withUnknown(number))).toBe('NOT_JSON'));

  it.each(['0', '-0', '1e400', '-1E-400', '0.1', '1'.repeat(100_000), `0.${'3'.repeat(100_000)}`])(
    '%.20s in an unknown field is tolerated',
    (number) => expect(outcomeOf(withUnknown(number))).toBe('line'),
  );
});

describe('strings', () => {
  it.each([
    '"\n"',
    '"\t"',
    '"\u0000"',
    '"\u001f"',
    '"\\x41"',
    '"\\a"',
    '"\\u12"',
    '"\\u00G0"',
    '"\\"',
    '"a',
    '"\\ud800\\u"',
    "'a'",
  ])('%j is not JSON', (text) => expect(outcomeOf(withUnknown(text))).toBe('NOT_JSON'));

  it.each([
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\u2028"',
    '"\\/\\b\\f\\n\\r\\t"',
    '"\ufffe"',
    '"\u007f"',
    '"😀"',
  ])('%s in an unknown field is tolerated', (text) => expect(outcomeOf(withUnknown(text))).toBe('line'));

  it.each(['"\\u0000"', '"a\\ud800b"', '"a\\nb"', '"\u007f"'])(
    '%s in a field that decides is refused',
    (text) => expect(outcomeOf(withMember(`"rescue_record_no":${text}`))).toBe('FIELD_INVALID'),
  );

  it('an escaped key is the key it spells', () =>
    expect(outcomeOf(GOOD.replace('"infno"', '"\\u0069nfno"'))).toBe('line'));
});

describe('nesting', () => {
  it.each([
    ['100,000 open arrays', '['.repeat(100_000), 'not JSON'],
    ['100,000 arrays', '['.repeat(100_000) + ']'.repeat(100_000), 'nested too deep'],
    ['100,000 objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'nested too deep'],
    ['201 levels in an unknown field', withUnknown('['.repeat(200) + ']'.repeat(200)), 'nested too deep'],
    [
      'depth hidden behind a key that comes again',
      withMember(`"x":${'['.repeat(300)}${']'.repeat(300)},"x":1`),
      'nested too deep',
    ],
  ])('%s', (_, text, got) => {
    const result = parseSettlementLine(Buffer.from(text));
    expect(isMalformed(result) && result.problems[0]).toMatchObject({
      code: 'NOT_JSON',
      got: expect.stringContaining(got),
    });
  });
});

describe('a key that comes twice', () => {
  it.each([
    ['other values', '{"a":1,"a":2}', ['a']],
    ['equal values', '{"a":"x","a":"x"}', ['a']],
    ['spaces before the colon', '{"a":"x","a" :"x"}', ['a']],
    ['one spelled with an escape', '{"a":"x","\\u0061":"x"}', ['a']],
    ['null', '{"a":null,"a":null}', ['a']],
    ['three times', '{"a":1,"a":1,"a":1}', ['a', 'a']],
    ['inside', '{"o":{"p":[{"q":1,"q":1}]}}', ['o.p[].q']],
    ['inside a value that is hidden by another', '{"o":{"q":1,"q":1},"o":{}}', ['o.q', 'o']],
    ['__proto__', '{"__proto__":{},"__proto__":{}}', ['__proto__']],
    ['toString', '{"toString":"1","toString":"1"}', ['toString']],
    ['the empty key', '{"":"1","":"1"}', ['']],
  ])('with %s', (_, text, paths) => {
    const read = parseJsonExactly(text);
    expect(read.ok ? [] : read.problems.map(({ path, code }) => `${code} ${path}`)).toEqual(
      paths.map((path) => `DUPLICATE_KEY ${path}`),
    );
  });

  it.each([
    ['in sibling objects', '[{"a":1},{"a":1}]'],
    ['as a value', '{"a":"a","b":"a"}'],
    ['in another case', '{"a":1,"A":1}'],
    ['one level down', '{"a":{"a":{"a":"a"}}}'],
    ['inherited by every object', '{"toString":"","valueOf":"","__proto__":""}'],
  ])('is none when it comes again %s', (_, text) => expect(parseJsonExactly(text).ok).toBe(true));

  it('is listed at most 50 times', () => {
    const result = parseSettlementLine(Buffer.from(`{${'"a":1,'.repeat(150_000)}"a":1}`), 2 ** 21);
    expect(isMalformed(result) && result.problems).toHaveLength(50);
  });
});

it('a message quotes nothing of a text that is not JSON', () => {
  const result = parseSettlementLine(Buffer.from('{"bilg_dr_name":"张三",x}'));
  expect(isMalformed(result) && result.problems).toEqual([
    { path: '', code: 'NOT_JSON', expected: expect.any(String), got: 'not JSON from character 21 of 23' },
  ]);
});

it('numbers keep their digits', () => {
  const read = parseJsonExactly('{"a":1.10,"b":[12345678901234567890]}');
  expect(read.ok && JSON.stringify(read.value)).toContain('1.10');
});

it('a good line in bytes is a line', () => expect(outcomeOf(bytesOf(outpatientLine))).toBe('line'));
