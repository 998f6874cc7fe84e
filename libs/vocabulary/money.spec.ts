import fc from 'fast-check';
import { formatFen, isNegative } from '.';

describe('fund money in fen', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [10n, '0.10'],
    [99n, '0.99'],
    [100n, '1.00'],
    [12_345n, '123.45'],
    [-1n, '-0.01'],
    [-100n, '-1.00'],
    [-352_000n, '-3520.00'],
    [9_999_999_999_999_999n, '99999999999999.99'],
  ])('%s fen is %s', (fen, written) => {
    expect(formatFen(fen)).toBe(written);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.bigInt(), (fen) => {
        expect(BigInt(formatFen(fen).replace('.', ''))).toBe(fen);
      }),
    );
  });
});

describe('the sign of an exact decimal', () => {
  it.each([
    ['-20.0000', true],
    ['-0.0001', true],
    ['0.0000', false],
    ['20.0000', false],
  ])('%s is negative: %s', (decimal, negative) => {
    expect(isNegative(decimal)).toBe(negative);
  });
});
