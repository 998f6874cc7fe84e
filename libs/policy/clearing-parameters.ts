/** What varies between texts in auditing and clearing, and in how institutions come and go. */
import type { KindsOf, OrNone, ParameterKind } from './parameter-kind';
import { oneOf, orNone, truth, whole } from './parameter-kind';

/** Percent of the violating fees owed on top of their recovery, by the heaviest measure taken (违约金). */
export interface LiquidatedDamages {
  readonly refused: number;
  readonly suspended: number;
  readonly terminated: number;
}

const DAMAGES = /^refused (\d{1,3}), suspended (\d{1,3}), terminated (\d{1,3})$/;

/** `refused 10, suspended 20, terminated 30`. */
const liquidatedDamages: ParameterKind<LiquidatedDamages> = {
  expected: 'percentages such as refused 10, suspended 20, terminated 30',
  read: (written) => {
    const match = DAMAGES.exec(written);
    if (match === null) return null;
    const [, refused, suspended, terminated] = match;
    return { refused: Number(refused), suspended: Number(suspended), terminated: Number(terminated) };
  },
  write: ({ refused, suspended, terminated }) =>
    `refused ${refused}, suspended ${suspended}, terminated ${terminated}`,
};

export interface ClearingParameters {
  /** What the second audit samples from: all fees that passed the first, or those of hospital stays. */
  readonly samplingBase: OrNone<'all_passed' | 'inpatient'>;
  readonly samplingMinPercent: OrNone<number>;
  /** Whether what a sample confirms may be refused in proportion to the whole; never for status hits, which are counted in full. */
  readonly samplingExtrapolates: boolean;
  readonly liquidatedDamages: OrNone<LiquidatedDamages>;
  /** What the percentage is taken of. */
  readonly liquidatedDamagesBase: 'violating_fees' | 'fund_part';
  /** The same for lines that clearing finds barred by a sanction or an institution's status, one by one. */
  readonly clearedDamagesBase: 'refused_and_recovered' | 'violating_fees' | 'fund_part';
  /** Percent by which prepayment is reduced for an institution found in breach; a heavier measure stops it (预付). */
  readonly prepaymentCutPercent: OrNone<number>;
  /** Whether prescriptions filled outside during a stay leave the points of payment by case (外配处方从DRG/DIP点数中剔除). */
  readonly stayPrescriptionsExcluded: boolean;
  readonly guidanceMonths: OrNone<number>;
  readonly guidanceExtensionMonths: OrNone<number>;
  /** Years for which an institution may not apply again after its agreement was terminated. */
  readonly reapplyBanYears: OrNone<number>;
  /** Suspensions within one agreement after which it is terminated. */
  readonly suspensionsToTerminate: OrNone<number>;
  readonly exitNoticeMonths: OrNone<number>;
  readonly exitRectificationMonths: OrNone<number>;
  readonly fullChecksPerYear: OrNone<number>;
  readonly onSiteChecksPerYear: OrNone<number>;
  readonly specialChecksPerYear: OrNone<number>;
}

const count = orNone(whole(1, 100));

export const CLEARING_PARAMETER_KINDS: KindsOf<ClearingParameters> = {
  samplingBase: orNone(oneOf(['all_passed', 'inpatient'])),
  samplingMinPercent: orNone(whole(1, 100)),
  samplingExtrapolates: truth,
  liquidatedDamages: orNone(liquidatedDamages),
  liquidatedDamagesBase: oneOf(['violating_fees', 'fund_part']),
  clearedDamagesBase: oneOf(['refused_and_recovered', 'violating_fees', 'fund_part']),
  prepaymentCutPercent: orNone(whole(1, 100)),
  stayPrescriptionsExcluded: truth,
  guidanceMonths: count,
  guidanceExtensionMonths: count,
  reapplyBanYears: count,
  suspensionsToTerminate: count,
  exitNoticeMonths: count,
  exitRectificationMonths: count,
  fullChecksPerYear: count,
  onSiteChecksPerYear: count,
  specialChecksPerYear: count,
};
