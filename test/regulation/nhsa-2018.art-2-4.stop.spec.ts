import { fraudStopUntil } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { dayInShort, parametersOf } from './parameters';

const stopped = (years: number, pack = 'nhsa-2018', values = {}) =>
  dayInShort(fraudStopUntil(dayOn('2025-06-10'), years, parametersOf(pack, values)));

describe('nhsa-2018 art. 2-4: a doctor with verified fraud is stopped for 1 to 5 years', () => {
  it.each([
    [0, 'not_allowed'],
    [1, '2026-06-09'],
    [2, '2027-06-09'],
    [5, '2030-06-09'],
    [6, 'not_allowed'],
  ])('for %d years from 2025-06-10: %s', (years, expected) => {
    expect(stopped(years)).toBe(expected);
  });

  it('read the other way, fraud is scored like the rest: no stop of its own', () => {
    expect(stopped(1, 'nhsa-2018', { fraudStopYears: 'none' })).toBe('not_allowed');
    expect(stopped(1, 'national-2024')).toBe('not_allowed');
  });
});
