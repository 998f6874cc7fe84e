/** The statements of a registry write, small or in bulk, in the order in which they are taken. */
import type { ClientBase } from 'pg';
import type { CopyRow, Queryable } from '@gatekeeper/database';
import { copyRows, timestampText } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isSanctionReference, subjectOf } from '@gatekeeper/vocabulary';
import type { RecordCodec } from './record-body';
import { bodyOf } from './record-body';
import { columnsOf, rangeText } from './record-columns';
import type { SubjectVersionRow } from './subject-versions';
import { latestVersions, UNLESS_LATER, VERSIONS_OF_SUBJECTS } from './subject-versions';

/** Woken by a committed write; the payload is empty: what changed stands in `registry_change`. */
export const CHANGE_CHANNEL = 'gatekeeper_registry_change';

/** What goes through all the records of the registry, or of a write, takes its time. */
export const PATIENT_STATEMENTS = `SET LOCAL statement_timeout = '15min'`;
/** Of a write: it waits for the writers before it, too. */
export const PATIENT_WRITE = `${PATIENT_STATEMENTS}; SET LOCAL lock_timeout = '60s'`;

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

/** The number of a write: what it writes carries it, and is visible from its commit on. */
export async function takeWriteId(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ write_id: string }>(
    `SELECT nextval('registry_write_id')::text AS write_id`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('taking the number of a write gave no row');
  return row.write_id;
}

/** What write $1 sees of the records: what is committed, and its own. */
const SEEN_RECORD = `(
  SELECT w.* FROM registry_record_written w
  WHERE w.write_id = $1::bigint OR EXISTS (SELECT FROM registry_commit c WHERE c.write_id = w.write_id)
)`;

/** The `record_id`s that stand for two different records: on file and here, or twice here. */
export async function findConflicts(client: Queryable, writeId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ record_id: string }>(
    `SELECT record_id FROM incoming GROUP BY record_id HAVING min(body) <> max(body)
     UNION
     SELECT i.record_id FROM incoming i JOIN ${SEEN_RECORD} r USING (record_id) WHERE r.body <> i.body
     ORDER BY record_id`,
    [writeId],
  );
  return rows.map(({ record_id }) => record_id);
}

/**
 * Keeps the records in `incoming` for `findConflicts` of later pages of a write that is not prepared any further: in the
 * session's own table, until `forgetCompared`.
 */
export async function keepCompared(client: Queryable): Promise<void> {
  await client.query(
    'CREATE TEMPORARY TABLE IF NOT EXISTS only_compared (record_id text PRIMARY KEY, body_hash text NOT NULL)',
  );
  await client.query(
    'INSERT INTO only_compared SELECT record_id, md5(body) FROM incoming ON CONFLICT DO NOTHING',
  );
}

/** The `record_id`s in `incoming` that stand for another record among those that `keepCompared` kept. */
export async function findConflictsCompared(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ record_id: string }>(
    'SELECT DISTINCT record_id FROM incoming JOIN only_compared c USING (record_id) WHERE c.body_hash <> md5(body)',
  );
  return rows.map(({ record_id }) => record_id);
}

export async function forgetCompared(client: Queryable): Promise<void> {
  await client.query('DROP TABLE IF EXISTS pg_temp.only_compared');
}

