/** From staged rows to what they would do, kept for whoever proposes and approves. */
import { inTransaction } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import { workOutEffects } from './effects';
import type { StagedFile } from './staged-file';
import type { PreviewSummary, Transfer } from './transfer';

/** Sorting and comparing a million rows takes longer than a statement of a request may. */
const PATIENCE = `SET LOCAL statement_timeout = '30min'; SET LOCAL work_mem = '64MB'`;
/** Lines are counted so far and no further. */
const MOST_LINES = 1_000_000;

/** The share of an institution's registrations that may be closed without being asked about. */
export interface ClosingGuard {
  readonly share: number;
}

/**
 * Works out and keeps what the transfer would do; its state becomes `previewed`. A transfer that is not `uploaded` any
 * more, or that another process is at, is left as it is.
 * @throws an outage; the transfer is still `uploaded` then.
 */
export async function previewTransfer(
  dataSource: DataSource,
  transfer: Transfer,
  guard: ClosingGuard,
): Promise<void> {
  await inTransaction(dataSource, async (client) => {
    await client.query(PATIENCE);
    if (!(await isMine(client, transfer.transferId))) return;
    const { rows } = await client.query<{ version: string }>(
      `SELECT coalesce(max(version), 0)::text AS version FROM registry_commit`,
    );
    await workOutEffects(client, transfer);
    const outcome = await digestOf(client);
    await client.query(
      `INSERT INTO transfer_change (transfer_id, place, line, effect, subject, record_id, supersedes, body, problems)
       SELECT $1, row_number() OVER (ORDER BY place, record_id), line, effect, subject, record_id, supersedes, body, problems
       FROM outcome`,
      [transfer.transferId],
    );
    const summary = await summaryOf(client, transfer, guard);
    await client.query(
      `UPDATE transfer SET state = 'previewed', previewed_version = $2, outcome = $3, summary = $4
       WHERE transfer_id = $1 AND state = 'uploaded'`,
      [transfer.transferId, rows[0]?.version ?? '0', outcome, JSON.stringify(summary)],
    );
  });
}

/** Whether it is still to be previewed, and nobody else is at it; locks it until the transaction ends. */
async function isMine(client: Queryable, transferId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM transfer WHERE transfer_id = $1 AND state = 'uploaded' FOR UPDATE SKIP LOCKED`,
    [transferId],
  );
  return rowCount === 1;
}

/** Works it out anew, as the registry stands now, and gives its digest; keeps nothing. */
export async function outcomeNow(dataSource: DataSource, file: StagedFile): Promise<string> {
  return inTransaction(dataSource, async (client) => {
    await client.query(PATIENCE);
    await workOutEffects(client, file);
    return digestOf(client);
  });
}

/** Equal for equal outcomes, in whatever order the rows stand. */
async function digestOf(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ digest: string }>(`
    SELECT count(*) || ':' || coalesce(bit_xor(hashtextextended(
      concat_ws(E'\\x1f', place, effect, subject, record_id, supersedes, body::text, problems::text), 0)), 0) AS digest
    FROM outcome`);
  return rows[0]?.digest ?? '';
}

interface CountRow {
  add: number;
  change: number;
  close: number;
  problems: number;
  subjects: number;
  good_records: number;
}

const COUNT = `
  SELECT count(*) FILTER (WHERE effect = 'add')::float8 AS add,
         count(*) FILTER (WHERE effect = 'change')::float8 AS change,
         count(*) FILTER (WHERE effect = 'close')::float8 AS close,
         count(*) FILTER (WHERE effect = 'problem')::float8 AS problems,
         (SELECT count(*) FROM touched)::float8 AS subjects,
         ((SELECT count(*) FROM keyed) + (SELECT count(*) FROM named))::float8 AS good_records
  FROM outcome`;

/** Whose timelines would change: of the records written, and of those they correct. */
const TOUCHED = `
  CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
  SELECT subject FROM outcome WHERE effect <> 'problem' AND subject IS NOT NULL
  UNION
  SELECT l.subject FROM outcome o JOIN registry_subject l ON l.record_id = o.supersedes WHERE o.effect <> 'problem'
  UNION
  SELECT s.code FROM outcome o JOIN registry_record s ON s.kind = 'sanction' AND s.document_no = o.body ->> 'document_no'
  WHERE o.effect <> 'problem' AND o.subject IS NULL AND s.code IS NOT NULL`;

const LINES = `
  SELECT count(*)::float8 AS lines FROM (
    SELECT l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno FROM touched t
    JOIN settlement_line l ON l.ordering_code = t.subject
    UNION
    SELECT l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno FROM touched t
    JOIN settlement_line l ON l.performing_code = t.subject
    UNION
    SELECT l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno FROM touched t
    JOIN detached_line l ON t.subject IN (l.ordering_code, l.performing_code)
    UNION
    SELECT l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno FROM touched t
    JOIN line_identity l ON l.fixmedins_code = t.subject
    LIMIT $1
  ) AS line`;

async function summaryOf(
  client: Queryable,
  { upload, badRows }: Transfer,
  guard: ClosingGuard,
): Promise<PreviewSummary> {
  await client.query(TOUCHED);
  await client.query('ANALYZE touched');
  const counted = await client.query<CountRow>(COUNT);
  const [counts] = counted.rows;
  if (counts === undefined) throw new Error('counting gave no row');
  const { rows: counting } = await client.query<{ lines: number }>(LINES, [MOST_LINES + 1]);
  const lines = counting[0]?.lines ?? 0;
  const registered = upload.closing === null ? null : await registeredNow(client);
  const { add, change, close, problems, subjects } = counts;
  return {
    add,
    change,
    close,
    unchanged: counts.good_records - add - change - problems,
    badRows: badRows + problems,
    subjects,
    lines: Math.min(lines, MOST_LINES),
    moreLines: lines > MOST_LINES,
    registered,
    closingNeedsConfirmation: registered !== null && close > registered * guard.share,
  };
}

async function registeredNow(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::float8 AS count FROM standing');
  return rows[0]?.count ?? 0;
}
