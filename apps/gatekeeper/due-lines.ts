/**
 * Lines behind which something was recorded, and those that time alone has turned, are asked again, and what that comes to is
 * published (CONTRACT 8, Payments and Sweep).
 */
import { ADVISORY_LOCKS, inTransaction, poolOf, withSessionLock } from '@gatekeeper/database';
import { excludedFromSweeps, LineRaced, PeriodDetached } from '@gatekeeper/decision-store';
import type { DueLine, DueTrigger } from '@gatekeeper/decision-store';
import { Defect, Outage, runLoop } from '@gatekeeper/runtime';
import type { LoopSurroundings, RunningLoop } from '@gatekeeper/runtime';
import type { LineRevision } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import type { BatchOutcome } from './batch-outcome';
import { BatchRecording } from './batch-recording';
import { notAttachedYet, orOutage } from './or-outage';
import type { Parts } from './parts';
import type { Publications } from './publications';
import { defectOf } from './quarantine';
import { lane } from './sweep-lanes';
import { WaitingMessages } from './waiting-messages';

const SWEEP = lane(0);

/** Lines at once: each may be of a month of fees of its own, and a transaction locks the partitions of each. */
const LINES_AT_ONCE = 100;
/** Lines let go of at once: each costs a look-up. */
const DROPPED_AT_ONCE = 5_000;
const LOOK_EVERY_MS = 1_000;
const BACK_OFF = { firstDelayMs: 200, maxDelayMs: 2_000 };
const RACES_BEFORE_PAUSE = 10;

/** What a transaction came to; `unfinished`: an earlier publication comes first, and nothing was recorded. */
type Asked =
  | { readonly kind: 'unfinished' | 'unchanged' }
  | { readonly kind: 'recorded'; readonly outcome: BatchOutcome };

export class DueLines {
  private running: RunningLoop | null = null;
  private readonly waiting: WaitingMessages;

  constructor(
    private readonly parts: Parts,
    private readonly publications: Publications,
  ) {
    this.waiting = new WaitingMessages(parts, publications);
  }

  /** Looks for due lines for as long as the process lives. */
  runIn(surroundings: LoopSurroundings): void {
    this.running = runLoop({
      ...{ name: 'lines due', everyMs: LOOK_EVERY_MS, backOff: BACK_OFF },
      ...{ ...surroundings, whenFailing: 'degraded' },
      work: (signal, moved) => this.askAll(signal, moved),
    });
  }

  /** Something was recorded of which lines are due. */
  wake(): void {
    this.running?.wake();
  }

  /**
   * Asks all that is ripe, unless another process is about it. What cannot be asked stays due, and the rest is asked.
   * @throws Defect when some could not; Outage when some wait for a period to be back, which it names.
   */
  async askAll(signal?: AbortSignal, moved: () => void = () => undefined): Promise<void> {
    if ((await this.pending()) === 0) return;
    const failed = new Map<string, unknown>();
    await orOutage(() =>
      withSessionLock(this.parts.background, ADVISORY_LOCKS.linesDue, async (lost) => {
        const ends = signal === undefined ? lost : AbortSignal.any([signal, lost]);
        if ((await this.open()) > 0) await this.publications.finish(SWEEP);
        while (!ends.aborted) {
          await this.parts.decisions.makeReachedDue();
          await this.parts.decisions.markDue();
          if ((await this.parts.decisions.dropWithoutRefunds(DROPPED_AT_ONCE)) > 0) moved();
          if (await this.waiting.settleSome(ends)) {
            moved();
            continue;
          }
          const due = await this.parts.decisions.findRipe(LINES_AT_ONCE, [...failed.keys()]);
          if (due.length === 0) break;
          await this.ask(due, failed);
          moved();
        }
      }),
    );
    this.waiting.demandNoFailure();
    demandAllAsked([...failed.values()]);
  }

