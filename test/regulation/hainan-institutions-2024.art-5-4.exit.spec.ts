import { exitApplicationBy, mayReapplyFrom, rectificationBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, parametersOf } from './parameters';

const terms = parametersOf('hainan-institutions-2024');
const national = parametersOf('national-2024');

describe('hainan-institutions-2024 art. 5-4: leaving is applied for 3 months ahead; a failed audit gives 1 month', () => {
  it.each([
    ['2025-06-10', '2025-03-10'],
    ['2025-05-31', '2025-02-28'],
    ['2025-01-15', '2024-10-15'],
  ])('leaving on %s: applied for by %s', (planned, expected) => {
    expect(dayInShort(exitApplicationBy(dayOn(planned), terms))).toBe(expected);
  });

  it.each([
    ['2025-03-09 23:59:59', 'in_time'],
    ['2025-03-10 23:59:59', 'in_time'],
    ['2025-03-11 00:00:00', 'late'],
  ])('leaving on 2025-06-10, applied %s: %s', (applied, expected) => {
    expect(timelinessOf(at(applied), exitApplicationBy(dayOn('2025-06-10'), terms))).toBe(expected);
  });

  it.each([
    ['2025-07-09 23:59:59', 'in_time'],
    ['2025-07-10 23:59:59', 'in_time'],
    ['2025-07-11 00:00:00', 'late'],
  ])('told on 2025-06-10, put right %s: %s', (done, expected) => {
    expect(timelinessOf(at(done), rectificationBy(dayOn('2025-06-10'), terms))).toBe(expected);
  });

  it('told on the last of January: by the last of February', () => {
    expect(dayInShort(rectificationBy(dayOn('2025-01-31'), terms))).toBe('2025-02-28');
  });

  it('who left on its own application may apply again after a year', () => {
    expect(dayInShort(mayReapplyFrom(dayOn('2025-06-10'), terms))).toBe('2026-06-10');
  });

  it('a text without these periods sets no day', () => {
    expect(exitApplicationBy(dayOn('2025-06-10'), national)).toBe('none');
    expect(rectificationBy(dayOn('2025-06-10'), national)).toBe('none');
    expect(mayReapplyFrom(dayOn('2025-06-10'), national)).toBe('none');
  });
});
