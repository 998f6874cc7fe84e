/** One batch of messages from parsing to commit: record first, then publish (DESIGN 3, laws 5 and 8). */
import { followRefunds, settleAgain, settleMessage } from '@gatekeeper/adjudication';
import { inTransaction, isOutage } from '@gatekeeper/database';
import { LineRaced } from '@gatekeeper/decision-store';
import type { VisitLine } from '@gatekeeper/decision-store';
import { Outage, messageOf } from '@gatekeeper/runtime';
import type { LogMessage, MessageBatch, OutgoingMessage } from '@gatekeeper/stream';
import type { Decision, SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { Malformed } from '@gatekeeper/wire';
import {
  contentOf,
  deadLetterHeaders,
  decisionIdOf,
  hashOfContent,
  isMalformed,
  parseSettlementLine,
} from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import { BatchFacts } from './batch-facts';
import { BatchOutcome } from './batch-outcome';
import { LineLedger, originalNamedBy } from './line-ledger';
import type { LedgerRefund } from './line-ledger';
import type { LineMessage } from './line-message';
import type { Parts } from './parts';
import { positionAfter, sortByPosition } from './replay';
import type { StreamMetrics } from './stream-metrics';

interface DeadLetter {
  readonly message: LogMessage;
  readonly malformed: Malformed;
}

/** How often a batch is decided again because one of its lines was recorded meanwhile. */
const RACES_BEFORE_PAUSE = 3;

export class BatchSettler {
  constructor(
    private readonly parts: Parts,
    private readonly metrics: StreamMetrics,
  ) {}

  /**
   * Settles a batch whole. When it resolves, everything is recorded and published and the offset may be committed.
   * @throws Outage when a server does not answer: nothing is lost by handling the same batch again.
   */
  async settle(batch: MessageBatch): Promise<void> {
    const started = performance.now();
    const { lines, deadLetters } = this.parse(batch.messages);
    const outcome = await this.recordWithRetry(batch, lines);
    for (const _ of deadLetters) outcome.addSetAside();
    await this.parts.publisher.publish(
      [
        ...outcome.messages(this.parts.topics),
        { topic: this.parts.topics.deadLetters, messages: deadLetters.map(deadLetterMessage) },
      ].filter(({ messages }) => messages.length > 0),
    );
    this.metrics.batchDone(batch.messages.length, outcome, (performance.now() - started) / 1000);
  }

  private parse(messages: readonly LogMessage[]): {
    lines: readonly LineMessage[];
    deadLetters: readonly DeadLetter[];
  } {
    const lines: LineMessage[] = [];
    const deadLetters: DeadLetter[] = [];
    for (const message of messages) {
      const line = parseSettlementLine(message.value, undefined, this.metrics.unknownFields);
      if (isMalformed(line)) {
        deadLetters.push({ message, malformed: line });
        continue;
      }
      const content = contentOf(line);
      lines.push({ line, content, hash: hashOfContent(content), message });
    }
    return { lines, deadLetters };
  }

  /** Takes lines for new first, which costs no look-up; when one turns out to be on file, looks all of them up. */
  private async recordWithRetry(batch: MessageBatch, lines: readonly LineMessage[]): Promise<BatchOutcome> {
    if (lines.length === 0) return new BatchOutcome();
    let lookUp = false;
    for (let races = 0; races <= RACES_BEFORE_PAUSE; races++) {
      try {
        return await inTransaction(this.parts.dataSource, (client) =>
          this.record(client, batch, lines, lookUp),
        );
      } catch (error) {
        if (error instanceof LineRaced) lookUp = true;
        else if (isOutage(error))
          throw error instanceof Outage
            ? error
            : new Outage('PostgreSQL', messageOf(error), { cause: error });
        else throw error;
      }
    }
    throw new Outage('PostgreSQL', 'the lines of a batch keep being recorded by another gatekeeper');
  }

  private async record(
    client: PoolClient,
    batch: MessageBatch,
    lines: readonly LineMessage[],
    lookUp: boolean,
  ): Promise<BatchOutcome> {
    const { decisions } = this.parts;
    const position = await decisions.openPosition(client, batch);
    const { fresh, recorded, told } = await sortByPosition(decisions, client, batch, lines, position);
    const outcome = new BatchOutcome(told);
    await this.sayAgain(client, recorded, outcome);
    if (fresh.length === 0) return outcome;
    const ledger = new LineLedger();
    const refundsOnFile = await this.loadLedger(client, ledger, fresh, lookUp);
    const facts = await BatchFacts.read(this.parts, client, [
      ...fresh.map(({ line }) => line),
      ...refundsOnFile,
    ]);
    for (const message of fresh) this.settleMessage(message, ledger, facts, outcome);
    await decisions.append(client, outcome);
    await decisions.movePosition(client, batch, positionAfter(batch, position, outcome.toldBeyond()));
    return outcome;
  }

  private async sayAgain(
    client: PoolClient,
    recorded: readonly LineMessage[],
    outcome: BatchOutcome,
  ): Promise<void> {
    const known = await this.parts.decisions.findLines(
      client,
      recorded.map(({ line }) => line),
    );
    for (const { line } of recorded) outcome.addReadAgain(known.get(identityKey(line)) ?? null);
  }

  private async loadLedger(
    client: PoolClient,
    ledger: LineLedger,
    lines: readonly LineMessage[],
    lookUp: boolean,
  ): Promise<readonly SettlementLine[]> {
    const { decisions } = this.parts;
    const identities = lines.map(({ line }) => line);
    if (lookUp)
      for (const known of (await decisions.findLines(client, identities)).values()) ledger.load(known);
    // Those beside a refund too: what they take of its original is room that it does not have.
    const reversed = [...identities, ...identities.flatMap(originalNamedBy)];
    const refundsOnFile = await this.loadRefunds(client, ledger, reversed);
    // Of refunds on file too: which of several lines of one number they reverse depends on all of them.
    const originals = await decisions.findOriginals(
      client,
      [...identities, ...refundsOnFile].flatMap(originalNamedBy),
    );
    for (const numbered of originals.values()) for (const stored of numbered) ledger.loadStored(stored);
    return refundsOnFile;
  }

  /** The refunds on file of these lines, the refunds of those, and so on: whatever a new decision here may move. */
  private async loadRefunds(
    client: PoolClient,
    ledger: LineLedger,
    lines: readonly VisitLine[],
  ): Promise<readonly SettlementLine[]> {
    const refunds = new Map<string, SettlementLine>();
    for (let originals = lines; originals.length > 0;) {
      const found: SettlementLine[] = [];
      for (const stored of await this.parts.decisions.findRefundsOf(client, originals)) {
        const key = identityKey(stored.known.identity);
        if (refunds.has(key)) continue;
        const line = ledger.loadStored(stored);
        refunds.set(key, line);
        found.push(line);
      }
      originals = found;
    }
    return [...refunds.values()];
  }

  private settleMessage(
    message: LineMessage,
    ledger: LineLedger,
    facts: BatchFacts,
    outcome: BatchOutcome,
  ): void {
    const { line, hash } = message;
    const before = ledger.find(line);
    const stamp = { registryVersion: facts.registryVersion, decidedAt: this.parts.clock.now() };
    const settled = settleMessage(
      line,
      hash,
      before?.state ?? null,
      facts.of(line, ledger),
      this.parts.policy,
      stamp,
      decisionIdOf,
    );
    outcome.addMessage(message, settled, before);
    ledger.put({
      state: settled.state,
      current: settled.decision ?? before?.current ?? null,
      line,
    });
    if (settled.decision !== null && ledger.knowsRefunds)
      followRefunds(
        settled.decision,
        (original) => ledger.refundsOf(original),
        (refund, trigger) => this.askAgain(refund, trigger, ledger, facts, outcome),
      );
  }

  /** A refund whose original has a new decision. */
  private askAgain(
    refund: LedgerRefund,
    trigger: Trigger,
    ledger: LineLedger,
    facts: BatchFacts,
    outcome: BatchOutcome,
  ): Decision | null {
    const { line, state, current } = refund;
    const stamp = { registryVersion: facts.registryVersion, decidedAt: this.parts.clock.now() };
    const settled = settleAgain(
      line,
      state,
      facts.of(line, ledger),
      this.parts.policy,
      stamp,
      decisionIdOf,
      trigger,
    );
    outcome.addFollowUp(settled, refund);
    ledger.put({ state: settled.state, current: settled.decision ?? current, line });
    return settled.decision;
  }
}

/** The original bytes untouched (a tombstone stays one), what is wrong in the headers. */
const deadLetterMessage = ({ message, malformed }: DeadLetter): OutgoingMessage => ({
  key: message.key,
  value: message.value,
  headers: { ...message.headers, ...deadLetterHeaders(malformed, message) },
});
