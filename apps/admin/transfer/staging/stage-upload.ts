/** From an uploaded file to staged rows: one transaction, one COPY, one row at a time. */
import { randomUUID } from 'node:crypto';
import type { Instant } from '@gatekeeper/calendar';
import { copyRows, inTransaction, timestampText } from '@gatekeeper/database';
import type { CopyRow, Queryable } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { ReadItem, ReadItems, ReadRecord, RowProblem } from '../reading/read-item';
import type { Identities } from './identities';
import type { Upload } from './transfer';

const COLUMNS = [
  'transfer_id',
  'place',
  'line',
  'kind',
  'subject',
  'partner',
  'starts',
  'ends',
  'record_id',
  'recorded_at',
  'supersedes',
  'stated',
  'sealed_identity',
  'problems',
];

/** A large file takes as long as its sender takes to send it. */
const PATIENCE = `SET LOCAL statement_timeout = '60min'`;

export interface UploadToStage {
  readonly upload: Upload;
  readonly uploadedBy: string;
  readonly uploadedAt: Instant;
}

export type Staged =
  | { readonly kind: 'staged'; readonly transferId: string }
  /** Nothing was kept. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly problem: RowProblem };

/** Rolls the rows back, with what is to be answered. */
class Unreadable extends Error {
  constructor(readonly item: Extract<ReadItem, { kind: 'unreadable' }>) {
    super('the file cannot be read');
  }
}

/**
 * @param alongside the caller's own statements, kept or not with the rows.
 * @throws an outage, or the error of the file's stream; nothing is kept then.
 */
export async function stageUpload(
  dataSource: DataSource,
  identities: Identities,
  items: ReadItems,
  { upload, uploadedBy, uploadedAt }: UploadToStage,
  alongside?: (client: Queryable, transferId: string) => Promise<void>,
): Promise<Staged> {
  const transferId = randomUUID();
  const rows = new StagedRows(transferId, identities);
  try {
    await inTransaction(dataSource, async (client) => {
      await client.query(PATIENCE);
      await copyRows(client, 'transfer_row', COLUMNS, rows.of(items));
      await client.query(
        `INSERT INTO transfer (transfer_id, state, upload, institution, uploaded_by, uploaded_at, rows_read, bad_rows)
         VALUES ($1, 'uploaded', $2, $3, $4, $5, $6, $7)`,
        [
          transferId,
          JSON.stringify(upload),
          upload.closing?.institution ?? null,
          uploadedBy,
          timestampText(uploadedAt),
          rows.read,
          rows.bad,
        ],
      );
      await client.query('ANALYZE transfer_row');
      await alongside?.(client, transferId);
    });
    return { kind: 'staged', transferId };
  } catch (error) {
    const { unreadable } = rows;
    if (unreadable === null) throw error;
    return { kind: 'unreadable', line: unreadable.item.line, problem: unreadable.item.problem };
  }
}

class StagedRows {
  read = 0;
  bad = 0;
  private place = 0;
  unreadable: Unreadable | null = null;

  constructor(
    private readonly transferId: string,
    private readonly identities: Identities,
  ) {}

  async *of(items: ReadItems): AsyncGenerator<CopyRow> {
    for await (const item of items) {
      switch (item.kind) {
        case 'row':
          this.read++;
          for (const record of item.records) yield this.rowOf(item.line, record);
          break;
        case 'bad_row':
          this.read++;
          this.bad++;
          yield this.badRowOf(item);
          break;
        case 'unreadable':
          this.unreadable = new Unreadable(item);
          throw this.unreadable;
      }
    }
  }

  private rowOf(line: number, record: ReadRecord): CopyRow {
    const { subject, identityNumber } = record;
    return [
      this.transferId,
      String(++this.place),
      String(line),
      record.kind,
      subject,
      record.partner,
      record.from === null ? null : timestampText(record.from),
      record.until === null ? null : timestampText(record.until),
      record.recordId,
      record.recordedAt,
      record.supersedes,
      JSON.stringify(record.stated),
      identityNumber === null || subject === null ? null : this.identities.seal(subject, identityNumber),
      null,
    ];
  }

  /** Nothing of a bad row is written; who a roster lists on it stands there, so that the closing does not take them for absent. */
  private badRowOf({ line, problems, listed }: Extract<ReadItem, { kind: 'bad_row' }>): CopyRow {
    const about =
      listed === undefined ? [null, null, null] : ['registration', listed.subject, listed.institution];
    const nothing = Array.from({ length: COLUMNS.length - 4 - about.length }, () => null);
    return [
      this.transferId,
      String(++this.place),
      String(line),
      ...about,
      ...nothing,
      JSON.stringify(problems),
    ];
  }
}
