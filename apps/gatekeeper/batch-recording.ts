/** The recording transaction of a batch (ARCHITECTURE 3, step 4): position, facts, decisions, and what is to be published. */
import type { Moved } from '@gatekeeper/adjudication';
import { isNamedBy, newsBehind, settleFact, settleMessage, settleVoid } from '@gatekeeper/adjudication';
import type { Settled } from '@gatekeeper/adjudication';
import { LineRaced } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import { LineWalk } from '@gatekeeper/settling';
import type { AskedLine, LedgerEntry, LineFacts, LineLedger } from '@gatekeeper/settling';
import type { MessageBatch } from '@gatekeeper/stream';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { IdentityKey } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { decisionIdOf } from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import { BatchOutcome } from './batch-outcome';
import type { SettledLine } from './batch-outcome';
import { isLine, isNews, visitOf } from './line-message';
import type { LineMessage, NewsMessage, ParsedMessages, ReadableMessage } from './line-message';
import type { Parts } from './parts';
import { recordFresh } from './recording';
import type { Recording } from './recording';

/** Settles the lines of one transaction. */
export class BatchRecording {
  private readonly walk: LineWalk;
  private readonly ledger: LineLedger;

  private constructor(
    private readonly parts: Parts,
    private readonly client: PoolClient,
    private readonly outcome: BatchOutcome,
  ) {
    this.walk = new LineWalk(parts, client, (settled, before, line) =>
      outcome.addFollowUp(settled, before, line),
    );
    this.ledger = this.walk.ledger;
    outcome.versions = this.ledger.versions;
  }

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
    return recordFresh(parts, client, batch, parsed, async ({ readable, unreadable }, publicationId) => {
      const outcome = new BatchOutcome(publicationId);
      for (const _ of unreadable) outcome.addSetAside();
      const ready = await withoutWaiting(parts, client, readable, outcome);
      if (ready.length > 0) {
        await new BatchRecording(parts, client, outcome).settle(ready, lookUp);
        await parts.decisions.append(client, outcome);
      }
      return outcome;
    });
  }

  /**
   * Settles messages that waited for a period to be attached, as they would have been when they came: they were counted then.
   * @throws LineRaced when one of their lines was recorded meanwhile.
   */
  static async settleWaiting(
    parts: Parts,
    client: PoolClient,
    readable: readonly ReadableMessage[],
    publicationId: string,
  ): Promise<BatchOutcome> {
    const outcome = new BatchOutcome(publicationId);
    await new BatchRecording(parts, client, outcome).settle(readable, true);
    await parts.decisions.append(client, outcome);
    return outcome;
  }

  /**
   * Asks these lines again, and their refunds after them, because of something behind them that is on file. Of lines that
   * are not on file there is nothing to ask.
   * @throws LineRaced when one of them was recorded meanwhile.
   */
  static async askAgain(
    parts: Parts,
    client: PoolClient,
    due: readonly AskedLine[],
    publicationId: string,
  ): Promise<BatchOutcome> {
    const outcome = new BatchOutcome(publicationId);
    const walk = new LineWalk(parts, client, (settled, before, line) =>
      outcome.addFollowUp(settled, before, line),
    );
    const asked = new Map<IdentityKey, AskedLine>();
    for (const one of due) {
      const key = identityKey(one.identity);
      // What a line is due for by itself goes before what it is due for its refunds' sake.
      if (one.onlyRefunds !== true || !asked.has(key)) asked.set(key, one);
    }
    const lines = await walk.load(due.map(({ identity }) => identity));
    if (lines.length === 0) return outcome;
    outcome.knownAt = walk.facts.knownAt;
    outcome.versions = walk.ledger.versions;
    walk.ask(lines, (line) => asked.get(identityKey(line)) ?? { trigger: 'status_change' });
    if (outcome.statements.length + outcome.turning.length > 0) await parts.decisions.append(client, outcome);
    return outcome;
  }

  private async settle(messages: readonly ReadableMessage[], lookUp: boolean): Promise<void> {
    const lines = messages.filter(isLine);
    const named = await this.loadNamed(messages.filter(isNews));
    const refundsOnFile = await this.load(lines, lookUp);
    const facts = await this.walk.readFacts([...lines.map(({ line }) => line), ...named, ...refundsOnFile]);
    this.outcome.knownAt = facts.knownAt;
    const moved: Moved[] = [];
    for (const message of messages) moved.push(...this.settleOne(message, facts));
    this.walk.follow(moved);
  }

  private settleOne(message: ReadableMessage, facts: LineFacts): readonly Moved[] {
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
    const lines = messages.map(({ line }) => line);
    if (lookUp) return this.walk.loadBeside(lines, await this.loadOnFile(messages));
    const refunds = await this.walk.loadBeside(lines, []);
    // Met by the way, as the original of a refund: on file, but not all that belongs to it was read.
    if (lines.some((line) => this.ledger.find(line) !== null))
      throw new LineRaced('a line that was taken for new');
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
  private settleMessage(message: LineMessage, facts: LineFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { line, hash } = message;
    const before = ledger.find(line);
    const stamp = facts.stampAt(parts.clock.now());
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
    return newsBehind(before, settled, line);
  }

  /** Every line on file that it names is withdrawn; the message counts once. */
  private settleVoid(message: VoidMessageRead, facts: LineFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { withdrawn } = message;
    const named = ledger
      .ofVisit(withdrawn)
      .filter(({ state }) => isNamedBy(withdrawn, state.line, state.settlement));
    const stamp = facts.stampAt(parts.clock.now());
    const settled = named.map((before): SettledLine => {
      const line = contentOf(before);
      const voided = settleVoid(before.state, facts.knownAt, stamp, decisionIdOf);
      this.keep(voided, before, line);
      ledger.addVoid(line, withdrawn);
      return { settled: voided, before, line };
    });
    outcome.addNews(message, settled);
    return settled.flatMap(({ settled: voided, before, line }) => newsBehind(before, voided, line));
  }

  /** Of a line that is not on file nothing is kept. */
  private settleFact(message: FactMessageRead, facts: LineFacts): readonly Moved[] {
    const { ledger, outcome, parts } = this;
    const { fact } = message;
    const before = ledger.find(fact.identity);
    if (before === null) {
      outcome.addNews(message, []);
      return [];
    }
    const line = contentOf(before);
    const stamp = facts.stampAt(parts.clock.now());
    const known = facts.of(line, ledger);
    const settled = settleFact(line, fact, before.state, known, parts.policy, stamp, decisionIdOf);
    this.keep(settled, before, line);
    outcome.addNews(message, [{ settled, before, line }]);
    return newsBehind(before, settled, line);
  }

  private keep({ state, decision }: Settled, { current }: LedgerEntry, line: SettlementLine): void {
    this.ledger.put({ state, current: decision ?? current, line });
  }
}

/** Keeps those back that are about a visit of which something is detached (CONTRACT 9). @returns the others */
async function withoutWaiting(
  { decisions }: Pick<Parts, 'decisions'>,
  client: PoolClient,
  readable: readonly ReadableMessage[],
  outcome: BatchOutcome,
): Promise<readonly ReadableMessage[]> {
  const waiting = await decisions.visitsWaiting(client, readable.map(visitOf));
  if (waiting.size === 0) return readable;
  const kept = readable.filter((_, place) => waiting.has(place));
  for (const message of kept) outcome.addWaiting(message);
  await decisions.keepWaiting(
    client,
    kept.map((read) => {
      const { topic, partition, offset, key, value, timestamp } = read.message;
      if (value === null) throw new Defect('a message without a value was read');
      return { visit: visitOf(read), topic, partition, offset, key, value, timestamp };
    }),
  );
  return readable.filter((_, place) => !waiting.has(place));
}

type VoidMessageRead = Extract<NewsMessage, { kind: 'void' }>;
type FactMessageRead = Extract<NewsMessage, { kind: 'fact' }>;

function contentOf({ line }: LedgerEntry): SettlementLine {
  if (line === null) throw new Defect('a line that a void or a fact names was read without its content');
  return line;
}
