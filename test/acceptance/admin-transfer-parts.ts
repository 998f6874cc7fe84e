/** A registry with transfers on it, as the admin app opens them. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { instantOf } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { RegistryRecord, RegistryRecordKind } from '@gatekeeper/vocabulary';
import * as iconv from 'iconv-lite';
import { exported } from '../../apps/admin/transfer/exporting/formats';
import type { ExportFormat } from '../../apps/admin/transfer/exporting/formats';
import { listRecords } from '../../apps/admin/transfer/exporting/list-records';
import { readCsv } from '../../apps/admin/transfer/reading/csv';
import { readNdjson } from '../../apps/admin/transfer/reading/ndjson';
import type { ReadItems } from '../../apps/admin/transfer/reading/read-item';
import { readRoster } from '../../apps/admin/transfer/reading/roster';
import { readXlsx } from '../../apps/admin/transfer/reading/xlsx';
import { applyTransfer } from '../../apps/admin/transfer/staging/apply';
import type { ApplyingParts } from '../../apps/admin/transfer/staging/apply';
import type { Identities } from '../../apps/admin/transfer/staging/identities';
import { previewTransfer } from '../../apps/admin/transfer/staging/preview';
import { stageUpload } from '../../apps/admin/transfer/staging/stage-upload';
import type { Transfer, Upload } from '../../apps/admin/transfer/staging/transfer';
import { TransferStore } from '../../apps/admin/transfer/staging/transfer-store';
import type { Stores } from './stores-parts';
import { at, openStores } from './stores-parts';

export const UPLOADER = 'u-office';
export const PROPOSER = 'u-registrar';
export const APPROVER = 'u-reviewer';
export const SITE = 'H14010000001';
export const UPLOADED_AT = at('2025-06-01 10:00:00');
const CLOSING_FROM = '2025-06-02';

/** Writes what it is given otherwise: enough to see that nothing is kept in the clear, and that it comes back. */
export class EncodingIdentities implements Identities {
  readonly kept = new Map<string, string>();
  /** What happens at the next `put`. */
  interruption: ((client: Queryable) => Promise<void>) | null = null;

  seal(code: string, number: string): string {
    return Buffer.from(`${code}:${number}`).toString('base64');
  }

  open(code: string, sealed: string): string {
    return Buffer.from(sealed, 'base64')
      .toString()
      .slice(code.length + 1);
  }

  async put(client: Queryable, code: string, number: string): Promise<void> {
    await this.interruption?.(client);
    this.kept.set(code, number);
  }
}

export interface Transfers extends ApplyingParts {
  readonly stores: Stores;
  readonly identities: EncodingIdentities;
  close(): Promise<void>;
}

export async function openTransfers(suite: string): Promise<Transfers> {
  const stores = await openStores(suite);
  return {
    stores,
    dataSource: stores.dataSource,
    registry: stores.registry,
    transfers: new TransferStore(stores.dataSource),
    identities: new EncodingIdentities(),
    clock: { now: () => instantOf(UPLOADED_AT + 3_600_000) },
    close: () => stores.close(),
  };
}

const GUARD = { share: 0.1 };

function itemsOf(file: Upload['file'], bytes: Buffer, path: string): ReadItems {
  const stream = Readable.from([bytes]);
  switch (file.format) {
    case 'ndjson':
      return readNdjson(stream);
    case 'csv':
      return readCsv(stream, file.kind, file.encoding);
    case 'xlsx':
      return readXlsx(path, file.kind);
    case 'roster':
      return readRoster(stream, {
        roster: 'GB001',
        institution: SITE,
        standings: new Map(Object.entries(file.standings)),
        mainSite: true,
      });
  }
}

async function uploaded(parts: Transfers, upload: Upload, bytes: Buffer): Promise<Transfer> {
  const { file } = upload;
  const path = join(tmpdir(), `transfer-${randomUUID()}`);
  if (file.format === 'xlsx') writeFileSync(path, bytes);
  const items = itemsOf(file, bytes, path);
  const staged = await stageUpload(parts.dataSource, parts.identities, items, {
    upload,
    uploadedBy: UPLOADER,
    uploadedAt: UPLOADED_AT,
  });
  rmSync(path, { force: true });
  if (staged.kind === 'unreadable') throw new Error(`${staged.line}: ${staged.problem.expected}`);
  return found(parts, staged.transferId);
}

