import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, epochMsOf, inTransaction, poolOf } from '@gatekeeper/database';
import { instantOf } from '@gatekeeper/calendar';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import * as write from './append';
import type { Fence } from './fence';
import { openFence } from './fence';
import { knownFromOf, readTimelines } from './read-timelines';
import type { RecordCodec } from './record-body';
import { recordOf } from './record-body';

/** What became of a write. All or none: with a conflict or a refusal nothing was written. */
export type AppendOutcome =
  | {
      readonly kind: 'appended';
      readonly added: number;
      /** Already on file with the same content, or repeated in this write. */
      readonly unchanged: number;
      /** The registry's version after the write; unchanged when nothing was added. */
      readonly version: number;
      /** Whose timelines the write changed. */
      readonly subjects: readonly string[];
    }
  /** These `record_id`s are taken by other content: a correction is a new record that supersedes. */
  | { readonly kind: 'conflict'; readonly recordIds: readonly string[] }
  /** Decisions exist that were taken without these records: history can no longer be loaded as recorded. */
  | { readonly kind: 'as_recorded_refused' };

export interface AppendOptions {
  /** The first load of history: records count as known from `recordedAt` on, not from this write on. */
  readonly asRecorded?: boolean;
}

/** Rolls a write back from behind the fence. */
class AsRecordedRefused extends Error {}

const EXPORT_PAGE = 2_000;

/** The registry of record: append-only, on both axes. */
export class RegistryStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly codec: RecordCodec,
  ) {}

  /**
   * Writes records in one transaction, one writer at a time. Every subject whose timeline changes gets the new version
   * and is queued for the relay.
   * @throws an outage: it is then unknown whether the write was committed; the same write again is safe.
   */
  async append(
    records: Iterable<RegistryRecord>,
    { asRecorded = false }: AppendOptions = {},
  ): Promise<AppendOutcome> {
    try {
      return await inTransaction(this.dataSource, async (client) => {
        await client.query(`SET LOCAL statement_timeout = '15min'; SET LOCAL lock_timeout = '60s'`);
        await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.registryWriter]);
        if (asRecorded && (await write.hasDecisions(client))) throw new AsRecordedRefused();

        const total = await write.stage(client, this.codec, records);
        const recordIds = await write.findConflicts(client);
        if (recordIds.length > 0) return { kind: 'conflict', recordIds };
        const added = await write.dropUnchanged(client);
        const before = await write.currentVersion(client);
        if (added === 0) return { kind: 'appended', added, unchanged: total, version: before, subjects: [] };

        const version = await write.nextVersion(client, before);
        await write.insertRecords(client, version, added);
        const subjects = await write.touchSubjects(client, version);
        await write.closeFence(client);
        // A decision may have been recorded since the first look; behind the fence no more can be.
        if (asRecorded && (await write.hasDecisions(client))) throw new AsRecordedRefused();
        await write.stampCommit(client, version, asRecorded);
        return { kind: 'appended', added, unchanged: total - added, version, subjects };
      });
    } catch (error) {
      if (error instanceof AsRecordedRefused) return { kind: 'as_recorded_refused' };
      throw error;
    }
  }

  /** Joins the caller's transaction to the fence: see `openFence`. */
  openFence(client: Queryable, subjects: readonly string[]): Promise<Fence> {
    return openFence(client, subjects);
  }

  /** Of each subject the version of the last write that touched it; 0: never on file. Holds no fence. */
  async versions(client: Queryable, subjects: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await client.query<{ subject: string; version: number }>(
      'SELECT subject, version::float8 AS version FROM subject_version WHERE subject = ANY ($1::text[])',
      [subjects],
    );
    const versions = new Map<string, number>(subjects.map((subject) => [subject, 0]));
    for (const { subject, version } of rows) versions.set(subject, version);
    return versions;
  }

  /** The timelines of these subjects; one that was never on file has version 0 and no records. */
  async timelines(
    subjects: readonly string[],
    client: Queryable = poolOf(this.dataSource),
  ): Promise<ReadonlyMap<string, SubjectTimeline>> {
    const read = await readTimelines(client, this.codec, subjects);
    return new Map([...read].map(([subject, { timeline }]) => [subject, timeline]));
  }

  /** The version of the last write; 0 for an empty registry. */
  version(client: Queryable = poolOf(this.dataSource)): Promise<number> {
    return write.currentVersion(client);
  }

  /**
   * Every record on file when the export began, by `record_id`, each with the moment it was received. Read in pages: a
   * write that lands meanwhile is left out whole.
   */
  async *exportRecords(): AsyncGenerator<RegistryRecord> {
    const pool = poolOf(this.dataSource);
    const version = await write.currentVersion(pool);
    for (let after: string | null = null; ;) {
      const { rows }: { rows: ExportRow[] } = await pool.query<ExportRow>(EXPORT, [
        version,
        after,
        EXPORT_PAGE,
      ]);
      for (const { body, known_from_ms } of rows) yield recordOf(this.codec, body, instantOf(known_from_ms));
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORT_PAGE) return;
      after = last.record_id;
    }
  }
}

interface ExportRow {
  record_id: string;
  body: string;
  known_from_ms: number;
}

const EXPORT = `
  SELECT r.record_id, r.body, ${epochMsOf(knownFromOf('r', 'c'))} AS known_from_ms
  FROM registry_record r JOIN registry_commit c ON c.version = r.version
  WHERE r.version <= $1 AND ($2::text IS NULL OR r.record_id > $2)
  ORDER BY r.record_id LIMIT $3`;
