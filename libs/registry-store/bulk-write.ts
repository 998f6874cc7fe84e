/**
 * A write of many records: prepared in pages, each a short transaction that nobody waits for, then made visible at once by
 * one row. The step that takes the locks of every write does not grow with the records, but for the chains of those that
 * correct others.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, inTransactionOn, isDeadlock } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import * as write from './append';
import { BY_INDEX, foldVersions, removePrepared } from './end-bulk-write';
import { catchUp, collectCorrections, forgetCorrections, hasCorrections } from './catch-up';
import { findRings, LATE_CORRECTIONS, PREPARED_CORRECTIONS } from './chains';
import type { RecordCodec } from './record-body';
import type { Appended, AppendOptions, AppendOutcome, LastStep } from './write-records';
import { commitBehindFence, nothingNew, NotWritten, refuseOnceDecided, refuseOverlap } from './write-records';

/** What a caller compared with the registry before it said what to write. */
export interface Compared {
  /** The version of the registry as of which it was compared. */
  readonly version: number;
  /** Whether something was written since that version that could make the comparison come out otherwise. */
  movedSince(client: Queryable, version: number): Promise<boolean>;
  /** Compares again, while others write, however long it takes; what it throws gives the write up. */
  again(): Promise<void>;
}

export interface BulkOptions extends Omit<AppendOptions, 'expected'> {
  readonly compared?: Compared;
}

export interface BulkParts {
  readonly client: PoolClient;
  readonly codec: RecordCodec;
  readonly options: BulkOptions;
  /** Records of one transaction of the preparation. */
  readonly pageRows: number;
  readonly lastStep: LastStep;
  readonly onLeftBehind: (error: unknown) => void;
}

/** What became of the write is known, and not all that follows from it is done: its session ends, and the next does it. */
export class LeftBehind extends Error {
  constructor(
    readonly outcome: AppendOutcome,
    cause: unknown,
  ) {
    super('the end of a bulk write is left to the next session', { cause });
  }
}

/**
 * The steps of a bulk write, in a session of its own. @throws LeftBehind, which says the outcome; what the source of records, or a
 * step of the caller, threw.
 */
export async function writeInBulk(
  parts: BulkParts,
  records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
): Promise<AppendOutcome> {
  const { client } = parts;
  const writeId = await begin(client);
  let outcome: AppendOutcome;
  try {
    outcome = await prepareAndCommit(parts, writeId, records);
  } catch (error) {
    if (!(error instanceof NotWritten)) {
      // Where this fails, by a lost connection or a slow server, the next session removes it; why the write failed matters more.
      await removePrepared(client, writeId).catch(parts.onLeftBehind);
      throw error;
    }
    outcome = error.outcome;
  }
  try {
    if (outcome.kind === 'appended' && outcome.added > 0) await foldVersions(client, writeId);
    else await removePrepared(client, writeId);
    await forgetCorrections(client);
    await write.forgetCompared(client);
  } catch (error) {
    throw new LeftBehind(outcome, error);
  }
  return outcome;
}

async function begin(client: PoolClient): Promise<string> {
  return inTransactionOn(client, async () => {
    const writeId = await write.takeWriteId(client);
    await client.query('INSERT INTO registry_bulk (write_id) VALUES ($1)', [writeId]);
    return writeId;
  });
}

/** Nobody waits for a roster: after each page the servers are left to others for so many times what the page took. */
const REST_PER_PAGE = 1.5;

async function prepareAndCommit(
  parts: BulkParts,
  writeId: string,
  records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
): Promise<AppendOutcome> {
  const { client, codec, options, pageRows } = parts;
  if (options.asRecorded === true) await refuseOnceDecided(client);
  const since = await write.currentVersion(client);
  const figures = { added: 0, unchanged: 0 };
  const conflicts = new Set<string>();
  for await (const page of pagesOf(records, pageRows)) {
    const began = performance.now();
    const prepared = await preparePage(client, codec, writeId, page, conflicts.size === 0);
    for (const recordId of prepared.conflicts) conflicts.add(recordId);
    figures.added += prepared.added;
    figures.unchanged += page.length - prepared.added;
    await after((performance.now() - began) * REST_PER_PAGE);
  }
  if (conflicts.size > 0) return { kind: 'conflict', recordIds: [...conflicts].sort() };
  await inTransactionOn(client, async () => {
    await client.query(write.PATIENT_WRITE);
    await write.countAnew(client, figures.added);
    await collectCorrections(client, writeId);
    const recordIds = await findRings(client, PREPARED_CORRECTIONS, [writeId]);
    if (recordIds.length > 0) throw new NotWritten({ kind: 'ring', recordIds });
  });
  return makeVisible(parts, { writeId, since, ...figures });
}

