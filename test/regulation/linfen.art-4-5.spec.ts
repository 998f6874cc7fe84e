import { liesWithin, unqualifiedBounds } from '@gatekeeper/scoring';
import { filledLinfen } from './linfen-filled';
import { parametersOf } from './parameters';

const terms = filledLinfen({
  unqualifiedSuspensionMonthsFrom: '3',
  unqualifiedSuspensionYearsUpTo: '2',
  heavierSuspensionMonthsFrom: '6',
  heavierSuspensionYearsUpTo: '1',
});

describe('linfen art. 4-5: who is unqualified is suspended for the months to the years filled in', () => {
  it.each([
    [2, false],
    [3, true],
    [4, true],
    [23, true],
    [24, true],
    [25, false],
  ])('3 months to 2 years, %d months: %s', (months, within) => {
    expect(liesWithin(months, unqualifiedBounds(terms))).toBe(within);
  });

  it('without bounds no length lies within', () => {
    expect(liesWithin(3, unqualifiedBounds(parametersOf('national-2024')))).toBe(false);
    const { unqualifiedSuspensionMonthsFrom, unqualifiedSuspensionYearsUpTo } = terms;
    const none = 'none' as const;
    expect(unqualifiedBounds({ unqualifiedSuspensionMonthsFrom, unqualifiedSuspensionYearsUpTo: none })).toBe(
      'none',
    );
    expect(unqualifiedBounds({ unqualifiedSuspensionMonthsFrom: none, unqualifiedSuspensionYearsUpTo })).toBe(
      'none',
    );
  });
});
