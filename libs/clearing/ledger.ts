/**
 * What an institution owes the fund, as a double-entry ledger in whole fen: every posting balances to 0, for each claim by itself.
 * A claim is raised by the results of a run and is an open item: whatever is collected, suspended, written off or given back is
 * posted against it, so that its age and what is left of it are sums of its own entries.
 */
import type { Day } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';

/**
 * `due` 应收, may be collected; `suspended` 异议中止, owed but objected to; `collected` 已扣回, taken from payments; `written_off` 核销;
 * `let_off` 免收, of which an objection was upheld; `given_back` 退回, of claims that were overturned by a correction; `recovery` 追回 and
 * `damages` 违约金 are what raised it, and are negative.
 */
export const ACCOUNTS = [
  'due',
  'suspended',
  'collected',
  'written_off',
  'let_off',
  'given_back',
  'recovery',
  'damages',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export type Balances = Readonly<Record<Account, Fen>>;

export const NO_BALANCES: Balances = {
  due: 0n,
  suspended: 0n,
  collected: 0n,
  written_off: 0n,
  let_off: 0n,
  given_back: 0n,
  recovery: 0n,
  damages: 0n,
};

/** What of a run's results a claim is of: its recoveries, the damages on top, or corrections of a period closed before. */
export const CLAIM_KINDS = ['recovery', 'damages', 'adjustment'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export interface Entry {
  readonly account: Account;
  readonly claimId: string;
  /** Not 0; positive adds to what the account holds. */
  readonly amount: Fen;
}

/** A claim as it was raised; a negative amount is money to be given back. */
export interface ClaimRaised {
  readonly kind: ClaimKind;
  /**
   * Prefix of the area in whose books the money is: that of the run, of a correction that of the closed period. An agency recovers what
   * was paid in its own area (guangdong-2025 art. 40, 41), so nothing of one area is set against what is owed in another.
   */
  readonly area: string;
  /** The period that an adjustment corrects (`2025-03`, `2025`); `null`: lines of the run's own period. */
  readonly corrects: string | null;
  readonly amount: Fen;
}

export interface Claim extends ClaimRaised {
  readonly claimId: string;
  /** The period of the run that raised it. */
  readonly period: string;
  readonly postedOn: Day;
  /** Working days in which the institution may object to it, counted from the day of its posting; `none`: the text knows no objection. */
  readonly objectionWorkingDays: number | 'none';
  /** Sums of its entries. */
  readonly balances: Balances;
}

/**
 * Raises a claim: owed from then on. Given back is what is less than nothing: of a closed period less is recovered than was claimed.
 */
export const raising = (
  claimId: string,
  { kind, amount }: Pick<ClaimRaised, 'kind' | 'amount'>,
): readonly Entry[] => moved(claimId, amount, counterAccountOf(kind, amount), 'due');

function counterAccountOf(kind: ClaimKind, amount: Fen): Account {
  if (amount < 0n) return 'given_back';
  switch (kind) {
    case 'damages':
      return 'damages';
    case 'recovery':
    case 'adjustment':
      return 'recovery';
  }
}

/** Takes an amount from a payment; a negative one is paid to the institution with it. */
export const collecting = (claimId: string, amount: Fen): readonly Entry[] =>
  moved(claimId, amount, 'due', 'collected');

export const writingOff = (claimId: string, amount: Fen): readonly Entry[] =>
  moved(claimId, amount, 'due', 'written_off');

/** Stops the collection of what is objected to. */
export const suspending = (claimId: string, amount: Fen): readonly Entry[] =>
  moved(claimId, amount, 'due', 'suspended');

export const OBJECTION_OUTCOMES = ['upheld', 'refused'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/**
 * Upheld: what was suspended is let off. It is no longer owed and was never collected, so a later correction that takes the same back
 * is set against it (`settingOff`). Refused: it may be collected again.
 */
export function objectionDecided(claimId: string, amount: Fen, outcome: ObjectionOutcome): readonly Entry[] {
  switch (outcome) {
    case 'upheld':
      return moved(claimId, amount, 'suspended', 'let_off');
    case 'refused':
      return moved(claimId, amount, 'suspended', 'due');
  }
}

/** Moves an amount of a claim from one account to another. */
export const moved = (claimId: string, amount: Fen, from: Account, to: Account): readonly Entry[] => [
  { account: to, claimId, amount },
  { account: from, claimId, amount: -amount },
];

/** Adds entries up by account. */
export function balancesOf(entries: readonly Entry[], before: Balances = NO_BALANCES): Balances {
  const sums: Record<Account, Fen> = { ...before };
  for (const { account, amount } of entries) sums[account] += amount;
  return sums;
}

/** Whether the entries of one posting balance to 0, of each claim by itself. */
export function balances(entries: readonly Entry[]): boolean {
  const sums = new Map<string, Fen>();
  for (const { claimId, amount } of entries) sums.set(claimId, (sums.get(claimId) ?? 0n) + amount);
  return [...sums.values()].every((sum) => sum === 0n);
}
