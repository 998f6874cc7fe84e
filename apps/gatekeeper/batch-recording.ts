/** The recording transaction of a batch (DESIGN 3, step 4): position, facts, decisions, and what is to be published. */
import type { Moved } from '@gatekeeper/adjudication';
import {
  followRefunds,
  isNamedBy,
  movedBy,
  roomMovedBy,
  settleAgain,
  settleFact,
  settleMessage,
  settleVoid,
} from '@gatekeeper/adjudication';
import type { Settled } from '@gatekeeper/adjudication';
import type { FoundGap } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { LogMessage, MessageBatch } from '@gatekeeper/stream';
import type { SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { decisionIdOf } from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import { BatchFacts } from './batch-facts';
import { BatchOutcome } from './batch-outcome';
import type { SettledLine } from './batch-outcome';
import { placeOf, recordGapsOf } from './batch-position';
import { LineLedger, originalNamedBy } from './line-ledger';
import type { LedgerEntry, LedgerRefund } from './line-ledger';
import { isLine, isNews } from './line-message';
import type { LineMessage, NewsMessage, ParsedMessages, ReadableMessage } from './line-message';
import type { Parts } from './parts';

/** What one attempt came to, once its transaction is committed. */
export type Recording =
  /** An earlier publication of the partition is not finished: nothing was recorded. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'recorded'; readonly outcome: BatchOutcome; readonly gaps: readonly FoundGap[] }
  /** Every message had been recorded before. */
  | { readonly kind: 'read_again'; readonly gaps: readonly FoundGap[] };

/** Settles the lines of one transaction. */
export class BatchRecording {
  private readonly ledger = new LineLedger();

  private constructor(
    private readonly parts: Parts,
    private readonly client: PoolClient,
    private readonly outcome: BatchOutcome,
  ) {}

  /**
   * @param lookUp lines may be on file; else they are taken for new, which costs no look-up.
   * @throws LineRaced when one of them is on file all the same, or was recorded meanwhile.
   */
  static async record(
    parts: Parts,
    client: PoolClient,
    batch: MessageBatch,
    parsed: ParsedMessages,
    lookUp: boolean,
  ): Promise<Recording> {
    const { stream, bounds, decisions } = parts;
    const position = await stream.openPosition(client, batch);
    if (position.open.length > 0) return { kind: 'unfinished' };
    const { from, next, gaps } = await placeOf(batch, position, bounds);
    const isFresh = ({ message }: { readonly message: LogMessage }): boolean =>
      BigInt(message.offset) >= from;
    const readable = parsed.readable.filter(isFresh);
    const unreadable = parsed.unreadable.filter(isFresh);
    const moved = { ...batch, nextOffset: next };
    await recordGapsOf(stream, client, batch, gaps, bounds);
    if (readable.length + unreadable.length === 0) {
      if (gaps.length > 0) await stream.movePosition(client, moved);
      return { kind: 'read_again', gaps };
    }
    const outcome = new BatchOutcome(position.publicationId);
    for (const _ of unreadable) outcome.addSetAside();
    if (readable.length > 0) {
      await new BatchRecording(parts, client, outcome).settle(readable, lookUp);
      await decisions.append(client, outcome);
    }
    const { fees, counts: dispositions, superseded, repeats, messages } = outcome;
    const { topic, partition } = batch;
    const firstOffset = BigInt(batch.messages[0]?.offset ?? 0);
    await stream.recordPublication(
      client,
      {
        ...{ topic, partition, publicationId: position.publicationId, firstOffset },
        ...{ messages, dispositions, superseded, fees, repeats },
      },
      moved,
    );
    return { kind: 'recorded', outcome, gaps };
  }

  private async settle(messages: readonly ReadableMessage[], lookUp: boolean): Promise<void> {
    const lines = messages.filter(isLine);
    const named = await this.loadNamed(messages.filter(isNews));
    const refundsOnFile = await this.load(lines, lookUp);
    const facts = await BatchFacts.read(this.parts, this.client, [
      ...lines.map(({ line }) => line),
      ...named,
      ...refundsOnFile,
    ]);
    this.outcome.knownAt = facts.knownAt;
    const moved: Moved[] = [];
    for (const message of messages) moved.push(...this.settleOne(message, facts));
    if (!this.ledger.knowsRefunds) return;
    followRefunds(
      latestOf(moved),
      (original) => this.ledger.refundsOf(original),
      (refund, trigger) => this.askAgain(refund, trigger, facts),
    );
  }

  private settleOne(message: ReadableMessage, facts: BatchFacts): readonly Moved[] {
    switch (message.kind) {
      case 'line':
        return this.settleMessage(message, facts);
      case 'void':
        return this.settleVoid(message, facts);
      case 'fact':
        return this.settleFact(message, facts);
    }
  }

  /** @returns the lines on file of the visits that voids and facts are about. */
  private async loadNamed(news: readonly NewsMessage[]): Promise<readonly SettlementLine[]> {
    const visits = news.map((message) =>
      message.kind === 'void' ? message.withdrawn : message.fact.identity,
    );
    const stored = await this.parts.decisions.findVisits(this.client, visits);
    return stored.map((line) => this.ledger.loadStored(line));
  }

  /** @returns the refunds on file that news of these lines may move, along the whole chain. */
  private async load(messages: readonly LineMessage[], lookUp: boolean): Promise<readonly SettlementLine[]> {
    const { ledger, client } = this;
    const { decisions } = this.parts;
    const lines = messages.map(({ line }) => line);
    const before = lookUp ? await this.loadOnFile(messages) : [];
    // Those beside a refund too: what they take of its original is room that it does not have.
    const reversed = [...lines, ...[...lines, ...before].flatMap(originalNamedBy)];
    const stored = await decisions.findRefundsOf(client, reversed);
    const refunds = stored.map((refund) => ledger.loadStored(refund));
    // Of refunds on file too: which of several lines of one number they reverse depends on all of them.
    const originals = await decisions.findOriginals(client, [...lines, ...refunds].flatMap(originalNamedBy));
    for (const numbered of originals.values()) for (const known of numbered) ledger.loadStored(known);
    return refunds;
  }

  /** @returns what those of the lines were that come with other content. */
  private async loadOnFile(messages: readonly LineMessage[]): Promise<readonly SettlementLine[]> {
    const { ledger, client } = this;
    const { decisions } = this.parts;
    const known = await decisions.findLines(
      client,
      messages.map(({ line }) => line),
    );
    for (const it of known.values()) ledger.load(it);
    const changed = messages.filter(({ line, hash }) => {
      const onFile = known.get(identityKey(line));
      return onFile !== undefined && onFile.contentHash !== hash;
    });
    const stored = await decisions.findOriginals(
      client,
      changed.map(({ line }) => line),
    );
    return [...stored.values()].flat().map((it) => ledger.loadStored(it));
  }

  /** @returns what refunds see anew: of the line, and of those beside it that it leaves other room. */
  private settleMessage(message: LineMessage, facts: BatchFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { line, hash } = message;
    const before = ledger.find(line);
    const stamp = { registryVersion: facts.registryVersion, decidedAt: parts.clock.now() };
    const known = before?.state ?? null;
    const settled = settleMessage(
      line,
      hash,
      known,
      facts.of(line, ledger),
      parts.policy,
      stamp,
      decisionIdOf,
    );
    outcome.addMessage(message, settled, before);
    ledger.put(
      {
        state: settled.state,
        current: settled.decision ?? before?.current ?? null,
        line,
      },
      {
        publication: BigInt(outcome.publication.publicationId),
        offset: BigInt(message.message.offset),
      },
    );
    return newsOf(before, settled, line);
  }

  /** Every line on file that it names is withdrawn; the message counts once. */
  private settleVoid(message: VoidMessageRead, facts: BatchFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { withdrawn } = message;
    const named = ledger
      .ofVisit(withdrawn)
      .filter(({ state }) => isNamedBy(withdrawn, state.line, state.settlement));
    const stamp = { registryVersion: facts.registryVersion, decidedAt: parts.clock.now() };
    const settled = named.map((before): SettledLine => {
      const line = contentOf(before);
      const voided = settleVoid(before.state, facts.knownAt, stamp, decisionIdOf);
      this.keep(voided, before, line);
      ledger.addVoid(line, withdrawn);
      return { settled: voided, before, line };
    });
    outcome.addNews(message, settled);
    return settled.flatMap(({ settled: voided, before, line }) => newsOf(before, voided, line));
  }

  /** Of a line that is not on file nothing is kept. */
  private settleFact(message: FactMessageRead, facts: BatchFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { fact } = message;
    const before = ledger.find(fact.identity);
    if (before === null) {
      outcome.addNews(message, []);
      return [];
    }
    const line = contentOf(before);
    const stamp = { registryVersion: facts.registryVersion, decidedAt: parts.clock.now() };
    const known = facts.of(line, ledger);
    const settled = settleFact(line, fact, before.state, known, parts.policy, stamp, decisionIdOf);
    this.keep(settled, before, line);
    outcome.addNews(message, [{ settled, before, line }]);
    return newsOf(before, settled, line);
  }

  private keep({ state, decision }: Settled, { current }: LedgerEntry, line: SettlementLine): void {
    this.ledger.put({ state, current: decision ?? current, line });
  }

  /** A refund of whose original there is news. */
  private askAgain(refund: LedgerRefund, trigger: Trigger, facts: BatchFacts): Moved | null {
    const { ledger, outcome, parts } = this;
    const { line, state } = refund;
    const stamp = { registryVersion: facts.registryVersion, decidedAt: parts.clock.now() };
    const settled = settleAgain(
      line,
      state,
      facts.of(line, ledger),
      parts.policy,
      stamp,
      decisionIdOf,
      trigger,
    );
    outcome.addFollowUp(settled, refund, line);
    this.keep(settled, refund, line);
    return movedBy(state, settled);
  }
}

type VoidMessageRead = Extract<NewsMessage, { kind: 'void' }>;
type FactMessageRead = Extract<NewsMessage, { kind: 'fact' }>;

/** What refunds see anew: of the line, and of those beside it that it leaves other room. */
function newsOf(before: LedgerEntry | null, settled: Settled, line: SettlementLine): readonly Moved[] {
  const own = movedBy(before?.state ?? null, settled);
  const room = roomMovedBy(before, { state: settled.state, line }, settled);
  return own === null ? room : [own, ...room];
}

function contentOf({ line }: LedgerEntry): SettlementLine {
  if (line === null) throw new Defect('a line that a void or a fact names was read without its content');
  return line;
}

/** Of each line the latest news, in the order in which lines first had any. */
function latestOf(moved: readonly Moved[]): readonly Moved[] {
  return [...new Map(moved.map((news) => [identityKey(news.line), news])).values()];
}
