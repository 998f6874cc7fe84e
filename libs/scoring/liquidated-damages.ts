/** Liquidated damages (违约金) owed on top of what is recovered. */
import type { LiquidatedDamages, Parameters } from '@gatekeeper/policy';
import type { Fen } from '@gatekeeper/vocabulary';

/** What was done about a breach: payment refused or recovered, and with it the agreement suspended or terminated. */
export type BreachMeasure = keyof LiquidatedDamages;

const HEAVIEST_FIRST = ['terminated', 'suspended', 'refused'] as const;

/** The heaviest of the measures taken; none taken, none heaviest. */
export const heaviestOf = (measures: readonly BreachMeasure[]): BreachMeasure | 'none' =>
  HEAVIEST_FIRST.find((measure) => measures.includes(measure)) ?? 'none';

/** The fees found in breach, in fen, none negative. */
export interface FeesInBreach {
  readonly total: Fen;
  readonly fundPart: Fen;
}

/**
 * The damages in fen: the percentage of the heaviest measure alone, not their sum (hainan-institutions-2024 5-2), of the
 * violating fees or of the fund's part of them. Half a fen and more is rounded up. `none`: the text knows no damages.
 */
export function damagesFor(
  fees: FeesInBreach,
  measures: readonly BreachMeasure[],
  {
    liquidatedDamages,
    liquidatedDamagesBase,
  }: Pick<Parameters, 'liquidatedDamages' | 'liquidatedDamagesBase'>,
): Fen | 'none' {
  const heaviest = heaviestOf(measures);
  if (liquidatedDamages === 'none' || heaviest === 'none') return 'none';
  const base = liquidatedDamagesBase === 'violating_fees' ? fees.total : fees.fundPart;
  return percentOf(base, liquidatedDamages[heaviest]);
}

/** So many percent of a base that is not negative, in fen: half a fen and more is rounded up. */
export const percentOf = (base: Fen, percent: number): Fen => (base * BigInt(percent) + 50n) / 100n;
