import { isSampledFrom, leastSample, mostRefusable, stillOwedIn } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const pack = 'hainan-institutions-2024';
const terms = parametersOf(pack);

describe('hainan-institutions-2024 art. 5-1: each institution checked twice a year, 5 % of what passed audited again', () => {
  it.each([
    [0, 0],
    [1, 1],
    [19, 1],
    [20, 1],
    [21, 2],
    [40, 2],
    [41, 3],
    [1_000_000, 50_000],
    [1_000_001, 50_001],
  ])('of %d claims at least %d', (claims, least) => {
    expect(leastSample(claims, terms)).toBe(least);
  });

  it.each([
    ['a stay that passed', true, true, true, true],
    ['another claim that passed', true, false, true, false],
    ['a stay that did not', false, true, false, false],
    ['another claim that did not', false, false, false, false],
  ])(
    '%s is sampled from; read the other way, of stays only',
    (_, passedFirstAudit, inpatient, all, stays) => {
      const claim = { passedFirstAudit, inpatient };
      expect(isSampledFrom(claim, terms)).toBe(all);
      expect(isSampledFrom(claim, parametersOf(pack, { samplingBase: 'inpatient' }))).toBe(stays);
    },
  );

  it('what a sample confirms is refused as it is, without proportion', () => {
    const found = {
      confirmed: 200_000n,
      statusHits: 50_000n,
      sampled: 5,
      claims: 100,
      claimed: 100_000_000n,
    };
    expect(mostRefusable(found, terms)).toBe(250_000n);
  });

  it.each([
    ['none', [], 2],
    ['one', ['2025-03-01'], 1],
    ['two', ['2025-01-01', '2025-12-31'], 0],
    ['two, one of them in another year', ['2024-12-31', '2025-12-31'], 1],
    ['three', ['2025-03-01', '2025-06-01', '2025-09-01'], 0],
  ])('full checks of 2025: %s (%j), %d owed', (_, held, owed) => {
    expect(stillOwedIn(2025, held.map(dayOn), terms.fullChecksPerYear)).toBe(owed);
  });
});
