import { answersOn, finding, lastScore, nationalPoints, shortScores } from './scoring';

const PACK = 'national-2024';
const SUSPENDED = 'suspend 1-6 months 2025-06-10/..';
const ACCUMULATED = 'terminate 1 year 2025-06-10/2026-06-09';
const AT_ONCE = 'terminate 3 years 2025-06-10/2028-06-09';

const summing = (first: number, second: number) => [
  nationalPoints(first, '2025-03-01'),
  nationalPoints(second, '2025-06-10'),
];

describe('national-2024 art. 29: below 9 inform, from 9 suspend, 12 terminate', () => {
  it.each([
    [1, 'inform'],
    [8, 'inform'],
    [9, SUSPENDED],
    [10, SUSPENDED],
    [11, SUSPENDED],
    [12, AT_ONCE],
  ])('%i points of one decision: %s', (points, expected) => {
    expect(lastScore(PACK, [nationalPoints(points, '2025-06-10')])).toBe(`${points} → ${expected}`);
  });

  it.each([
    [6, 2, '8 → inform'],
    [6, 3, `9 → ${SUSPENDED}`],
    [6, 5, `11 → ${SUSPENDED}`],
    [6, 6, `12 → ${ACCUMULATED}`],
    [11, 1, `12 → ${ACCUMULATED}`],
    [1, 11, `12 → ${ACCUMULATED}`],
    [1, 12, `12 → ${AT_ONCE}`],
    [10, 4, `12 → ${ACCUMULATED}`],
  ])('%i and then %i points: %s', (first, second, expected) => {
    expect(lastScore(PACK, summing(first, second))).toBe(expected);
  });

  it('at once is what one decision brings together; read the other way, what one finding brings', () => {
    const together = [nationalPoints(10, '2025-06-10'), nationalPoints(4, '2025-06-10')];
    const one = [nationalPoints(12, '2025-06-10'), nationalPoints(1, '2025-06-10')];
    expect(lastScore(PACK, together)).toBe(`12 → ${AT_ONCE}`);
    expect(lastScore(PACK, together, { oneOffBy: 'finding' })).toBe(`12 → ${ACCUMULATED}`);
    expect(lastScore(PACK, one, { oneOffBy: 'finding' })).toBe(`12 → ${AT_ONCE}`);
  });

  it('what counts at once is what counted: a kind that counted before brings only what exceeds it', () => {
    const stated = [
      finding('N23-10-12-1', { inspection: 'I1', points: 10, at: '2025-03-01' }),
      finding('N23-10-12-1', { inspection: 'I1', points: 12, at: '2025-06-10' }),
    ];
    expect(shortScores(PACK, stated)).toEqual([
      '10 → suspend 1-6 months 2025-03-01/..',
      `12 → ${ACCUMULATED}`,
    ]);
  });

  it('a year is capped at 12; read the other way it goes on, to the same measure', () => {
    expect(lastScore(PACK, summing(10, 4))).toBe(`12 → ${ACCUMULATED}`);
    expect(lastScore(PACK, summing(10, 4), { annualCap: 'none' })).toBe(`14 → ${ACCUMULATED}`);
  });

  it('what counted is told before the cap', () => {
    const answers = answersOn(PACK, summing(10, 4));
    expect(answers.map(({ counted }) => counted.map(({ points }) => points))).toEqual([[10], [4]]);
  });

  it('without a termination, 12 points lie in no tier; read so they lead to nothing', () => {
    expect(lastScore(PACK, summing(6, 6), { terminate: 'none' })).toBe('12 → none');
  });

  it('a year that was terminated stays so with every further decision', () => {
    const stated = [...summing(6, 6), nationalPoints(1, '2025-07-01')];
    expect(lastScore(PACK, stated)).toBe('12 → terminate 1 year 2025-07-01/2026-06-30');
  });

  it.each([
    ['in full', 'freshFull', `10 → ${SUSPENDED}`],
    ['read the other way, what is left', 'topUp', '10 → none'],
    ['read the other way, none', 'none', '10 → none'],
  ])('a second suspension of the year: %s (%s)', (_, tierEscalation, expected) => {
    expect(lastScore(PACK, summing(9, 1), { tierEscalation })).toBe(expected);
  });

  it.each(['freshFull', 'topUp', 'none'])(
    'a termination after a suspension is in full under %s',
    (tierEscalation) => {
      expect(lastScore(PACK, summing(9, 3), { tierEscalation })).toBe(`12 → ${ACCUMULATED}`);
    },
  );

  it.each([
    [8, 'inform'],
    [9, SUSPENDED],
    [12, AT_ONCE],
  ])('%i points (%s) rest on this article', (points) => {
    expect(answersOn(PACK, [nationalPoints(points)])[0]?.article).toBe('national-2024 art. 29');
  });
});
