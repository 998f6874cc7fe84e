import fc from 'fast-check';
import { foldCode, isMissingCode, isNationalCode } from '.';

describe('the form in which codes are matched', () => {
  it.each([
    ['D440106000001', 'D440106000001'],
    ['d440106000001', 'D440106000001'],
    ['Ｄ４４０１０６０００００１', 'D440106000001'],
    ['\t D440106000001 ', 'D440106000001'],
    ['\u3000D440106000001\u3000', 'D440106000001'],
    ['\u00a0hy440106000003', 'HY440106000003'],
    ['a03．02', 'A03.02'],
    ['／', '/'],
    ['Null', 'NULL'],
    ['  ', ''],
    ['', ''],
    ['未知', '未知'],
    ['D 440106', 'D 440106'],
  ])('%j → %j', (raw, folded) => {
    expect(foldCode(raw)).toBe(folded);
  });

  it('is the same whichever way a code was typed', () => {
    const code = fc.stringMatching(/^[DNHYJ]{1,2}[0-9]{1,12}$/);
    const wide = (text: string) =>
      Array.from(text, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join('');
    fc.assert(
      fc.property(code, (typed) => {
        for (const other of [typed.toLowerCase(), wide(typed), ` ${typed}\u3000`, foldCode(typed)])
          expect(foldCode(other)).toBe(typed);
      }),
    );
  });
});

describe('a code that says nothing', () => {
  it.each(['', '/', '-', '009999', '未知', '无', 'NULL', '0', '000', '000000000000', '9', '999999999999'])(
    '%j',
    (code) => {
      expect(isMissingCode(code)).toBe(true);
      expect(isNationalCode(code)).toBe(false);
    },
  );

  it.each(['//', '--', '9999990', '0099', '09', 'NUL', 'NULLS', '无名', 'D000000000000', '00 00', '1'])(
    'not %j',
    (code) => {
      expect(isMissingCode(code)).toBe(false);
    },
  );
});

describe('a national code', () => {
  it.each(['D440106000001', 'N440106000001', 'HY440106000001', 'HJ440106000001', 'D000000000000'])(
    '%s',
    (code) => {
      expect(isNationalCode(code)).toBe(true);
    },
  );

  it.each([
    'D44010600000',
    'D4401060000001',
    'H440106000001',
    'HX440106000001',
    'HD440106000001',
    'YH440106000001',
    'P440106000001',
    'd440106000001',
    'D44010600000X',
    ' D440106000001',
    'D440106000001\n',
    'D٤٤٠١٠٦٠٠٠٠٠١',
    '440106000001',
  ])('not %j', (code) => {
    expect(isNationalCode(code)).toBe(false);
  });
});
