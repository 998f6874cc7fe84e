/** The form in which lines and notices lie in the scratch file of a run: JSON, money as text. */
import type { LineState, NoticeOnFile, StandingDecision, Taken, VoidOnFile } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { contentOf, lineFromContent } from '@gatekeeper/wire';
import type { LineOnFileHere } from './lines-on-file';

export interface StoredLine {
  readonly state: Omit<LineState, 'standing'> & { readonly standing: StoredDecision | null };
  /** The place of its identity in the order in which lines first came. */
  readonly arrival: number;
  readonly originalLineNo: string | null;
  readonly content: string;
  /** Those that named the line; left out where there are none. */
  readonly voids?: readonly VoidOnFile[];
}

type StoredDecision = Omit<StandingDecision, 'refused' | 'recover'> & {
  readonly refused: string;
  readonly recover: string;
};

export function storedLine(
  state: LineState,
  line: SettlementLine,
  arrival: number,
  voids: readonly VoidOnFile[],
): StoredLine {
  const { standing } = state;
  return {
    state: { ...state, standing: standing === null ? null : storedDecision(standing) },
    arrival,
    originalLineNo: line.originalLineNo,
    content: contentOf(line),
    ...(voids.length === 0 ? {} : { voids }),
  };
}

const storedDecision = ({ reasons, refused, recover, ...decision }: StandingDecision): StoredDecision => ({
  ...decision,
  reasons: reasons.map(({ code, effect, role }) => ({ code, effect, role })),
  refused: refused.toString(),
  recover: recover.toString(),
});

/** The line itself is read when it is asked for: most are looked up for what is on file of them. */
export function restoredLine({ state, content, voids = [] }: StoredLine): LineOnFileHere {
  const { standing } = state;
  let line: SettlementLine | null = null;
  return {
    state: {
      ...state,
      standing:
        standing === null
          ? null
          : { ...standing, refused: BigInt(standing.refused), recover: BigInt(standing.recover) },
    },
    voids,
    get line() {
      return (line ??= lineFromContent(content, state.settlement));
    },
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

export interface StoredNotice {
  readonly settlementId: string;
  readonly paidAt: Instant;
  readonly fundAmount: string;
  readonly pooledAmount: string;
  readonly receivedAt: Instant | null;
}

export const storedNotice = (notice: NoticeOnFile, receivedAt: Instant | null): StoredNotice => ({
  settlementId: notice.settlementId,
  paidAt: notice.paidAt,
  fundAmount: notice.fundAmount.toString(),
  pooledAmount: notice.pooledAmount.toString(),
  receivedAt,
});

export const restoredNotice = ({ fundAmount, pooledAmount, ...notice }: StoredNotice): NoticeOnFile => ({
  settlementId: notice.settlementId,
  paidAt: notice.paidAt,
  fundAmount: BigInt(fundAmount),
  pooledAmount: BigInt(pooledAmount),
});
