/** Transfers as they stand on file, and the steps they take. Every step is one statement that names the state it leaves. */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { epochMsOf, poolOf, timestampText } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { PreviewSummary, Transfer, TransferState, Upload } from './transfer';

interface TransferRow {
  transfer_id: string;
  state: TransferState;
  upload: Upload;
  institution: string | null;
  uploaded_by: string;
  uploaded_at_ms: number;
  rows_read: number;
  bad_rows: number;
  previewed_version: number | null;
  summary: PreviewSummary | null;
  closing_confirmed_by: string | null;
  leave_out_bad_rows: boolean | null;
  proposed_by: string | null;
  proposed_at_ms: number | null;
  approved_by: string | null;
  approved_at_ms: number | null;
  ended_by: string | null;
  ended_at_ms: number | null;
  ended_because: string | null;
  applied_version: number | null;
}

const SELECT = `
  SELECT transfer_id, state, upload, institution, uploaded_by, ${epochMsOf('uploaded_at')} AS uploaded_at_ms, rows_read, bad_rows,
         previewed_version::float8 AS previewed_version, summary, closing_confirmed_by, leave_out_bad_rows,
         proposed_by, ${epochMsOf('proposed_at')} AS proposed_at_ms, approved_by, ${epochMsOf('approved_at')} AS approved_at_ms,
         ended_by, ${epochMsOf('ended_at')} AS ended_at_ms, ended_because, applied_version::float8 AS applied_version
  FROM transfer`;

const instantOrNone = (epochMs: number | null): Instant | null =>
  epochMs === null ? null : instantOf(epochMs);

const transferOf = (row: TransferRow): Transfer => ({
  transferId: row.transfer_id,
  state: row.state,
  upload: row.upload,
  institution: row.institution,
  uploadedBy: row.uploaded_by,
  uploadedAt: instantOf(row.uploaded_at_ms),
  rowsRead: row.rows_read,
  badRows: row.bad_rows,
  previewedVersion: row.previewed_version,
  summary: row.summary,
  closingConfirmedBy: row.closing_confirmed_by,
  leaveOutBadRows: row.leave_out_bad_rows,
  proposedBy: row.proposed_by,
  proposedAt: instantOrNone(row.proposed_at_ms),
  approvedBy: row.approved_by,
  approvedAt: instantOrNone(row.approved_at_ms),
  endedBy: row.ended_by,
  endedAt: instantOrNone(row.ended_at_ms),
  endedBecause: row.ended_because,
  appliedVersion: row.applied_version,
});

export interface TransfersAsked {
  readonly seenBy: {
    readonly userId: string;
    /** Prefixes of area codes; '' is everything. */
    readonly areas: readonly string[];
    readonly institutions: readonly string[];
  };
  /** A `transferId`, the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export class TransferStore {
  constructor(private readonly dataSource: DataSource) {}

  async find(transferId: string): Promise<Transfer | null> {
    const { rows } = await this.pool.query<TransferRow>(`${SELECT} WHERE transfer_id = $1`, [transferId]);
    return rows[0] === undefined ? null : transferOf(rows[0]);
  }

  /** What this process, or another, has to go on with: oldest first. */
  async waiting(): Promise<readonly Transfer[]> {
    const { rows } = await this.pool.query<TransferRow>(
      `${SELECT} WHERE state IN ('uploaded', 'approved') ORDER BY uploaded_at, transfer_id`,
    );
    return rows.map(transferOf);
  }

  /** Newest first; `seenBy` limits them to what a caller may see. */
  async list({ seenBy, after, limit }: TransfersAsked): Promise<readonly Transfer[]> {
    const { rows } = await this.pool.query<TransferRow>(
      `${SELECT} WHERE ($1::text[] @> ARRAY[''] OR uploaded_by = $2 OR institution = ANY ($3::text[]) OR institution IN (
           SELECT i.fixmedins_code FROM registry_record i
           WHERE i.kind = 'institution' AND i.area LIKE ANY (SELECT prefix || '%' FROM unnest($1::text[]) AS prefix)))
         AND ($4::uuid IS NULL OR (uploaded_at, transfer_id) <
              (SELECT a.uploaded_at, a.transfer_id FROM transfer a WHERE a.transfer_id = $4))
       ORDER BY uploaded_at DESC, transfer_id DESC LIMIT $5`,
      [[...seenBy.areas], seenBy.userId, [...seenBy.institutions], after, limit],
    );
    return rows.map(transferOf);
  }

  /** @returns whether it was taken: not when the transfer is in another state by now. */
  async confirmClosing(transferId: string, userId: string, client: Queryable = this.pool): Promise<boolean> {
    return this.step(
      client,
      `UPDATE transfer SET closing_confirmed_by = $2 WHERE transfer_id = $1 AND state = 'previewed'`,
      [transferId, userId],
    );
  }

  async propose(
    transferId: string,
    { userId, at, leaveOutBadRows }: { userId: string; at: Instant; leaveOutBadRows: boolean },
    client: Queryable = this.pool,
  ): Promise<boolean> {
    return this.step(
      client,
      `UPDATE transfer SET state = 'proposed', proposed_by = $2, proposed_at = $3, leave_out_bad_rows = $4
       WHERE transfer_id = $1 AND state = 'previewed'`,
      [transferId, userId, timestampText(at), leaveOutBadRows],
    );
  }

  /** @throws the database's refusal (23514) of whoever uploaded or proposed it: see `isSecondPersonMissing`. */
  async approve(
    transferId: string,
    userId: string,
    at: Instant,
    client: Queryable = this.pool,
  ): Promise<boolean> {
    return this.step(
      client,
      `UPDATE transfer SET state = 'approved', approved_by = $2, approved_at = $3
       WHERE transfer_id = $1 AND state = 'proposed'`,
      [transferId, userId, timestampText(at)],
    );
  }

  async reject(
    transferId: string,
    { userId, at, because }: { userId: string; at: Instant; because: string },
    client: Queryable = this.pool,
  ): Promise<boolean> {
    return this.step(
      client,
      `UPDATE transfer SET state = 'rejected', ended_by = $2, ended_at = $3, ended_because = $4
       WHERE transfer_id = $1 AND state IN ('uploaded', 'previewed', 'proposed')`,
      [transferId, userId, timestampText(at), because],
    );
  }

  /** In the transaction that writes its records. */
  async applied(client: Queryable, transferId: string, version: number, at: Instant): Promise<boolean> {
    return this.step(
      client,
      `UPDATE transfer SET state = 'applied', applied_version = $2, ended_at = $3
       WHERE transfer_id = $1 AND state = 'approved'`,
      [transferId, version, timestampText(at)],
    );
  }

  async failed(transferId: string, because: string, at: Instant): Promise<boolean> {
    return this.step(
      this.pool,
      `UPDATE transfer SET state = 'failed', ended_at = $2, ended_because = $3
       WHERE transfer_id = $1 AND state IN ('uploaded', 'approved')`,
      [transferId, timestampText(at), because],
    );
  }

  private async step(client: Queryable, statement: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await client.query(statement, [...values]);
    return rowCount === 1;
  }

  private get pool() {
    return poolOf(this.dataSource);
  }
}

/** True for the database's refusal of an approval by who uploaded or proposed the same transfer. */
export const isSecondPersonMissing = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'transfer_second_person';
