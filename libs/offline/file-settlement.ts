/** Settles the rows of a file one after another, as the stream settles messages, with a registry that is a file. */
import type { Instant } from '@gatekeeper/calendar';
import type { Facts, Moved, OriginalLine, Settled, TimelineOf } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  Views,
  chooseOriginal,
  followRefunds,
  gatherFacts,
  isNamedBy,
  movedBy,
  newsBehind,
  noticedBy,
  originalOf,
  settleAgain,
  settleFact,
  settleMessage,
  settleVoid,
} from '@gatekeeper/adjudication';
import type { Policy } from '@gatekeeper/policy';
import type { FactMessage, SettlementLine, Trigger, VoidMessage } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import type { ParsedLineMessage } from '@gatekeeper/wire';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import type { LineOnFileHere, LinesOnFile } from './lines-on-file';

/** A file's registry has no version of its own. */
const FILE_REGISTRY_VERSION = 0;

/** What one row led to, on one line. */
export interface SettledRow {
  readonly settled: Settled;
  readonly line: SettlementLine;
}

/** How a row is asked: as known when, decided when, and whether what a refund comes to is taken; else it stays as it is. */
export interface Asking {
  readonly askedAt: (line: SettlementLine) => Instant;
  readonly decidedAt: Instant;
  readonly adopts?: (followUp: Settled) => boolean;
}

/** What a row led to: on the lines that it names, and then on refunds of these. */
export interface SettledMessage {
  readonly own: readonly SettledRow[];
  readonly refunds: readonly SettledRow[];
}

export class FileSettlement {
  /**
   * @param timelineOf knows every subject that the lines read; one that is on nobody's file has no records
   * @param views shared by whoever settles many visits, each on an index of its own, by the same timelines
   */
  constructor(
    private readonly index: LinesOnFile,
    private readonly timelineOf: TimelineOf,
    private readonly policy: Policy,
    private readonly views: Views = new Views(),
  ) {}

  /** Settles a row, and then every refund whose original it turns or whose room it takes or leaves. */
  settle(message: ParsedLineMessage, asking: Asking): SettledMessage {
    const moved: Moved[] = [];
    const own = this.settleOwn(message, asking, moved);
    const refunds: SettledRow[] = [];
    followRefunds(
      moved,
      (original) => this.index.refundsOf(original),
      (refund, trigger) => {
        const row = this.followUp(refund, asking, trigger);
        if (row !== null && (row.settled.decision !== null || row.settled.release !== null))
          refunds.push(row);
        return row === null ? null : movedBy(refund.state, row.settled);
      },
    );
    return { own, refunds };
  }

  /** The lines on file that a void names, as they stand. */
  namedBy(withdrawn: VoidMessage): readonly LineOnFileHere[] {
    return this.index
      .ofVisit(withdrawn)
      .filter(({ state }) => isNamedBy(withdrawn, state.line, state.settlement));
  }

  /** Asks a line on file again, as known at another moment. */
  settleAgain(onFile: LineOnFileHere, knownAt: Instant, decidedAt: Instant, trigger: Trigger): SettledRow {
    const settled = this.askAgain(onFile, knownAt, decidedAt, trigger);
    this.index.put(settled.state, onFile.line, onFile.state);
    return { settled, line: onFile.line };
  }

  /** What asking a line on file again comes to; nothing is put on file. */
  askAgain(onFile: LineOnFileHere, knownAt: Instant, decidedAt: Instant, trigger: Trigger): Settled {
    const { line, state } = onFile;
    const facts = this.factsOf(line, onFile, knownAt);
    return settleAgain(line, state, facts, this.policy, stampAt(decidedAt), decisionIdOf, trigger);
  }

  private settleOwn(message: ParsedLineMessage, asking: Asking, moved: Moved[]): readonly SettledRow[] {
    switch (message.kind) {
      case 'line':
        return [this.settleLine(message.line, asking, moved)];
      case 'void':
        return this.settleVoid(message.withdrawn, asking, moved);
      case 'fact':
        return this.settleFact(message.fact, asking, moved);
    }
  }

