import { stillOwedIn } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const terms = parametersOf('nhsa-2018');
const VISITS = ['2025-02-01', '2025-05-01', '2025-08-01', '2025-11-01', '2025-12-01'];

describe('nhsa-2018 art. 2-3: each hospital visited twice a year, and four special campaigns', () => {
  it.each([
    [0, 2, 4],
    [1, 1, 3],
    [2, 0, 2],
    [3, 0, 1],
    [4, 0, 0],
    [5, 0, 0],
  ])('after %d in a year, %d visits and %d campaigns are owed', (held, visits, campaigns) => {
    const days = VISITS.slice(0, held).map(dayOn);
    expect(stillOwedIn(2025, days, terms.onSiteChecksPerYear)).toBe(visits);
    expect(stillOwedIn(2025, days, terms.specialChecksPerYear)).toBe(campaigns);
  });

  it('a new year begins with nothing held', () => {
    expect(stillOwedIn(2026, VISITS.map(dayOn), terms.onSiteChecksPerYear)).toBe(2);
  });
});
