import { reviewBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const by = (expertDays: number, values = {}) =>
  reviewBy(
    { materialReceivedOn: dayOn('2026-05-13'), acceptedOn: dayOn('2026-05-15'), expertDays },
    parametersOf('national-2024', values),
    officialWorkingDays,
  );

describe('national-2024 art. 44: answered within 20 working days of the material, expert time apart', () => {
  it.each([
    ['without experts', 0, '2026-06-10'],
    ['nine days of experts', 9, '2026-06-22'],
    ['ten days of experts, over Dragon Boat Festival', 10, '2026-06-22'],
    ['thirteen', 13, '2026-06-23'],
  ])('%s: %d days, by %s', (_, expertDays, expected) => {
    expect(dayInShort(by(expertDays))).toBe(expected);
  });

  it.each([
    ['2026-06-09 23:59:59', 'in_time'],
    ['2026-06-10 23:59:59', 'in_time'],
    ['2026-06-11 00:00:00', 'late'],
  ])('answered %s: %s', (answered, expected) => {
    expect(timelinessOf(at(answered), by(0))).toBe(expected);
  });

  it('read the other way, from acceptance', () => {
    expect(dayInShort(by(0, { reviewClock: 'acceptance' }))).toBe('2026-06-12');
  });

  it('where a text sets no limit there is none', () => {
    expect(by(5, { reviewWorkingDays: 'none' })).toBe('none');
  });
});
