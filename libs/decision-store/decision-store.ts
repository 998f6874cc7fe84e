import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { poolOf } from '@gatekeeper/database';
import type {
  Decision,
  HeldLine,
  IdentityKey,
  LineIdentity,
  Outcome,
  PaymentNotice,
} from '@gatekeeper/vocabulary';
import { OUTCOMES } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import type { FeeMonth } from './fee-months';
import { FeeMonths } from './fee-months';
import type { WaitingMessage } from './detached-lines';
import { keepWaiting, takeWaiting, visitsWaiting } from './detached-lines';
import * as find from './find';
import type { HoldStanding } from './find';
import type { KnownLine, StoredLine } from './known-line';
import type { Visit, VisitLine, VisitLineKey } from './line-keys';
import * as due from './lines-due';
import type { DueLine, DueTrigger } from './lines-due';
import { makeReachedDue } from './lines-turning';
import type { RecordedNotice } from './payments';
import { findNotices, recordNotices } from './payments';
import { recordBatch } from './record';
import type { RecordedBatch } from './recorded-batch';
import { decisionFrom, decisionJson, heldJson, heldLineFrom } from './stored-decision';
import { foldTallies } from './tallies';

const PAGE = 2_000;

/** How many lines stand at each outcome, and how many wait (a line that was decided before and now waits is in both). */
export type OutcomeCounts = Readonly<Record<Outcome | 'held' | 'lines', number>>;

/**
 * Lines, decisions and holds: one door for writes. Calls that take a client run on the caller's transaction; keys of the
 * maps are `identityKey`s unless said otherwise.
 */
export class DecisionStore {
  private readonly feeMonths: FeeMonths;

  constructor(private readonly dataSource: DataSource) {
    this.feeMonths = new FeeMonths(dataSource);
  }

  /**
   * Makes room for lines of these months. `append` does so too, but inside a transaction; called before it begins,
   * nobody waits meanwhile.
   */
  ensureMonths(months: Iterable<FeeMonth>): Promise<void> {
    return this.feeMonths.ensure(poolOf(this.dataSource), months);
  }

  /**
   * Writes one batch on the caller's transaction. New lines need not be looked up first.
   * @throws LineRaced when one of its lines was recorded meanwhile, or is on file and was taken for new: the transaction
   * is lost; look the lines up and decide the batch again.
   */
  append(client: ClientBase, batch: RecordedBatch): Promise<void> {
    return recordBatch(client, batch, this.feeMonths);
  }

  /** What is on file about these lines; lines never seen are absent. */
  findLines(
    client: Queryable,
    identities: readonly LineIdentity[],
  ): Promise<ReadonlyMap<IdentityKey, KnownLine>> {
    return find.findLines(client, identities);
  }

  /** The lines of that visit and number in any charge batch, by `visitLineKey`: what a refund may reverse, with what they claim. */
  findOriginals(
    client: Queryable,
    wanted: readonly VisitLine[],
  ): Promise<ReadonlyMap<VisitLineKey, readonly StoredLine[]>> {
    return find.findOriginals(client, wanted);
  }

  /**
   * The lines on file whose current content names one of these as the original it reverses, the refunds of those, and so
   * on; in the order in which their identities first came.
   */
  findRefundsOf(client: Queryable, originals: readonly VisitLine[]): Promise<readonly StoredLine[]> {
    return find.findRefundsOf(client, originals);
  }

  /** Every line of these visits. */
  findVisits(client: Queryable, visits: readonly Visit[]): Promise<readonly StoredLine[]> {
    return find.findVisits(client, visits);
  }

  /** Places of the visits whose messages wait, because something of them is detached. */
  visitsWaiting(client: Queryable, visits: readonly Visit[]): Promise<ReadonlySet<number>> {
    return visitsWaiting(client, visits);
  }

  /** Keeps messages until what they are about is attached again, on the caller's transaction. */
  keepWaiting(client: Queryable, messages: readonly WaitingMessage[]): Promise<void> {
    return keepWaiting(client, messages);
  }

  /** Takes messages that need not wait any more, on the transaction that settles them. */
  takeWaiting(
    client: Queryable,
    atMost: number,
    without: readonly Visit[],
  ): Promise<readonly WaitingMessage[]> {
    return takeWaiting(client, atMost, without);
  }

  /** Which of these lines are on file. */
  findOnFile(client: Queryable, identities: readonly LineIdentity[]): Promise<ReadonlySet<IdentityKey>> {
    return find.findOnFile(client, identities);
  }

  /** Which of these lines wait now; lines never seen are absent. */
  findHoldsStanding(
    client: Queryable,
    identities: readonly LineIdentity[],
  ): Promise<ReadonlyMap<IdentityKey, HoldStanding>> {
    return find.findHoldsStanding(client, identities);
  }

  /**
   * Keeps payment notices, in the order in which they came, and has their lines asked again, on the caller's transaction.
   * @param receivedAt the `known_at` at which they were taken
   */
  async appendNotices(
    client: ClientBase,
    notices: readonly RecordedNotice[],
    receivedAt: Instant,
  ): Promise<void> {
    await recordNotices(client, notices, receivedAt);
    await due.addDue(
      client,
      notices.map(({ notice }) => notice.identity),
      'payment',
    );
  }

