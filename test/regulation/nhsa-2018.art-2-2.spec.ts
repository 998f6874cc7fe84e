import { refusableOf } from '@gatekeeper/clearing';
import { isSampledFrom, leastSample, mostRefusable } from '@gatekeeper/scoring';
import type { SampleResult } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

const pack = 'nhsa-2018';
const terms = parametersOf(pack);
/** 5 of 100 claims sampled, ¥2,000 confirmed, of ¥1,000,000 claimed. */
const sample = (more: Partial<SampleResult> = {}): SampleResult => ({
  confirmed: 200_000n,
  statusHits: 0n,
  sampled: 5,
  claims: 100,
  claimed: 100_000_000n,
  ...more,
});

describe('nhsa-2018 art. 2-2: 5 % of hospital stays audited again, what is confirmed refused in proportion', () => {
  it.each([
    ['a stay that passed', true, true, true, true],
    ['another claim that passed', true, false, false, true],
    ['a stay that did not pass', false, true, false, false],
  ])('%s; read the other way, of all that passed', (_, passedFirstAudit, inpatient, stays, all) => {
    const claim = { passedFirstAudit, inpatient };
    expect(isSampledFrom(claim, terms)).toBe(stays);
    expect(isSampledFrom(claim, parametersOf(pack, { samplingBase: 'all_passed' }))).toBe(all);
  });

  it('a text without a second audit samples nothing', () => {
    const national = parametersOf('national-2024');
    expect(isSampledFrom({ passedFirstAudit: true, inpatient: true }, national)).toBe(false);
    expect(leastSample(100, national)).toBe(0);
  });

  it.each([
    [99, 5],
    [100, 5],
    [101, 6],
  ])('of %d stays at least %d', (claims, least) => {
    expect(leastSample(claims, terms)).toBe(least);
  });

  it.each([
    ['¥2,000 in a sample of 5 %: ¥40,000', {}, 4_000_000n],
    ['all sampled: what was confirmed', { sampled: 100 }, 200_000n],
    [
      'a share that does not come out even: cut off below a fen',
      { confirmed: 100n, sampled: 3, claims: 10 },
      333n,
    ],
    ['nothing confirmed', { confirmed: 0n }, 0n],
    ['nothing sampled', { confirmed: 0n, sampled: 0 }, 0n],
  ])('%s', (_, more, expected) => {
    expect(mostRefusable(sample(more), terms)).toBe(expected);
  });

  it.each([
    ['a fen below what was claimed', 4_000_001n, 4_000_000n],
    ['just what was claimed', 4_000_000n, 4_000_000n],
    ['a fen more than was claimed', 3_999_999n, 3_999_999n],
  ])('%s: claimed %d, at most %d', (_, claimed, expected) => {
    expect(mostRefusable(sample({ claimed }), terms)).toBe(expected);
  });

  it('lines refused for a status are counted one by one and never in proportion', () => {
    expect(mostRefusable(sample({ statusHits: 50_000n }), terms)).toBe(4_050_000n);
    expect(mostRefusable(sample({ confirmed: 0n, statusHits: 50_000n }), terms)).toBe(50_000n);
    expect(mostRefusable(sample({ statusHits: 50_000n, claimed: 4_040_000n }), terms)).toBe(4_040_000n);
  });

  it('read the other way, may is not must: what was found', () => {
    const asFound = parametersOf(pack, { samplingExtrapolates: 'false' });
    expect(mostRefusable(sample({ statusHits: 50_000n }), asFound)).toBe(250_000n);
  });

  it.each([
    ['all that the stratum claims, unless set otherwise', {}, 4_000_000n],
    ['read the other way, a hundredth of it', { extrapolationCapPercent: '1' }, 1_000_000n],
  ])('refused in proportion, capped at %s', (_, values, refusable) => {
    const stratum = {
      ...{ stratum: '', lines: 100, claimed: 100_000_000n, drawn: 5 },
      results: [200_000n, 0n, 0n, 0n, 0n].map((wrong) => ({ wrong, statusHit: 0n })),
    };
    expect(refusableOf([stratum], parametersOf(pack, values))).toMatchObject({ refusable });
  });

  it('where the text does not extrapolate, what was found', () => {
    const stratum = {
      ...{ stratum: '', lines: 100, claimed: 100_000_000n, drawn: 1 },
      results: [{ wrong: 200_000n, statusHit: 0n }],
    };
    expect(refusableOf([stratum], parametersOf('national-2024'))).toEqual({
      extrapolates: false,
      because: 'text_does_not_extrapolate',
      refusable: 200_000n,
    });
  });
});
