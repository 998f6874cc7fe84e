import { mayBeRatedExcellent, reachesPercent, suspendedShare } from '@gatekeeper/scoring';
import type { PersonCounted } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

const terms = parametersOf('hainan-2022');
const people = (category: PersonCounted['category'], suspended: number, of: number): PersonCounted[] =>
  Array.from({ length: of }, (_, index) => ({ category, suspended: index < suspended }));
const rated = (suspended: number, of: number, reportedInTime = true, values = {}) =>
  mayBeRatedExcellent({ reportedInTime, share: { suspended, of } }, parametersOf('hainan-2022', values));

describe('hainan-2022 art. 30: not excellent when a quarter of its doctors were suspended, or a report was late', () => {
  it.each([
    ['nobody', 0, 8, true],
    ['12.5 %', 1, 8, true],
    ['24.99 %', 2499, 10_000, true],
    ['25 %: reached', 2, 8, false],
    ['25.01 %', 2501, 10_000, false],
    ['a third, which no fraction shows exactly', 1, 3, false],
    ['just below a quarter of 7', 1, 7, true],
    ['just above it', 2, 7, false],
    ['an institution without doctors', 0, 0, true],
  ])('%s (%d of %d): may be excellent: %s', (_, suspended, of, excellent) => {
    expect(rated(suspended, of)).toBe(excellent);
  });

  it('nor when it found violations and did not report in time', () => {
    expect(rated(0, 8, false)).toBe(false);
    expect(rated(2, 8, false)).toBe(false);
  });

  it('only the doctors count, among the suspended and among all', () => {
    const staff = [...people('doctor', 2, 8), ...people('nurse', 3, 20)];
    expect(suspendedShare(staff, terms)).toEqual({ suspended: 2, of: 8 });
    expect(suspendedShare(staff, parametersOf('national-2024'))).toEqual({ suspended: 5, of: 28 });
  });

  it.each([
    [1, 5, 20, true],
    [1, 5, 21, false],
    [2, 4, 50, true],
    [0, 0, 1, false],
  ])('%d of %d reach %d %%: %s', (suspended, of, percent, reached) => {
    expect(reachesPercent({ suspended, of }, percent)).toBe(reached);
  });

  it('read the other way, without a ratio of its own, only reports matter', () => {
    expect(rated(8, 8, true, { institutionRatio: 'none' })).toBe(true);
    expect(rated(8, 8, false, { institutionRatio: 'none' })).toBe(false);
  });
});
