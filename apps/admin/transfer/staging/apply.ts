/** An approved transfer into the registry: all of it in one write, or nothing. */
import { inTransaction, isUniqueViolation, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { AppendOutcome, Compared, RegistryStore } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import type { Clock } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryRow } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { Identities } from './identities';
import { comparedFile, movedSince } from './moved-since';
import { outcomeNow } from './preview';
import { plannedTexts } from './preview-pages';
import type { Transfer } from './transfer';
import type { TransferStore } from './transfer-store';

export type Applied =
  | { readonly kind: 'applied'; readonly version: number }
  /** Not approved any more: another process has done it. */
  | { readonly kind: 'not_approved' }
  | { readonly kind: 'failed'; readonly because: string };

export interface ApplyingParts {
  readonly dataSource: DataSource;
  readonly registry: RegistryStore;
  readonly transfers: TransferStore;
  readonly identities: Identities;
  readonly clock: Clock;
  /** The app's own entry about the applied transfer, in the same transaction. */
  readonly alongside?: (client: Queryable, transfer: Transfer, version: number) => Promise<void>;
}

const PAGE = 2_000;

/** Ends the write with nothing written. */
class Stopped extends Error {
  constructor(readonly applied: Exclude<Applied, { kind: 'applied' }>) {
    super(applied.kind);
  }
}

/**
 * Writes what was previewed and marks the transfer as applied: all or nothing, at one moment, without holding up who writes
 * to the registry meanwhile. Where the registry has moved since the preview, the outcome is worked out anew before anything
 * is visible: another outcome than the approved one fails the transfer.
 * @throws an outage; the transfer is approved still, or applied, and the same call again finds out.
 */
export async function applyTransfer(parts: ApplyingParts, transferId: string): Promise<Applied> {
  try {
    const transfer = await parts.transfers.find(transferId);
    if (transfer?.state !== 'approved') return { kind: 'not_approved' };
    const outcome = await parts.registry.appendInBulk(recordsOf(parts, transferId), {
      tellsSubjects: false,
      compared: await comparisonOf(parts, transfer),
      alongside: (client, { version }) => markApplied(parts, client, transferId, version),
    });
    return await appliedBy(parts, transferId, outcome);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    if (error.applied.kind === 'failed')
      await parts.transfers.failed(transferId, error.applied.because, parts.clock.now());
    return error.applied;
  }
}

/** Its turn may come late: another process may have applied the transfer meanwhile. */
async function* recordsOf(parts: ApplyingParts, transferId: string): AsyncGenerator<RegistryRecord> {
  const transfer = await parts.transfers.find(transferId);
  if (transfer?.state !== 'approved') throw new Stopped({ kind: 'not_approved' });
  yield* plannedRecords(parts.dataSource, transferId);
  await keepIdentities(parts, transferId);
}

async function comparisonOf({ dataSource }: ApplyingParts, transfer: Transfer): Promise<Compared> {
  const file = await comparedFile(poolOf(dataSource), transfer);
  return {
    version: transfer.previewedVersion ?? 0,
    movedSince: (client, version) => movedSince(client, file, version),
    again: async () => {
      if (
        (await outcomeNow(dataSource, transfer)) !== (await approvedOutcome(dataSource, transfer.transferId))
      )
        throw new Stopped({ kind: 'failed', because: STALE });
    },
  };
}

const STALE =
  'The registry has changed since the preview, and applying would no longer do what was approved: upload the file again（预览后登记簿已变化，结果与审批时不同，请重新上传）';

/** What a previewed transfer would write, in the order of its file. */
export async function* plannedRecords(
  dataSource: DataSource,
  transferId: string,
): AsyncGenerator<RegistryRecord> {
  for (let after = 0; ;) {
    const changes = await plannedTexts(dataSource, transferId, { after, limit: PAGE });
    for (const { text, line } of changes) {
      const record = parseRegistryRow(Buffer.from(text, 'utf8'));
      if (isMalformed(record))
        throw new Defect(`line ${line} of transfer ${transferId} was previewed as good and is not`);
      yield record;
    }
    const last = changes.at(-1);
    if (last === undefined || changes.length < PAGE) return;
    after = last.place;
  }
}

async function markApplied(
  { transfers, clock, alongside }: ApplyingParts,
  client: Queryable,
  transferId: string,
  version: number,
): Promise<void> {
  if (!(await transfers.applied(client, transferId, version, clock.now())))
    throw new Stopped({ kind: 'not_approved' });
  const transfer = await transfers.find(transferId);
  if (transfer !== null) await alongside?.(client, transfer, version);
}

interface SealedRow {
  place: number;
  subject: string;
  sealed_identity: string;
}

/**
 * Keeps the identity numbers that the file states, before its records are visible: there may be as many as records, and the
 * same number again changes nothing. Where the transfer fails after all, they stay, encrypted, with those of the approved file.
 */
async function keepIdentities({ dataSource, identities }: ApplyingParts, transferId: string): Promise<void> {
  for (let after = 0; ;) {
    const { rows }: { rows: SealedRow[] } = await poolOf(dataSource).query<SealedRow>(
      `SELECT place, subject, sealed_identity FROM transfer_row
       WHERE transfer_id = $1 AND sealed_identity IS NOT NULL AND place > $2 ORDER BY place LIMIT $3`,
      [transferId, after, PAGE],
    );
    await againWhenOvertaken(() =>
      inTransaction(dataSource, async (client) => {
        for (const { subject, sealed_identity } of rows)
          await identities.put(client, subject, identities.open(subject, sealed_identity));
      }),
    );
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.place;
  }
}

const MOST_TRIES = 5;

/** Someone may type in a number of one of these persons at the same time: whoever comes second looks again. */
async function againWhenOvertaken(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === MOST_TRIES || !isUniqueViolation(error)) throw error;
    }
  }
}

async function appliedBy(parts: ApplyingParts, transferId: string, outcome: AppendOutcome): Promise<Applied> {
  switch (outcome.kind) {
    case 'appended':
      return { kind: 'applied', version: outcome.version };
    case 'conflict':
      return fail(
        parts,
        transferId,
        `These record_ids are on file with other content（记录编号已被占用）: ${some(outcome.recordIds)}`,
      );
    case 'overlap':
      return fail(
        parts,
        transferId,
        `These records correct one another and hold for the same time（更正链内时间重叠）: ${some(outcome.recordIds)}`,
      );
    case 'ring':
      return fail(
        parts,
        transferId,
        `These records correct each other in a ring（更正记录互相循环）: ${some(outcome.recordIds)}`,
      );
    case 'stale':
    case 'as_recorded_refused':
      throw new Defect(`a transfer asks for nothing that could be answered ${outcome.kind}`);
  }
}

const MOST_NAMED = 20;
const some = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? `, … (${names.length})` : ''}`;

async function fail(
  { transfers, clock }: ApplyingParts,
  transferId: string,
  because: string,
): Promise<Applied> {
  await transfers.failed(transferId, because, clock.now());
  return { kind: 'failed', because };
}

/** Kept apart from what a transfer shows: only applying compares it. */
async function approvedOutcome(dataSource: DataSource, transferId: string): Promise<string | null> {
  const { rows } = await poolOf(dataSource).query<{ outcome: string | null }>(
    'SELECT outcome FROM transfer WHERE transfer_id = $1',
    [transferId],
  );
  return rows[0]?.outcome ?? null;
}
