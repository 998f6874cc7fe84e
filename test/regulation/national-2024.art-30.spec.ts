import { mayBeRatedExcellent } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

const rated = (suspended: number, values = {}) =>
  mayBeRatedExcellent(
    { reportedInTime: true, share: { suspended, of: 100 } },
    parametersOf('national-2024', values),
  );

describe('national-2024 art. 30: the ratio of persons measured is left to the localities', () => {
  it('without a locality that set one, no ratio counts', () => {
    expect(rated(100)).toBe(true);
  });

  it.each([
    [19, true],
    [20, false],
    [21, false],
  ])('a locality sets 20 %%: %d of 100 may be excellent: %s', (suspended, excellent) => {
    expect(rated(suspended, { institutionRatio: '20' })).toBe(excellent);
  });
});
