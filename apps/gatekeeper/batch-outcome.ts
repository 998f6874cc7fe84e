/** Everything a batch leads to, in the order in which it happened: what to record, what to publish, what to count. */
import type { Settled } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { earlierOf, laterOf } from '@gatekeeper/calendar';
import type {
  CarveOutEntry,
  FeeSpan,
  HoldRelease,
  PublicationPlaces,
  RecordedBatch,
  RecordedHold,
  RecordedLine,
  RecordedNews,
  Repeat,
  RestatedSettlement,
  TurningLine,
} from '@gatekeeper/decision-store';
import type { LedgerEntry } from '@gatekeeper/settling';
import type { LogMessage } from '@gatekeeper/stream';
import type {
  Decision,
  IdentityKey,
  LineIdentity,
  SettlementLine,
  Tally,
  Trigger,
} from '@gatekeeper/vocabulary';
import { foldCode, isRefund } from '@gatekeeper/vocabulary';
import { LineFigures } from './line-figures';
import type { LineMessage, NewsMessage, ReadableMessage } from './line-message';
import type { Statement } from './statements';
import { decisionStatement, holdStatement, releaseStatement } from './statements';

/** First dispositions (CONTRACT 6): every message read is exactly one of these. */
export const DISPOSITIONS = [
  'accept',
  'reject',
  'claw_back',
  'held',
  'set_aside',
  'resend',
  'void',
  'fact',
] as const;
export type FirstDisposition = (typeof DISPOSITIONS)[number];

export class BatchOutcome implements RecordedBatch {
  readonly newLines: RecordedLine[] = [];
  readonly newRevisions: RecordedLine[] = [];
  readonly decisions: Decision[] = [];
  readonly holds: RecordedHold[] = [];
  readonly releases: HoldRelease[] = [];
  readonly settlements: RestatedSettlement[] = [];
  readonly news: RecordedNews[] = [];
  readonly turning: TurningLine[] = [];
  /** Refunds on file that were asked because of another line, and came to something else. */
  readonly refundsMoved: LineIdentity[] = [];
  /** What lines on file were when they were read. */
  versions: ReadonlyMap<IdentityKey, string> = new Map();
  /** The moment of the snapshot that the batch is decided by. */
  knownAt: Instant | null = null;
  readonly publication: PublicationPlaces;
  /** What goes out, each in its place. */
  readonly statements: Statement[] = [];
  /** Those among them that are on no row of their own. */
  readonly repeats: Repeat[] = [];
  readonly counts = new Map<FirstDisposition, number>();
  readonly superseded = new Map<Trigger, number>();
  /** Of the fees of every line that was decided. */
  fees: FeeSpan | null = null;
  messages = 0;
  /** Fields outside the contract on its messages. */
  unknownFields = 0;
  /** Characters that nobody sees, dropped from fields that never decide. */
  droppedCharacters = 0;
  private readonly figures = new LineFigures();
  private readonly places = {
    decisions: new Array<number>(),
    holds: new Array<number>(),
    releases: new Array<number | null>(),
  };

  /** @param publicationId what all of it is published with */
  constructor(publicationId: string) {
    this.publication = { publicationId, ...this.places };
  }

  /** A message about a line was settled. `before` is what was on file. */
  addMessage(
    { line, content, message, unknownFields, droppedCharacters }: LineMessage,
    settled: Settled,
    before: LedgerEntry | null,
  ): void {
    this.unknownFields += unknownFields;
    this.droppedCharacters += droppedCharacters;
    const { disposition, state } = settled;
    if (disposition === 'first') this.newLines.push(recordedLine(line, content, settled, message));
    else if (disposition === 're_upload')
      this.newRevisions.push(recordedLine(line, content, settled, message));
    else if (disposition === 'payment')
      this.settlements.push({
        line: state.line,
        standing: standingOf(before),
        stated: line,
        source: { topic: message.topic, partition: message.partition, offset: message.offset },
      });
    this.addAnswer(settled, before, line);
    this.count(firstDispositionOf(settled));
    if (disposition === 'resend' || disposition === 'payment') {
      if (settled.decision !== null) this.countSuperseded(settled.decision.trigger);
      else if (settled.held === null) this.sayAgain(settled, before);
    }
  }

  /** A void or a fact was settled on the lines on file that it named: it counts once, however many these are. */
  addNews(message: NewsMessage, lines: readonly SettledLine[]): void {
    this.unknownFields += message.unknownFields;
    this.droppedCharacters += message.droppedCharacters;
    const { topic, partition, offset } = message.message;
    const named = lines.map(({ settled: { disposition, decision }, before }) => ({
      line: before.state.line,
      standing: standingOf(before),
      withdrew: disposition === 'void' && decision !== null,
    }));
    this.news.push({ message, source: { topic, partition, offset }, named });
    for (const { settled, before, line } of lines) this.addFollowUp(settled, before, line);
    this.count(message.kind);
  }

