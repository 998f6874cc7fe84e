/** The money of a line: what of it is in scope, where it contradicts itself, what is refused and what recovered. */
import type { Fen, FundScope, Outcome, SettlementLine } from '@gatekeeper/vocabulary';
import { scaledInteger } from '@gatekeeper/vocabulary';

/** The fund money of a line, or of what was paid of it, that a pack's scope covers, as signed. */
export function amountInScope(
  line: Pick<SettlementLine, 'pooledAmount' | 'fundAmount'>,
  scope: FundScope,
): Fen {
  switch (scope) {
    case 'pooled':
      return line.pooledAmount;
    case 'all':
      return line.fundAmount;
  }
}

/**
 * What would have to be mended before the amounts of a line can be relied on: the quantity and every amount that is not
 * zero have one sign, pooled money is part of the fund money, and fund money part of the line's amount; on a refund as
 * far from zero. Empty: they agree. A quantity of zero has no sign, and the price is no amount.
 */
export function contradictionsIn(line: SettlementLine): readonly string[] {
  const { quantity, lineAmount, fundAmount, pooledAmount, accountAmount } = line;
  const signed = [scaledInteger(quantity), lineAmount, fundAmount, pooledAmount, accountAmount ?? 0n];
  const needs: string[] = [];
  if (signed.some((one) => one > 0n) && signed.some((one) => one < 0n))
    needs.push('cnt and amounts of one sign（数量与各金额正负一致）');
  if (magnitude(pooledAmount) > magnitude(fundAmount))
    needs.push('pool_pay_amt within fund_pay_amt（统筹基金支付不大于基金支付总额）');
  if (magnitude(fundAmount) > magnitude(lineAmount))
    needs.push('fund_pay_amt within det_item_fee_sumamt（基金支付总额不大于明细金额）');
  return needs;
}

export interface Amounts {
  readonly refused: Fen;
  readonly recover: Fen;
}

/**
 * What a line loses. Recovered is what was paid, refused the rest of what it claims, never below zero: more may have
 * been paid than its current revision claims.
 * @param paidInScope what the fund paid of it in scope; more than zero on a line that is clawed back
 */
export function amountsLost(outcome: Outcome, inScope: Fen, paidInScope: Fen): Amounts {
  switch (outcome) {
    case 'accept':
    case 'void':
      return NOTHING_LOST;
    case 'reject':
      return { refused: inScope, recover: 0n };
    case 'claw_back':
      return { refused: inScope > paidInScope ? inScope - paidInScope : 0n, recover: paidInScope };
  }
}

/**
 * What a refund takes back of what its original lost: of a recovery at most what is left of it, the rest of what the
 * original was refused.
 * @param inScope its own amount in scope, zero or negative
 * @param left what the original and the refunds before this one leave of the recovery; not negative
 */
export function amountsTakenBack(outcome: Outcome, inScope: Fen, left: Fen): Amounts {
  switch (outcome) {
    case 'accept':
    case 'void':
      return NOTHING_LOST;
    case 'reject':
      return { refused: inScope, recover: 0n };
    case 'claw_back': {
      const recover = -inScope > left ? -left : inScope;
      return { refused: inScope - recover, recover };
    }
  }
}

const NOTHING_LOST: Amounts = { refused: 0n, recover: 0n };

export const magnitude = (signed: bigint): bigint => (signed < 0n ? -signed : signed);
