/** What of a correction that takes back is given back: no more than was collected of the period that it corrects. */
import type { Account, Claim, Entry } from './ledger';
import { balancesOf, moved } from './ledger';

/** What a correction is set against before anything is given back: what will not be collected first, then what is not yet. */
const NOT_COLLECTED = ['let_off', 'written_off', 'due', 'suspended'] as const satisfies readonly Account[];

/**
 * Sets a correction that takes back against what its closed period's recoveries have of money that was never collected, by amount,
 * the oldest claim first within an account. Only what is left of the correction is given back, so that nothing is given back of a
 * period that was not collected of it. Claims are sums of lines and objections name none: an amount that was let off counts as
 * overturned by the first correction that comes. Damages are another debt and stay apart.
 * @param correction just raised, with the amount it was raised with
 * @param claims the institution's others, the oldest first
 * @returns nothing where the claim corrects no closed period, or adds to one
 */
export function settingOff(
  { claimId, corrects, amount }: Pick<Claim, 'claimId' | 'corrects' | 'amount'>,
  claims: readonly Claim[],
): readonly Entry[] {
  if (corrects === null) return [];
  const ofPeriod = claims.filter((claim) => isRecoveryOf(claim, corrects));
  let left = -amount;
  const entries: Entry[] = [];
  for (const account of NOT_COLLECTED)
    for (const claim of ofPeriod) {
      const there = claim.balances[account];
      const taken = there < left ? there : left;
      if (taken <= 0n) continue;
      entries.push(...moved(claim.claimId, taken, account, 'given_back'));
      left -= taken;
    }
  const set = -amount - left;
  return set === 0n ? [] : [...entries, ...moved(claimId, set, 'given_back', 'due')];
}

/** A year holds its months, whichever of the two was posted. */
function isRecoveryOf({ kind, corrects, period }: Claim, closed: string): boolean {
  if (kind === 'damages') return false;
  const of = corrects ?? period;
  return of.startsWith(closed) || closed.startsWith(of);
}

/**
 * What all claims that a run raised on an institution are set against, one after the other. A run may correct a month and the year
 * that holds it: what the first was set against is not there for the second.
 * @param raised as they stand once they are raised
 * @param before the institution's others, the oldest first
 */
export function settingOffAll(raised: readonly Claim[], before: readonly Claim[]): readonly Entry[] {
  const entries: Entry[] = [];
  let open: readonly Claim[] = [...before, ...raised];
  for (const claim of raised) {
    const setOff = settingOff(claim, open);
    open = withEntries(open, setOff);
    entries.push(...setOff);
  }
  return entries;
}

/** Claims as they stand once entries are posted against them. */
export const withEntries = (claims: readonly Claim[], entries: readonly Entry[]): readonly Claim[] =>
  claims.map((claim) => ({
    ...claim,
    balances: balancesOf(
      entries.filter(({ claimId }) => claimId === claim.claimId),
      claim.balances,
    ),
  }));
