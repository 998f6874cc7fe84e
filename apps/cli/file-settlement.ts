/** Settles the rows of a file one after another, as the stream settles messages, with a registry that is a file. */
import type { Instant } from '@gatekeeper/calendar';
import type { Facts, OriginalLine, Settled } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  Views,
  chooseOriginal,
  followRefunds,
  gatherFacts,
  movedBy,
  neverOnFile,
  originalOf,
  settleAgain,
  roomMovedBy,
  settleMessage,
} from '@gatekeeper/adjudication';
import type { Policy } from '@gatekeeper/policy';
import type { SettlementLine, SubjectTimeline, Trigger } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import type { AskedLine, LineIndex, LineOnFileHere } from './line-index';

/** A file's registry has no version of its own. */
const FILE_REGISTRY_VERSION = 0;

/** What one row led to. */
export interface SettledRow {
  readonly settled: Settled;
  readonly line: SettlementLine;
}

export class FileSettlement {
  private readonly views = new Views();

  constructor(
    private readonly index: LineIndex,
    private readonly registry: ReadonlyMap<string, SubjectTimeline>,
    private readonly policy: Policy,
  ) {}

  /**
   * Settles a row, and then every refund whose original it is or whose room it takes or leaves. The first entry is the
   * row's own.
   * @param askedAt as known when the registry is asked about a line
   * @param adopts whether what a refund comes to is taken; else it stays as it is
   */
  settle(
    line: SettlementLine,
    askedAt: (line: SettlementLine) => Instant,
    decidedAt: Instant,
    adopts: (followUp: Settled) => boolean = () => true,
  ): readonly SettledRow[] {
    const before = this.index.find(line);
    const onFile = before?.state ?? null;
    const stamp = { registryVersion: FILE_REGISTRY_VERSION, decidedAt };
    const facts = this.factsOf(line, askedAt(line));
    const settled = settleMessage(line, contentHash(line), onFile, facts, this.policy, stamp, decisionIdOf);
    this.index.put(settled.state, line, onFile);
    const rows: SettledRow[] = [{ settled, line }];
    const own = movedBy(onFile, settled);
    const room = roomMovedBy(asNaming(before), { state: settled.state, line }, settled);
    const moved = own === null ? room : [own, ...room];
    if (moved.length === 0) return rows;
    followRefunds(
      moved,
      (original) => this.index.refundsOf(original),
      (refund, trigger) => {
        const row = this.followUp(refund, askedAt(refund.line), decidedAt, trigger, adopts);
        if (row?.settled.decision != null) rows.push(row);
        return row === null ? null : movedBy(refund.state, row.settled);
      },
    );
    return rows;
  }

  private followUp(
    refund: AskedLine,
    knownAt: Instant,
    decidedAt: Instant,
    trigger: Trigger,
    adopts: (followUp: Settled) => boolean,
  ): SettledRow | null {
    const settled = this.askAgain(refund, knownAt, decidedAt, trigger);
    if (!adopts(settled)) return null;
    this.index.put(settled.state, refund.line, refund.state);
    return { settled, line: refund.line };
  }

  /** Asks a line on file again, as known at another moment. */
  settleAgain(onFile: AskedLine, knownAt: Instant, decidedAt: Instant, trigger: Trigger): SettledRow {
    const settled = this.askAgain(onFile, knownAt, decidedAt, trigger);
    this.index.put(settled.state, onFile.line, onFile.state);
    return { settled, line: onFile.line };
  }

  /** What asking a line on file again comes to; nothing is put on file. */
  askAgain({ line, state }: AskedLine, knownAt: Instant, decidedAt: Instant, trigger: Trigger): Settled {
    const stamp = { registryVersion: FILE_REGISTRY_VERSION, decidedAt };
    return settleAgain(line, state, this.factsOf(line, knownAt), this.policy, stamp, decisionIdOf, trigger);
  }

  private factsOf(line: SettlementLine, knownAt: Instant): Facts {
    const original =
      isRefund(line) && line.originalLineNo !== null ? this.originalOf(line, line.originalLineNo) : null;
    const timelineOf = (subject: string): SubjectTimeline =>
      this.registry.get(subject) ?? neverOnFile(subject);
    const facts = gatherFacts(line, { knownAt, paymentNoticed: false, original }, timelineOf, this.views);
    if ('unread' in facts)
      throw new Error(
        `a registry file answers for every subject, yet not for ${facts.unread.length} characters`,
      );
    return facts;
  }

  private originalOf(line: SettlementLine, lineNo: string): OriginalLine {
    const candidates = this.index.findNumbered(line, lineNo);
    const original = chooseOriginal(line, candidates);
    if (original === null) return originalOf(null, NOTHING_TAKEN);
    const taken = this.index.takenBefore(
      line,
      lineNo,
      (other) => chooseOriginal(other, candidates) === original,
    );
    return originalOf({ state: original.state, line: original.measured }, taken);
  }
}

/** What is on file without itself reversed nothing. */
const asNaming = (before: LineOnFileHere | null): Parameters<typeof roomMovedBy>[0] =>
  before === null
    ? null
    : { state: before.state, line: before.line ?? { ...before.measured, originalLineNo: null } };