export async function found(parts: Transfers, transferId: string): Promise<Transfer> {
  const transfer = await parts.transfers.find(transferId);
  if (transfer === null) throw new Error(`no transfer ${transferId}`);
  return transfer;
}

async function previewed(parts: Transfers, transfer: Transfer): Promise<Transfer> {
  await previewTransfer(parts.dataSource, transfer, GUARD);
  return found(parts, transfer.transferId);
}

export const uploadNdjson = async (parts: Transfers, rows: readonly object[]): Promise<Transfer> =>
  previewed(
    parts,
    await uploaded(
      parts,
      { file: { format: 'ndjson' }, closing: null },
      Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    ),
  );

export const uploadCsv = async (
  parts: Transfers,
  kind: RegistryRecordKind,
  text: string,
): Promise<Transfer> =>
  previewed(
    parts,
    await uploaded(
      parts,
      { file: { format: 'csv', kind, encoding: 'utf-8' }, closing: null },
      Buffer.from(text),
    ),
  );

/** What the registry holds of a kind, exported and uploaded again as it came. */
export async function uploadExport(
  parts: Transfers,
  kind: RegistryRecordKind,
  format: ExportFormat,
): Promise<Transfer> {
  const asked = { kind, knownAt: at('9000-01-01'), effectiveAt: null, within: [] };
  const records = listRecords(parts.dataSource, asked);
  const bytes = await buffer(exported(records, format === 'ndjson' ? { format } : { format, kind }));
  const file =
    format === 'ndjson'
      ? { format }
      : format === 'csv'
        ? { format, kind, encoding: 'utf-8' as const }
        : { format, kind };
  return previewed(parts, await uploaded(parts, { file, closing: null }, bytes));
}

/** A GB001 roster of `SITE`: 在职 is registered, 离职 has left. */
export const uploadRoster = async (
  parts: Transfers,
  rows: readonly RosterLine[],
  complete: boolean,
): Promise<Transfer> =>
  previewed(
    parts,
    await uploaded(
      parts,
      {
        file: {
          format: 'roster',
          roster: 'GB001',
          standings: { 在职: 'registered', 离职: 'left' },
          mainSite: true,
        },
        closing: { institution: SITE, category: 'doctor', complete, from: CLOSING_FROM, reason: 'other' },
      },
      iconv.encode(rows.map(rosterLine).join('\n'), 'gbk'),
    ),
  );

export interface RosterLine {
  readonly code: string;
  readonly name?: string;
  readonly status?: string;
  readonly from?: string;
  readonly until?: string;
}

export const IDENTITY_NUMBER = '11010519491231002X';

const rosterLine = ({
  code,
  name = '张三',
  status = '在职',
  from = '2025-01-01',
  until = '',
}: RosterLine): string =>
  [
    SITE,
    '某医院',
    code,
    name,
    '男',
    '01',
    IDENTITY_NUMBER,
    status,
    from,
    until,
    '1',
    '某医院',
    '1',
    '1',
    '1',
    '1',
  ].join('\t');

/** Proposed by one, approved by another. */
export async function approved(
  parts: Transfers,
  { transferId }: Transfer,
  leaveOutBadRows = false,
): Promise<void> {
  const taken = await parts.transfers.propose(transferId, {
    userId: PROPOSER,
    at: UPLOADED_AT,
    leaveOutBadRows,
  });
  if (!taken || !(await parts.transfers.approve(transferId, APPROVER, UPLOADED_AT)))
    throw new Error(`transfer ${transferId} could not be approved`);
}

export async function approvedAndApplied(parts: Transfers, transfer: Transfer): Promise<Transfer> {
  await approved(parts, transfer);
  await applyTransfer(parts, transfer.transferId);
  return found(parts, transfer.transferId);
}

/** What the registry holds now about a subject, as wire fields would name it. */
export async function heldNow(parts: Transfers, subject: string): Promise<readonly RegistryRecord[]> {
  const timeline = (await parts.registry.timelines([subject])).get(subject);
  return (timeline?.records ?? [])
    .filter(({ recorded }) => recorded.until === Infinity)
    .map(({ fact }) => fact);
}

export async function countOf(parts: Transfers, table: string): Promise<number> {
  const { rows } = await poolOf(parts.dataSource).query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM ${table}`,
  );
  return rows[0]?.count ?? 0;
}
