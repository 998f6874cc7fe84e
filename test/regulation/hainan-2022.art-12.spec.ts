import { findingReportBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const by = (found: string) => findingReportBy(dayOn(found), parametersOf('hainan-2022'), officialWorkingDays);

describe('hainan-2022 art. 12: an institution reports what it found within 5 working days', () => {
  it.each([
    ['a plain week', '2022-06-14', '2022-06-21'],
    ['found on a Sunday', '2022-06-19', '2022-06-24'],
    ['over Spring Festival, with weekend days worked', '2022-01-27', '2022-02-08'],
    ['into a year whose calendar is not published', '2026-12-28', 'unpublished 2027'],
  ])('%s: found %s, reported by %s', (_, found, expected) => {
    expect(dayInShort(by(found))).toBe(expected);
  });

  it.each([
    ['2022-06-20 23:59:59', 'in_time'],
    ['2022-06-21 23:59:59', 'in_time'],
    ['2022-06-22 00:00:00', 'late'],
  ])('found on 2022-06-14, reported %s: %s', (reported, expected) => {
    expect(timelinessOf(at(reported), by('2022-06-14'))).toBe(expected);
  });
});
