/** The steps of a registry write, each one statement, in the order `RegistryStore.append` takes them. */
import type { ClientBase } from 'pg';
import type { CopyRow, Queryable } from '@gatekeeper/database';
import { copyRows, timestampText } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isSanctionReference, subjectOf } from '@gatekeeper/vocabulary';
import type { RecordCodec } from './record-body';
import { bodyOf } from './record-body';
import { columnsOf, rangeText } from './record-columns';

/** Woken by a committed write; the payload is empty: what changed stands in the outbox. */
export const CHANGE_CHANNEL = 'gatekeeper_registry_change';

const INCOMING_COLUMNS = [
  'record_id',
  'kind',
  'body',
  'recorded_at',
  'supersedes',
  'document_no',
  'code',
  'subject',
  'fixmedins_code',
  'name',
  'area',
  'effective',
];

/** Copies the records to a table of this transaction alone. @returns how many there were. */
export async function stage(
  client: ClientBase,
  codec: RecordCodec,
  records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
): Promise<number> {
  await client.query(`
    CREATE TEMPORARY TABLE incoming (
      record_id text, kind text, body text, recorded_at timestamptz,
      supersedes text, document_no text, code text, subject text,
      fixmedins_code text, name text, area text, effective tstzrange
    ) ON COMMIT DROP`);
  const count = await copyRows(client, 'incoming', INCOMING_COLUMNS, rowsOf(codec, records));
  await client.query('ANALYZE incoming');
  return count;
}

function rowsOf(
  codec: RecordCodec,
  records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
): Iterable<CopyRow> | AsyncIterable<CopyRow> {
  return Symbol.iterator in records ? rowsAtHand(codec, records) : rowsToCome(codec, records);
}

function* rowsAtHand(codec: RecordCodec, records: Iterable<RegistryRecord>): Generator<CopyRow> {
  for (const record of records) yield rowOf(codec, record);
}

async function* rowsToCome(
  codec: RecordCodec,
  records: AsyncIterable<RegistryRecord>,
): AsyncGenerator<CopyRow> {
  for await (const record of records) yield rowOf(codec, record);
}

function rowOf(codec: RecordCodec, record: RegistryRecord): CopyRow {
  const aboutDocument = record.kind === 'sanction' || isSanctionReference(record);
  const { code, fixmedinsCode, name, area, effective } = columnsOf(record);
  return [
    record.recordId,
    record.kind,
    bodyOf(codec, record),
    timestampText(record.recordedAt),
    record.supersedes,
    aboutDocument ? record.documentNo : null,
    code,
    subjectOf(record),
    fixmedinsCode,
    name,
    area,
    effective === null ? null : rangeText(effective),
  ];
}

/** The `record_id`s that stand for two different records: on file and here, or twice here. */
export async function findConflicts(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ record_id: string }>(`
    SELECT record_id FROM incoming GROUP BY record_id HAVING min(body) <> max(body)
    UNION
    SELECT i.record_id FROM incoming i JOIN registry_record r USING (record_id) WHERE r.body <> i.body
    ORDER BY record_id`);
  return rows.map(({ record_id }) => record_id);
}

/** Leaves in `incoming` only records that are not on file, each once. @returns how many are left. */
export async function dropUnchanged(client: Queryable): Promise<number> {
  await client.query(`DELETE FROM incoming i USING registry_record r WHERE r.record_id = i.record_id`);
  await client.query(
    `DELETE FROM incoming i USING incoming first WHERE first.record_id = i.record_id AND first.ctid < i.ctid`,
  );
  const { rows } = await client.query<{ left_over: number }>(
    'SELECT count(*)::float8 AS left_over FROM incoming',
  );
  return rows[0]?.left_over ?? 0;
}

/** From how many records on a write changes the tables so much that the planner's figures of them mislead it. */
const MANY_RECORDS = 1_000;

/**
 * After many records PostgreSQL counts anew before it joins them, and before the stream reads them: its own daemon would
 * come to it only later, and until then a look-up by subject may read whole tables.
 */
async function countAnew(client: Queryable, added: number, table: string): Promise<void> {
  if (added >= MANY_RECORDS) await client.query(`ANALYZE ${table}`);
}

/** The version of the last write; 0 for an empty registry. */
export async function currentVersion(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::float8 AS version FROM registry_commit',
  );
  return rows[0]?.version ?? 0;
}