async function* pagesOf(
  records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
  pageRows: number,
): AsyncGenerator<readonly RegistryRecord[]> {
  let page: RegistryRecord[] = [];
  for await (const record of records) {
    page.push(record);
    if (page.length < pageRows) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

interface PreparedPage {
  readonly added: number;
  readonly conflicts: readonly string[];
}

/** Someone else's write took one of the page's names while it was written: it is looked at again. */
class Overtaken extends Error {}

async function preparePage(
  client: PoolClient,
  codec: RecordCodec,
  writeId: string,
  page: readonly RegistryRecord[],
  isWritten: boolean,
): Promise<PreparedPage> {
  for (;;) {
    try {
      return await inTransactionOn(client, () => writePage(client, codec, writeId, page, isWritten));
    } catch (error) {
      if (!(error instanceof Overtaken || isDeadlock(error))) throw error;
    }
  }
}

/** @param isWritten false once a page had a conflict: nothing will be written, and what follows is compared alone. */
async function writePage(
  client: PoolClient,
  codec: RecordCodec,
  writeId: string,
  page: readonly RegistryRecord[],
  isWritten: boolean,
): Promise<PreparedPage> {
  await client.query(`${write.PATIENT_WRITE}; ${BY_INDEX}`);
  await write.stage(client, codec, page);
  const conflicts = [...(await write.findConflicts(client, writeId))];
  if (!isWritten) conflicts.push(...(await write.findConflictsCompared(client)));
  if (!isWritten || conflicts.length > 0) {
    await write.keepCompared(client);
    return { added: 0, conflicts };
  }
  const added = await write.dropUnchanged(client, writeId);
  if (added === 0) return { added, conflicts };
  if ((await write.insertRecords(client, writeId)) < added) throw new Overtaken();
  await write.linkRecords(client, writeId);
  await write.queueChanges(client, writeId);
  return { added, conflicts };
}

interface Prepared {
  readonly writeId: string;
  /** The version up to which the preparation has seen what others wrote. */
  readonly since: number;
  readonly added: number;
  readonly unchanged: number;
}

/** Others write faster than what was compared can be compared again beside them: nothing that long is done behind their lock. */
class TooBusy extends Outage {
  constructor() {
    super(
      'registry',
      'was written to by others, again and again, while this bulk write was compared with it: nothing was written, try again when it is less busy',
    );
  }
}

const MOST_TRIES = 10;

async function makeVisible(parts: BulkParts, prepared: Prepared): Promise<AppendOutcome> {
  const { client, options } = parts;
  const { compared } = options;
  let since = prepared.since;
  let comparedAt = compared?.version ?? 0;
  for (let tries = 1; ; tries++) {
    since = await inTransactionOn(client, async () => {
      await client.query(write.PATIENT_WRITE);
      return catchUp(client, prepared.writeId, since);
    });
    if (compared !== undefined && (await compared.movedSince(client, comparedAt))) {
      const now = await write.currentVersion(client);
      await compared.again();
      comparedAt = now;
    }
    const outcome = await inTransactionOn(client, async () => {
      await client.query(write.PATIENT_WRITE);
      await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.registryWriter]);
      if (compared !== undefined && (await compared.movedSince(client, comparedAt))) return null;
      return commitPrepared(parts, { ...prepared, since });
    });
    if (outcome !== null) return outcome;
    if (tries === MOST_TRIES) throw new TooBusy();
  }
}

/** Behind the writers' lock. */
async function commitPrepared(
  { client, options, lastStep }: BulkParts,
  { writeId, since, added, unchanged }: Prepared,
): Promise<Appended> {
  const { asRecorded = false, tellsSubjects = true, alongside } = options;
  const before = await write.currentVersion(client);
  if (added === 0) return nothingNew(client, unchanged, before, alongside);
  await catchUp(client, writeId, since);
  const version = await write.nextVersion(client, before);
  await write.insertCommit(client, writeId, version, asRecorded);
  await client.query('UPDATE registry_bulk SET version = $2 WHERE write_id = $1', [writeId, version]);
  const ring = await findRings(client, LATE_CORRECTIONS, [since]);
  if (ring.length > 0) throw new NotWritten({ kind: 'ring', recordIds: ring });
  if (await hasCorrections(client)) await refuseOverlap(client, asRecorded);
  const subjects = tellsSubjects ? await write.changedBy(client, writeId) : [];
  const appended: Appended = { kind: 'appended', added, unchanged, version, subjects };
  await alongside?.(client, appended);
  await commitBehindFence(client, version, asRecorded, lastStep);
  return appended;
}
