import { heavierBounds, liesWithin } from '@gatekeeper/scoring';
import { filledLinfen } from './linfen-filled';
import { parametersOf } from './parameters';

const terms = filledLinfen({
  heavierSuspensionMonthsFrom: '6',
  heavierSuspensionYearsUpTo: '1',
  unqualifiedSuspensionMonthsFrom: '3',
  unqualifiedSuspensionYearsUpTo: '2',
});

describe('linfen art. 5-4: a heavier violation suspends for the months to the years filled in', () => {
  it.each([
    [5, false],
    [6, true],
    [7, true],
    [11, true],
    [12, true],
    [13, false],
  ])('6 months to 1 year, %d months: %s', (months, within) => {
    expect(liesWithin(months, heavierBounds(terms))).toBe(within);
  });

  it('a text without such a rule allows no length', () => {
    expect(liesWithin(6, heavierBounds(parametersOf('national-2024')))).toBe(false);
  });
});