/**
 * The version of the next write: later than the last, and no less than the milliseconds of the server's clock. So a version
 * is never counted twice for other content, not by a database restored to an earlier state, nor by a new one beside a
 * Redis that still holds the old one's timelines: a cache may trust that equal versions are equal timelines.
 */
export async function nextVersion(client: Queryable, before: number): Promise<number> {
  const { rows } = await client.query<{ clock_ms: number }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS clock_ms',
  );
  return Math.max(before + 1, rows[0]?.clock_ms ?? 0);
}

/**
 * Writes the records and whose timelines they belong to. A sanction's references (restoration, revision, annulment) that
 * name no person belong to every person their document sanctions, whichever of the two came first; until then they wait.
 */
export async function insertRecords(client: Queryable, version: number, added: number): Promise<void> {
  await client.query(
    `INSERT INTO registry_record
       (record_id, kind, body, recorded_at, version, supersedes, document_no, code, fixmedins_code, name, area, effective)
     SELECT record_id, kind, body, recorded_at, $1, supersedes, document_no, code, fixmedins_code, name, area, effective
     FROM incoming`,
    [version],
  );
  await countAnew(client, added, 'registry_record');
  await client.query(
    `INSERT INTO registry_subject (subject, record_id, version)
     SELECT subject, record_id, $1::bigint FROM incoming WHERE subject IS NOT NULL
     UNION
     SELECT sanction.code, i.record_id, $1
     FROM incoming i JOIN registry_record sanction
       ON sanction.document_no = i.document_no AND sanction.kind = 'sanction'
     WHERE i.kind <> 'sanction' AND i.code IS NULL
     UNION
     SELECT i.code, reference.record_id, $1
     FROM incoming i JOIN registry_record reference
       ON reference.document_no = i.document_no AND reference.kind <> 'sanction' AND reference.code IS NULL
     WHERE i.kind = 'sanction'
     ON CONFLICT DO NOTHING`,
    [version],
  );
  await countAnew(client, added, 'registry_subject');
}

/**
 * Raises the version of every subject whose timeline this write changes, a corrected record's subjects among them, and
 * queues the change for the relay. @returns those subjects; none when they are not to be told, as after a million records.
 */
export async function touchSubjects(
  client: Queryable,
  version: number,
  isTold: boolean,
): Promise<readonly string[]> {
  const { rows, rowCount } = await client.query<{ subject: string }>(
    `WITH touched AS (
       SELECT l.subject FROM incoming i JOIN registry_subject l ON l.record_id = i.record_id
       UNION
       SELECT l.subject FROM incoming i JOIN registry_subject l ON l.record_id = i.supersedes
     ), raised AS (
       INSERT INTO subject_version (subject, version) SELECT subject, $1 FROM touched
       ON CONFLICT (subject) DO UPDATE SET version = excluded.version
     )
     INSERT INTO registry_outbox (version, subject) SELECT $1, subject FROM touched ORDER BY subject
     ${isTold ? 'RETURNING subject' : ''}`,
    [version],
  );
  await countAnew(client, rowCount ?? 0, 'subject_version');
  return rows.map(({ subject }) => subject);
}

/** Of each subject the version of the last write that touched it; 0: never on file. */
export async function subjectVersions(
  client: Queryable,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ subject: string; version: number }>(
    'SELECT subject, version::float8 AS version FROM subject_version WHERE subject = ANY ($1::text[])',
    [subjects],
  );
  const versions = new Map<string, number>(subjects.map((subject) => [subject, 0]));
  for (const { subject, version } of rows) versions.set(subject, version);
  return versions;
}

/** True once a decision has been recorded: from then on history cannot be loaded as if it had always been known. */
export async function hasDecisions(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM decision) AS found');
  return rows[0]?.found ?? false;
}

/**
 * Stamps the write, behind the closed fence and before COMMIT: a millisecond past the clock, past every
 * earlier write, and past the `known_at` of every recording so far, whatever the clock does.
 */
export async function stampCommit(client: Queryable, version: number, asRecorded: boolean): Promise<void> {
  await client.query(
    `INSERT INTO registry_commit (version, received_at, as_recorded)
     SELECT $1, greatest(
       date_trunc('milliseconds', clock_timestamp()),
       (SELECT max(received_at) FROM registry_commit),
       (SELECT max(known_at) FROM recording_moment)
     ) + interval '1 millisecond', $2`,
    [version, asRecorded],
  );
  await client.query(`NOTIFY ${CHANGE_CHANNEL}`);
}
