/** Lines on file asked again, their refunds after them: one walk for the stream, the sweep and what-if (CONTRACT 8). */
import type { Moved, Settled } from '@gatekeeper/adjudication';
import { followRefunds, movedBy, newsBehind, settleAgain } from '@gatekeeper/adjudication';
import type { Queryable } from '@gatekeeper/database';
import type { Policy } from '@gatekeeper/policy';
import { Defect } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { LineIdentity, SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { decisionIdOf } from '@gatekeeper/wire';
import type { FactSources, Reading } from './line-facts';
import { LineFacts } from './line-facts';
import type { LedgerEntry, LedgerRefund } from './line-ledger';
import { LineLedger, originalNamedBy } from './line-ledger';

/** What lines are settled with. */
export interface SettlingSources extends FactSources {
  readonly policy: Policy;
  readonly clock: Clock;
}

/** A line on file that is to be asked again, and what for. */
export interface AskedLine {
  readonly identity: LineIdentity;
  readonly trigger: Trigger;
  /** Only its refunds are asked: the line itself stands as it is. */
  readonly onlyRefunds?: boolean;
}

/** Told of each line that was asked again, in order, whether or not anything came of it. */
export type ToldOf = (settled: Settled, before: LedgerEntry, line: SettlementLine) => void;

export class LineWalk {
  readonly ledger = new LineLedger();
  private read: LineFacts | null = null;

  constructor(
    private readonly sources: SettlingSources,
    private readonly client: Queryable,
    private readonly told: ToldOf,
  ) {}

  /** What these lines are decided by, once it was read. */
  get facts(): LineFacts {
    if (this.read === null) throw new Defect('lines are settled before their facts were read');
    return this.read;
  }

  /** Reads the facts of these lines, which is all that is read of the registry. */
  async readFacts(lines: readonly SettlementLine[], reading: Reading = {}): Promise<LineFacts> {
    this.read = await LineFacts.read(this.sources, this.client, lines, reading);
    return this.read;
  }

  /** Reads these lines and whatever moves with them. @returns those on file, with their contents. */
  async load(identities: readonly LineIdentity[], reading: Reading = {}): Promise<readonly SettlementLine[]> {
    const stored = await this.sources.decisions.findOriginals(this.client, identities);
    const isAsked = new Set(identities.map(identityKey));
    const lines = [...stored.values()]
      .flat()
      .map((line) => this.ledger.loadStored(line))
      .filter((line) => isAsked.has(identityKey(line)));
    if (lines.length === 0) return lines;
    const refunds = await this.loadBeside(lines, []);
    await this.readFacts([...lines, ...refunds], reading);
    return lines;
  }

  /**
   * @param before what those of the lines were that come with other content
   * @returns the refunds on file that news of these lines may move, along the whole chain.
   */
  async loadBeside(
    lines: readonly SettlementLine[],
    before: readonly SettlementLine[],
  ): Promise<readonly SettlementLine[]> {
    const { ledger, client } = this;
    const { decisions } = this.sources;
    // Those beside a refund too: what they take of its original is room that it does not have.
    const reversed = [...lines, ...[...lines, ...before].flatMap(originalNamedBy)];
    const stored = await decisions.findRefundsOf(client, reversed);
    const refunds = stored.map((refund) => ledger.loadStored(refund));
    // Of refunds on file too: which of several lines of one number they reverse depends on all of them.
    const originals = await decisions.findOriginals(client, [...lines, ...refunds].flatMap(originalNamedBy));
    for (const numbered of originals.values()) for (const known of numbered) ledger.loadStored(known);
    return refunds;
  }

  /** Asks lines that were loaded, and what follows from them. */
  ask(
    lines: readonly SettlementLine[],
    askedAs: (line: SettlementLine) => Omit<AskedLine, 'identity'>,
  ): void {
    this.follow(lines.flatMap((line) => this.askDue(line, askedAs(line))));
  }

  /** A line on file of which something behind it changed. */
  askLine(before: LedgerRefund, trigger: Trigger): Settled {
    const { ledger, facts } = this;
    const { policy, clock } = this.sources;
    const { line, state } = before;
    const stamp = facts.stampAt(clock.now());
    const settled = settleAgain(line, state, facts.of(line, ledger), policy, stamp, decisionIdOf, trigger);
    this.told(settled, before, line);
    ledger.put({ state: settled.state, current: settled.decision ?? before.current, line });
    return settled;
  }

  /** Asks the refunds of what moved, again and again until nothing moves any more. */
  follow(moved: readonly Moved[]): void {
    if (!this.ledger.knowsRefunds) return;
    followRefunds(
      latestOf(moved),
      (original) => this.ledger.refundsOf(original),
      (refund, trigger) => movedBy(refund.state, this.askLine(refund, trigger)),
    );
  }

  /**
   * Its refunds are asked whether or not it moved, and so are those beside it: it may be asked because one of them was
   * decided while it moved. A refund is left to its original's turn, and its own refunds come after it.
   */
  private askDue(
    line: SettlementLine,
    { trigger, onlyRefunds = false }: Omit<AskedLine, 'identity'>,
  ): readonly Moved[] {
    if (onlyRefunds) return [{ line, trigger }];
    const [original] = originalNamedBy(line);
    if (original !== undefined)
      return [
        { line: { ...line, lineNo: original.lineNo }, trigger },
        { line, trigger },
      ];
    const before = this.ledger.find(line);
    if (before === null) return [];
    return [{ line, trigger }, ...newsBehind(before, this.askLine({ ...before, line }, trigger), line)];
  }
}

/** Of each line the latest news, in the order in which lines first had any. */
function latestOf(moved: readonly Moved[]): readonly Moved[] {
  return [...new Map(moved.map((news) => [identityKey(news.line), news])).values()];
}
