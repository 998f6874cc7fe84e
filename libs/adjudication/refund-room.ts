/**
 * How much of a line its refunds take (CONTRACT 7, "Refunds beyond their original").
 *
 * A refund is asked with what the refunds of the same original take whose identities came before its own: the one that
 * goes beyond waits, and takes nothing while it waits. So whoever keeps lines
 * - keeps the refunds of an original in the order in which their identities first came, whatever is sent again later;
 * - adds `takenBy` of each refund before the one it asks, as it stands then, and hands the sum to `originalOf`;
 * - asks the refunds of a line again, in that order, when what one of them takes has changed (`roomChangedBy`), as if the
 *   line itself had a new decision: there may be room now, or none any more.
 */
import type { Fen, HeldLine, SettlementLine, Verdict } from '@gatekeeper/vocabulary';
import { isRefund, scaledInteger } from '@gatekeeper/vocabulary';
import { magnitude } from './amounts';

/** What of a line its refunds are measured by. */
export type Measured = Pick<SettlementLine, 'quantity' | 'lineAmount' | 'fundAmount'>;

/** What stands on a line, as far as it says whether the line takes anything. */
export interface TakingState {
  readonly standing: Pick<Verdict, 'outcome' | 'recover'> | null;
  readonly held: HeldLine | null;
}

/** A line on file with what it is measured by. */
export interface MeasuredLine {
  readonly state: TakingState;
  readonly line: Measured;
}

/** What refunds take of their original. */
export interface Taken {
  /** In ten-thousandths, without a sign. */
  readonly quantity: bigint;
  /** In fen, without a sign. */
  readonly lineAmount: Fen;
  /** In fen, without a sign. */
  readonly fundAmount: Fen;
  /** What they take of the recovery of an original that is clawed back, as signed: negative, as their own `recover` is. */
  readonly recover: Fen;
}

export const NOTHING_TAKEN: Taken = { quantity: 0n, lineAmount: 0n, fundAmount: 0n, recover: 0n };

/** What a line takes of the one it names: nothing unless it is a refund, nor while it waits or is withdrawn. */
export function takenBy({ state, line }: MeasuredLine): Taken {
  const { standing, held } = state;
  if (standing === null || held !== null || standing.outcome === 'void' || !isRefund(line))
    return NOTHING_TAKEN;
  return { ...extentOf(line), recover: standing.recover };
}

export const takenTogether = (one: Taken, other: Taken): Taken => ({
  quantity: one.quantity + other.quantity,
  lineAmount: one.lineAmount + other.lineAmount,
  fundAmount: one.fundAmount + other.fundAmount,
  recover: one.recover + other.recover,
});

/** What of a line says which one it reverses, and how much of it. */
export type NamingLine = Measured & Pick<SettlementLine, 'originalLineNo'>;

/**
 * The numbers of the lines of which a line takes more or less than it did, as it named them before and names them now: their
 * refunds are to be asked again. A refund at first sight comes after all others and takes room from none.
 * @param before what was on file of it; `null`: nothing
 */
export function roomChangedBy(
  before: { readonly state: TakingState; readonly line: NamingLine } | null,
  now: { readonly state: TakingState; readonly line: NamingLine },
): readonly string[] {
  if (before === null) return [];
  const isMoved = before.line.originalLineNo !== now.line.originalLineNo;
  if (!isMoved && takesTheSame(takenBy(before), takenBy(now))) return [];
  const named = [before.line.originalLineNo, now.line.originalLineNo];
  return [...new Set(named.flatMap((lineNo) => lineNo ?? []))];
}

const takesTheSame = (one: Taken, other: Taken): boolean =>
  one.quantity === other.quantity &&
  one.lineAmount === other.lineAmount &&
  one.fundAmount === other.fundAmount &&
  one.recover === other.recover;

/**
 * Whether a refund and those before it would together exceed their original: by quantity, line amount or fund amount.
 * Signs are left out: a refund of a refund is measured like any other.
 */
export function goesBeyond(refund: Measured, original: Measured, taken: Taken): boolean {
  const own = extentOf(refund);
  const whole = extentOf(original);
  return MEASURES.some((measure) => taken[measure] + own[measure] > whole[measure]);
}

const MEASURES = ['quantity', 'lineAmount', 'fundAmount'] as const;

const extentOf = ({
  quantity,
  lineAmount,
  fundAmount,
}: Measured): Readonly<Record<keyof Measured, bigint>> => ({
  quantity: magnitude(scaledInteger(quantity)),
  lineAmount: magnitude(lineAmount),
  fundAmount: magnitude(fundAmount),
});
