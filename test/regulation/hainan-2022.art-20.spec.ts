import { answersOn, finding, hainanPoints, lastScore, shortScores } from './scoring';

const PACK = 'hainan-2022';
const NONE = 'none';
const THREE = 'suspend 3 months 2025-06-10/2025-09-09';
const SIX = 'suspend 6 months 2025-06-10/2025-12-09';
const TWELVE = 'suspend 12 months 2025-06-10/2026-06-09';

describe('hainan-2022 art. 20: 6 to 7 points suspend for 3 months, 8 to 9 for 6, 10 to 12 for 12', () => {
  it.each([
    [1, NONE],
    [2, NONE],
    [3, NONE],
    [4, NONE],
    [5, NONE],
    [6, THREE],
    [7, THREE],
    [8, SIX],
    [9, SIX],
    [10, TWELVE],
    [11, TWELVE],
    [12, TWELVE],
  ])('%i points of one decision → %s', (points, expected) => {
    expect(shortScores(PACK, hainanPoints(points))).toEqual([`${points} → ${expected}`]);
  });

  it.each([
    [
      'on the last of January, into a short month',
      '2025-01-31',
      6,
      '6 → suspend 3 months 2025-01-31/2025-04-30',
    ],
    ['in a leap year', '2023-11-30', 6, '6 → suspend 3 months 2023-11-30/2024-02-29'],
    ['in a common year', '2024-11-30', 6, '6 → suspend 3 months 2024-11-30/2025-02-28'],
    ['on 29 February, for a year', '2024-02-29', 12, '12 → suspend 12 months 2024-02-29/2025-02-28'],
    ['in the last second of a day', '2025-06-10 23:59:59', 6, `6 → ${THREE}`],
    [
      'in the first second of the next',
      '2025-06-11 00:00:00',
      6,
      '6 → suspend 3 months 2025-06-11/2025-09-10',
    ],
  ])('decided %s (%s), %i points: %s', (_, when, points, expected) => {
    expect(shortScores(PACK, hainanPoints(points, when))).toEqual([expected]);
  });

  it('reads a month without a corresponding day by its last day; read the other way, by the day before', () => {
    const points = hainanPoints(6, '2025-11-30');
    expect(lastScore(PACK, points)).toBe('6 → suspend 3 months 2025-11-30/2026-02-28');
    expect(lastScore(PACK, points, { monthEnd: 'day_before_clamped' })).toBe(
      '6 → suspend 3 months 2025-11-30/2026-02-27',
    );
  });

  it('cites the article, and that of the catalogue nowhere', () => {
    expect(answersOn(PACK, hainanPoints(6))[0]?.article).toBe('hainan-2022 art. 20');
    expect(answersOn(PACK, hainanPoints(1))[0]?.article).toBe('hainan-2022 art. 20');
  });

  it('12 points suspend and do not cancel; read the other way they end eligibility', () => {
    const terminates = { terminate: 'at 12: accumulated 1, one-off 3' };
    expect(lastScore(PACK, hainanPoints(12))).toBe(`12 → ${TWELVE}`);
    expect(lastScore(PACK, [finding('HI22-15-1')], terminates)).toBe(
      '12 → terminate 3 years 2025-06-10/2028-06-09',
    );
    expect(lastScore(PACK, hainanPoints(11), terminates)).toBe(`11 → ${TWELVE}`);
  });

  it('read the other way: from the first day of the next month', () => {
    expect(lastScore(PACK, hainanPoints(6), { effectiveFrom: 'next_month' })).toBe(
      '6 → suspend 3 months 2025-07-01/2025-09-30',
    );
    expect(lastScore(PACK, hainanPoints(6, '2025-12-31 23:59:59'), { effectiveFrom: 'next_month' })).toBe(
      '6 → suspend 3 months 2026-01-01/2026-03-31',
    );
  });

  describe('a second decision of the same year (READINGS 1.1.3 item 4)', () => {
    const more = (points: number) => [
      ...hainanPoints(6, '2025-01-02'),
      ...hainanPoints(points, '2025-06-10'),
    ];

    it.each([
      ['in full, as the draft is read', 'freshFull', 1, `7 → ${THREE}`],
      ['in full, as the draft is read', 'freshFull', 2, `8 → ${SIX}`],
      ['in full, as the draft is read', 'freshFull', 4, `10 → ${TWELVE}`],
      ['read the other way, what is left of the tier', 'topUp', 1, '7 → none'],
      [
        'read the other way, what is left of the tier',
        'topUp',
        2,
        '8 → suspend 3 months 2025-06-10/2025-09-09',
      ],
      [
        'read the other way, what is left of the tier',
        'topUp',
        4,
        '10 → suspend 9 months 2025-06-10/2026-03-09',
      ],
      ['read the other way, no further one', 'none', 2, '8 → none'],
      ['read the other way, no further one', 'none', 6, '12 → none'],
    ])('%s (%s): 6 points, then %i: %s', (_, tierEscalation, points, expected) => {
      expect(lastScore(PACK, more(points), { tierEscalation })).toBe(expected);
    });

    it.each(['freshFull', 'topUp', 'none'])(
      'the first suspension of a year is in full under %s',
      (tierEscalation) => {
        const stated = [...hainanPoints(5, '2025-01-02'), ...hainanPoints(3, '2025-06-10')];
        expect(lastScore(PACK, stated, { tierEscalation })).toBe(`8 → ${SIX}`);
      },
    );

    it.each(['topUp', 'none'])('and so is the first of the next year under %s', (tierEscalation) => {
      const stated = [...hainanPoints(6, '2024-12-31'), ...hainanPoints(6)];
      expect(lastScore(PACK, stated, { tierEscalation })).toBe(`6 → ${THREE}`);
    });

    it('what is left is reckoned from all that was ordered', () => {
      const stated = ['2025-01-02', '2025-03-04', '2025-06-10'].flatMap((when, position) =>
        hainanPoints(position === 0 ? 6 : 2, when),
      );
      expect(shortScores(PACK, stated, { tierEscalation: 'topUp' })).toEqual([
        '6 → suspend 3 months 2025-01-02/2025-04-01',
        '8 → suspend 3 months 2025-03-04/2025-06-03',
        '10 → suspend 6 months 2025-06-10/2025-12-09',
      ]);
    });

    it.each([
      ['1-6 less 1-6: nothing', '[6,8) suspend 1-6;[8,..) suspend 1-6', 'none'],
      ['2-8 less 1-6: 1 to 2', '[6,8) suspend 1-6;[8,..) suspend 2-8', 'suspend 1-2 months 2025-06-10/..'],
      ['6 less 1-3: 3 to 5', '[6,8) suspend 1-3;[8,..) suspend 6', 'suspend 3-5 months 2025-06-10/..'],
      ['1-6 less 3: up to 3', '[6,8) suspend 3;[8,..) suspend 1-6', 'suspend 0-3 months 2025-06-10/..'],
    ])('of a range, each end is left: %s', (_, tiers, expected) => {
      expect(lastScore(PACK, more(2), { tierEscalation: 'topUp', tiers })).toBe(`8 → ${expected}`);
    });
  });
});
