import type { PoolClient } from 'pg';
import { ADVISORY_LOCKS } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import * as write from './append';
import { assertChains, findRings, INCOMING_CORRECTIONS, touchesChains } from './chains';
import { closeFence } from './close-fence';
import type { FenceWait } from './close-fence';
import { freeNames } from './end-bulk-write';
import type { RecordCodec } from './record-body';

/** What a write did that was taken. */
export interface Appended {
  readonly kind: 'appended';
  readonly added: number;
  /** Already on file with the same content, or repeated in this write. */
  readonly unchanged: number;
  /** The registry's version after the write; unchanged when nothing was added. */
  readonly version: number;
  /** Whose timelines the write changed; none where `tellsSubjects` is false. */
  readonly subjects: readonly string[];
}

/** What became of a write. All or none: in every case but `appended` nothing was written. */
export type AppendOutcome =
  | Appended
  /** These `record_id`s are taken by other content: a correction is a new record that supersedes. */
  | { readonly kind: 'conflict'; readonly recordIds: readonly string[] }
  /** These records correct one another, hold for the same time, and would be held at the same time. */
  | { readonly kind: 'overlap'; readonly recordIds: readonly string[] }
  /** These records would correct each other in a ring, so that none of them holds. */
  | { readonly kind: 'ring'; readonly recordIds: readonly string[] }
  /** These subjects are no longer at the version the caller expected: someone wrote in between. */
  | { readonly kind: 'stale'; readonly subjects: readonly string[] }
  /** Decisions exist that were taken without these records: history can no longer be loaded as recorded. */
  | { readonly kind: 'as_recorded_refused' };

/** Records, or how to compose them in the write's own transaction, once no one else can write. */
export type RecordsToWrite =
  | Iterable<RegistryRecord>
  | AsyncIterable<RegistryRecord>
  | ((client: PoolClient) => Promise<Iterable<RegistryRecord>>);

export interface AppendOptions {
  /** The first load of history: records count as known from `recordedAt` on, not from this write on. */
  readonly asRecorded?: boolean;
  /** The version at which the caller read each subject (0: never on file), looked at once no one else can write. */
  readonly expected?: ReadonlyMap<string, number>;
  /** Whether the answer names whose timelines changed; of a million it would hold a million names. Default true. */
  readonly tellsSubjects?: boolean;
  /**
   * The caller's own statements, committed or rolled back with the records: called once they are written, also when none
   * was added, and never for a write that is refused before. What it throws undoes the write. It holds up every other
   * writer, so it waits for nothing but the database.
   */
  readonly alongside?: (client: PoolClient, appended: Appended) => Promise<void>;
}

/** How a write ends, see `commitBehindFence`. */
export interface LastStep {
  readonly onFenceWait: (wait: FenceWait) => void;
  /** How long it may stand between two statements, ms. */
  readonly idleMs: number;
}

/** Rolls a write back from behind the fence, with what is to be answered. */
export class NotWritten extends Error {
  constructor(readonly outcome: Exclude<AppendOutcome, Appended>) {
    super(`nothing was written: ${outcome.kind}`);
  }
}

/**
 * The steps of a write, in the caller's transaction.
 * @throws NotWritten to have the transaction rolled back and its outcome answered.
 */
export async function writeRecords(
  client: PoolClient,
  codec: RecordCodec,
  records: RecordsToWrite,
  { asRecorded = false, expected, tellsSubjects = true, alongside }: AppendOptions,
  lastStep: LastStep,
): Promise<AppendOutcome> {
  await client.query(write.PATIENT_WRITE);
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.registryWriter]);
  if (asRecorded) await refuseOnceDecided(client);
  const stale = await staleSubjects(client, expected);
  if (stale.length > 0) return { kind: 'stale', subjects: stale };

  const given = typeof records === 'function' ? await records(client) : records;
  const total = await write.stage(client, codec, given);
  const writeId = await write.takeWriteId(client);
  const recordIds = await write.findConflicts(client, writeId);
  if (recordIds.length > 0) return { kind: 'conflict', recordIds };
  const added = await write.dropUnchanged(client, writeId);
  const ring = await findRings(client, INCOMING_CORRECTIONS);
  if (ring.length > 0) return { kind: 'ring', recordIds: ring };
  const before = await write.currentVersion(client);
  if (added === 0) return nothingNew(client, total, before, alongside);

  const inChains = await touchesChains(client);
  await insertAll(client, writeId, added);
  await write.linkRecords(client, writeId);
  await write.queueChanges(client, writeId);
  const version = await write.nextVersion(client, before);
  await write.raiseVersions(client, writeId, version);
  await write.countAnew(client, added);
  const subjects = tellsSubjects ? await write.changedBy(client, writeId) : [];
  const appended: Appended = { kind: 'appended', added, unchanged: total - added, version, subjects };
  await write.insertCommit(client, writeId, version, asRecorded);
  if (inChains) await refuseOverlap(client, asRecorded);
  await alongside?.(client, appended);
  await commitBehindFence(client, version, asRecorded, lastStep);
  return appended;
}

/** What is answered, with the caller's own statements, where all was on file already. */
export async function nothingNew(
  client: PoolClient,
  unchanged: number,
  version: number,
  alongside: AppendOptions['alongside'],
): Promise<Appended> {
  const appended: Appended = { kind: 'appended', added: 0, unchanged, version, subjects: [] };
  await alongside?.(client, appended);
  return appended;
}

/** The last step of every write, whatever it writes: behind the fence there is nothing left to do but to stamp it. */
export async function commitBehindFence(
  client: PoolClient,
  version: number,
  asRecorded: boolean,
  { onFenceWait, idleMs }: LastStep,
): Promise<void> {
  // What the database looks at when a transaction ends, it looks at before recordings have to wait.
  await client.query(
    `SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}`,
  );
  await closeFence(client, onFenceWait);
  // A decision may have been recorded since the first look; behind the fence no more can be.
  if (asRecorded) await refuseOnceDecided(client);
  await write.stampCommit(client, version);
}

/** @throws BeingPrepared; names that belong to nobody any more are taken. */
async function insertAll(client: PoolClient, writeId: string, count: number): Promise<void> {
  const inserted = await write.insertRecords(client, writeId);
  if (inserted === count) return;
  if (!(await freeNames(client, writeId))) throw new BeingPrepared();
  const freed = await write.insertRecords(client, writeId);
  if (inserted + freed < count) throw new BeingPrepared();
}

/** A bulk write that is being prepared has one of these `record_id`s: it will be committed, or given up. */
class BeingPrepared extends Outage {
  constructor() {
    super(
      'registry',
      'is taking in one of these record_ids with a bulk write: try again once that has ended',
    );
  }
}

export async function refuseOnceDecided(client: PoolClient): Promise<void> {
  if (await write.hasDecisions(client)) throw new NotWritten({ kind: 'as_recorded_refused' });
}

export async function refuseOverlap(client: PoolClient, asRecorded: boolean): Promise<void> {
  const recordIds = await assertChains(client, asRecorded);
  if (recordIds.length > 0) throw new NotWritten({ kind: 'overlap', recordIds });
}

async function staleSubjects(
  client: PoolClient,
  expected: ReadonlyMap<string, number> = new Map(),
): Promise<readonly string[]> {
  if (expected.size === 0) return [];
  const versions = await write.subjectVersions(client, [...expected.keys()]);
  return [...expected].filter(([subject, version]) => versions.get(subject) !== version).map(([it]) => it);
}
