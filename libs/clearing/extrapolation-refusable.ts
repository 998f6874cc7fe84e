/** What a sample lets the agency refuse of a whole stratum, or why it lets it refuse only what was found. */
import type { Parameters } from '@gatekeeper/policy';
import { mostRefusable } from '@gatekeeper/scoring';
import type { Fen } from '@gatekeeper/vocabulary';

/** One stratum of the frame with what was found in its sample, amounts in fen, none negative. */
export interface SampledStratum {
  readonly stratum: string;
  /** In the frame. */
  readonly lines: number;
  /** Of the frame: all that was claimed in the stratum. */
  readonly claimed: Fen;
  /** Drawn. */
  readonly drawn: number;
  /** A result for each line that was looked at. */
  readonly results: readonly FoundWrong[];
}

export interface FoundWrong {
  /** Found wrong, without what is refused for a status. */
  readonly wrong: Fen;
  /** Refused for a person's or an institution's status. Every line is asked for that, so it stands for itself alone. */
  readonly statusHit: Fen;
}

export interface RefusableOfStratum {
  readonly stratum: string;
  /** What was confirmed, in proportion to the share that was drawn; without status hits. */
  readonly inProportion: Fen;
  readonly statusHits: Fen;
  /** Whether the cap held back more. */
  readonly capped: boolean;
  readonly refusable: Fen;
}

export type Refusable =
  | { readonly extrapolates: true; readonly refusable: Fen; readonly strata: readonly RefusableOfStratum[] }
  | {
      readonly extrapolates: false;
      readonly because: 'text_does_not_extrapolate' | 'results_missing' | 'nothing_sampled';
      /** Found line by line: that may be refused all the same. */
      readonly refusable: Fen;
    };

/**
 * The most that may (可) be refused, by stratum (nhsa-2018 2-2): in proportion where the text says so and each line that was drawn has
 * its result; never of status hits; capped at a percentage of what the stratum claims.
 */
export function refusableOf(
  strata: readonly SampledStratum[],
  terms: Pick<Parameters, 'samplingExtrapolates' | 'extrapolationCapPercent'>,
): Refusable {
  const because = whyNot(strata, terms);
  if (because !== null) {
    const found = strata.flatMap(({ results }) => results);
    return {
      extrapolates: false,
      because,
      refusable: sumOf(found.map(({ wrong, statusHit }) => wrong + statusHit)),
    };
  }
  const each = strata.map((stratum) => refusableOfStratum(stratum, terms));
  return { extrapolates: true, refusable: sumOf(each.map(({ refusable }) => refusable)), strata: each };
}

function whyNot(
  strata: readonly SampledStratum[],
  { samplingExtrapolates }: Pick<Parameters, 'samplingExtrapolates'>,
): Extract<Refusable, { extrapolates: false }>['because'] | null {
  if (!samplingExtrapolates) return 'text_does_not_extrapolate';
  if (strata.some(({ drawn, lines }) => drawn === 0 && lines > 0)) return 'nothing_sampled';
  return strata.some(({ drawn, results }) => results.length < drawn) ? 'results_missing' : null;
}

function refusableOfStratum(
  { stratum, lines, claimed, drawn, results }: SampledStratum,
  terms: Pick<Parameters, 'samplingExtrapolates' | 'extrapolationCapPercent'>,
): RefusableOfStratum {
  const confirmed = sumOf(results.map(({ wrong }) => wrong));
  const statusHits = sumOf(results.map(({ statusHit }) => statusHit));
  const cap = (claimed * BigInt(terms.extrapolationCapPercent)) / 100n;
  const uncapped = mostRefusable(
    { confirmed, statusHits: 0n, sampled: drawn, claims: lines, claimed: confirmed * BigInt(lines) },
    terms,
  );
  const refusable = mostRefusable(
    { confirmed, statusHits, sampled: drawn, claims: lines, claimed: cap },
    terms,
  );
  return {
    ...{ stratum, statusHits, refusable },
    inProportion: uncapped,
    capped: uncapped + statusHits > refusable,
  };
}

const sumOf = (amounts: readonly Fen[]): Fen => amounts.reduce((sum, amount) => sum + amount, 0n);
