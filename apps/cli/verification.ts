/** Recomputes stated decisions and holds from lines, registry and packs, and names each that differs (law 3). */
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '@gatekeeper/calendar';
import { BEFORE_ALL } from '@gatekeeper/calendar';
import type { LineState, Settled } from '@gatekeeper/adjudication';
import { dispositionOf, isVoid } from '@gatekeeper/adjudication';
import { everyoneIn, FileSettlement, openInput } from '@gatekeeper/offline';
import type { LineIndex, LineOnFileHere, RowWriter } from '@gatekeeper/offline';
import type { Policy } from '@gatekeeper/policy';
import type {
  Decision,
  HeldLine,
  LineIdentity,
  SettlementLine,
  SubjectTimeline,
  Trigger,
} from '@gatekeeper/vocabulary';
import { TRIGGERS, writtenIdentity } from '@gatekeeper/vocabulary';
import type { ParsedLineMessage, Row } from '@gatekeeper/wire';
import {
  contentHash,
  decisionMessage,
  holdMessage,
  isMalformed,
  parseLineRow,
  parsePaymentRow,
  readRows,
} from '@gatekeeper/wire';
import { currentInstant } from './moment-options';
import { Progress } from './progress';
import { StatedRecords } from './stated-records';
import type { StatedDecision, StatedHold } from './stated-records';

/** Fields that a decision states but that recomputing cannot and need not repeat (CONTRACT 5; 7 Liable). */
const NOT_COMPARED: readonly string[] = ['decided_at', 'registry_version', 'trigger', 'borne_by'];

export class Verification {
  verified = 0;
  mismatched = 0;
  private readonly settlement: FileSettlement;
  private readonly stated: StatedRecords;
  private paymentsGiven = false;

  constructor(
    private readonly index: LineIndex,
    registry: ReadonlyMap<string, SubjectTimeline>,
    policy: Policy,
    private readonly mismatches: RowWriter,
  ) {
    this.settlement = new FileSettlement(index, everyoneIn(registry), policy);
    this.stated = new StatedRecords(index, (reason) => this.mismatch(reason));
  }

  async readStated(decisions: string, holds: string | null): Promise<void> {
    await this.stated.readDecisions(decisions);
    if (holds !== null) await this.stated.readHolds(holds);
  }

