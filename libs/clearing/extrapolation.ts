/**
 * What a sample says of all it was drawn from: variable appraisal by the mean per line of the amounts found wrong (the difference
 * estimator: as claimed less as audited), simple or stratified. Sums are exact whole fen; what is rounded is rounded once, half away
 * from zero. The same as RAT-STATS reckons: within a stratum Student's t of its sample less one, over several strata the normal
 * quantile; the standard error with the correction for a finite frame.
 */
import type { Fen } from '@gatekeeper/vocabulary';

/** Student's t: the value below which lies that probability. A kept library's, handed in: this lib imports none. */
export type StudentQuantile = (probability: number, degreesOfFreedom: number) => number;

/** Two-sided, in percent. */
export const CONFIDENCE_LEVELS = [80, 90, 95] as const;
export type ConfidenceLevel = (typeof CONFIDENCE_LEVELS)[number];

/** One stratum of the frame, and what was found of each line drawn from it. */
export interface AppraisedStratum {
  readonly stratum: string;
  /** Lines in the frame. */
  readonly lines: number;
  /** The amount found wrong of each line of the sample; 0n where nothing was. */
  readonly found: readonly Fen[];
}

export interface ConfidenceInterval {
  readonly level: ConfidenceLevel;
  /** With 12 decimals, as RAT-STATS prints it. */
  readonly quantile: string;
  readonly lower: Fen;
  readonly upper: Fen;
  /** Half the interval. */
  readonly precision: Fen;
  /** Of the point estimate, in percent with 2 decimals; `null` where that is 0. */
  readonly precisionPercent: string | null;
}

export interface Appraisal {
  readonly lines: number;
  readonly sampled: number;
  readonly nonZero: number;
  readonly mean: Fen;
  /** Of the total. */
  readonly pointEstimate: Fen;
  /** Of the total; `unknown`: one line of several says nothing of how they differ. */
  readonly standardError: Fen | 'unknown';
  /** One for each level; none where the standard error is unknown. */
  readonly intervals: readonly ConfidenceInterval[];
}

export interface StratumAppraisal extends Appraisal {
  readonly stratum: string;
  /** Of the lines of the sample. */
  readonly standardDeviation: Fen | 'unknown';
}

export interface StratifiedAppraisal {
  readonly overall: Appraisal;
  readonly strata: readonly StratumAppraisal[];
}

/** A stratum of which nothing was drawn, or more than there is. */
export interface NotAppraisable {
  readonly notAppraisable: 'nothing_sampled' | 'more_sampled_than_lines';
  readonly stratum: string;
}

/** Appraises each stratum and all of them together. A single stratum is the simple, unrestricted appraisal. */
export function appraise(
  strata: readonly AppraisedStratum[],
  quantile: StudentQuantile,
): StratifiedAppraisal | NotAppraisable {
  for (const { stratum, lines, found } of strata) {
    if (found.length === 0 && lines > 0) return { notAppraisable: 'nothing_sampled', stratum };
    if (found.length > lines) return { notAppraisable: 'more_sampled_than_lines', stratum };
  }
  const sums = strata.filter(({ lines }) => lines > 0).map(sumsOf);
  const each = sums.map((sum) => appraisedStratum(sum, quantile));
  const [only] = each;
  return { overall: each.length === 1 && only !== undefined ? only : overallOf(sums), strata: each };
}

interface Sums {
  readonly stratum: string;
  readonly lines: number;
  readonly sampled: number;
  readonly nonZero: number;
  readonly sum: Fen;
  /** Times sampled × (sampled − 1): the exact numerator of the variance of the lines. */
  readonly spread: bigint;
}

function sumsOf({ stratum, lines, found }: AppraisedStratum): Sums {
  let sum = 0n;
  let squares = 0n;
  for (const amount of found) {
    sum += amount;
    squares += amount * amount;
  }
  const sampled = BigInt(found.length);
  return {
    ...{ stratum, lines, sum },
    sampled: found.length,
    nonZero: found.filter((amount) => amount !== 0n).length,
    spread: sampled * squares - sum * sum,
  };
}

/** An exact quotient; the divisor is positive. */
interface Ratio {
  readonly of: bigint;
  readonly by: bigint;
}

const plus = (a: Ratio, b: Ratio): Ratio => ({ of: a.of * b.by + b.of * a.by, by: a.by * b.by });

const totalOf = ({ lines, sampled, sum }: Sums): Ratio => ({ of: BigInt(lines) * sum, by: BigInt(sampled) });

