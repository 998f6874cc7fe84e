import type { SampledStratum } from '.';
import { refusableOf } from '.';

const TERMS = { samplingExtrapolates: true, extrapolationCapPercent: 100 };

/** 5 of 100 lines drawn, ¥2,000 confirmed, of ¥1,000,000 claimed. */
const stratum = (more: Partial<SampledStratum> = {}): SampledStratum => ({
  stratum: 'A',
  lines: 100,
  claimed: 100_000_000n,
  drawn: 5,
  results: [200_000n, 0n, 0n, 0n, 0n].map((wrong) => ({ wrong, statusHit: 0n })),
  ...more,
});
const withHit = stratum({
  results: [200_000n, 0n, 0n, 0n, 0n].map((wrong, n) => ({ wrong, statusHit: n === 1 ? 50_000n : 0n })),
});

describe('what a sample lets the agency refuse', () => {
  it.each([
    ['in proportion', stratum(), TERMS, { inProportion: 4_000_000n, capped: false, refusable: 4_000_000n }],
    [
      'status hits as they are, never in proportion',
      withHit,
      TERMS,
      { inProportion: 4_000_000n, statusHits: 50_000n, refusable: 4_050_000n },
    ],
    [
      'not above what the stratum claims',
      stratum({ claimed: 3_000_000n }),
      TERMS,
      { inProportion: 4_000_000n, capped: true, refusable: 3_000_000n },
    ],
    [
      'nor above the percentage of it that the parameter says',
      stratum(),
      { ...TERMS, extrapolationCapPercent: 3 },
      { inProportion: 4_000_000n, capped: true, refusable: 3_000_000n },
    ],
    [
      'just up to it',
      stratum(),
      { ...TERMS, extrapolationCapPercent: 4 },
      { inProportion: 4_000_000n, capped: false, refusable: 4_000_000n },
    ],
  ])('%s', (_, one, terms, expected) => {
    expect(refusableOf([one], terms)).toMatchObject({
      extrapolates: true,
      refusable: expected.refusable,
      strata: [expected],
    });
  });

  it.each([
    [
      'the text does not extrapolate',
      [withHit],
      { ...TERMS, samplingExtrapolates: false },
      'text_does_not_extrapolate',
      250_000n,
    ],
    [
      'a line that was drawn has no result',
      [stratum({ results: [{ wrong: 7n, statusHit: 0n }] })],
      TERMS,
      'results_missing',
      7n,
    ],
    [
      'nothing was drawn from a stratum',
      [withHit, stratum({ drawn: 0, results: [] })],
      TERMS,
      'nothing_sampled',
      250_000n,
    ],
  ] as const)('only what was found where %s', (_, strata, terms, because, refusable) => {
    expect(refusableOf(strata, terms)).toEqual({ extrapolates: false, because, refusable });
  });
});
