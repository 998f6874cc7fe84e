import { formatInstant } from '@gatekeeper/calendar';
import { answersOn, lastScore, nationalPoints, shortScores } from './scoring';

const PACK = 'national-2024';

describe('national-2024 art. 27: points date from the moment of the decision', () => {
  it('findings of one moment are one decision, and those of another second are another', () => {
    const stated = [
      nationalPoints(2, '2025-06-10 09:00:00'),
      nationalPoints(5, '2025-06-10 09:00:00'),
      nationalPoints(2, '2025-06-10 09:00:01'),
    ];
    expect(
      answersOn(PACK, stated).map(({ decidedAt, yearTotal }) => [formatInstant(decidedAt), yearTotal]),
    ).toEqual([
      ['2025-06-10T09:00:00+08:00', 7],
      ['2025-06-10T09:00:01+08:00', 9],
    ]);
  });

  it.each([
    ['the last second of a day', '2025-06-10 23:59:59', '10 → suspend 1-6 months 2025-06-10/..'],
    ['the first of the next', '2025-06-11 00:00:00', '10 → suspend 1-6 months 2025-06-11/..'],
  ])('a measure begins with the day of the decision: %s', (_, when, expected) => {
    expect(lastScore(PACK, [nationalPoints(10, when)])).toBe(expected);
  });

  it.each([
    ['in the middle of a month', '2025-06-10', '12 → terminate 3 years 2025-07-01/2028-06-30'],
    ['on its last day', '2025-06-30 23:59:59', '12 → terminate 3 years 2025-07-01/2028-06-30'],
    ['on the first of the next', '2025-07-01', '12 → terminate 3 years 2025-08-01/2028-07-31'],
    ['in December', '2025-12-31', '12 → terminate 3 years 2026-01-01/2028-12-31'],
  ])('read the other way, from the next month on: decided %s', (_, when, expected) => {
    expect(lastScore(PACK, [nationalPoints(12, when)], { effectiveFrom: 'next_month' })).toBe(expected);
  });

  it('decisions are taken in the order of time, however they are told', () => {
    const stated = [nationalPoints(5, '2025-06-10'), nationalPoints(6, '2025-03-01')];
    expect(shortScores(PACK, stated)).toEqual(['6 → inform', '11 → suspend 1-6 months 2025-06-10/..']);
  });
});