/** `N (N − n) s² / n`; `null`: one line drawn of several. Of a stratum drawn whole it is 0. */
function varianceOfTotal({ lines, sampled, spread }: Sums): Ratio | null {
  if (sampled === lines) return { of: 0n, by: 1n };
  if (sampled === 1) return null;
  const [N, n] = [BigInt(lines), BigInt(sampled)];
  return { of: N * (N - n) * spread, by: n * n * (n - 1n) };
}

function appraisedStratum(sums: Sums, quantile: StudentQuantile): StratumAppraisal {
  const { stratum, lines, sampled, nonZero, sum, spread } = sums;
  const n = BigInt(sampled);
  const variance = varianceOfTotal(sums);
  return {
    ...{ stratum, lines, sampled, nonZero },
    mean: rounded({ of: sum, by: n }),
    standardDeviation: sampled === 1 ? 'unknown' : rounded(scaledRoot({ of: spread, by: n * (n - 1n) })),
    ...estimated(totalOf(sums), variance, (level) =>
      sampled === 1 ? 0 : quantile(upTo(level), sampled - 1),
    ),
  };
}

function overallOf(strata: readonly Sums[]): Appraisal {
  const lines = strata.reduce((all, stratum) => all + stratum.lines, 0);
  const total = strata.map(totalOf).reduce(plus, NOTHING);
  const variance = strata
    .map(varianceOfTotal)
    .reduce<Ratio | null>((all, one) => (all === null || one === null ? null : plus(all, one)), NOTHING);
  return {
    lines,
    sampled: strata.reduce((all, { sampled }) => all + sampled, 0),
    nonZero: strata.reduce((all, { nonZero }) => all + nonZero, 0),
    mean: lines === 0 ? 0n : rounded({ of: total.of, by: total.by * BigInt(lines) }),
    ...estimated(total, variance, (level) => NORMAL_QUANTILES[level]),
  };
}

const NOTHING: Ratio = { of: 0n, by: 1n };

/** Of the normal distribution, two-sided. */
const NORMAL_QUANTILES: Readonly<Record<ConfidenceLevel, number>> = {
  80: 1.2815515655446004,
  90: 1.6448536269514722,
  95: 1.959963984540054,
};

/** What lies below the upper end of a two-sided interval. */
const upTo = (level: ConfidenceLevel): number => 0.5 + level / 200;

function estimated(
  total: Ratio,
  variance: Ratio | null,
  quantileOf: (level: ConfidenceLevel) => number,
): Pick<Appraisal, 'pointEstimate' | 'standardError' | 'intervals'> {
  const pointEstimate = rounded(total);
  if (variance === null) return { pointEstimate, standardError: 'unknown', intervals: [] };
  const error = scaledRoot(variance);
  return {
    pointEstimate,
    standardError: rounded(error),
    intervals: CONFIDENCE_LEVELS.map((level) => intervalOf(level, quantileOf(level), total, error)),
  };
}

function intervalOf(
  level: ConfidenceLevel,
  quantile: number,
  total: Ratio,
  error: Ratio,
): ConfidenceInterval {
  const written = quantile.toFixed(QUANTILE_DECIMALS);
  const precision: Ratio = {
    of: BigInt(written.replace('.', '')) * error.of,
    by: 10n ** BigInt(QUANTILE_DECIMALS) * error.by,
  };
  const less: Ratio = { of: -precision.of, by: precision.by };
  return {
    level,
    quantile: written,
    lower: rounded(plus(total, less)),
    upper: rounded(plus(total, precision)),
    precision: rounded(precision),
    precisionPercent: percentOf(precision, total),
  };
}

const QUANTILE_DECIMALS = 12;

function percentOf(part: Ratio, whole: Ratio): string | null {
  if (whole.of === 0n) return null;
  const size = whole.of < 0n ? -whole.of : whole.of;
  const hundredths = rounded({ of: part.of * whole.by * 10_000n, by: part.by * size })
    .toString()
    .padStart(3, '0');
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`;
}

/** Half away from zero. */
function rounded({ of, by }: Ratio): bigint {
  const size = of < 0n ? -of : of;
  const whole = (2n * size + by) / (2n * by);
  return of < 0n ? -whole : whole;
}

/** The square root with 12 decimals beyond the fen, cut off there: far finer than what is printed. */
function scaledRoot({ of, by }: Ratio): Ratio {
  return { of: wholeRoot((of * ROOT_SCALE * ROOT_SCALE) / by), by: ROOT_SCALE };
}

const ROOT_SCALE = 10n ** 12n;

/** The largest whole number whose square is not more (Newton's steps from above). */
function wholeRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
