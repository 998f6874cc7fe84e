/** Claims of an institution as they stand once they are raised, for tables of tests. */
import { dayOfMonthIn } from '@gatekeeper/calendar';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { ClaimByLines } from '../ledger-given-back';
import type { LineAmount } from '../ledger-raised';
import type { Claim, Entry } from '../ledger';
import { balancesOf, raising } from '../ledger';

/** 2025-07-01, a Tuesday. */
export const JULY = dayOfMonthIn(2025, 7, 1);

export const lineNo = (no: string): LineIdentity => ({
  ...{ fixmedinsCode: 'H44010000001', visitId: 'V1', chargeBatch: '', lineNo: no },
});

/** `{ A: 60n }`: line A with 60 fen. */
export const amounts = (byLine: Readonly<Record<string, bigint>>): readonly LineAmount[] =>
  Object.entries(byLine).map(([no, amount]) => ({ line: lineNo(no), amount }));

type Given = Pick<ClaimByLines, 'claimId' | 'amount'> & Partial<Omit<ClaimByLines, 'balances'>>;

/** A recovery of 2025-06 in the books of area 44, unless said otherwise. */
export function claimOf(given: Given, ...posted: readonly Entry[]): ClaimByLines {
  const claim = {
    ...({ kind: 'recovery', area: '44', corrects: null, period: '2025-06', postedOn: JULY } as const),
    ...{ objectionWorkingDays: 10, lines: null, objected: [] },
    ...given,
  };
  return { ...claim, balances: balancesOf([...raising(claim.claimId, claim), ...posted]) };
}

/** Claims as they stand once entries are posted against them. */
export const withEntries = <Each extends Claim>(
  claims: readonly Each[],
  entries: readonly Entry[],
): readonly Each[] =>
  claims.map((claim) => ({
    ...claim,
    balances: balancesOf(
      entries.filter(({ claimId }) => claimId === claim.claimId),
      claim.balances,
    ),
  }));