/** Leaves in `incoming` only records that are not on file, each once. @returns how many are left. */
export async function dropUnchanged(client: Queryable, writeId: string): Promise<number> {
  await client.query(`DELETE FROM incoming i USING ${SEEN_RECORD} r WHERE r.record_id = i.record_id`, [
    writeId,
  ]);
  await client.query(`
    DELETE FROM incoming WHERE ctid IN (
      SELECT ctid FROM (
        SELECT ctid, row_number() OVER (PARTITION BY record_id ORDER BY ctid) AS nth FROM incoming
      ) AS repeated WHERE nth > 1)`);
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
export async function countAnew(client: Queryable, added: number): Promise<void> {
  if (added >= MANY_RECORDS)
    await client.query(
      'ANALYZE registry_record_written, registry_subject_written, registry_change, subject_version',
    );
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
 * Writes the records in `incoming`, in the order of their names, so that no two writes wait for each other. @returns how many:
 * fewer where a bulk write under way has prepared one of them.
 */
export async function insertRecords(client: Queryable, writeId: string): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO registry_record_written
       (record_id, kind, body, recorded_at, write_id, supersedes, document_no, code, fixmedins_code, name, area, effective)
     SELECT record_id, kind, body, recorded_at, $1, supersedes, document_no, code, fixmedins_code, name, area, effective
     FROM incoming ORDER BY record_id
     ON CONFLICT (record_id) DO NOTHING`,
    [writeId],
  );
  return rowCount ?? 0;
}

/**
 * Writes whose timelines the records in `incoming` belong to. A sanction's references (restoration, revision, annulment)
 * that name no person belong to every person their document sanctions, whichever came first; until then they wait. A link
 * is the write's own: one that another prepares counts for nothing here, one that is committed is not made again.
 */
export async function linkRecords(client: Queryable, writeId: string): Promise<void> {
  await client.query(
    `INSERT INTO registry_subject_written (subject, record_id, write_id)
     SELECT subject, record_id, $1::bigint FROM incoming WHERE subject IS NOT NULL
     UNION
     SELECT sanction.code, i.record_id, $1
     FROM incoming i JOIN ${SEEN_RECORD} sanction
       ON sanction.document_no = i.document_no AND sanction.kind = 'sanction'
     WHERE i.kind <> 'sanction' AND i.code IS NULL
     UNION
     SELECT i.code, reference.record_id, $1
     FROM incoming i JOIN ${SEEN_RECORD} reference
       ON reference.document_no = i.document_no AND reference.kind <> 'sanction' AND reference.code IS NULL
     WHERE i.kind = 'sanction' AND NOT EXISTS (
       SELECT FROM registry_subject l WHERE l.subject = i.code AND l.record_id = reference.record_id)
     ON CONFLICT DO NOTHING`,
    [writeId],
  );
}

/** Keeps whose timelines the records in `incoming` change, those of what they correct among them: the relay's queue. */
export async function queueChanges(client: Queryable, writeId: string): Promise<void> {
  await client.query(
    `INSERT INTO registry_change (write_id, subject)
     SELECT $1::bigint, l.subject FROM incoming i JOIN registry_subject_written l ON l.record_id = i.record_id
     UNION
     SELECT $1, l.subject FROM incoming i JOIN registry_subject l ON l.record_id = i.supersedes
     ON CONFLICT DO NOTHING`,
    [writeId],
  );
}

/** Raises the version of every subject that the write changes. In the order of their names, so that no two wait for each other. */
export async function raiseVersions(client: Queryable, writeId: string, version: number): Promise<void> {
  await client.query(
    `INSERT INTO subject_version AS v (subject, version)
     SELECT subject, $2::bigint FROM registry_change WHERE write_id = $1 ORDER BY subject
     ${UNLESS_LATER}`,
    [writeId, version],
  );
}

/** Whose timelines a write changes, by name. */
export async function changedBy(client: Queryable, writeId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ subject: string }>(
    'SELECT subject FROM registry_change WHERE write_id = $1 ORDER BY subject',
    [writeId],
  );
  return rows.map(({ subject }) => subject);
}

const STAMP = `greatest(
  date_trunc('milliseconds', clock_timestamp()),
  (SELECT max(received_at) FROM registry_commit WHERE version <> $1),
  (SELECT max(known_at) FROM recording_moment)
) + interval '1 millisecond'`;

/**
 * Makes visible what carries the write's number: to this transaction at once, to all others at its COMMIT. The stamp is
 * one for now, past that of every earlier write: chains are asserted at it, before the fence is closed.
 */
export async function insertCommit(
  client: Queryable,
  writeId: string,
  version: number,
  asRecorded: boolean,
): Promise<void> {
  await client.query(
    `INSERT INTO registry_commit (version, received_at, as_recorded, write_id) SELECT $1, ${STAMP}, $2, $3`,
    [version, asRecorded, writeId],
  );
}

/**
 * Stamps the write, behind the closed fence and before COMMIT: a millisecond past the clock, past every
 * earlier write, and past the `known_at` of every recording so far, whatever the clock does.
 */
export async function stampCommit(client: Queryable, version: number): Promise<void> {
  await client.query(
    `UPDATE registry_commit SET received_at = greatest(received_at, ${STAMP}) WHERE version = $1`,
    [version],
  );
  await client.query(`NOTIFY ${CHANGE_CHANNEL}`);
}

/** Of each subject the version of the last write that touched it; 0: never on file. */
export async function subjectVersions(
  client: Queryable,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<SubjectVersionRow>(VERSIONS_OF_SUBJECTS, [subjects]);
  return latestVersions(subjects, rows);
}

/** True once a decision has been recorded: from then on history cannot be loaded as if it had always been known. */
export async function hasDecisions(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM decision) OR EXISTS (SELECT FROM detached_line) AS found',
  );
  return rows[0]?.found ?? false;
}
