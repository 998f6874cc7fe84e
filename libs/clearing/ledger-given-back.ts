/** What of a correction that takes back is given back: no more than was collected of the lines that it corrects. */
import type { Fen, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { Account, Claim, Entry } from './ledger';
import { moved } from './ledger';
import type { LineAmount } from './ledger-raised';

/** What a correction is set against before anything is given back: what will not be collected first, then what is not yet. */
const NOT_COLLECTED = ['let_off', 'written_off', 'due', 'suspended'] as const satisfies readonly Account[];
type NotCollected = (typeof NOT_COLLECTED)[number];

/** A claim with what is known of its lines. */
export interface ClaimByLines extends Claim {
  /** Of an adjustment that adds: what each line still has of it, no correction having taken it back. `null`: it is a sum of unnamed lines. */
  readonly lines: readonly LineAmount[] | null;
  /** What an objection that stands names, and no correction has taken back: it is suspended or let off for these lines alone. */
  readonly objected: readonly LineAmount[];
}

/** A correction that takes back, just raised, with the amounts it was raised with. */
export interface Correction extends Pick<Claim, 'claimId' | 'area' | 'amount'> {
  readonly corrects: string;
  readonly lines: readonly LineAmount[];
}

/** That a part of a line's correction was set against a claim; kept, so that nothing of a line is set off twice. */
export interface LineSetOff {
  readonly correctionId: string;
  readonly claimId: string;
  /** `collected`: the claim named the line, and what was collected of it is given back. */
  readonly account: NotCollected | 'collected';
  readonly line: LineIdentity;
  readonly amount: Fen;
}

export interface SetOff {
  readonly entries: readonly Entry[];
  readonly lines: readonly LineSetOff[];
}

/**
 * Sets corrections that take back against what was never collected of the same lines, in the books of the same area and period. Only
 * what is left is given back. Each line is set, in this order, against
 * 1. what an objection that names it has suspended or let off;
 * 2. later claims that name it: what was collected of these is given back;
 * 3. the period's own total, whose lines no claim names: by amount, apart from what objections name of other lines.
 * An objection that names no line counts by amount as well, once. Damages are another debt and stay apart.
 * @param corrections one after the other: what the first was set against is not there for the second
 * @param claims the institution's, the oldest first; those of the corrections may be among them
 */
export function settingOff(corrections: readonly Correction[], claims: readonly ClaimByLines[]): SetOff {
  const open = claims.filter(({ kind, amount }) => kind !== 'damages' && amount > 0n).map(openClaim);
  const lines: LineSetOff[] = [];
  for (const correction of corrections) {
    const ofPeriod = open.filter((claim) => isOfPeriod(claim, correction));
    for (const { line, amount } of correction.lines)
      lines.push(...setOffLine({ correctionId: correction.claimId, line, amount: -amount }, ofPeriod));
  }
  return { entries: entriesOf(lines), lines };
}

/** A claim while corrections are set against it. */
interface OpenClaim extends Pick<Claim, 'claimId' | 'area' | 'corrects' | 'period'> {
  readonly balances: Record<NotCollected, Fen>;
  readonly lines: Map<IdentityKey, Fen> | null;
  readonly objected: Map<IdentityKey, Fen>;
  /** All that objections still name. */
  named: Fen;
}

const openClaim = ({
  claimId,
  area,
  corrects,
  period,
  balances,
  lines,
  objected,
}: ClaimByLines): OpenClaim => ({
  ...{ claimId, area, corrects, period },
  balances: {
    let_off: balances.let_off,
    written_off: balances.written_off,
    due: balances.due,
    suspended: balances.suspended,
  },
  lines: lines === null ? null : byKey(lines),
  objected: byKey(objected),
  named: objected.reduce((sum, { amount }) => sum + amount, 0n),
});

const byKey = (lines: readonly LineAmount[]): Map<IdentityKey, Fen> =>
  new Map(lines.map(({ line, amount }) => [identityKey(line), amount]));

/** In the same books; a year holds its months, whichever of the two was posted. */
function isOfPeriod(claim: OpenClaim, { area, corrects }: Correction): boolean {
  const of = claim.corrects ?? claim.period;
  return claim.area === area && (of.startsWith(corrects) || corrects.startsWith(of));
}

interface LineTaken {
  readonly correctionId: string;
  readonly line: LineIdentity;
  readonly amount: Fen;
}

function setOffLine({ correctionId, line, amount }: LineTaken, claims: readonly OpenClaim[]): LineSetOff[] {
  const key = identityKey(line);
  const found: LineSetOff[] = [];
  let left = amount;
  const take = (claim: OpenClaim, account: LineSetOff['account'], most: Fen): Fen => {
    const taken = lesser(most, left);
    if (taken <= 0n) return 0n;
    if (account !== 'collected') claim.balances[account] -= taken;
    const ofLine = claim.lines?.get(key);
    if (ofLine !== undefined) claim.lines?.set(key, ofLine - taken);
    left -= taken;
    found.push({ correctionId, claimId: claim.claimId, account, line, amount: taken });
    return taken;
  };
  for (const claim of claims)
    for (const account of ['let_off', 'suspended'] as const) {
      const objected = claim.objected.get(key) ?? 0n;
      const taken = take(claim, account, lesser(objected, claim.balances[account]));
      claim.objected.set(key, objected - taken);
      claim.named -= taken;
    }
  for (const claim of claims) {
    let ofLine = lesser(claim.lines?.get(key) ?? 0n, left);
    for (const account of NOT_COLLECTED) ofLine -= take(claim, account, lesser(free(claim, account), ofLine));
    take(claim, 'collected', ofLine);
  }
  const unnamed = claims.filter(({ lines }) => lines === null);
  for (const account of NOT_COLLECTED)
    for (const claim of unnamed) take(claim, account, free(claim, account));
  return found;
}

const lesser = (one: Fen, other: Fen): Fen => (one < other ? one : other);

/** What an account holds that no objection names. A claim is objected to once, so that all that is named lies in one account. */
function free({ balances, named }: OpenClaim, account: NotCollected): Fen {
  const there = balances[account];
  if (account !== 'let_off' && account !== 'suspended') return there;
  return there > named ? there - named : 0n;
}

/** What was set off, moved to `given_back` of each claim, and taken off what the corrections would give back. */
function entriesOf(lines: readonly LineSetOff[]): readonly Entry[] {
  const sums = new Map<string, { readonly claimId: string; readonly from: NotCollected; amount: Fen }>();
  const add = (claimId: string, from: NotCollected, amount: Fen): void => {
    const key = `${claimId} ${from}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { claimId, from, amount });
    else known.amount += amount;
  };
  for (const { correctionId, claimId, account, amount } of lines) {
    if (account === 'collected') continue;
    add(claimId, account, amount);
    add(correctionId, 'due', -amount);
  }
  return [...sums.values()].flatMap(({ claimId, from, amount }) =>
    moved(claimId, amount, from, 'given_back'),
  );
}
