import type { Instant } from '@gatekeeper/calendar';
import type { LineRevision } from './line';
import type { Fen } from './money';
import type { BarCode, HoldCode, Reason } from './reason';

export const OUTCOMES = ['accept', 'reject', 'claw_back', 'void'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Which money a pack bars: the pooled fund (统筹基金) or all fund money. */
export const FUND_SCOPES = ['pooled', 'all'] as const;
export type FundScope = (typeof FUND_SCOPES)[number];

export const LIABLE = ['institution', 'none'] as const;
/** Who bears what is refused or recovered. */
export type Liable = (typeof LIABLE)[number];

/** Who bears what is recovered; `fund`: nobody could have known. */
export const LOSS_BEARERS = ['institution', 'agency', 'fund'] as const;
export type LossBearer = (typeof LOSS_BEARERS)[number];

/** Why: how far the status that bars had come on its way here when the fee arose. */
export const LOSS_CAUSES = [
  'NOT_DECIDED_YET',
  'NOT_ISSUED_YET',
  'NOT_DELIVERED_YET',
  'DELIVERY_NOT_ON_FILE',
  'MAINTAINED_LATE',
  'NOT_MAINTAINED',
  'CLAIMED_BEFORE_MAINTAINED',
  'RECORDED_LATE',
  'PAID_THOUGH_RECORDED',
  'NO_NOTICE_INVOLVED',
] as const;
export type LossCause = (typeof LOSS_CAUSES)[number];

/** Who bears what one bar costs. The institution is liable (`Liable`) where it bears any of them. */
export interface BorneBy {
  readonly code: BarCode;
  /** Of the notice; `null` where none speaks. */
  readonly documentNo: string | null;
  readonly who: LossBearer;
  readonly because: LossCause;
  /** `guangdong-2025 art. 39`; `guangdong-2025 reading` where no text says it. */
  readonly article: string;
}

export const TRIGGERS = [
  'real_time',
  'status_change',
  'payment',
  're_upload',
  'appeal',
  'hold_released',
  'void',
  'clearing',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What `decide` answers when it can: pure, without clocks, versions or identity; or that a line was withdrawn. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  /** Fund money in scope that is refused; `0n` unless rejected. Negative on a refund. */
  readonly refused: Fen;
  /** Fund money in scope that is recovered; `0n` unless clawed back. Negative on a refund. */
  readonly recover: Fen;
  readonly liable: Liable;
  /** Of a claw-back: who bears it, bar by bar. Outside the decision's id and every comparison of decisions. */
  readonly borneBy?: readonly BorneBy[];
  readonly fundScope: FundScope;
  /** Empty, as the edition, on a line that was withdrawn before any pack was chosen for it. */
  readonly pack: string;
  readonly edition: string;
}

/** What `decide` answers when a fact that could change the answer is not known. */
export interface Hold {
  readonly kind: 'hold';
  readonly holdCode: HoldCode;
  /** What would let it be decided, in words. */
  readonly needs: readonly string[];
  readonly pack: string | null;
  readonly edition: string | null;
}

export type Answer = Verdict | Hold;

/** A verdict on one revision of one line, as it is recorded and published. */
export interface Decision {
  readonly decisionId: string;
  readonly line: LineRevision;
  readonly verdict: Verdict;
  /** The `decisionId` this one replaces. */
  readonly supersedes: string | null;
  /** The registry version whose facts were used; 0 where the registry was a file. */
  readonly registryVersion: number;
  /** The registry was asked as it was known then. */
  readonly knownAt: Instant;
  readonly decidedAt: Instant;
  readonly trigger: Trigger;
}

/** A line that waits for a fact. */
export interface HeldLine {
  readonly line: LineRevision;
  readonly hold: Hold;
  readonly knownAt: Instant;
  /** Since when it waits. */
  readonly since: Instant;
}
