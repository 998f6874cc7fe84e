/** Settles the rows of a file one after another, as the stream settles messages, with a registry that is a file. */
import type { Instant } from '@gatekeeper/calendar';
import type { Facts, OriginalLine, Settled } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  Views,
  chooseOriginal,
  followRefunds,
  gatherFacts,
  neverOnFile,
  originalOf,
  settleAgain,
  settleMessage,
  takenBy,
  takesTheSame,
} from '@gatekeeper/adjudication';
import type { Policy } from '@gatekeeper/policy';
import type { Decision, SettlementLine, SubjectTimeline, Trigger } from '@gatekeeper/vocabulary';
import { identityKey, isRefund } from '@gatekeeper/vocabulary';
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
   */
  settle(
    line: SettlementLine,
    askedAt: (line: SettlementLine) => Instant,
    decidedAt: Instant,
  ): readonly SettledRow[] {
    const before = this.index.find(line);
    const onFile = before?.state ?? null;
    const stamp = { registryVersion: FILE_REGISTRY_VERSION, decidedAt };
    const facts = this.factsOf(line, askedAt(line));
    const settled = settleMessage(line, contentHash(line), onFile, facts, this.policy, stamp, decisionIdOf);
    this.index.put(settled.state, line, onFile);
    const rows: SettledRow[] = [{ settled, line }];
    const ask = (refund: AskedLine, trigger: Trigger): Decision | null => {
      const row = this.settleAgain(refund, askedAt(refund.line), decidedAt, trigger);
      if (row.settled.decision !== null) rows.push(row);
      return row.settled.decision;
    };
    if (settled.decision !== null) this.followRefunds(settled.decision, ask);
    if (before !== null) {
      const beside = this.refundsBeside(before, { state: settled.state, measured: line, line });
      for (const refund of beside) {
        const decision = ask(refund, triggerBeside(settled));
        if (decision !== null) this.followRefunds(decision, ask);
      }
    }
    return rows;
  }

  private followRefunds(
    decision: Decision,
    ask: (refund: AskedLine, trigger: Trigger) => Decision | null,
  ): void {
    followRefunds(decision, (original) => this.index.refundsOf(original), ask);
  }

  /** The refunds that came after this one, of the lines it reverses and did reverse, where what it takes has changed. */
  private refundsBeside(before: LineOnFileHere, now: LineOnFileHere): readonly AskedLine[] {
    const numbers = new Set<string>();
    for (const { line } of [before, now])
      if (line !== null && line.originalLineNo !== null) numbers.add(line.originalLineNo);
    const isMoved = before.line?.originalLineNo !== now.line?.originalLineNo;
    const taken = [before, now].map(({ state, measured }) => takenBy({ state, line: measured }));
    if (!isMoved && takesTheSame(taken[0] ?? NOTHING_TAKEN, taken[1] ?? NOTHING_TAKEN)) return [];
    const own = identityKey(now.state.line);
    return [...numbers].flatMap((lineNo) => {
      const refunds = this.index.refundsOf({ ...now.state.line, lineNo });
      return refunds.slice(refunds.findIndex(({ line }) => identityKey(line) === own) + 1);
    });
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

/** A refund that finds other room follows what moved the one before it; a hold that ends says so by itself. */
const triggerBeside = ({ disposition }: Settled): Trigger =>
  disposition === 're_upload' ? 're_upload' : 'hold_released';