  /** The payment notices on file about each of these lines, in the order in which they came; lines without one are absent. */
  findNotices(
    client: Queryable,
    identities: readonly LineIdentity[],
  ): Promise<ReadonlyMap<IdentityKey, readonly PaymentNotice[]>> {
    return findNotices(client, identities);
  }

  /** Has lines asked again once refunds of them that may be being recorded are on file, on the caller's transaction, which records why. */
  addDueForRefunds(client: ClientBase, lines: readonly LineIdentity[], trigger: DueTrigger): Promise<void> {
    return due.addDue(client, lines, trigger, true);
  }

  /** Has lines asked again once whoever records something of them now is done, on the caller's transaction, which records why. */
  addDue(client: ClientBase, lines: readonly LineIdentity[], trigger: DueTrigger): Promise<void> {
    return due.addDue(client, lines, trigger);
  }

  /** Lets go of ripe lines that were due for their refunds alone, and have none. @returns how many */
  dropWithoutRefunds(atMost: number): Promise<number> {
    return due.dropWithoutRefunds(poolOf(this.dataSource), atMost);
  }

  /** Makes those due that time alone has turned by now, on a transaction of its own. @returns how many. */
  makeReachedDue(): Promise<number> {
    return makeReachedDue(poolOf(this.dataSource));
  }

  /** Takes note of what is newly due, on a transaction of its own; only then does it become ripe. */
  markDue(): Promise<void> {
    return due.markDue(poolOf(this.dataSource));
  }

  /** Due lines of which nobody who is still recording may have missed why, the earliest first. @param without `dueId`s left out */
  findRipe(atMost: number, without: readonly string[]): Promise<readonly DueLine[]> {
    return due.findRipe(poolOf(this.dataSource), atMost, without);
  }

  /** Removes them, on the transaction that asks their lines. @returns those that nobody else has removed meanwhile. */
  takeDue(client: ClientBase, lines: readonly DueLine[]): Promise<readonly DueLine[]> {
    return due.takeDue(client, lines);
  }

  /** Lines that are due, or of which time has turned what they were answered by. */
  countDue(): Promise<number> {
    return due.countDue(poolOf(this.dataSource));
  }

  /**
   * Folds what figures changed by into the figures, at most so many rows, on the caller's transaction, which ends soon
   * after. Whoever sums figures sees the same before and after.
   * @returns how many rows it folded; 0 also while another transaction does.
   */
  foldTallies(client: ClientBase, atMost: number): Promise<number> {
    return foldTallies(client, atMost);
  }

  async countByOutcome(): Promise<OutcomeCounts> {
    const { rows } = await poolOf(this.dataSource).query<{
      outcome: string | null;
      held: boolean;
      count: number;
    }>('SELECT outcome, held, count(*)::float8 AS count FROM line_identity GROUP BY outcome, held');
    const counts = { accept: 0, reject: 0, claw_back: 0, void: 0, held: 0, lines: 0 };
    for (const { outcome, held, count } of rows) {
      counts.lines += count;
      if (held) counts.held += count;
      const known = OUTCOMES.find((one) => one === outcome);
      if (known !== undefined) counts[known] += count;
    }
    return counts;
  }

  /** Every decision ever recorded, by institution and `decisionId`; read in pages. */
  async *allDecisions(): AsyncGenerator<Decision> {
    const pool = poolOf(this.dataSource);
    for (let after: Decision | null = null; ;) {
      const place: (string | null)[] = [after?.line.fixmedinsCode ?? null, after?.decisionId ?? null];
      const { rows }: { rows: { decision: unknown }[] } = await pool.query(ALL_DECISIONS, [...place, PAGE]);
      for (const { decision } of rows) yield (after = decisionFrom(decision));
      if (rows.length < PAGE) return;
    }
  }

  /** Every line that waits now, by institution and since when it was recorded; read in pages. */
  async *heldLines(): AsyncGenerator<HeldLine> {
    const pool = poolOf(this.dataSource);
    for (let place: [string | null, string | null] = [null, null]; ;) {
      const { rows }: { rows: HeldRow[] } = await pool.query<HeldRow>(HELD_LINES, [...place, PAGE]);
      for (const { held } of rows) yield heldLineFrom(held);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      place = [last.fixmedins_code, last.hold_id];
    }
  }
}

interface HeldRow {
  fixmedins_code: string;
  hold_id: string;
  held: unknown;
}

const ALL_DECISIONS = `
  SELECT ${decisionJson('d')} AS decision FROM decision d
  WHERE $1::text IS NULL OR (d.fixmedins_code, d.decision_id) > ($1, $2::text)
  ORDER BY d.fixmedins_code, d.decision_id LIMIT $3`;

const HELD_LINES = `
  SELECT h.fixmedins_code, h.hold_id, ${heldJson('h')} AS held FROM hold_record h
  WHERE h.released_at IS NULL AND ($1::text IS NULL OR (h.fixmedins_code, h.hold_id) > ($1, $2::bigint))
  ORDER BY h.fixmedins_code, h.hold_id LIMIT $3`;
