import { answersOn, finding, hainanPoints, shortScores } from './scoring';

const PACK = 'hainan-2022';

describe('hainan-2022 art. 22: a suspension may run over the year; the points of the year go on only within it', () => {
  it.each([
    ['ends within the year', '2025-09-30', '6 → suspend 3 months 2025-09-30/2025-12-29'],
    ['ends with the year', '2025-10-01', '6 → suspend 3 months 2025-10-01/2025-12-31'],
    ['runs into the next', '2025-10-02', '6 → suspend 3 months 2025-10-02/2026-01-01'],
  ])('a suspension of 3 months that %s (decided %s): %s', (_, when, expected) => {
    expect(shortScores(PACK, hainanPoints(6, when))).toEqual([expected]);
  });

  it('restored in the same year, the deductions of the year keep accumulating', () => {
    const stated = [...hainanPoints(6, '2025-01-10'), ...hainanPoints(2, '2025-06-10')];
    expect(shortScores(PACK, stated)).toEqual([
      '6 → suspend 3 months 2025-01-10/2025-04-09',
      '8 → suspend 6 months 2025-06-10/2025-12-09',
    ]);
  });

  it.each([
    ['the last second of the year', '2025-12-31 23:59:59', '8 → suspend 6 months 2025-12-31/2026-06-30'],
    ['the first of the next', '2026-01-01 00:00:00', '2 → none'],
  ])('a suspension over the turn of the year, 2 more points in %s (%s): %s', (_, when, expected) => {
    const stated = [...hainanPoints(6, '2025-11-10'), ...hainanPoints(2, when)];
    expect(shortScores(PACK, stated).at(-1)).toBe(expected);
  });

  it('across the year everything of the new one is there again, also inside the suspension', () => {
    const stated = [...hainanPoints(12, '2025-11-10'), finding('HI22-19-1', { at: '2026-02-03' })];
    expect(answersOn(PACK, stated).map(({ remaining, grade }) => [remaining, grade])).toEqual([
      [0, 'D'],
      [11, 'B'],
    ]);
  });
});
