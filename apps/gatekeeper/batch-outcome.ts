/** Everything a batch leads to, in the order in which it happened: what to record, what to publish, what to count. */
import type { Settled } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type {
  HoldRelease,
  KnownLine,
  Payment,
  RecordedBatch,
  RecordedLine,
  StatedSettlement,
  ToldMessage,
} from '@gatekeeper/decision-store';
import type { LogMessage, OutgoingMessage, TopicMessages, TopicNames } from '@gatekeeper/stream';
import type { Decision, HeldLine, SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { foldCode, identityKey, writtenIdentity } from '@gatekeeper/vocabulary';
import { decisionText, holdMessage, holdReleaseMessage } from '@gatekeeper/wire';
import type { LedgerEntry } from './line-ledger';
import type { LineMessage } from './line-message';

/** First dispositions (FORMATS 6): every message read is exactly one of these. */
export const DISPOSITIONS = ['accept', 'reject', 'claw_back', 'held', 'set_aside', 'resend'] as const;
export type FirstDisposition = (typeof DISPOSITIONS)[number];

interface Told extends ToldMessage {
  readonly to: 'decisions' | 'holds';
}

export class BatchOutcome implements RecordedBatch {
  readonly newLines: RecordedLine[] = [];
  readonly newRevisions: RecordedLine[] = [];
  readonly decisions: Decision[] = [];
  readonly holds: HeldLine[] = [];
  readonly releases: HoldRelease[] = [];
  readonly payments: Payment[] = [];
  readonly settlements: StatedSettlement[] = [];
  /** The moment of the snapshot that the batch is decided by. */
  knownAt: Instant | null = null;
  readonly counts = new Map<FirstDisposition, number>();
  readonly superseded = new Map<Trigger, number>();
  private readonly published: Told[] = [];
  /** Lines that another line's message moved. */
  private readonly movedByOthers = new Set<string>();

  /** @param told published by an earlier attempt at some of these messages, and to be published again */
  constructor(private readonly told: readonly ToldMessage[] = []) {}

  /** A message about a line was settled. `before` is what was on file. */
  addMessage({ line, content, message }: LineMessage, settled: Settled, before: LedgerEntry | null): void {
    const { disposition, state } = settled;
    if (disposition === 'first') this.newLines.push(recordedLine(line, content, settled, message));
    else if (disposition === 're_upload')
      this.newRevisions.push(recordedLine(line, content, settled, message));
    else if (line.settlementId !== null || line.settledAt !== null)
      this.settlements.push({
        line: state.line,
        settlementId: line.settlementId,
        settledAt: line.settledAt,
      });
    if (disposition === 'payment' && state.paidAt !== null) {
      this.payments.push({ identity: state.line, paidAt: state.paidAt, settlementId: line.settlementId });
    }
    this.addAnswer(settled, before);
    this.count(firstDispositionOf(settled));
    if (disposition === 'resend' || disposition === 'payment') {
      if (settled.decision === null && settled.held === null) this.sayAgain(before);
      else if (settled.decision !== null) this.countSuperseded(settled.decision.trigger);
    }
  }

  /** A message that an earlier attempt has recorded: what stands on its line is said again, unless `told` says more. */
  addReadAgain(known: Pick<KnownLine, 'current' | 'held'> | null): void {
    this.count('resend');
    const line = known?.held?.line ?? known?.current?.line;
    if (known === null || line === undefined) return;
    const key = identityKey(line);
    if (this.told.some((it) => it.key === key)) return;
    if (known.held !== null) this.publishHold(known.held, holdMessage(known.held));
    else if (known.current !== null) this.publishDecision(known.current);
  }

  /** A line on file was asked again because of another line. */
  addFollowUp(settled: Settled, before: LedgerEntry): void {
    this.movedByOthers.add(identityKey(settled.state.line));
    this.addAnswer(settled, before);
    if (settled.decision !== null) this.countSuperseded(settled.decision.trigger);
  }

  addSetAside(): void {
    this.count('set_aside');
  }

  /** What goes out once the batch is recorded. */
  messages({ decisions, holds }: TopicNames): readonly TopicMessages[] {
    const all = [...this.told, ...this.published];
    const to = (name: Told['to']): OutgoingMessage[] =>
      // Encoded here once: measuring a text and encoding it are as much work each.
      all.filter((it) => it.to === name).map(({ key, value }) => ({ key, value: Buffer.from(value) }));
    return [
      { topic: decisions, messages: to('decisions') },
      { topic: holds, messages: to('holds') },
    ];
  }

  /**
   * What reading these messages again would not bring out by itself, because it does not stand any more or because no
   * message of the batch is about its line: everything on lines about which more than one thing was said, or that moved
   * because of others.
   */
  toldBeyond(): readonly ToldMessage[] {
    const seen = new Set<string>();
    const several = new Set(this.movedByOthers);
    for (const { key } of this.published) {
      if (seen.has(key)) several.add(key);
      seen.add(key);
    }
    return [...this.told, ...this.published.filter(({ key }) => several.has(key))];
  }

  private addAnswer({ decision, held, release }: Settled, before: LedgerEntry | null): void {
    if (release !== null) {
      this.releases.push({ line: release.held.line, releasedBy: release.releasedBy });
      this.publishHold(release.held, holdReleaseMessage(release.held.line, release.releasedBy));
    }
    if (decision !== null) {
      this.decisions.push(decision);
      this.publishDecision(decision);
    }
    if (held !== null) {
      const replaced = before?.state.held ?? null;
      if (replaced !== null) this.releases.push({ line: replaced.line, releasedBy: null });
      this.holds.push(held);
      this.publishHold(held, holdMessage(held));
    }
  }

  /** A resend changes nothing, and hears what stands: the same decision, the same id. */
  private sayAgain(before: LedgerEntry | null): void {
    if (before === null) return;
    if (before.state.held !== null) this.publishHold(before.state.held, holdMessage(before.state.held));
    else if (before.current !== null) this.publishDecision(before.current);
  }

  private publishDecision(decision: Decision): void {
    const key = writtenIdentity(decision.line);
    this.published.push({ to: 'decisions', key, value: decisionText(decision) });
  }

  private publishHold({ line }: HeldLine, message: object): void {
    this.published.push({ to: 'holds', key: writtenIdentity(line), value: JSON.stringify(message) });
  }

  private count(disposition: FirstDisposition): void {
    this.counts.set(disposition, (this.counts.get(disposition) ?? 0) + 1);
  }

  private countSuperseded(trigger: Trigger): void {
    this.superseded.set(trigger, (this.superseded.get(trigger) ?? 0) + 1);
  }
}

function firstDispositionOf({ disposition, decision }: Settled): FirstDisposition {
  switch (disposition) {
    case 'resend':
    case 'payment':
    case 'again':
      return 'resend';
    case 'first':
    case 're_upload':
      return decision === null ? 'held' : decision.verdict.outcome;
  }
}

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
