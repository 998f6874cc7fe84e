/** The form in which lines lie in the scratch file of a run: JSON, money as text. */
import type { LineState, StandingDecision, Taken } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { contentOf, lineFromContent } from '@gatekeeper/wire';
import type { LineOnFileHere } from './line-index';

export interface StoredLine {
  readonly state: Omit<LineState, 'standing'> & {
    readonly standing: (Omit<StandingDecision, 'recover'> & { readonly recover: string }) | null;
  };
  /** The place of its identity in the order in which lines first came. */
  readonly arrival: number;
  readonly originalLineNo: string | null;
  /** Quantity, line amount and fund amount. */
  readonly measured: readonly [string, string, string];
  readonly kept: { readonly content: string; readonly payment: ReturnType<typeof paymentOf> } | null;
}

/** @param isKept whether the line itself is kept, so that it can be asked again */
export function storedLine(
  state: LineState,
  line: SettlementLine,
  arrival: number,
  isKept: boolean,
): StoredLine {
  const { standing } = state;
  return {
    state: {
      ...state,
      standing: standing === null ? null : { ...standing, recover: standing.recover.toString() },
    },
    arrival,
    originalLineNo: line.originalLineNo,
    measured: [line.quantity, line.lineAmount.toString(), line.fundAmount.toString()],
    kept: isKept ? { content: contentOf(line), payment: paymentOf(line) } : null,
  };
}

export function restoredLine({ state, measured, kept }: StoredLine): LineOnFileHere {
  const { standing } = state;
  const [quantity, lineAmount, fundAmount] = measured;
  return {
    state: {
      ...state,
      standing: standing === null ? null : { ...standing, recover: BigInt(standing.recover) },
    },
    measured: { quantity, lineAmount: BigInt(lineAmount), fundAmount: BigInt(fundAmount) },
    line: kept === null ? null : lineFromContent(kept.content, kept.payment),
  };
}

/** Quantity, line amount, fund amount and recovery. */
export const storedTaken = (taken: Taken): readonly [string, string, string, string] => [
  taken.quantity.toString(),
  taken.lineAmount.toString(),
  taken.fundAmount.toString(),
  taken.recover.toString(),
];

export const restoredTaken = ([quantity, lineAmount, fundAmount, recover]: ReturnType<
  typeof storedTaken
>): Taken => ({
  quantity: BigInt(quantity),
  lineAmount: BigInt(lineAmount),
  fundAmount: BigInt(fundAmount),
  recover: BigInt(recover),
});

const paymentOf = ({ settlementId, settledAt, paidAt }: SettlementLine) => ({
  settlementId,
  settledAt,
  paidAt,
});
