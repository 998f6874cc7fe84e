/** What the engine hands over of each line, and what it is told about a run. */
import type { Instant } from '@gatekeeper/calendar';
import type { Policy } from '@gatekeeper/policy';
import type {
  Decision,
  Fen,
  HeldLine,
  LineIdentity,
  Reason,
  SettlementLine,
  Verdict,
} from '@gatekeeper/vocabulary';
import type { ClosedPeriod, KnownPlace, Place, PlacingTerms } from './home';
import type { Sha256 } from './sha256';

/** A decision as far as clearing reads it; a `Decision` is one. */
export interface DecisionAsked extends Pick<Decision, 'line' | 'knownAt'> {
  readonly verdict: Pick<
    Verdict,
    'outcome' | 'refused' | 'recover' | 'liable' | 'fundScope' | 'pack' | 'edition'
  > & { readonly reasons: readonly Reason[] };
}

/** What is said of a line: a decision (one that was withdrawn: outcome `void`), or that it waits. */
export type LineAnswer =
  | { readonly kind: 'decision'; readonly decision: DecisionAsked }
  | { readonly kind: 'held'; readonly held: Pick<HeldLine, 'line' | 'hold' | 'knownAt'> };

/** A decision on file as far as adjustments read it; a `Decision` is one. */
export interface DecisionOnFile extends Pick<Decision, 'decisionId' | 'line' | 'supersedes' | 'knownAt'> {
  readonly verdict: Pick<Verdict, 'refused' | 'recover'>;
}

/** What a run counts a line as; of one that waits nothing is refused or recovered. */
export interface CountedAs {
  readonly held: boolean;
  readonly refused: Fen;
  readonly recover: Fen;
}

/** That a hold ended, and which decision stands since; deciding again may have changed nothing, so that it is an older one. */
export interface HoldRelease {
  readonly decisionId: string;
  readonly releasedAt: Instant;
}

/** Kinds of news that can turn a line. `appeal`: an annulment; `late_knowledge`: every other registry record. */
export type NewsKind = 're_upload' | 'void' | 'payment' | 'fact' | 'appeal' | 'late_knowledge';

/**
 * News that came to a line after what stands was said (its `knownAt`), by the run's `knownAt`. Registry news only where it
 * reaches the line (`reachOf`).
 */
export interface News {
  readonly kind: NewsKind;
  /** `visit`: it named another line of the visit; asked only of refunds, whose answer follows their original. */
  readonly of: 'line' | 'visit';
}

/**
 * What news of some kinds makes of a difference. Had it not come after what stands was said, and all else as it came, the run
 * would say what stands (`whole`), something else again (`part`), or what it says now (`nothing`).
 */
export type Share = 'whole' | 'part' | 'nothing';

/** What came between the standing answer and the run's. */
export interface CauseEvidence {
  readonly news: readonly News[];
  /** A plan that keeps the line, or of a refund its original, from being decided again: `open` and `refused` ones. */
  readonly plan: 'open' | 'refused' | null;
  /**
   * Whether the line, asked at the run's `knownAt` under the edition that the standing decision names, is answered as it
   * stands; `null`: that edition was not asked. It tells a change of edition from news.
   */
  readonly standsUnderItsEdition: boolean | null;
  /** Asked of kinds that are among `news`: what came need not be why a line differs. */
  readonly madeBy: (kinds: readonly NewsKind[]) => Share;
}

/** Nothing came, no plan. */
export const NO_EVIDENCE: CauseEvidence = {
  ...{ news: [], plan: null, standsUnderItsEdition: null },
  madeBy: () => 'nothing',
};

/** One line of a run, whether or not it belongs to the period. */
export interface ClearedLine {
  /** Its content as known at `knownAt`, with the settlement stated last. */
  readonly line: SettlementLine;
  /** Where it lay since when, oldest first; never empty. */
  readonly places: readonly [KnownPlace, ...KnownPlace[]];
  /** What the run says. */
  readonly run: LineAnswer;
  /** What is on file as of `knownAt`: the open hold, else the last decision. `null`: nothing is. */
  readonly standing: LineAnswer | null;
  /** Every decision on file of it by `knownAt`, oldest first. */
  readonly earlier: readonly DecisionOnFile[];
  /** Releases of its holds by `knownAt`, oldest first. */
  readonly releases: readonly HoldRelease[];
  /**
   * What the closing run of a period counted the line as, by what it knew and decided by; `null`: it was not on file. Asked of
   * the few lines that were decided after their period was closed.
   */
  readonly countedBy: (closed: ClosedPeriod) => CountedAs | null;
  readonly evidence: CauseEvidence;
  /**
   * Of a refund that mirrors: the run's decision on the line at the end of the chain of originals, which names the bars.
   * Absent or `null`: none. It only says whether damages are taken of it.
   */
  readonly mirrored?: DecisionAsked | null;
  /** Of a refund the line at the end of the chain of originals: what it reverses is recovered of that. Absent or `null`: none. */
  readonly original?: OriginalLine | null;
}

/** A line that refunds reverse, and where it lay since when. */
export interface OriginalLine {
  readonly line: LineIdentity;
  readonly places: readonly [KnownPlace, ...KnownPlace[]];
}

/** What of a line its figures read. */
export type LineCounted = Pick<
  SettlementLine,
  | 'transaction'
  | 'fixmedinsCode'
  | 'visitId'
  | 'chargeBatch'
  | 'lineNo'
  | 'orderingCode'
  | 'departmentCode'
  | 'fundAmount'
  | 'pooledAmount'
  | keyof Place
>;

/** A line that was accepted once and for all: the run says of it what stands, and nothing came in between. */
export interface UntouchedLine {
  readonly line: LineCounted;
  /** Since when it lay there: it never lay elsewhere. */
  readonly knownFrom: Instant;
  /** What the run says: an acceptance that no exception was needed for. */
  readonly run: DecisionAsked['verdict'];
  /** The only decision on file of it. */
  readonly decision: DecisionOnFile;
}

/** A run: what is cleared, as known when, under which policy. */
export interface ClearingTerms extends PlacingTerms {
  readonly knownAt: Instant;
  readonly policy: Policy;
  /** Draws the sample; `null`: only the frame digest is made. */
  readonly seed: string | null;
  /** Whether decisions on file were given: without them nothing differs. */
  readonly compares: boolean;
  readonly newSha256: () => Sha256;
}
