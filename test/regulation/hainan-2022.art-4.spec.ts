import { covers, formatInterval } from '@gatekeeper/calendar';
import { agreementTerm, stillOwedIn } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { parametersOf } from './parameters';

const terms = parametersOf('hainan-2022');

describe('hainan-2022 art. 4: an agreement of two years, and a training each year', () => {
  it.each([
    ['2025-06-10', '2025-06-10/2027-06-10'],
    ['2024-02-29', '2024-02-29/2026-03-01'],
  ])('signed on %s it runs %s', (signed, expected) => {
    const term = agreementTerm(dayOn(signed), terms);
    expect(term === 'none' ? term : formatInterval(term)).toBe(expected);
  });

  it.each([
    ['2027-06-09 23:59:59', true],
    ['2027-06-10 00:00:00', false],
  ])('signed on 2025-06-10, at %s it runs: %s', (moment, runs) => {
    const term = agreementTerm(dayOn('2025-06-10'), terms);
    expect(term !== 'none' && covers(term, at(moment))).toBe(runs);
  });

  it.each([
    ['none held', [], 1],
    ['one on the last day of the year before', ['2024-12-31'], 1],
    ['one on the first day', ['2025-01-01'], 0],
    ['one on the last day', ['2025-12-31'], 0],
    ['one on the first day of the next', ['2026-01-01'], 1],
    ['more than asked', ['2025-03-01', '2025-09-01'], 0],
  ])('trainings of 2025, %s: %d owed', (_, held, owed) => {
    expect(stillOwedIn(2025, held.map(dayOn), terms.trainingsPerYear)).toBe(owed);
  });

  it('a text without a term has none', () => {
    expect(agreementTerm(dayOn('2025-06-10'), parametersOf('national-2024'))).toBe('none');
  });
});