  private settleLine(line: SettlementLine, { askedAt, decidedAt }: Asking, moved: Moved[]): SettledRow {
    const before = this.index.find(line);
    const settled = settleMessage(
      line,
      contentHash(line),
      before?.state ?? null,
      this.factsOf(line, before, askedAt(line)),
      this.policy,
      stampAt(decidedAt),
      decisionIdOf,
    );
    return this.keep(settled, line, before, moved);
  }

  private settleVoid(
    withdrawn: VoidMessage,
    { askedAt, decidedAt }: Asking,
    moved: Moved[],
  ): readonly SettledRow[] {
    return this.namedBy(withdrawn).map((onFile) => {
      const settled = settleVoid(onFile.state, askedAt(onFile.line), stampAt(decidedAt), decisionIdOf);
      const row = this.keep(settled, onFile.line, onFile, moved);
      this.index.addVoid(onFile.line, withdrawn);
      return row;
    });
  }

  private settleFact(
    fact: FactMessage,
    { askedAt, decidedAt }: Asking,
    moved: Moved[],
  ): readonly SettledRow[] {
    const onFile = this.index.find(fact.identity);
    if (onFile === null) return [];
    const { line, state } = onFile;
    const facts = this.factsOf(line, onFile, askedAt(line));
    const settled = settleFact(line, fact, state, facts, this.policy, stampAt(decidedAt), decisionIdOf);
    return [this.keep(settled, line, onFile, moved)];
  }

  /** Puts on file what came of a line, and adds what its refunds see anew. */
  private keep(
    settled: Settled,
    line: SettlementLine,
    before: LineOnFileHere | null,
    moved: Moved[],
  ): SettledRow {
    this.index.put(settled.state, line, before?.state ?? null);
    moved.push(...newsBehind(before, settled, line));
    return { settled, line };
  }

  private followUp(
    refund: LineOnFileHere,
    { askedAt, decidedAt, adopts = () => true }: Asking,
    trigger: Trigger,
  ): SettledRow | null {
    const settled = this.askAgain(refund, askedAt(refund.line), decidedAt, trigger);
    if (!adopts(settled)) return null;
    this.index.put(settled.state, refund.line, refund.state);
    return { settled, line: refund.line };
  }

  private factsOf(line: SettlementLine, onFile: LineOnFileHere | null, knownAt: Instant): Facts {
    const original =
      isRefund(line) && line.originalLineNo !== null ? this.originalOf(line, line.originalLineNo) : null;
    const noticed = noticedBy(this.index.noticesOf(line, knownAt), onFile?.voids ?? []);
    const facts = gatherFacts(line, { knownAt, noticed, original }, this.timelineOf, this.views);
    if ('unread' in facts) throw unreadSubject(facts.unread);
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
    return originalOf(original, taken);
  }
}

/**
 * What comes of a line in whose visit nothing else happens: nothing is on file of it, no notice names it, it reverses none and
 * none reverses it. The same as `FileSettlement` would say, and nothing of it is needed again.
 * @param timelineOf knows every subject that the line reads
 */
export function settleAlone(
  line: SettlementLine,
  { knownAt, decidedAt }: { readonly knownAt: Instant; readonly decidedAt: Instant },
  timelineOf: TimelineOf,
  policy: Policy,
  views: Views,
): Settled {
  const facts = gatherFacts(line, { knownAt, noticed: null, original: null }, timelineOf, views);
  if ('unread' in facts) throw unreadSubject(facts.unread);
  return settleMessage(line, contentHash(line), null, facts, policy, stampAt(decidedAt), decisionIdOf);
}

const unreadSubject = (subject: string): Error =>
  new Error(
    `every subject of a line is read before it is settled, yet one of ${subject.length} characters was not`,
  );

const stampAt = (decidedAt: Instant) => ({ registryVersion: FILE_REGISTRY_VERSION, decidedAt });
