/** Cases in PostgreSQL: each function is one statement or a few, in the caller's transaction. */
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import type { CaseEvent, CaseFile } from './case-file';
import { withdrawnBySql } from './case-withdrawals';

interface CaseRow {
  case_id: string;
  kind: string;
  state: string;
  version: number;
  fixmedins_code: string;
  clinician_code: string | null;
  area: string;
  pack: string;
  document_no: string | null;
  data: object;
  proposed_by: string | null;
  withdrawn_by: string | null;
  opened_ms: number;
  changed_ms: number;
}

const CASE_COLUMNS = `case_id, kind, state, version, fixmedins_code, clinician_code, area, pack, document_no, data,
  proposed_by, ${withdrawnBySql('c')} AS withdrawn_by, ${epochMsOf('opened_at')} AS opened_ms, ${epochMsOf('changed_at')} AS changed_ms`;

const fileOf = (row: CaseRow): CaseFile => ({
  caseId: row.case_id,
  kind: row.kind,
  state: row.state,
  version: row.version,
  fixmedinsCode: row.fixmedins_code,
  clinicianCode: row.clinician_code,
  area: row.area,
  pack: row.pack,
  documentNo: row.document_no,
  data: row.data,
  proposedBy: row.proposed_by,
  withdrawnBy: row.withdrawn_by,
  openedAt: instantOf(row.opened_ms),
  changedAt: instantOf(row.changed_ms),
});

/** A case; with `lock` nobody else changes it until the transaction ends. */
export async function findCase(
  client: Queryable,
  caseId: string,
  lock: 'lock' | 'look' = 'look',
): Promise<CaseFile | null> {
  const { rows } = await client.query<CaseRow>(
    `SELECT ${CASE_COLUMNS} FROM case_file c WHERE case_id = $1 ${lock === 'lock' ? 'FOR UPDATE OF c' : ''}`,
    [caseId],
  );
  return rows[0] === undefined ? null : fileOf(rows[0]);
}

/** Which cases are asked for; what is `null` is not asked. */
export interface CaseFilter {
  readonly kind: string;
  readonly clinicianCode: string | null;
  readonly fixmedinsCode: string | null;
  readonly state: string | null;
  /** Only of institutions in these areas, or by these codes, or about this person. */
  readonly within: {
    readonly areas: readonly string[];
    readonly institutions: readonly string[];
    readonly ownCode: string | null;
  } | null;
}

/** Cases in the order in which they were opened, after the one named. */
export async function listCases(
  client: Queryable,
  { kind, clinicianCode, fixmedinsCode, state, within }: CaseFilter,
  limit: number,
  after: string | null,
): Promise<readonly CaseFile[]> {
  const { rows } = await client.query<CaseRow>(
    `SELECT ${CASE_COLUMNS} FROM case_file c
     WHERE kind = $1 AND ($2::text IS NULL OR clinician_code = $2) AND ($3::text IS NULL OR fixmedins_code = $3)
       AND ($4::text IS NULL OR state = $4)
       AND ($5::text[] IS NULL OR EXISTS (SELECT FROM unnest($5::text[]) AS prefix WHERE starts_with(area, prefix))
            OR fixmedins_code = ANY ($6::text[]) OR clinician_code = $7)
       AND ($8::text IS NULL OR case_id > $8)
     ORDER BY case_id LIMIT $9`,
    [
      kind,
      clinicianCode,
      fixmedinsCode,
      state,
      within?.areas ?? null,
      within?.institutions ?? [],
      within?.ownCode ?? null,
      after,
      limit,
    ],
  );
  return rows.map(fileOf);
}

/** Writes where a case stands, new or changed. */
export async function saveCase(client: Queryable, file: CaseFile): Promise<void> {
  await client.query(
    `INSERT INTO case_file (case_id, kind, state, version, fixmedins_code, clinician_code, area, pack, document_no, data,
       proposed_by, opened_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (case_id) DO UPDATE SET state = excluded.state, version = excluded.version, document_no = excluded.document_no,
       data = excluded.data, proposed_by = excluded.proposed_by, changed_at = excluded.changed_at`,
    [
      file.caseId,
      file.kind,
      file.state,
      file.version,
      file.fixmedinsCode,
      file.clinicianCode,
      file.area,
      file.pack,
      file.documentNo,
      JSON.stringify(file.data),
      file.proposedBy,
      timestampText(file.openedAt),
      timestampText(file.changedAt),
    ],
  );
}

export async function addEvent(client: Queryable, caseId: string, event: CaseEvent): Promise<void> {
  await client.query(
    `INSERT INTO case_event (case_id, seq, event, from_state, to_state, actor, at, input, record_ids, moves_money,
       proposed_by, emergency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      caseId,
      event.seq,
      event.event,
      event.fromState,
      event.toState,
      event.actor,
      timestampText(event.at),
      JSON.stringify(event.input),
      event.recordIds,
      event.movesMoney,
      event.proposedBy,
      event.emergency,
    ],
  );
}

interface EventRow {
  seq: number;
  event: string;
  from_state: string | null;
  to_state: string;
  actor: string;
  at_ms: number;
  input: unknown;
  record_ids: readonly string[];
  moves_money: boolean;
  proposed_by: string | null;
  emergency: boolean;
}

/** The steps of a case, in their order. */
export async function eventsOf(client: Queryable, caseId: string): Promise<readonly CaseEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT seq, event, from_state, to_state, actor, ${epochMsOf('at')} AS at_ms, input, record_ids, moves_money,
       proposed_by, emergency FROM case_event WHERE case_id = $1 ORDER BY seq`,
    [caseId],
  );
  return rows.map((row) => ({
    seq: row.seq,
    event: row.event,
    fromState: row.from_state,
    toState: row.to_state,
    actor: row.actor,
    at: instantOf(row.at_ms),
    input: row.input,
    recordIds: row.record_ids,
    movesMoney: row.moves_money,
    proposedBy: row.proposed_by,
    emergency: row.emergency,
  }));
}
