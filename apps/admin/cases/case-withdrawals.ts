/**
 * What the registry has withdrawn of a case (CONTRACT 3, 8: a revert, or any withdrawal): nothing is built on it any more. A record that
 * corrected it would make it hold again, by fewer people than withdrew it.
 */
import type { Queryable } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { conflict } from '../http/refusals';
import type { CaseFile } from './case-file';
import { ORDERING_KINDS } from './workflows/ordering-kinds';

const ordersSql = ORDERING_KINDS.map((kind) => `'${kind}'`).join(', ');

const withdrawalOfCase = (caseId: string): string => `
  SELECT w.record_id, w.known_from
  FROM case_event e CROSS JOIN unnest(e.record_ids) AS own(record_id)
  JOIN registry_record w ON w.supersedes = own.record_id AND w.kind = 'withdrawal'
  WHERE e.case_id = ${caseId}`;

/**
 * A subquery: the withdrawals that a case `c` cannot go on over. Of a record of its own; or of what ordered the document the case is
 * about, where no measure of that document stands.
 */
const withdrawalsOf = (c: string): string => `(
  ${withdrawalOfCase(`${c}.case_id`)}
  UNION ALL
  SELECT w.record_id, w.known_from
  FROM case_file o CROSS JOIN LATERAL (${withdrawalOfCase('o.case_id')}) AS w
  WHERE o.document_no = ${c}.document_no AND o.clinician_code = ${c}.clinician_code AND o.case_id <> ${c}.case_id
    AND o.kind IN (${ordersSql})
    AND NOT EXISTS (
      SELECT FROM registry_record s
      WHERE s.kind = 'sanction' AND s.document_no = ${c}.document_no AND s.code = ${c}.clinician_code
        AND NOT EXISTS (SELECT FROM registry_record r WHERE r.supersedes = s.record_id))
)`;

/** The `record_id` of the first withdrawal of what a case `c` builds on; NULL: none. */
export const withdrawnBySql = (c: string): string =>
  `(SELECT w.record_id FROM ${withdrawalsOf(c)} AS w ORDER BY w.known_from, w.record_id LIMIT 1)`;

/** When what the case `c` builds on was withdrawn; NULL: it was not. */
export const withdrawnAtSql = (c: string): string =>
  `(SELECT min(w.known_from) FROM ${withdrawalsOf(c)} AS w)`;

/** @throws Refused where the registry has withdrawn what the case builds on. */
export function demandNotWithdrawn({ withdrawnBy }: CaseFile): void {
  if (withdrawnBy !== null) throw recordWithdrawn(withdrawnBy);
}

/**
 * What a step writes corrects nothing that was withdrawn, whoever stated it.
 * @param client behind the lock of every writer @throws Refused
 */
export async function demandNoneWithdrawn(
  client: Queryable,
  records: readonly RegistryRecord[],
): Promise<void> {
  const corrected = records.flatMap(({ supersedes }) => supersedes ?? []);
  if (corrected.length === 0) return;
  const { rows } = await client.query<{ record_id: string }>(LATER_WITHDRAWALS, [corrected]);
  if (rows[0] !== undefined) throw recordWithdrawn(rows[0].record_id);
}

/** Withdrawals among records and what corrects them since, to any depth. */
const LATER_WITHDRAWALS = `
  WITH RECURSIVE later AS (
    SELECT unnest($1::text[]) AS record_id
    UNION
    SELECT r.record_id FROM later JOIN registry_record r ON r.supersedes = later.record_id
  )
  SELECT r.record_id FROM later JOIN registry_record r USING (record_id)
  WHERE r.kind = 'withdrawal' ORDER BY r.record_id LIMIT 1`;

const recordWithdrawn = (recordId: string) =>
  conflict(
    'record-withdrawn',
    'What the case builds on was withdrawn（本案所依据的登记记录已撤回）',
    `The registry withdrew it by ${recordId}: what is to hold instead is stated by a case of its own（登记库已以 ${recordId} 撤回该记录；如需再行处理，请另行立案）`,
  );
