/** Liquidated damages of an institution: its base under each set of rates, and its heaviest measure in the period. */
import { overlaps } from '@gatekeeper/calendar';
import type { StatusOnFile } from '@gatekeeper/policy';
import { PARAMETER_KINDS } from '@gatekeeper/policy';
import type { BreachMeasure } from '@gatekeeper/scoring';
import { heaviestOf, percentOf } from '@gatekeeper/scoring';
import type { Fen, InstitutionStatus, SettlementLine } from '@gatekeeper/vocabulary';
import type { LineMoney } from './counts';
import type { ClearingValues } from './line-terms';
import type { DamagesData } from './part-result';
import type { Period } from './period';

/**
 * What was done about an institution's breaches in the run's period: its agreement was suspended or terminated for some
 * moment of it. That money of its lines was refused or recovered goes without saying. An audit on the way out and guidance are
 * no measures against a breach.
 * @param statuses as known at the run's `knownAt`
 */
export function measuresIn(
  statuses: readonly Pick<StatusOnFile<InstitutionStatus>, 'status' | 'interval'>[],
  period: Pick<Period, 'from' | 'until'>,
): readonly BreachMeasure[] {
  const taken = (['suspended', 'terminated'] as const).filter((measure) =>
    statuses.some(({ status, interval }) => status === measure && overlaps(interval, period)),
  );
  return ['refused', ...taken];
}

/** What of a line barred by a status the percentage is taken of; signed, so that a refund takes away. */
export function baseOf(
  line: Pick<SettlementLine, 'lineAmount' | 'fundAmount'>,
  { refused, recover }: LineMoney,
  { clearedDamagesBase }: Pick<ClearingValues, 'clearedDamagesBase'>,
): Fen {
  switch (clearedDamagesBase) {
    case 'refused_and_recovered':
      return refused + recover;
    case 'violating_fees':
      return line.lineAmount;
    case 'fund_part':
      return line.fundAmount;
  }
}

/** What of an institution damages are taken of, while a part is counted. */
export interface DamagesSoFar {
  readonly measures: Set<BreachMeasure>;
  /** By the rates as packs write them; only texts that have any. */
  readonly bases: Map<string, Fen>;
  /** Percent. */
  readonly prepaymentCuts: Set<number>;
}

export const noDamages = (): DamagesSoFar => ({
  prepaymentCuts: new Set(),
  measures: new Set<BreachMeasure>(['refused']),
  bases: new Map(),
});

export function addBase(into: DamagesSoFar, base: Fen, { liquidatedDamages }: ClearingValues): void {
  if (liquidatedDamages === 'none') return;
  const rates = PARAMETER_KINDS.liquidatedDamages.write(liquidatedDamages);
  into.bases.set(rates, (into.bases.get(rates) ?? 0n) + base);
}

const MEASURES = ['refused', 'suspended', 'terminated'] as const satisfies readonly BreachMeasure[];

export const damagesData = (
  fixmedinsCode: string,
  { measures, bases, prepaymentCuts }: DamagesSoFar,
): DamagesData => ({
  fixmedinsCode,
  prepaymentCuts: [...prepaymentCuts].sort((a, b) => a - b),
  measures: MEASURES.filter((measure) => measures.has(measure)),
  bases: [...bases].map(([rates, base]) => [rates, String(base)] as const),
});

export function addDamages(into: DamagesSoFar, { measures, bases, prepaymentCuts }: DamagesData): void {
  for (const cut of prepaymentCuts) into.prepaymentCuts.add(cut);
  for (const measure of measures) into.measures.add(measure);
  for (const [rates, base] of bases) into.bases.set(rates, (into.bases.get(rates) ?? 0n) + BigInt(base));
}

/**
 * What an institution owes: the rate of its heaviest measure in the period on the whole of its base, half a fen and more
 * rounded up, once for each set of rates. Nothing on a base that refunds bring to zero or below.
 */
export function damagesOwed({ measures, bases }: DamagesSoFar): Fen {
  const heaviest = heaviestOf([...measures]);
  let owed = 0n;
  for (const [written, base] of bases) {
    const rates = PARAMETER_KINDS.liquidatedDamages.read(written);
    if (rates === null || rates === 'none' || heaviest === 'none' || base <= 0n) continue;
    owed += percentOf(base, rates[heaviest]);
  }
  return owed;
}

/** What is proposed of an institution's prepayment; people decide. */
export type PrepaymentProposed = { readonly cut_percent: number } | { readonly stopped: true };

/**
 * A hospital with lines barred by a status is in breach: by gravity its prepayment is cut, or stopped where its agreement was
 * suspended or terminated in the period (hainan-institutions-2024 art. 4, which leaves the gravity open). `null`: no breach,
 * or no text that says it.
 */
export function prepaymentProposed({ measures, prepaymentCuts }: DamagesSoFar): PrepaymentProposed | null {
  if (prepaymentCuts.size === 0) return null;
  return measures.has('suspended') || measures.has('terminated')
    ? { stopped: true }
    : { cut_percent: Math.max(...prepaymentCuts) };
}
