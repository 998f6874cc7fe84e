import { stillOwedIn } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { filledLinfen } from './linfen-filled';

const terms = filledLinfen({ onSiteChecksPerYear: '3' });
const VISITS = ['2025-03-01', '2025-06-01', '2025-09-01', '2025-12-01'].map(dayOn);

describe('linfen art. 5-3: inspected as many times a year as filled in', () => {
  it.each([
    [0, 3],
    [2, 1],
    [3, 0],
    [4, 0],
  ])('3 times, after %d visits %d are owed', (held, owed) => {
    expect(stillOwedIn(2025, VISITS.slice(0, held), terms.onSiteChecksPerYear)).toBe(owed);
  });
});
