import {
  neededAnew,
  pointsAfterRestoration,
  restorationApplicationBy,
  restorationAssessmentBy,
  restoredFrom,
  timelinessOf,
} from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const terms = parametersOf('national-2024');
const LAST_DAY = dayOn('2026-03-09');
const by = restorationApplicationBy(LAST_DAY, terms, officialWorkingDays);

describe('national-2024 art. 39: applied for 15 working days ahead, assessed within 10', () => {
  it('counted back over Spring Festival', () => {
    expect(dayInShort(by)).toBe('2026-02-10');
  });

  it.each([
    ['2026-02-09 23:59:59', 'in_time'],
    ['2026-02-10 23:59:59', 'in_time'],
    ['2026-02-11 00:00:00', 'late'],
  ])('applied %s: %s', (applied, expected) => {
    expect(timelinessOf(at(applied), by)).toBe(expected);
  });

  it.each([
    ['2026-03-01 23:59:59', 'in_time'],
    ['2026-03-02 23:59:59', 'in_time'],
    ['2026-03-03 00:00:00', 'late'],
  ])('applied for on 2026-02-10, assessed %s: %s', (assessed, expected) => {
    const assessedBy = restorationAssessmentBy(dayOn('2026-02-10'), terms, officialWorkingDays);
    expect(timelinessOf(at(assessed), assessedBy)).toBe(expected);
  });

  it('not by itself; after a suspension points go on counting, after a termination all begins anew', () => {
    expect(restoredFrom(LAST_DAY, null, terms)).toBe('not_restored');
    expect(dayInShort(restoredFrom(LAST_DAY, { passedOn: dayOn('2026-03-12') }, terms))).toBe('2026-03-12');
    expect(pointsAfterRestoration({ year: 2026, total: 9 }, dayOn('2026-03-12'))).toBe(9);
    expect(neededAnew('terminated', terms)).toEqual({ registration: true, commitment: true });
  });
});
