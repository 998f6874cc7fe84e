import fc from 'fast-check';
import { compareBytes, compareText } from '.';

describe('the order of texts', () => {
  it.each([
    ['A', 'B', -1],
    ['B', 'A', 1],
    ['A', 'A', 0],
    ['', 'A', -1],
    ['', '', 0],
    ['文10', '文2', -1],
    ['F10', 'F2', -1],
    ['a', 'B', 1],
    ['粤', '琼', 1],
  ])('%s, %s: %s', (a, b, order) => {
    expect(compareText(a, b)).toBe(order);
  });
});

describe('the order of the bytes of texts', () => {
  it.each([
    ['A', 'B', -1],
    ['B', 'A', 1],
    ['A', 'A', 0],
    ['', 'A', -1],
    ['F10', 'F2', -1],
    ['A', 'A1', -1],
    ['粤', '琼', 1],
    ['\uffee', '\u{20000}', -1],
    ['\u{20000}', '\ue000', 1],
    ['\u{20000}', '\u{20001}', -1],
    ['\ud7ff', '\ue000', -1],
  ])('%s, %s: %s', (a, b, order) => {
    expect(Math.sign(compareBytes(a, b))).toBe(order);
  });

  it('is that of the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
