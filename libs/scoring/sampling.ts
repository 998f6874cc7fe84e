/** The second audit (复审): how much is sampled, and what a sample may refuse of the whole. */
import type { Parameters } from '@gatekeeper/policy';
import type { Fen } from '@gatekeeper/vocabulary';

/** A claim after the first audit. */
export interface AuditedClaim {
  readonly passedFirstAudit: boolean;
  readonly inpatient: boolean;
}

/** Whether a claim is among those sampled: all that passed (hainan-institutions-2024 5-1), or hospital stays (nhsa-2018 2-2). */
export function isSampledFrom(
  { passedFirstAudit, inpatient }: AuditedClaim,
  { samplingBase }: Pick<Parameters, 'samplingBase'>,
): boolean {
  switch (samplingBase) {
    case 'none':
      return false;
    case 'all_passed':
      return passedFirstAudit;
    case 'inpatient':
      return passedFirstAudit && inpatient;
  }
}

/** The fewest claims that are not less than the percentage of so many: rounded up. */
export const leastSample = (
  claims: number,
  { samplingMinPercent }: Pick<Parameters, 'samplingMinPercent'>,
): number => (samplingMinPercent === 'none' ? 0 : Math.ceil((claims * samplingMinPercent) / 100));

/** What a sample of one stratum confirmed; amounts in fen, none negative. */
export interface SampleResult {
  /** Violating fees confirmed in the sample, without status hits. */
  readonly confirmed: Fen;
  /** Refused for a person's or institution's status. Every line is asked for that, so it stands for itself alone. */
  readonly statusHits: Fen;
  readonly sampled: number;
  /** Claims in the stratum, not fewer than were sampled. */
  readonly claims: number;
  /** All that was claimed in the stratum. */
  readonly claimed: Fen;
}

/**
 * The most that may (可) be refused of a stratum, in fen. Extrapolated in proportion (nhsa-2018 2-2) it is what was
 * confirmed divided by the share sampled, cut off below a fen; status hits are added as they are; and no more is refused than was
 * claimed. Otherwise only what was found.
 */
export function mostRefusable(
  { confirmed, statusHits, sampled, claims, claimed }: SampleResult,
  { samplingExtrapolates }: Pick<Parameters, 'samplingExtrapolates'>,
): Fen {
  const inProportion =
    samplingExtrapolates && sampled > 0 ? (confirmed * BigInt(claims)) / BigInt(sampled) : confirmed;
  const refusable = inProportion + statusHits;
  return refusable < claimed ? refusable : claimed;
}
