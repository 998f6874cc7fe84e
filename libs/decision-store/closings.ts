/** Closed periods (CONTRACT 9): what was proposed, what two people agreed to, and what is closed by it now. Append-only. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { ClosingRun } from './closing-runs';

export const CLOSING_KINDS = ['soft', 'hard'] as const;
export type ClosingKind = (typeof CLOSING_KINDS)[number];

export const CLOSING_STATES = ['proposed', 'closed', 'refused'] as const;
export type ClosingState = (typeof CLOSING_STATES)[number];

/** What of a run is closed: copied when it was proposed. */
export type ClosingBooks = Pick<
  ClosingRun,
  'runId' | 'area' | 'areaOf' | 'period' | 'by' | 'knownAt' | 'digest' | 'size' | 'held'
> & {
  readonly kind: ClosingKind;
  /** Of the tree over the leaves of the run's lines, in hex. */
  readonly root: string;
};

export interface Closing extends ClosingBooks {
  /** 64 bits, as decimal text. */
  readonly closingId: string;
  readonly state: ClosingState;
  readonly reason: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  /** Who agreed, or refused; `null` while nobody has. */
  readonly endedBy: string | null;
  readonly endedAt: Instant | null;
  readonly refusedBecause: string | null;
  /** The closing of the same period in whose place it stands. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  /** Under which it was let through. */
  readonly exceptionId: string | null;
  /** Whether the period's seal is of it, or of the one that it made final. */
  readonly sealed: boolean;
}

/** A period as clearing asks for it: from when on corrections of it fall elsewhere. */
export interface PeriodClosed {
  readonly area: string;
  readonly period: string;
  readonly by: 'settlement' | 'fee';
  /** The `known_at` of its closing run. */
  readonly closedFrom: Instant;
  /** When the policy was adopted that its closing run decided by; absent where the run's terms do not tell. */
  readonly adoptedAt?: Instant;
}

/** Whoever closes, excepts or seals comes one at a time, from reading what stands to writing. Held to the transaction's end. */
export async function lockClosings(client: Queryable): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.closings]);
}

/** What is closed by runs that ask at `knownAt` or before (`null`: by any run), of any area; by area and period. */
export async function closedPeriods(
  client: Queryable,
  { knownAt }: { readonly knownAt: Instant | null },
): Promise<readonly PeriodClosed[]> {
  const { rows } = await client.query<{
    area: string;
    period: string;
    counted_by: PeriodClosed['by'];
    known_at_ms: number;
    adopted_at_ms: number | null;
  }>(CLOSED_PERIODS, [knownAt === null ? 'infinity' : timestampText(knownAt)]);
  return rows.map((row) => ({
    area: row.area,
    period: row.period,
    by: row.counted_by,
    closedFrom: instantOf(row.known_at_ms),
    ...(row.adopted_at_ms === null ? {} : { adoptedAt: instantOf(row.adopted_at_ms) }),
  }));
}

