/** Reviews of acts that one person did alone in an emergency. */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';

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
