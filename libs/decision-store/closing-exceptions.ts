/** Reasoned exceptions to a soft closing (CONTRACT 9): who, why, until when; two people each, and taken back by anyone of them. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';

export const EXCEPTION_STATES = ['proposed', 'in_force', 'refused', 'taken_back', 'run_out'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

export type ExceptionAct = 'approve' | 'refuse' | 'take_back';

export interface ActOnException {
  readonly act: ExceptionAct;
  readonly byWhom: string;
  readonly reason: string | null;
  readonly at: Instant;
}

export interface ClosingException {
  /** 64 bits, as decimal text. */
  readonly exceptionId: string;
  readonly area: string;
  readonly period: string;
  readonly reason: string;
  /** It stands until then, and no longer. */
  readonly endsAt: Instant;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  /** By the database's clock. */
  readonly state: ExceptionState;
  /** The earliest first. */
  readonly acts: readonly ActOnException[];
  /** Closings that it let through, the earliest first. */
  readonly closings: readonly string[];
}

/** @returns its number. @throws a check violation where `endsAt` has passed */
export async function proposeException(
  client: Queryable,
  {
    area,
    period,
    reason,
    endsAt,
    proposedBy,
  }: Pick<ClosingException, 'area' | 'period' | 'reason' | 'endsAt' | 'proposedBy'>,
): Promise<string> {
  const { rows } = await client.query<{ exception_id: string }>(
    `INSERT INTO closing_exception (area, period, reason, ends_at, proposed_by) VALUES ($1, $2, $3, $4, $5)
     RETURNING exception_id::text`,
    [area, period, reason, timestampText(endsAt), proposedBy],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('an exception was proposed and gave no row');
  return row.exception_id;
}

/** The database refuses an approval of the proposer's own, and an act that its state does not allow. */
export async function actOnException(
  client: Queryable,
  { exceptionId, proposedBy }: Pick<ClosingException, 'exceptionId' | 'proposedBy'>,
  { act, byWhom, reason }: Omit<ActOnException, 'at'>,
): Promise<void> {
  await client.query(
    'INSERT INTO closing_exception_act (exception_id, act, proposed_by, by_whom, reason) VALUES ($1, $2, $3, $4, $5)',
    [exceptionId, act, proposedBy, byWhom, reason],
  );
}

export async function findException(
  client: Queryable,
  exceptionId: string,
): Promise<ClosingException | null> {
  const { rows } = await client.query<ExceptionRow>(`${EXCEPTIONS} WHERE e.exception_id = $1`, [exceptionId]);
  return rows[0] === undefined ? null : exceptionFrom(rows[0]);
}

/** The one that stands for the period now; of several the last to end. */
export async function exceptionInForce(
  client: Queryable,
  { area, period }: Pick<ClosingException, 'area' | 'period'>,
): Promise<ClosingException | null> {
  const { rows } = await client.query<ExceptionRow>(
    `SELECT * FROM (${EXCEPTIONS} WHERE (e.area, e.period) = ($1, $2)) AS x
     WHERE state = 'in_force' ORDER BY ends_at_ms DESC, exception_id::bigint LIMIT 1`,
    [area, period],
  );
  return rows[0] === undefined ? null : exceptionFrom(rows[0]);
}

export interface ExceptionsAsked {
  /** Under one of these prefixes; `''` is every area. */
  readonly areas: readonly string[];
  readonly period: string | null;
  readonly states: readonly ExceptionState[];
  readonly before: string | null;
  readonly atMost: number;
}

/** The latest first. */
export async function listExceptions(
  client: Queryable,
  { areas, period, states, before, atMost }: ExceptionsAsked,
): Promise<readonly ClosingException[]> {
  const { rows } = await client.query<ExceptionRow>(LIST, [areas, period, states, before, atMost]);
  return rows.map(exceptionFrom);
}

interface ExceptionRow {
  exception_id: string;
  area: string;
  period: string;
  reason: string;
  ends_at_ms: number;
  proposed_by: string;
  proposed_at_ms: number;
  state: ExceptionState;
  acts: readonly { act: ExceptionAct; by_whom: string; reason: string | null; at_ms: number }[];
  closings: readonly string[];
}

const exceptionFrom = (row: ExceptionRow): ClosingException => ({
  exceptionId: row.exception_id,
  ...{ area: row.area, period: row.period, reason: row.reason, state: row.state, closings: row.closings },
  endsAt: instantOf(row.ends_at_ms),
  proposedBy: row.proposed_by,
  proposedAt: instantOf(row.proposed_at_ms),
  acts: row.acts.map(({ act, by_whom, reason, at_ms }) => ({
    act,
    byWhom: by_whom,
    reason,
    at: instantOf(at_ms),
  })),
});

const EXCEPTIONS = `
  SELECT e.exception_id::text, e.area, e.period, e.reason, ${epochMsOf('e.ends_at')} AS ends_at_ms, e.proposed_by,
    ${epochMsOf('e.proposed_at')} AS proposed_at_ms, said.acts,
    CASE WHEN 'take_back' = ANY (said.kinds) THEN 'taken_back' WHEN 'refuse' = ANY (said.kinds) THEN 'refused'
      WHEN e.ends_at <= clock_timestamp() THEN 'run_out' WHEN 'approve' = ANY (said.kinds) THEN 'in_force'
      ELSE 'proposed' END AS state,
    ARRAY(SELECT closing_id::text FROM closed_period c WHERE c.exception_id = e.exception_id ORDER BY c.closing_id) AS closings
  FROM closing_exception e CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(a.act), '{}') AS kinds, coalesce(json_agg(json_build_object(
      'act', a.act, 'by_whom', a.by_whom, 'reason', a.reason, 'at_ms', ${epochMsOf('a.at')}) ORDER BY a.at, a.act), '[]') AS acts
    FROM closing_exception_act a WHERE a.exception_id = e.exception_id
  ) AS said`;

const LIST = `
  SELECT * FROM (${EXCEPTIONS}) AS x
  WHERE EXISTS (SELECT FROM unnest($1::text[]) AS prefix WHERE starts_with(area, prefix))
    AND ($2::text IS NULL OR period = $2) AND state = ANY ($3::text[]) AND ($4::bigint IS NULL OR exception_id::bigint < $4)
  ORDER BY exception_id::bigint DESC LIMIT $5`;
