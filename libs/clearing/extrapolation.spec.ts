import { stdtri } from 'cephes';
import fc from 'fast-check';
import type { Appraisal, AppraisedStratum, StratifiedAppraisal } from '.';
import { appraise } from '.';

const quantile = (probability: number, degrees: number): number => stdtri(degrees, probability);

/** Amounts in fen: of 40 lines each third is wrong, of 12 each second, and a stratum of 6 is drawn whole. */
const SMALL: AppraisedStratum = {
  stratum: 'small',
  lines: 1200,
  found: Array.from({ length: 40 }, (_, n) => BigInt((n + 1) % 3 === 0 ? ((n + 1) ** 2 * 37) % 4000 : 0)),
};
const MIDDLE: AppraisedStratum = {
  stratum: 'middle',
  lines: 310,
  found: Array.from({ length: 12 }, (_, n) => BigInt((n + 1) % 2 === 0 ? 0 : ((n + 1) * 7919) % 90_000)),
};
const LARGE: AppraisedStratum = {
  stratum: 'large',
  lines: 6,
  found: [120_000n, 0n, 45_000n, 0n, 0n, 3_050n],
};

function appraised(...strata: readonly AppraisedStratum[]): StratifiedAppraisal {
  const answer = appraise(strata, quantile);
  if ('notAppraisable' in answer) throw new Error(answer.notAppraisable);
  return answer;
}

/** As RAT-STATS prints an appraisal, a row for each level. */
const printed = ({ pointEstimate, standardError, intervals }: Appraisal): readonly string[] => [
  `${pointEstimate} ${standardError}`,
  ...intervals.map(
    ({ level, quantile: used, lower, upper, precision, precisionPercent }) =>
      `${level} ${used} ${lower} ${upper} ${precision} ${precisionPercent}`,
  ),
];

/**
 * The expected figures were reckoned apart from this code: decimal arithmetic with 60 digits, Student's t from the finite series of
 * Abramowitz and Stegun (26.7.3 and 26.7.4) by bisection, the formulas from Cochran (Sampling Techniques, 2.6 and 5.4).
 */
describe('an appraisal, beside figures reckoned apart', () => {
  it.each([
    [
      SMALL,
      [518n, 1086n],
      [
        '621810 202668',
        '80 1.303638588621 357604 886016 264206 42.49',
        '90 1.684875121711 280339 963281 341471 54.92',
        '95 2.022690920037 211875 1031745 409935 65.93',
      ],
    ],
    [
      MIDDLE,
      [23_757n, 31_855n],
      [
        '7364670 2795004',
        '80 1.363430318021 3553877 11175463 3810793 51.74',
        '90 1.795884818704 2345166 12384174 5019504 68.16',
        '95 2.200985160092 1212909 13516431 6151761 83.53',
      ],
    ],
    [
      LARGE,
      [28_008n, 48_430n],
      [
        '168050 0',
        '80 1.475884048824 168050 168050 0 0.00',
        '90 2.015048373333 168050 168050 0 0.00',
        '95 2.570581835636 168050 168050 0 0.00',
      ],
    ],
  ] as const)(
    'of $stratum, unrestricted: t of the sample less one',
    (stratum, [mean, deviation], expected) => {
      const { overall, strata } = appraised(stratum);
      expect(printed(overall)).toEqual(expected);
      expect(strata).toMatchObject([{ stratum: stratum.stratum, mean, standardDeviation: deviation }]);
    },
  );

  it('of all three, stratified: the normal quantile', () => {
    const { overall, strata } = appraised(SMALL, MIDDLE, LARGE);
    expect(printed(overall)).toEqual([
      '8154530 2802342',
      '80 1.281551565545 4563185 11745875 3591345 44.04',
      '90 1.644853626951 3545088 12763972 4609442 56.53',
      '95 1.959963984540 2662041 13647019 5492489 67.36',
    ]);
    expect(overall).toMatchObject({ lines: 1516, sampled: 58, nonZero: 22, mean: 5379n });
    expect(strata.map((stratum) => printed(stratum))).toEqual(
      [SMALL, MIDDLE, LARGE].map((stratum) => printed(appraised(stratum).overall)),
    );
  });
});

describe('the quantiles', () => {
  /** As the program of RAT-STATS (stratified variable appraisal, Excel) has them written in for the smallest samples, with its decimals. */
  it.each([
    [1, '3.077683537175', '6.313751514675', '12.706204736175'],
    [2, '1.885618083164', '2.919985580354', '4.30265272975'],
    [3, '1.637744353696', '2.353363434802', '3.182446305284'],
  ])('of %d degrees of freedom are those that RAT-STATS has written in', (degrees, ...written) => {
    const found = Array<bigint>(degrees + 1).fill(1n);
    const [first] = appraised({ stratum: '', lines: 100, found }).strata;
    const used = first?.intervals.map(({ quantile: it }, n) =>
      Number(it).toFixed(written[n]?.split('.')[1]?.length),
    );
    expect(used).toEqual(written);
  });

  it('agree with the finite series to 11 decimals, for samples up to 400', () => {
    for (let degrees = 1; degrees < 400; degrees += 1)
      for (const level of [0.8, 0.9, 0.95])
        expect(insideSeries(stdtri(degrees, 0.5 + level / 2), degrees)).toBeCloseTo(level, 11);
  });
});

/** The probability between −t and t: Abramowitz and Stegun 26.7.3 (odd) and 26.7.4 (even). */
function insideSeries(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  if (degrees === 1) return (2 * angle) / Math.PI;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = term;
  for (let k = isOdd ? 2 : 1; k < degrees - 2; k += 2) {
    term *= (cosine * cosine * k) / (k + 1);
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

describe('what cannot be said', () => {
  it.each([
    ['nothing drawn from a stratum that has lines', { lines: 5, found: [] }, 'nothing_sampled'],
    ['more drawn than there is', { lines: 1, found: [1n, 2n] }, 'more_sampled_than_lines'],
  ] as const)('%s', (_, stratum, notAppraisable) => {
    expect(appraise([SMALL, { stratum: 'odd', ...stratum }], quantile)).toEqual({
      notAppraisable,
      stratum: 'odd',
    });
  });

  it('how far one line of several may be from the others: no interval, of it and of all', () => {
    const { overall, strata } = appraised(SMALL, { stratum: 'one', lines: 5, found: [100n] });
    expect(overall).toMatchObject({ pointEstimate: 622_310n, standardError: 'unknown', intervals: [] });
    expect(strata[1]).toMatchObject({ pointEstimate: 500n, standardDeviation: 'unknown', intervals: [] });
  });

  it('a share of nothing', () => {
    const [interval] = appraised({ stratum: '', lines: 9, found: [0n, 0n] }).overall.intervals;
    expect(interval).toMatchObject({ lower: 0n, upper: 0n, precisionPercent: null });
  });
});

it('a stratum drawn whole is what was found, and money scales without loss', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 14n), { minLength: 2, maxLength: 30 }), (found) => {
      const { overall } = appraised({ stratum: '', lines: found.length, found });
      const sum = found.reduce((all, one) => all + one, 0n);
      expect(overall).toMatchObject({ pointEstimate: sum, standardError: 0n });
      const tenfold = appraised({ stratum: '', lines: found.length * 10, found }).overall;
      expect(tenfold.pointEstimate).toBe(sum * 10n);
      for (const { lower, upper, precision } of tenfold.intervals) {
        expect(upper - lower - 2n * precision).toBeGreaterThanOrEqual(-2n);
        expect(upper - lower - 2n * precision).toBeLessThanOrEqual(2n);
      }
    }),
  );
});
