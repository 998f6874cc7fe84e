/** Samples, and what they say of the whole, as they are answered. */
import { formatInstant } from '@gatekeeper/calendar';
import type {
  Appraisal,
  ConfidenceInterval,
  FoundWrong,
  FrameData,
  Refusable,
  RefusableOfStratum,
  StratumAppraisal,
} from '@gatekeeper/clearing';
import { appraise, refusableOf } from '@gatekeeper/clearing';
import type { ClearingParameters } from '@gatekeeper/policy';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import { studentQuantile } from './student-quantile';
import type { AuditSample } from './sample-store';

export interface SampleAnswer {
  readonly sample_id: string;
  readonly run_id: string;
  readonly area: string;
  readonly period: string;
  readonly frame_digest: string;
  readonly seed: string;
  readonly pack: string;
  readonly edition: string;
  readonly strata: number;
  readonly lines: number;
  /** To be drawn. */
  readonly least: number;
  readonly drawn: number;
  readonly found: number;
  readonly published_by: string;
  readonly published_at: string;
}

export interface IntervalAnswer {
  readonly level: number;
  readonly quantile: string;
  readonly lower: string;
  readonly upper: string;
  readonly precision: string;
  readonly precision_percent: string | null;
}

export interface AppraisalAnswer {
  readonly lines: number;
  readonly sampled: number;
  readonly nonzero: number;
  readonly mean: string;
  readonly point_estimate: string;
  readonly standard_error: string | null;
  readonly intervals: readonly IntervalAnswer[];
}

export interface StratumAnswer extends AppraisalAnswer {
  readonly stratum: string;
  readonly standard_deviation: string | null;
  /** `null`: nothing is refused in proportion. */
  readonly refusable: {
    readonly in_proportion: string;
    readonly status_hits: string;
    readonly capped: boolean;
    readonly refusable: string;
  } | null;
}

export interface ExtrapolationAnswer {
  readonly sample_id: string;
  readonly pack: string;
  readonly edition: string;
  readonly drawn: number;
  readonly found: number;
  /** Whether the text lets what was found be refused in proportion; else why only what was found is. */
  readonly extrapolates: boolean;
  readonly because: string | null;
  readonly cap_percent: number;
  readonly refusable: string;
  /** `null`: a stratum has no result yet, or none was drawn. */
  readonly overall: AppraisalAnswer | null;
  readonly strata: readonly StratumAnswer[];
}

export const sampleAnswer = (sample: AuditSample): SampleAnswer => ({
  sample_id: sample.sampleId,
  run_id: sample.runId,
  area: sample.area,
  period: sample.period,
  frame_digest: sample.frameDigest,
  seed: sample.seed,
  pack: sample.pack,
  edition: sample.edition,
  strata: sample.strata.length,
  lines: sample.strata.reduce((sum, { lines }) => sum + lines, 0),
  least: sample.strata.reduce((sum, { least }) => sum + least, 0),
  drawn: sample.drawn,
  found: sample.found,
  published_by: sample.publishedBy,
  published_at: formatInstant(sample.publishedAt),
});

/** How many strata an answer shows; of more only what they come to together. */
const MOST_STRATA = 1000;

/** Amounts found wrong for another reason than a status alone are appraised: status hits are counted on every line already. */
export function extrapolationAnswer(
  sample: AuditSample,
  strata: readonly FrameData[],
  foundBy: ReadonlyMap<string, readonly (FoundWrong | null)[]>,
  terms: Pick<ClearingParameters, 'samplingExtrapolates' | 'extrapolationCapPercent'>,
): ExtrapolationAnswer {
  const sampled = strata.map(({ stratum, lines, amount, least }) => {
    const found = foundBy.get(stratum) ?? [];
    return {
      ...{ stratum, lines, claimed: BigInt(amount) },
      drawn: Math.max(least, found.length),
      results: found.filter((result) => result !== null),
    };
  });
  const refusable = refusableOf(sampled, terms);
  const isWhole = sampled.every(({ drawn, results }) => results.length === drawn);
  const appraisal = isWhole
    ? appraise(
        sampled.map(({ stratum, lines, results }) => ({
          stratum,
          lines,
          found: results.map(({ wrong }) => wrong),
        })),
        studentQuantile,
      )
    : null;
  const appraised = appraisal === null || 'notAppraisable' in appraisal ? null : appraisal;
  const ofStrata = new Map(refusableStrata(refusable).map((one) => [one.stratum, one]));
  return {
    sample_id: sample.sampleId,
    pack: sample.pack,
    edition: sample.edition,
    drawn: sampled.reduce((sum, { drawn }) => sum + drawn, 0),
    found: sampled.reduce((sum, { results }) => sum + results.length, 0),
    extrapolates: refusable.extrapolates,
    because: refusable.extrapolates ? null : refusable.because,
    cap_percent: terms.extrapolationCapPercent,
    refusable: formatFen(refusable.refusable),
    overall: appraised === null ? null : appraisalAnswer(appraised.overall),
    strata: (appraised?.strata ?? [])
      .slice(0, MOST_STRATA)
      .map((stratum) => stratumAnswer(stratum, ofStrata.get(stratum.stratum) ?? null)),
  };
}

const refusableStrata = (refusable: Refusable): readonly RefusableOfStratum[] =>
  refusable.extrapolates ? refusable.strata : [];

const stratumAnswer = (stratum: StratumAppraisal, refusable: RefusableOfStratum | null): StratumAnswer => ({
  stratum: stratum.stratum,
  ...appraisalAnswer(stratum),
  standard_deviation: fenOrNull(stratum.standardDeviation),
  refusable:
    refusable === null
      ? null
      : {
          in_proportion: formatFen(refusable.inProportion),
          status_hits: formatFen(refusable.statusHits),
          capped: refusable.capped,
          refusable: formatFen(refusable.refusable),
        },
});

const appraisalAnswer = (appraisal: Appraisal): AppraisalAnswer => ({
  lines: appraisal.lines,
  sampled: appraisal.sampled,
  nonzero: appraisal.nonZero,
  mean: formatFen(appraisal.mean),
  point_estimate: formatFen(appraisal.pointEstimate),
  standard_error: fenOrNull(appraisal.standardError),
  intervals: appraisal.intervals.map(intervalAnswer),
});

const fenOrNull = (amount: Fen | 'unknown'): string | null =>
  amount === 'unknown' ? null : formatFen(amount);

const intervalAnswer = (interval: ConfidenceInterval): IntervalAnswer => ({
  level: interval.level,
  quantile: interval.quantile,
  lower: formatFen(interval.lower),
  upper: formatFen(interval.upper),
  precision: formatFen(interval.precision),
  precision_percent: interval.precisionPercent,
});
