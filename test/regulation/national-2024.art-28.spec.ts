import { answersOn, lastScore, nationalPoints, shortScores } from './scoring';

const PACK = 'national-2024';
const THREE_YEARS = { consecutiveYears: '3 years of 9: terminate 1' };

describe('national-2024 art. 28: points are cleared with the natural year', () => {
  it.each([
    ['the last second of the year', '2025-12-31 23:59:59', '12 → terminate 1 year 2025-12-31/2026-12-30'],
    ['the first of the next', '2026-01-01 00:00:00', '6 → inform'],
    [
      'the last second of the year, told from UTC',
      '2025-12-31T15:59:59Z',
      '12 → terminate 1 year 2025-12-31/2026-12-30',
    ],
    ['the first of the next, told from UTC', '2025-12-31T16:00:00Z', '6 → inform'],
  ])('6 points in spring and 6 in %s', (_, when, expected) => {
    expect(lastScore(PACK, [nationalPoints(6, '2025-03-01'), nationalPoints(6, when)])).toBe(expected);
  });

  describe('years are not looked at together', () => {
    const years = (...points: readonly (readonly [string, number])[]) =>
      points.map(([when, number]) => nationalPoints(number, when));
    const NINES = years(['2023-05-01', 9], ['2024-05-01', 9], ['2025-06-10', 9]);

    it('three of 9 points are three suspensions', () => {
      expect(lastScore(PACK, NINES)).toBe('9 → suspend 1-6 months 2025-06-10/..');
    });

    it.each([
      ['three years of 9', NINES, '9 → terminate 1 year 2025-06-10/2026-06-09'],
      [
        'the last a point short',
        years(['2023-05-01', 9], ['2024-05-01', 9], ['2025-06-10', 8]),
        '8 → inform',
      ],
      [
        'the first a point short',
        years(['2023-05-01', 8], ['2024-05-01', 9], ['2025-06-10', 9]),
        '9 → suspend 1-6 months 2025-06-10/..',
      ],
      [
        'one year between left out',
        years(['2022-05-01', 9], ['2023-05-01', 9], ['2025-06-10', 9]),
        '9 → suspend 1-6 months 2025-06-10/..',
      ],
      ['two years only', years(['2024-05-01', 9], ['2025-06-10', 9]), '9 → suspend 1-6 months 2025-06-10/..'],
      [
        'a year that came to 9 in two decisions',
        years(['2023-05-01', 9], ['2024-05-01', 4], ['2024-07-01', 5], ['2025-06-10', 9]),
        '9 → terminate 1 year 2025-06-10/2026-06-09',
      ],
      [
        '12 points, which terminate by themselves',
        years(['2023-05-01', 9], ['2024-05-01', 9], ['2025-06-10', 12]),
        '12 → terminate 3 years 2025-06-10/2028-06-09',
      ],
    ])('read the other way, three years of 9 terminate: %s → %s', (_, stated, expected) => {
      expect(lastScore(PACK, stated, THREE_YEARS)).toBe(expected);
    });

    it('a total that leads to nothing by itself terminates as the last of its years', () => {
      const values = { consecutiveYears: '2 years of 7: terminate 2', tiers: '' };
      const stated = years(['2024-05-01', 7], ['2025-06-10', 7]);
      expect(shortScores(PACK, stated, values)).toEqual([
        '7 → none',
        '7 → terminate 2 years 2025-06-10/2027-06-09',
      ]);
    });

    it('cites where that rule stands', () => {
      expect(answersOn(PACK, NINES).at(-1)?.article).toBe('national-2024 art. 29');
      expect(answersOn(PACK, NINES, THREE_YEARS).at(-1)?.article).toBe('national-2024 reading');
    });
  });
});
