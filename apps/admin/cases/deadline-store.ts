/** Deadlines of cases in PostgreSQL: each function is one statement or a few, in the caller's transaction. */
import type { Instant } from '@gatekeeper/calendar';
import { formatDay, instantOf, parseDay } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import { isRole } from '../access/roles';
import type { CaseDeadline, DeadlineSet } from './case-file';
import { withdrawnAtSql } from './case-withdrawals';

/** Sets a deadline, or moves it; `none` sets none. */
export async function setDeadline(
  client: Queryable,
  caseId: string,
  { name, lastDay, borneBy }: DeadlineSet,
): Promise<void> {
  if (lastDay === 'none') return;
  const [dueOn, unpublished] =
    typeof lastDay === 'number' ? [formatDay(lastDay), null] : [null, lastDay.unpublishedYear];
  await client.query(
    `INSERT INTO case_deadline (case_id, name, due_on, unpublished_year, borne_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (case_id, name) DO UPDATE SET due_on = excluded.due_on, unpublished_year = excluded.unpublished_year,
       borne_by = excluded.borne_by, met_at = NULL, withdrawn_at = NULL`,
    [caseId, name, dueOn, unpublished, borneBy],
  );
}

/** Marks deadlines as met; one that was never set, or was withdrawn, is none to meet. */
export async function meetDeadlines(
  client: Queryable,
  caseId: string,
  names: readonly string[],
  at: Instant,
): Promise<void> {
  await client.query(
    'UPDATE case_deadline SET met_at = $3 WHERE case_id = $1 AND name = ANY ($2::text[]) AND met_at IS NULL AND withdrawn_at IS NULL',
    [caseId, names, timestampText(at)],
  );
}

/** Withdraws what is open of a case. */
export async function withdrawDeadlines(client: Queryable, caseId: string, at: Instant): Promise<void> {
  await client.query(
    'UPDATE case_deadline SET withdrawn_at = $2 WHERE case_id = $1 AND met_at IS NULL AND withdrawn_at IS NULL',
    [caseId, timestampText(at)],
  );
}

/** Withdraws what is open of the cases that ordered a document of a person. */
export async function withdrawDeadlinesOfDocument(
  client: Queryable,
  {
    documentNo,
    clinicianCode,
    kinds,
  }: {
    readonly documentNo: string;
    readonly clinicianCode: string;
    readonly kinds: readonly string[];
  },
  at: Instant,
): Promise<void> {
  const { rows } = await client.query<{ case_id: string }>(
    'SELECT case_id FROM case_file WHERE clinician_code = $1 AND document_no = $2 AND kind = ANY ($3::text[])',
    [clinicianCode, documentNo, kinds],
  );
  for (const { case_id: caseId } of rows) await withdrawDeadlines(client, caseId, at);
}

export interface DeadlineRow {
  case_id: string;
  name: string;
  due_on: string | null;
  unpublished_year: number | null;
  borne_by: string;
  met_ms: number | null;
  withdrawn_ms: number | null;
}

/**
 * When a deadline `d` of a case `c` was withdrawn, by a step or with what its case builds on; NULL: it was met, or is open. What the
 * registry withdraws is said of by no step.
 */
export const WITHDRAWN_AT = `CASE WHEN d.met_at IS NULL THEN coalesce(d.withdrawn_at, ${withdrawnAtSql('c')}) END`;

/** Of `case_deadline d JOIN case_file c`. */
export const DEADLINE_COLUMNS = `d.case_id, d.name, to_char(d.due_on, 'YYYY-MM-DD') AS due_on, d.unpublished_year,
  d.borne_by, ${epochMsOf('d.met_at')} AS met_ms, ${epochMsOf(WITHDRAWN_AT)} AS withdrawn_ms`;

export function deadlineOf(row: DeadlineRow): CaseDeadline {
  if (!isRole(row.borne_by)) throw new Defect('a deadline on file is borne by no role');
  return {
    caseId: row.case_id,
    name: row.name,
    dueOn: row.due_on === null ? null : parseDay(row.due_on),
    unpublishedYear: row.unpublished_year,
    borneBy: row.borne_by,
    metAt: row.met_ms === null ? null : instantOf(row.met_ms),
    withdrawnAt: row.withdrawn_ms === null ? null : instantOf(row.withdrawn_ms),
  };
}

/** The deadlines of a case. */
export async function deadlinesOf(client: Queryable, caseId: string): Promise<readonly CaseDeadline[]> {
  const { rows } = await client.query<DeadlineRow>(
    `SELECT ${DEADLINE_COLUMNS} FROM case_deadline d JOIN case_file c USING (case_id)
     WHERE d.case_id = $1 ORDER BY d.due_on, d.name`,
    [caseId],
  );
  return rows.map(deadlineOf);
}