  /** What one of them fails on must not keep the others waiting: it is found by halving. */
  private async ask(due: readonly DueLine[], failed: Map<string, unknown>): Promise<void> {
    const parts = [due];
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      let asked: BatchOutcome | null;
      try {
        asked = await this.record(part);
      } catch (error) {
        if (error instanceof Outage) throw error;
        const middle = Math.floor(part.length / 2);
        if (middle > 0) parts.push(part.slice(middle), part.slice(0, middle));
        for (const { dueId } of part.length === 1 ? part : []) {
          failed.set(dueId, error);
          this.tellKept(dueId, error);
        }
        continue;
      }
      if (asked !== null) await this.publications.publish(SWEEP, asked, []);
    }
  }

  private tellKept(dueId: string, error: unknown): void {
    const { log } = this.parts;
    if (error instanceof PeriodDetached)
      log.warn({ dueId, periods: error.periods }, 'a line cannot be asked before a period is attached');
    else log.error({ dueId, defect: defectOf(error) }, 'a defect keeps a line from being asked');
  }

  /** @returns `null`: nothing new came of it. */
  private async record(due: readonly DueLine[]): Promise<BatchOutcome | null> {
    for (let races = 0; races < RACES_BEFORE_PAUSE;) {
      try {
        const asked = await orOutage(() =>
          inTransaction(this.parts.background, (client) => this.recordIn(client, due)),
        );
        if (asked.kind === 'recorded') return asked.outcome;
        if (asked.kind === 'unchanged') return null;
        await this.publications.finish(SWEEP);
      } catch (error) {
        // What was detached since it was found is not found again; what is missing for another reason would be, at once.
        if (error instanceof PeriodDetached && !error.isBack) return null;
        if (!(error instanceof LineRaced)) throw error;
        races += 1;
      }
    }
    throw new Outage('PostgreSQL', 'lines that are due keep being recorded by a batch');
  }

  private async recordIn(client: PoolClient, due: readonly DueLine[]): Promise<Asked> {
    const { stream, decisions } = this.parts;
    const { open, publicationId, nextOffset } = await stream.openPosition(client, SWEEP);
    if (open.length > 0) return { kind: 'unfinished' };
    const taken = await decisions.takeDue(client, due);
    const outcome = await BatchRecording.askAgain(
      this.parts,
      client,
      await withoutPlanned(client, taken),
      publicationId,
    );
    if (outcome.statements.length === 0) return { kind: 'unchanged' };
    // A batch that records a refund beside one of these at this moment may not see what they came to: once it is done, they
    // are asked once more.
    const moved = movedIn(outcome);
    await decisions.addDueForRefunds(client, moved.payment, 'payment');
    await decisions.addDueForRefunds(client, moved.status_change, 'status_change');
    // And a batch that records their originals at this moment has asked them as they were.
    await decisions.addDue(client, outcome.refundsMoved, 'status_change');
    const { fees, counts: dispositions, superseded, repeats, messages } = outcome;
    await stream.recordPublication(
      client,
      { ...SWEEP, publicationId, firstOffset: nextOffset, messages, dispositions, superseded, fees, repeats },
      { ...SWEEP, nextOffset: nextOffset + BigInt(taken.length) },
    );
    return { kind: 'recorded', outcome };
  }

  /** Lines that are due, and publications of what came of such that are not known to be out; 0 once all of it is. */
  async pending(): Promise<number> {
    return orOutage(async () => (await this.parts.decisions.countDue()) + (await this.open()));
  }

  private async open(): Promise<number> {
    return (await this.parts.stream.openPublications(poolOf(this.parts.background), SWEEP)).length;
  }
}

/** @param faults what kept lines from being asked. @throws Defect, or Outage where all of them only wait for periods */
function demandAllAsked(faults: readonly unknown[]): void {
  if (faults.length === 0) return;
  const waiting = faults.filter((fault) => fault instanceof PeriodDetached);
  const [defect] = faults.filter((fault) => !(fault instanceof PeriodDetached));
  if (defect !== undefined)
    throw new Defect(`${faults.length} due lines could not be asked, the first: ${defectOf(defect)}`);
  const periods = [...new Set(waiting.flatMap((each) => each.periods))];
  throw notAttachedYet({ periods }, `${faults.length} due lines`);
}

/**
 * What a plan keeps is turned by payments and whatever is said of the line itself, at once; what time alone turns waits with the
 * rest of what the registry says (CONTRACT 8, Sweep).
 */
async function withoutPlanned(client: PoolClient, due: readonly DueLine[]): Promise<readonly DueLine[]> {
  const byTime = due.filter(({ trigger, onlyRefunds }) => trigger === 'status_change' && !onlyRefunds);
  if (byTime.length === 0) return due;
  const planned = await excludedFromSweeps(
    client,
    byTime.map(({ identity }) => identity),
  );
  // What two people have approved is under way: time comes on top of it.
  const waits = (line: DueLine): boolean => {
    const by = planned.get(identityKey(line.identity));
    return by !== undefined && by.state !== 'running' && byTime.includes(line);
  };
  return due.filter((line) => !waits(line));
}

/** What moved, by what it is asked for once more. */
function movedIn({ decisions, holds, releases }: BatchOutcome): Readonly<Record<DueTrigger, LineRevision[]>> {
  const moved: Record<DueTrigger, LineRevision[]> = { payment: [], status_change: [] };
  for (const { line, trigger } of decisions)
    moved[trigger === 'payment' ? 'payment' : 'status_change'].push(line);
  for (const { line } of [...holds, ...releases]) moved.status_change.push(line);
  return moved;
}
