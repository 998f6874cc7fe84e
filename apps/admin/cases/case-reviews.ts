/** Reviews of acts that one person did alone in an emergency. */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';

export interface UnreviewedAct {
  readonly seq: number;
  readonly actor: string;
}

export interface Review extends UnreviewedAct {
  readonly reviewer: string;
  readonly at: Instant;
  readonly upheld: boolean;
  readonly reasons: string;
}

/** The earliest act of a case that was done in an emergency and nobody reviewed; `null`: none. */
export async function unreviewedAct(client: Queryable, caseId: string): Promise<UnreviewedAct | null> {
  const { rows } = await client.query<UnreviewedAct>(
    `SELECT e.seq, e.actor FROM case_event e LEFT JOIN case_review r ON r.case_id = e.case_id AND r.seq = e.seq
     WHERE e.case_id = $1 AND e.emergency AND r.seq IS NULL ORDER BY e.seq LIMIT 1`,
    [caseId],
  );
  return rows[0] ?? null;
}

/** An act that its review did not uphold. */
export interface ActNotUpheld {
  readonly reviewer: string;
  readonly recordIds: readonly string[];
}

interface ActRow {
  reviewed_by: string;
  record_ids: readonly string[];
}

/** The earliest act of a case that its review did not uphold; `null`: none. */
export async function actNotUpheld(client: Queryable, caseId: string): Promise<ActNotUpheld | null> {
  const { rows } = await client.query<ActRow>(
    `SELECT r.reviewed_by, e.record_ids FROM case_review r JOIN case_event e ON e.case_id = r.case_id AND e.seq = r.seq
     WHERE r.case_id = $1 AND NOT r.upheld ORDER BY r.seq LIMIT 1`,
    [caseId],
  );
  const [row] = rows;
  return row === undefined ? null : { reviewer: row.reviewed_by, recordIds: row.record_ids };
}

/** The reviews of a case, in the order of the acts. */
export async function reviewsOf(client: Queryable, caseId: string): Promise<readonly Review[]> {
  const { rows } = await client.query<ReviewRow>(
    `SELECT seq, acted_by, reviewed_by, ${epochMsOf('at')} AS at_ms, upheld, reasons FROM case_review
     WHERE case_id = $1 ORDER BY seq`,
    [caseId],
  );
  return rows.map(({ seq, acted_by: actor, reviewed_by: reviewer, at_ms: atMs, upheld, reasons }) => ({
    seq,
    actor,
    reviewer,
    at: instantOf(atMs),
    upheld,
    reasons,
  }));
}

interface ReviewRow {
  seq: number;
  acted_by: string;
  reviewed_by: string;
  at_ms: number;
  upheld: boolean;
  reasons: string;
}

/** The database refuses a reviewer who is the one that acted. */
export async function addReview(client: Queryable, caseId: string, review: Review): Promise<void> {
  await client.query(
    `INSERT INTO case_review (case_id, seq, acted_by, reviewed_by, at, upheld, reasons) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      caseId,
      review.seq,
      review.actor,
      review.reviewer,
      timestampText(review.at),
      review.upheld,
      review.reasons,
    ],
  );
}