  /** A line on file was asked again because of another line. */
  addFollowUp(settled: Settled, before: LedgerEntry, line: SettlementLine): void {
    this.addAnswer(settled, before, line);
    if (settled.decision !== null) this.countSuperseded(settled.decision.trigger);
    const { decision, held, release } = settled;
    if (isRefund(line) && (decision ?? held ?? release) !== null) this.refundsMoved.push(settled.state.line);
  }

  /** A message that cannot be settled before a period is attached: it is kept, and counts as held. */
  addWaiting({ unknownFields, droppedCharacters }: ReadableMessage): void {
    this.unknownFields += unknownFields;
    this.droppedCharacters += droppedCharacters;
    this.count('held');
  }

  addSetAside(): void {
    this.count('set_aside');
  }

  get tallies(): readonly Tally[] {
    return this.figures.tallies;
  }

  get carveOuts(): readonly CarveOutEntry[] {
    return this.figures.carveOuts;
  }

  private addAnswer(settled: Settled, before: LedgerEntry | null, line: SettlementLine): void {
    const { decision, held, release, state, turning } = settled;
    this.figures.move(settled, before, line);
    if (turning !== null) this.turning.push({ identity: state.line, ...turning });
    if (release !== null) {
      this.releases.push({ line: release.held.line, releasedBy: release.releasedBy });
      this.places.releases.push(this.say(releaseStatement(release.held.line, release.releasedBy)));
    }
    if (decision !== null) {
      this.decisions.push(decision);
      this.places.decisions.push(this.say(decisionStatement(decision)));
      this.fees = spanWith(this.fees, line.feeOccurredAt);
    }
    if (held !== null) {
      const replaced = before?.state.held ?? null;
      if (replaced !== null) {
        this.releases.push({ line: replaced.line, releasedBy: null });
        this.places.releases.push(null);
      }
      this.holds.push({ ...held, amounts: line });
      this.places.holds.push(this.say(holdStatement(held)));
    }
  }

  /** A resend changes nothing, and hears what stands: the same decision, the same id. */
  private sayAgain({ state: { held } }: Settled, before: LedgerEntry | null): void {
    const current = before?.current ?? null;
    if (held !== null) this.repeat(holdStatement(held));
    else if (current !== null) this.repeat(decisionStatement(current));
  }

  private repeat(statement: Statement): void {
    this.repeats.push({ ...statement, place: this.say(statement) });
  }

  /** @returns its place. */
  private say(statement: Statement): number {
    return this.statements.push(statement) - 1;
  }

  private count(disposition: FirstDisposition): void {
    this.messages += 1;
    this.counts.set(disposition, (this.counts.get(disposition) ?? 0) + 1);
  }

  private countSuperseded(trigger: Trigger): void {
    this.superseded.set(trigger, (this.superseded.get(trigger) ?? 0) + 1);
  }
}

const spanWith = (span: FeeSpan | null, fee: Instant): FeeSpan =>
  span === null
    ? { first: fee, last: fee }
    : { first: earlierOf(span.first, fee), last: laterOf(span.last, fee) };

function firstDispositionOf({ disposition, decision }: Settled): FirstDisposition {
  switch (disposition) {
    case 'resend':
    case 'payment':
    case 'again':
      return 'resend';
    case 'void':
    case 'fact':
      return disposition;
    case 'first':
    case 're_upload':
      return decision === null ? 'held' : decision.verdict.outcome;
  }
}

/** What came of a line on file. */
export interface SettledLine {
  readonly settled: Settled;
  readonly before: LedgerEntry;
  readonly line: SettlementLine;
}

const standingOf = (before: LedgerEntry | null): string | null => before?.current?.decisionId ?? null;

const foldedOrNull = (code: string | null): string | null => (code === null ? null : foldCode(code));

const recordedLine = (
  line: SettlementLine,
  content: string,
  { state }: Settled,
  { topic, partition, offset }: LogMessage,
): RecordedLine => ({
  line: state.line,
  content,
  feeOccurredAt: line.feeOccurredAt,
  originalLineNo: line.originalLineNo,
  orderingCode: foldedOrNull(line.orderingCode),
  performingCode: foldedOrNull(line.performingCode),
  settlementId: line.settlementId,
  settledAt: line.settledAt,
  paidAt: line.paidAt,
  source: { topic, partition, offset },
});
