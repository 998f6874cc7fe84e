import {
  gapDays,
  neededAnew,
  pointsAfterRestoration,
  restorationAddressee,
  restorationApplicationBy,
  restorationAssessmentBy,
  restoredFrom,
} from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'hainan-2022';
const terms = parametersOf(pack);
const LAST_DAY = dayOn('2025-09-09');

describe('hainan-2022 art. 22: a period served is over by itself, and points of the year go on counting', () => {
  it('restored the day after the last, without application or gap', () => {
    const restored = restoredFrom(LAST_DAY, null, terms);
    expect(dayInShort(restored)).toBe('2025-09-10');
    expect(gapDays(LAST_DAY, dayOn('2025-09-10'))).toBe(0);
    expect(restorationApplicationBy(LAST_DAY, terms, officialWorkingDays)).toBe('none');
    expect(restorationAssessmentBy(LAST_DAY, terms, officialWorkingDays)).toBe('none');
    expect(restorationAddressee({ leftIt: false, itsAgreementEnded: false }, terms)).toBe('none');
  });

  it('read the other way, nothing ends without an application', () => {
    const applied = parametersOf(pack, { restore: 'application' });
    expect(restoredFrom(LAST_DAY, null, applied)).toBe('not_restored');
  });

  it.each([
    ['in the year of the points', 2025, '2025-12-31', 6],
    ['on the first day of the next', 2025, '2026-01-01', 0],
    ['two years later', 2025, '2027-01-01', 0],
  ])('restored %s: of the 6 points of %d, restored on %s, %d count', (_, year, restored, points) => {
    expect(pointsAfterRestoration({ year, total: 6 }, dayOn(restored))).toBe(points);
  });

  it('whoever was cancelled is registered anew; a commitment it does not know', () => {
    expect(neededAnew('terminated', terms)).toEqual({ registration: true, commitment: false });
  });
});
