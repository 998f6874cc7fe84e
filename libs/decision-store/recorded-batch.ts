import type { Instant } from '@gatekeeper/calendar';
import type {
  Decision,
  FactMessage,
  HeldLine,
  IdentityKey,
  LineRevision,
  SettlementLine,
  StatedSettlement,
  Tally,
  VoidMessage,
} from '@gatekeeper/vocabulary';
import type { CarveOutEntry } from './carve-outs';
import type { TurningLine } from './lines-turning';

/** One revision of a line as it is kept. */
export interface RecordedLine {
  readonly line: LineRevision;
  /** The canonical text of the content (CONTRACT 7), which `line.contentHash` names. */
  readonly content: string;
  readonly feeOccurredAt: Instant;
  /** Refund: `lineNo` of the line it reverses. */
  readonly originalLineNo: string | null;
  /** Folded codes; `null` where the line states none. */
  readonly orderingCode: string | null;
  readonly performingCode: string | null;
  readonly settlementId: string | null;
  readonly settledAt: Instant | null;
  readonly paidAt: Instant | null;
  /** The message it came in. */
  readonly source: LineSource;
}

export interface LineSource {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's 64-bit offset as text. */
  readonly offset: string;
}

/** A hold that ends: by a decision, or (`null`) because another revision or another hold took its place. */
export interface HoldRelease {
  readonly line: LineRevision;
  readonly releasedBy: string | null;
}

/** A hold with what is at stake on its line. */
export interface RecordedHold extends HeldLine {
  /** Fund money as the revision states it; left out: not known. */
  readonly amounts?: Pick<SettlementLine, 'fundAmount' | 'pooledAmount'>;
}

/** What a resend states of settlement and payment: the latest stated stays with the line, each by itself (CONTRACT 7). */
export interface RestatedSettlement {
  /** The revision that was current, and the decision that stood on the line. */
  readonly line: LineRevision;
  readonly standing: string | null;
  readonly stated: StatedSettlement & Pick<SettlementLine, 'feeOccurredAt'>;
  /** The message it came in. */
  readonly source: LineSource;
}

/** A line that a message named, as it was then. */
export interface NamedLine {
  readonly line: LineRevision;
  /** The decision that stood on it before. */
  readonly standing: string | null;
  /** Whether a void withdrew it: not a line that was withdrawn already. */
  readonly withdrew: boolean;
}

/** A void or a fact that came, and the lines on file that it named. */
export interface RecordedNews {
  readonly message:
    | { readonly kind: 'void'; readonly withdrawn: VoidMessage }
    | { readonly kind: 'fact'; readonly fact: FactMessage };
  readonly source: LineSource;
  readonly named: readonly NamedLine[];
}

/** Everything one recording transaction writes; within each list in the order in which it happened. */
export interface RecordedBatch {
  /** First revisions of lines never seen. */
  readonly newLines: readonly RecordedLine[];
  /** Later revisions, of lines on file or in `newLines`. */
  readonly newRevisions: readonly RecordedLine[];
  readonly decisions: readonly Decision[];
  readonly holds: readonly RecordedHold[];
  readonly releases: readonly HoldRelease[];
  readonly settlements?: readonly RestatedSettlement[];
  readonly news?: readonly RecordedNews[];
  /**
   * Of lines on file that it was decided by: what they were when they were read (`KnownLine.version`). One of them that the batch
   * changes, and that anybody else has changed since, is a `LineRaced`.
   */
  readonly versions?: ReadonlyMap<IdentityKey, string>;
  /** By how much the figures change that lines are counted in (`TallyChanges`). */
  readonly tallies: readonly Tally[];
  /** Lines that began to be accepted under an exception, or no longer are. */
  readonly carveOuts: readonly CarveOutEntry[];
  /** Lines that time alone will turn, each time they were answered. */
  readonly turning?: readonly TurningLine[];
  /**
   * The moment of the snapshot that the batch was decided by: `received_at` of what it brings. Left out, it is that of
   * its decisions and holds.
   */
  readonly knownAt?: Instant | null;
  /** What all of this is published with; left out where nothing is published. */
  readonly publication?: PublicationPlaces;
}

/** The publication of a batch, and where in it each decision, hold and release stands, in the order of their lists. */
export interface PublicationPlaces {
  readonly publicationId: string;
  readonly decisions: readonly number[];
  readonly holds: readonly number[];
  /** `null`: the release is told nobody. */
  readonly releases: readonly (number | null)[];
}

export const EMPTY_BATCH: RecordedBatch = {
  newLines: [],
  newRevisions: [],
  decisions: [],
  holds: [],
  releases: [],
  tallies: [],
  carveOuts: [],
};

/**
 * Another transaction has recorded something about one of these lines since they were looked up, or they were not looked
 * up. Nothing of the batch was written: roll back, look up, decide again.
 */
export class LineRaced extends Error {
  override readonly name = 'LineRaced';

  constructor(what: string, cause?: unknown) {
    super(`recorded meanwhile by another transaction: ${what}`, { cause });
  }
}
