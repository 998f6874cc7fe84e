/** Lines and money, counted: what each table of a clearing and its summary are made of. */
import type { Fen } from '@gatekeeper/vocabulary';

export type OutcomeCounted = 'accepted' | 'rejected' | 'clawedBack' | 'held' | 'void';

/** What one line comes to, as signed; nothing of one that was withdrawn. */
export interface LineMoney {
  readonly outcome: OutcomeCounted;
  /** In the pack's scope, also of a line that waits. */
  readonly claimed: Fen;
  readonly refused: Fen;
  readonly recover: Fen;
}

/**
 * Counts that grow. By construction lines = accepted + rejected + clawedBack + held + void, and claimed = acceptedAmount +
 * refused + recover + heldAmount − overpaid.
 */
export interface Counts {
  lines: number;
  accepted: number;
  rejected: number;
  clawedBack: number;
  held: number;
  void: number;
  claimed: Fen;
  acceptedAmount: Fen;
  refused: Fen;
  recover: Fen;
  heldAmount: Fen;
  overpaid: Fen;
}

/** The same in JSON: money in whole fen, as text. */
export type CountsData = { readonly [Name in keyof Counts]: Counts[Name] extends Fen ? string : number };

export const noCounts = (): Counts => ({
  lines: 0,
  accepted: 0,
  rejected: 0,
  clawedBack: 0,
  held: 0,
  void: 0,
  claimed: 0n,
  acceptedAmount: 0n,
  refused: 0n,
  recover: 0n,
  heldAmount: 0n,
  overpaid: 0n,
});

/** Counts one line. */
export function countLine(into: Counts, { outcome, claimed, refused, recover }: LineMoney): void {
  into.lines += 1;
  into[outcome] += 1;
  into.claimed += claimed;
  switch (outcome) {
    case 'accepted':
      into.acceptedAmount += claimed;
      return;
    case 'held':
      into.heldAmount += claimed;
      return;
    case 'rejected':
    case 'clawedBack':
      into.refused += refused;
      into.recover += recover;
      into.overpaid += refused + recover - claimed;
      return;
    case 'void':
      return;
  }
}

const NUMBERS = ['lines', 'accepted', 'rejected', 'clawedBack', 'held', 'void'] as const;
const MONEY = ['claimed', 'acceptedAmount', 'refused', 'recover', 'heldAmount', 'overpaid'] as const;

export function addCounts(into: Counts, other: Counts): void {
  for (const name of NUMBERS) into[name] += other[name];
  for (const name of MONEY) into[name] += other[name];
}

export const countsData = (counts: Counts): CountsData => ({
  lines: counts.lines,
  accepted: counts.accepted,
  rejected: counts.rejected,
  clawedBack: counts.clawedBack,
  held: counts.held,
  void: counts.void,
  claimed: String(counts.claimed),
  acceptedAmount: String(counts.acceptedAmount),
  refused: String(counts.refused),
  recover: String(counts.recover),
  heldAmount: String(counts.heldAmount),
  overpaid: String(counts.overpaid),
});

export const countsOf = (data: CountsData): Counts => ({
  lines: data.lines,
  accepted: data.accepted,
  rejected: data.rejected,
  clawedBack: data.clawedBack,
  held: data.held,
  void: data.void,
  claimed: BigInt(data.claimed),
  acceptedAmount: BigInt(data.acceptedAmount),
  refused: BigInt(data.refused),
  recover: BigInt(data.recover),
  heldAmount: BigInt(data.heldAmount),
  overpaid: BigInt(data.overpaid),
});
