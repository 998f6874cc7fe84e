/**
 * What others committed while a bulk write was prepared, as far as the two touch: few rows, whatever the bulk write holds.
 * Names of records cannot clash, for a name that is prepared is taken.
 */
import type { Queryable } from '@gatekeeper/database';
import { currentVersion } from './append';

/** $2 the version up to which the preparation has seen what others wrote. */
const LATE = '(SELECT * FROM registry_record WHERE version > $2)';
const OWN = '(SELECT * FROM registry_record_written WHERE write_id = $1::bigint)';

/**
 * Links, changes and corrections that follow from what was committed after `since`, each found by an index from those few
 * rows, whatever the planner believes. In a transaction of the caller's. @returns up to which
 * version that was.
 */
export async function catchUp(client: Queryable, writeId: string, since: number): Promise<number> {
  const now = await currentVersion(client);
  if (now === since) return now;
  await client.query('SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
  for (const statement of [LINK_LATE, UNLINK_TWICE, CHANGE_LATE, CORRECT_LATE])
    await client.query(statement, [writeId, since]);
  await client.query('SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on');
  return now;
}

/** References of one side to sanctions of the other by their document. */
const LINK_LATE = `
  WITH linked AS (
    INSERT INTO registry_subject_written (subject, record_id, write_id)
    SELECT late.code, own.record_id, $1::bigint
    FROM ${LATE} late JOIN ${OWN} own ON own.document_no = late.document_no
    WHERE late.kind = 'sanction' AND own.kind <> 'sanction' AND own.code IS NULL
    UNION
    SELECT own.code, late.record_id, $1
    FROM ${LATE} late JOIN ${OWN} own ON own.document_no = late.document_no
    WHERE late.kind <> 'sanction' AND late.code IS NULL AND own.kind = 'sanction'
    ON CONFLICT DO NOTHING
    RETURNING subject
  )
  INSERT INTO registry_change (write_id, subject) SELECT $1, subject FROM linked ON CONFLICT DO NOTHING`;

/** What both sides linked, each to a sanction of its own: the link that is committed stands, for it was there first. */
const UNLINK_TWICE = `
  DELETE FROM registry_subject_written own USING (
    SELECT late.code AS subject, reference.record_id
    FROM ${LATE} late JOIN registry_record reference ON reference.document_no = late.document_no
    WHERE late.kind = 'sanction' AND reference.kind <> 'sanction' AND reference.code IS NULL
    UNION
    SELECT sanction.code, late.record_id
    FROM ${LATE} late JOIN registry_record sanction ON sanction.document_no = late.document_no
    WHERE late.kind <> 'sanction' AND late.code IS NULL AND sanction.kind = 'sanction'
  ) AS linked
  JOIN registry_subject l ON l.subject = linked.subject AND l.record_id = linked.record_id
  WHERE own.subject = l.subject AND own.record_id = l.record_id AND own.write_id = $1::bigint`;

/** What the bulk write corrects that was not on file, or not yet this subject's by its document, when its page was prepared. */
const CHANGE_LATE = `
  INSERT INTO registry_change (write_id, subject)
  SELECT $1::bigint, l.subject
  FROM ${LATE} late JOIN ${OWN} own ON own.supersedes = late.record_id
  JOIN registry_subject l ON l.record_id = late.record_id
  UNION
  SELECT $1, late.code
  FROM ${LATE} late JOIN registry_record reference ON reference.document_no = late.document_no
  JOIN ${OWN} own ON own.supersedes = reference.record_id
  WHERE late.kind = 'sanction' AND reference.kind <> 'sanction' AND reference.code IS NULL
  ON CONFLICT DO NOTHING`;

/** What of the bulk write was corrected before it is even visible. */
const CORRECT_LATE = `
  INSERT INTO incoming (record_id, supersedes)
  SELECT DISTINCT own.record_id, own.supersedes
  FROM ${LATE} late JOIN ${OWN} own ON own.record_id = late.supersedes
  WHERE NOT EXISTS (SELECT FROM incoming i WHERE i.record_id = own.record_id)`;

/** Leaves the session's table `incoming`: the records of the write that are of a chain, as `assertChains` asks for them. */
export async function collectCorrections(client: Queryable, writeId: string): Promise<void> {
  await client.query('CREATE TEMPORARY TABLE incoming (record_id text, supersedes text)');
  await client.query(
    `INSERT INTO incoming
     SELECT record_id, supersedes FROM ${OWN} own
     WHERE supersedes IS NOT NULL
        OR EXISTS (SELECT FROM registry_record later WHERE later.supersedes = own.record_id)`,
    [writeId],
  );
  await client.query('ANALYZE incoming');
}

/** Whether what `collectCorrections` left, and `catchUp` added to it, is anything. */
export async function hasCorrections(client: Queryable): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM incoming LIMIT 1');
  return rows.length > 0;
}

/** Drops what `collectCorrections` left in the session, if it did. */
export async function forgetCorrections(client: Queryable): Promise<void> {
  await client.query('DROP TABLE IF EXISTS pg_temp.incoming');
}
