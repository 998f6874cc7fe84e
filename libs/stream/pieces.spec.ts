import { pieceEnd, PieceSize } from './pieces';
import type { LogMessage } from './ports';

const messageOf = (bytes: number): LogMessage => ({
  topic: 'lines',
  partition: 0,
  offset: '0',
  key: null,
  value: Buffer.alloc(bytes - 32),
  headers: {},
  timestamp: '0',
});

describe('what is fetched at once is cut', () => {
  it.each([
    ['by lines, below', [100, 100], { lines: 3, bytes: 1_000 }, 2],
    ['by lines, at the limit', [100, 100, 100], { lines: 3, bytes: 1_000 }, 3],
    ['by lines, above', [100, 100, 100, 100], { lines: 3, bytes: 1_000 }, 3],
    ['by bytes, at the limit', [500, 500], { lines: 9, bytes: 1_000 }, 2],
    ['by bytes, above', [500, 501], { lines: 9, bytes: 1_000 }, 1],
    ['not inside a message, however large', [5_000, 100], { lines: 9, bytes: 1_000 }, 1],
  ])('%s', (_, sizes, limits, end) => {
    expect(pieceEnd(sizes.map(messageOf), 0, limits)).toBe(end);
  });

  it('covers everything, each message once', () => {
    const messages = Array.from({ length: 1_000 }, (_, n) => messageOf(32 + ((n * 37) % 400)));
    const pieces: number[] = [];
    for (let start = 0; start < messages.length;) {
      const end = pieceEnd(messages, start, { lines: 17, bytes: 6_000 });
      pieces.push(end - start);
      start = end;
    }
    expect(pieces.reduce((sum, it) => sum + it, 0)).toBe(1_000);
    expect(Math.max(...pieces)).toBe(17);
    expect(Math.min(...pieces)).toBeGreaterThan(0);
  });
});

describe('a piece is to take 1,000 ms', () => {
  const sized = (...took: readonly (readonly [lines: number, ms: number])[]): number => {
    const size = new PieceSize(2_000, 1_000);
    for (const [lines, ms] of took) size.took(lines, ms);
    return size.lines;
  };

  it.each([
    ['nothing known', [], 2_000],
    ['quick enough', [[2_000, 900]], 2_000],
    ['ten times too slow', [[2_000, 10_000]], 200],
    ['slow beyond all measure: never fewer than some', [[2_000, 3_600_000]], 16],
    [
      'quick again: twice as many, not more',
      [
        [2_000, 10_000],
        [200, 1],
      ],
      400,
    ],
    [
      'a short piece that was quick says nothing',
      [
        [2_000, 10_000],
        [5, 1],
      ],
      200,
    ],
    [
      'a short piece that was slow does',
      [
        [2_000, 10_000],
        [50, 1_000],
      ],
      50,
    ],
  ] as const)('%s', (_, took, lines) => expect(sized(...took)).toBe(lines));
});