  /** Notices that the decisions rest on; one that cannot be read was set aside, and moved none. */
  async readPayments(path: string): Promise<void> {
    this.paymentsGiven = true;
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { bytes } of rows) {
          const read = parsePaymentRow(bytes);
          if (!isMalformed(read)) this.index.addNotice(read.notice, read.receivedAt);
        }
      });
    }
  }

  async recompute(lines: string): Promise<void> {
    const progress = new Progress(lines, 'verifying');
    for await (const rows of readRows(openInput(lines))) {
      this.index.inTransaction(() => {
        for (const row of rows) this.recomputeRow(row);
      });
      await this.mismatches.drain();
      progress.advance(
        rows.reduce((sum, { bytes }) => sum + bytes.length + 1, 0),
        rows.length,
      );
    }
    progress.stop();
    this.index.inTransaction(() => {
      this.finishDecisions();
      this.finishOwed();
      this.finishHolds();
    });
  }

  private recomputeRow({ bytes }: Row): void {
    const read = parseLineRow(bytes);
    if (isMalformed(read)) {
      // Neither decided nor held, and it recomputes to a set-aside.
      this.verified++;
      return;
    }
    const { message, receivedAt } = read;
    const revision = this.catchUpWith(message);
    // What came later than the decision was taken is no part of it (CONTRACT 5).
    if (receivedAt !== null && receivedAt > this.takenAt(message, revision)) return;
    const { own, refunds } = this.settlement.settle(message, {
      askedAt: (asked) => this.knownAtOf(asked, revision),
      decidedAt: currentInstant(),
      adopts: (followUp) => this.isStatedNext(followUp),
    });
    for (const { settled } of [...own, ...refunds])
      if (settled.decision !== null) this.compareDecision(settled.decision);
  }

  /**
   * Takes the decisions on the lines of a message that no message led to, and that come before it.
   * @returns the revision that the line has with it; of a void or a fact the revisions stay: 0
   */
  private catchUpWith(message: ParsedLineMessage): number {
    switch (message.kind) {
      case 'line': {
        const { line } = message;
        const onFile = this.index.find(line)?.state ?? null;
        const withdrawn = onFile !== null && isVoid(onFile);
        const { revision } = dispositionOf(onFile, withdrawn, contentHash(line), line);
        if (onFile !== null) this.catchUp(line, onFile, revision);
        return revision;
      }
      case 'void': {
        for (const { state } of this.settlement.namedBy(message.withdrawn))
          this.catchUp(state.line, state, state.revision);
        return 0;
      }
      case 'fact': {
        const onFile = this.index.find(message.fact.identity)?.state ?? null;
        if (onFile !== null) this.catchUp(onFile.line, onFile, onFile.revision);
        return 0;
      }
    }
  }

  /** The moment as of which the lines of a message were decided, or will have been. */
  private takenAt(message: ParsedLineMessage, revision: number): Instant {
    return message.kind === 'line' ? this.knownAtOf(message.line, revision) : this.latestKnownAt();
  }

  /**
   * A refund is asked once for a whole batch, however often its original moved in it: what recomputing passes through, and
   * nobody states, is left out, and counts only if it is the last that is to be said of its line.
   */
  private isStatedNext({ decision }: Settled): boolean {
    if (decision === null || this.stated.nextOf(decision.line)?.decisionId === decision.decisionId)
      return true;
    this.stated.owe(decision.line);
    return false;
  }

  /** Decisions on what is on file that no message led to come before the decision on this message. */
  private catchUp(line: LineIdentity, onFile: LineState, revision: number): void {
    for (let next = this.stated.nextOf(line); next !== null; next = this.stated.nextOf(line)) {
      const earlier = next.line.revision < revision;
      if (!earlier && !(next.line.revision === onFile.revision && this.standsUnprompted(next))) return;
      this.askAgain(next);
    }
  }

  /** Whether the line on file gives that very decision without another message. What the trigger says is not relied on. */
  private standsUnprompted(stated: StatedDecision): boolean {
    const found = this.index.find(stated.line);
    return found !== null && this.gives(found, stated);
  }

  private gives(onFile: LineOnFileHere, stated: StatedDecision): boolean {
    const { decision } = this.settlement.askAgain(
      onFile,
      stated.knownAt,
      currentInstant(),
      triggerOf(stated),
    );
    return decision?.decisionId === stated.decisionId;
  }

  /**
   * The line as it stood when the decision was taken. A payment notice is no message about the line: where no notices are
   * given, and nothing else gives the decision, the line is taken as paid by then.
   */
  private asItStood(onFile: LineOnFileHere, stated: StatedDecision): LineOnFileHere {
    const { state, line, voids } = onFile;
    if (this.paymentsGiven || state.settlement.paidAt !== null || this.gives(onFile, stated)) return onFile;
    const settlement = { ...state.settlement, paidAt: stated.knownAt };
    const paid = { line, voids, state: { ...state, settlement } };
    return triggerOf(stated) === 'payment' || this.gives(paid, stated) ? paid : onFile;
  }

  private knownAtOf(line: SettlementLine, revision: number): Instant {
    const stated = this.stated.nextOf(line) ?? this.stated.holdOf(line, revision);
    return stated?.knownAt ?? this.latestKnownAt();
  }

  private latestKnownAt(): Instant {
    return this.stated.latestKnownAt > BEFORE_ALL ? this.stated.latestKnownAt : currentInstant();
  }

  private compareDecision(decision: Decision): void {
    const stated = this.stated.takeOf(decision.line);
    const recomputed = decisionMessage(decision);
    if (stated === null) {
      this.mismatch(
        `line ${writtenIdentity(decision.line)}: recomputes to ${recomputed.outcome} ${recomputed.decision_id}, and no decision states it`,
      );
      return;
    }
    this.compare(
      `decision ${stated.decisionId} on line ${writtenIdentity(stated.line)}`,
      stated.stated,
      recomputed,
      NOT_COMPARED,
    );
  }

  /** What is stated beyond the messages in the file: asked again at the moment it states. */
  private finishDecisions(): void {
    for (let next = this.stated.anyLeft(); next !== null; next = this.stated.anyLeft()) this.askAgain(next);
  }

  /** Lines of which recomputing still says something other than what stands. */
  private finishOwed(): void {
    for (const line of this.stated.takeOwed()) {
      const found = this.index.find(line);
      if (found === null) continue;
      const { decision } = this.settlement.askAgain(
        found,
        this.latestKnownAt(),
        currentInstant(),
        'real_time',
      );
      if (decision !== null) this.compareDecision(decision);
    }
  }

  private askAgain(stated: StatedDecision): void {
    const found = this.index.find(stated.line);
    if (found === null) {
      this.stated.takeOf(stated.line);
      this.mismatch(
        `decision ${stated.decisionId}: its line ${writtenIdentity(stated.line)} is not among the lines`,
      );
      return;
    }
    const row = this.settlement.settleAgain(
      this.asItStood(found, stated),
      stated.knownAt,
      currentInstant(),
      triggerOf(stated),
    );
    if (row.settled.decision !== null) {
      this.compareDecision(row.settled.decision);
      return;
    }
    this.stated.takeOf(stated.line);
    const instead =
      row.settled.state.held === null
        ? 'the decision before it'
        : `a hold ${row.settled.state.held.hold.holdCode}`;
    this.mismatch(
      `decision ${stated.decisionId} on line ${writtenIdentity(stated.line)}: recomputes to ${instead}`,
    );
  }

  /** A line still held must be stated as held, where holds are given; without them a recomputed hold is taken as stated. */
  private finishHolds(): void {
    for (const held of this.index.heldLines()) {
      const stated = this.stated.holdOf(held.line, held.line.revision);
      if (!this.stated.holdsGiven) this.verified++;
      else if (stated === null) {
        this.mismatch(
          `line ${writtenIdentity(held.line)}: recomputes to a hold ${held.hold.holdCode}, and neither decision nor hold states it`,
        );
      } else this.compareHold(stated, held);
    }
  }

  private compareHold(stated: StatedHold, held: HeldLine): void {
    this.stated.takeHold(stated);
    this.compare(
      `hold on line ${writtenIdentity(stated.line)}`,
      stated.stated,
      holdMessage({ ...held, knownAt: stated.knownAt }),
      ['since'],
    );
  }

  private compare(
    name: string,
    stated: Readonly<Record<string, unknown>>,
    recomputed: object,
    notCompared: readonly string[],
  ): void {
    const own = new Map(Object.entries(recomputed));
    const differing = [...new Set([...Object.keys(stated), ...own.keys()])]
      .filter(
        (field) => !notCompared.includes(field) && !isDeepStrictEqual(stated[field], plain(own.get(field))),
      )
      .sort();
    if (differing.length === 0) {
      this.verified++;
      return;
    }
    const shown = differing.map(
      (field) =>
        `${field} stated ${JSON.stringify(stated[field])}, recomputed ${JSON.stringify(own.get(field))}`,
    );
    this.mismatch(`${name}: ${shown.join('; ')}`);
  }

  private mismatch(reason: string): void {
    this.mismatched++;
    this.mismatches.write(`mismatch ${reason}`);
  }
}

/** As it would come out of a file. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

const triggerOf = ({ stated }: StatedDecision): Trigger =>
  TRIGGERS.find((trigger) => trigger === stated['trigger']) ?? 'real_time';