/** @returns its number */
export async function proposeClosing(
  client: Queryable,
  books: ClosingBooks,
  { proposedBy, reason }: Pick<Closing, 'proposedBy' | 'reason'>,
): Promise<string> {
  const { rows } = await client.query<{ closing_id: string }>(PROPOSE, [
    ...bookValues(books),
    reason,
    proposedBy,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Defect('a closing was proposed and gave no row');
  return row.closing_id;
}

/**
 * Closes the period as it was proposed.
 * @param approvedBy another person than the proposer: the database refuses the same
 * @param replaces the closing of the same period that stands until now
 */
export async function closePeriod(
  client: Queryable,
  closing: Closing,
  {
    approvedBy,
    replaces,
    exceptionId,
  }: { readonly approvedBy: string; readonly replaces: string | null; readonly exceptionId: string | null },
): Promise<void> {
  await client.query(CLOSE, [
    closing.closingId,
    ...bookValues(closing),
    closing.proposedBy,
    approvedBy,
    replaces,
    exceptionId,
  ]);
}

/** A line whose leaf a closing anew changed; leaves in hex. */
export interface ClosingChange {
  readonly line: string;
  readonly was: string | null;
  readonly now: string | null;
}

/** Keeps what a closing in place of another changed, in order. @param from the number of those kept already */
export async function keepChanges(
  client: Queryable,
  closingId: string,
  from: number,
  changes: readonly ClosingChange[],
): Promise<void> {
  await client.query(KEEP_CHANGES, [
    closingId,
    from,
    changes.map(({ line }) => line),
    changes.map(({ was }) => was),
    changes.map(({ now }) => now),
  ]);
}

/** @param after the place of the last one seen; -1 begins */
export async function changesOf(
  client: Queryable,
  closingId: string,
  after: number,
  atMost: number,
): Promise<readonly (ClosingChange & { readonly position: number })[]> {
  const { rows } = await client.query<ClosingChange & { position: number }>(CHANGES, [
    closingId,
    after,
    atMost,
  ]);
  return rows;
}

export async function refuseClosing(
  client: Queryable,
  closingId: string,
  { refusedBy, reason }: { readonly refusedBy: string; readonly reason: string },
): Promise<void> {
  await client.query('INSERT INTO closing_refusal (closing_id, refused_by, reason) VALUES ($1, $2, $3)', [
    closingId,
    refusedBy,
    reason,
  ]);
}

export async function findClosing(client: Queryable, closingId: string): Promise<Closing | null> {
  const { rows } = await client.query<ClosingRow>(`${CLOSINGS} WHERE p.closing_id = $1`, [closingId]);
  return rows[0] === undefined ? null : closingFrom(rows[0]);
}

export interface ClosingsAsked {
  /** Under one of these prefixes; `''` is every area. */
  readonly areas: readonly string[];
  readonly period: string | null;
  readonly states: readonly ClosingState[];
  readonly before: string | null;
  readonly atMost: number;
}

/** The latest first. */
export async function listClosings(client: Queryable, asked: ClosingsAsked): Promise<readonly Closing[]> {
  const { areas, period, states, before, atMost } = asked;
  const { rows } = await client.query<ClosingRow>(LIST, [areas, period, states, before, atMost]);
  return rows.map(closingFrom);
}

/** The closings that stand in an area, one for each closed period, by period. */
export async function standingClosings(client: Queryable, area: string): Promise<readonly Closing[]> {
  const { rows } = await client.query<ClosingRow>(STANDING, [area]);
  return rows.map(closingFrom);
}

/** What stands closed in areas that hold this one or lie in it, itself left out; by area and period. */
export async function closedBeside(
  client: Queryable,
  area: string,
): Promise<readonly { readonly area: string; readonly period: string }[]> {
  const { rows } = await client.query<{ area: string; period: string }>(CLOSED_BESIDE, [area]);
  return rows;
}

/** What registry writes and plans stand open of what a moment knows. */
export interface OpenWork {
  /** Versions, the earliest first. */
  readonly unsweptWrites: readonly string[];
  readonly openPlans: readonly string[];
}

/** @param institutions plans that turn lines of none of these are left out */
export async function openWorkOf(
  client: Queryable,
  { knownAt, institutions }: { readonly knownAt: Instant; readonly institutions: readonly string[] },
): Promise<OpenWork> {
  const { rows: writes } = await client.query<{ version: string }>(UNSWEPT, [timestampText(knownAt)]);
  const { rows: plans } = await client.query<{ plan_id: string }>(OPEN_PLANS, [
    timestampText(knownAt),
    institutions,
  ]);
  return {
    unsweptWrites: writes.map(({ version }) => version),
    openPlans: plans.map(({ plan_id }) => plan_id),
  };
}

interface ClosingRow {
  closing_id: string;
  area: string;
  period: string;
  kind: ClosingKind;
  counted_by: ClosingBooks['by'];
  area_of: ClosingBooks['areaOf'];
  run_id: string;
  known_at_ms: number;
  digest: string;
  size: number;
  root: string;
  held: number;
  reason: string | null;
  proposed_by: string;
  proposed_at_ms: number;
  ended_by: string | null;
  ended_at_ms: number | null;
  refused_because: string | null;
  state: ClosingState;
  replaces: string | null;
  replaced_by: string | null;
  exception_id: string | null;
  sealed: boolean;
}

const closingFrom = (row: ClosingRow): Closing => ({
  closingId: row.closing_id,
  ...{ area: row.area, period: row.period, kind: row.kind, by: row.counted_by, areaOf: row.area_of },
  ...{ runId: row.run_id, knownAt: instantOf(row.known_at_ms), digest: row.digest },
  ...{ size: row.size, root: row.root, held: row.held, reason: row.reason, state: row.state },
  proposedBy: row.proposed_by,
  proposedAt: instantOf(row.proposed_at_ms),
  endedBy: row.ended_by,
  endedAt: row.ended_at_ms === null ? null : instantOf(row.ended_at_ms),
  refusedBecause: row.refused_because,
  ...{
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    exceptionId: row.exception_id,
    sealed: row.sealed,
  },
});

const bookValues = (books: ClosingBooks): readonly unknown[] => [
  ...[books.area, books.period, books.kind, books.by, books.areaOf, books.runId],
  ...[timestampText(books.knownAt), books.digest, books.size, books.root, books.held],
];

const BOOKS = 'area, period, kind, counted_by, area_of, run_id, known_at, digest, size, root, held';

/** A run decides by the last of the policies in its terms, which may be adopted after its `known_at`. No closing is passed over for want of its run. */
const CLOSED_PERIODS = `
  SELECT c.area, c.period, c.counted_by, ${epochMsOf('c.known_at')} AS known_at_ms,
    ${epochMsOf(`(CASE WHEN starts_with(t.terms, '{') THEN t.terms::json -> 'adopted' -> -1 ->> 'adoptedAt' END)::timestamptz`)} AS adopted_at_ms
  FROM closed_period c LEFT JOIN clearing_run t USING (run_id)
  WHERE c.known_at <= $1::timestamptz
    AND NOT EXISTS (SELECT FROM closed_period r WHERE r.replaces = c.closing_id AND r.known_at <= $1)
  ORDER BY c.area COLLATE "C", c.period COLLATE "C"`;

const PROPOSE = `
  INSERT INTO closing_proposal (${BOOKS}, reason, proposed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING closing_id::text`;

const CLOSE = `
  INSERT INTO closed_period (closing_id, ${BOOKS}, proposed_by, approved_by, replaces, exception_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

const CLOSINGS = `
  SELECT p.closing_id::text, p.area, p.period, p.kind, p.counted_by, p.area_of, p.run_id::text,
    ${epochMsOf('p.known_at')} AS known_at_ms, p.digest, p.size::float8, p.root, p.held::float8, p.reason, p.proposed_by,
    ${epochMsOf('p.proposed_at')} AS proposed_at_ms, coalesce(c.approved_by, f.refused_by) AS ended_by,
    ${epochMsOf('coalesce(c.closed_at, f.refused_at)')} AS ended_at_ms, f.reason AS refused_because,
    CASE WHEN c.closing_id IS NOT NULL THEN 'closed' WHEN f.closing_id IS NOT NULL THEN 'refused' ELSE 'proposed' END AS state,
    c.replaces::text, r.closing_id::text AS replaced_by, c.exception_id::text,
    c.closing_id IS NOT NULL AND EXISTS (
      SELECT FROM period_seal s JOIN closed_period o USING (closing_id)
      WHERE s.origin = p.area || '/' || p.period AND o.run_id = p.run_id) AS sealed
  FROM closing_proposal p LEFT JOIN closed_period c USING (closing_id) LEFT JOIN closing_refusal f USING (closing_id)
    LEFT JOIN closed_period r ON r.replaces = p.closing_id`;

const LIST = `
  SELECT * FROM (${CLOSINGS}) AS c
  WHERE EXISTS (SELECT FROM unnest($1::text[]) AS prefix WHERE starts_with(area, prefix))
    AND ($2::text IS NULL OR period = $2) AND state = ANY ($3::text[]) AND ($4::bigint IS NULL OR closing_id::bigint < $4)
  ORDER BY closing_id::bigint DESC LIMIT $5`;

const STANDING = `
  ${CLOSINGS}
  WHERE p.area = $1 AND c.closing_id IS NOT NULL AND r.closing_id IS NULL ORDER BY p.period COLLATE "C"`;

const CLOSED_BESIDE = `
  SELECT area, period FROM closed_period c
  WHERE area <> $1 AND (starts_with(area, $1) OR starts_with($1, area))
    AND NOT EXISTS (SELECT FROM closed_period r WHERE r.replaces = c.closing_id)
  ORDER BY area COLLATE "C", period COLLATE "C"`;

/** Writes that nobody has begun to sweep, and sweeps that are not done though their moment has come. */
const UNSWEPT = `
  SELECT version::text FROM registry_commit
  WHERE received_at <= $1 AND (
    version > (SELECT coalesce(max(version), 0) FROM sweep)
    OR version IN (SELECT version FROM sweep WHERE stage <> 'done' AND asked_before <= $1))
  ORDER BY registry_commit.version`;

const OPEN_PLANS = `
  SELECT plan_id::text FROM sweep_plan p
  WHERE state IN ('proposed', 'approved', 'running')
    AND EXISTS (SELECT FROM registry_commit r WHERE r.version = p.version AND r.received_at <= $1)
    AND EXISTS (SELECT FROM sweep_plan_line l WHERE l.plan_id = p.plan_id AND l.fixmedins_code = ANY ($2::text[]))
  ORDER BY p.plan_id`;

const KEEP_CHANGES = `
  INSERT INTO closing_change (closing_id, position, line, was, becomes)
  SELECT $1, $2 + at - 1, line, was, becomes
  FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS changed (line, was, becomes, at)`;

const CHANGES = `
  SELECT position::float8, line, was, becomes AS now FROM closing_change
  WHERE closing_id = $1 AND position > $2 ORDER BY closing_change.position LIMIT $3`;
