/** What a write of the registry said, and what taking it back comes to: what is withdrawn, and what is stated again. */
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { RecordCodec } from './record-body';
import { recordOf } from './record-body';

/** Records of one write, some of them. */
export interface WrittenRecords {
  readonly count: number;
  /** By `record_id`. */
  readonly records: readonly RegistryRecord[];
}

export interface TakenBack {
  /** Of each record of the write, and of each that has corrected one since and still holds. */
  readonly withdrawn: readonly string[];
  /**
   * Records that had held until the write, and that it, or what corrected it since, superseded or withdrew: as they were
   * stated then. Those of the write itself are not among them, nor what somebody else has withdrawn since.
   */
  readonly again: readonly RegistryRecord[];
  /** Records that the write superseded, and that another one supersedes too, which still holds: they cannot be stated again as they were. */
  readonly correctedBesides: readonly string[];
}

interface RecordRow {
  body: string;
  known_from_ms: number;
}

/** The records of a write. @param atMost how many of them are read */
export async function recordsOfWrite(
  client: Queryable,
  codec: RecordCodec,
  version: number,
  atMost: number,
): Promise<WrittenRecords> {
  const { rows } = await client.query<RecordRow & { count: number }>(RECORDS, [version, atMost]);
  return {
    count: rows[0]?.count ?? 0,
    records: rows.map(({ body, known_from_ms }) => recordOf(codec, body, instantOf(known_from_ms))),
  };
}

/** What it takes to take a write back, as the registry stands in the caller's transaction. */
export async function takenBackBy(
  client: Queryable,
  codec: RecordCodec,
  version: number,
): Promise<TakenBack> {
  const { rows: withdrawn } = await client.query<{ record_id: string }>(WITHDRAWN, [version]);
  const { rows: ended } = await client.query<EndedRow>(ENDED, [version]);
  return {
    withdrawn: withdrawn.map(({ record_id }) => record_id),
    again: ended
      .filter(({ withdrawn_besides, corrected_besides }) => !withdrawn_besides && !corrected_besides)
      .map(({ body, known_from_ms }) => recordOf(codec, body, instantOf(known_from_ms))),
    correctedBesides: ended
      .filter(({ withdrawn_besides, corrected_besides }) => !withdrawn_besides && corrected_besides)
      .map(({ record_id }) => record_id),
  };
}

interface EndedRow extends RecordRow {
  record_id: string;
  withdrawn_besides: boolean;
  corrected_besides: boolean;
}

const WRITE = '(SELECT write_id FROM registry_commit WHERE version = $1)';

const RECORDS = `
  SELECT w.body, ${epochMsOf('w.known_from')} AS known_from_ms, (count(*) OVER ())::float8 AS count
  FROM (
    SELECT r.record_id, r.body, r.known_from FROM registry_record_written w JOIN registry_record r USING (record_id)
    WHERE w.write_id = ${WRITE}
  ) AS w ORDER BY w.record_id LIMIT $2`;

/** The records of the write, and all that correct them since, to any depth. */
const LATER = `
  WITH RECURSIVE own AS (
    SELECT record_id, supersedes FROM registry_record_written WHERE write_id = ${WRITE}
  ), later AS (
    SELECT record_id FROM own
    UNION
    SELECT r.record_id FROM later JOIN registry_record r ON r.supersedes = later.record_id
  )`;

const WITHDRAWN = `${LATER}
  SELECT r.record_id FROM later JOIN registry_record r USING (record_id)
  WHERE r.record_id IN (SELECT record_id FROM own)
     OR r.kind <> 'withdrawal' AND NOT EXISTS (SELECT FROM registry_record c WHERE c.supersedes = r.record_id)
  ORDER BY r.record_id`;

/** Whether a record besides those of `later` supersedes it, and holds. */
const besides = (which: string): string => `EXISTS (
  SELECT FROM registry_record c
  WHERE c.supersedes = p.record_id AND c.kind ${which} 'withdrawal' AND NOT EXISTS (SELECT FROM later WHERE later.record_id = c.record_id)
    AND NOT EXISTS (SELECT FROM registry_record d WHERE d.supersedes = c.record_id))`;

const ENDED = `${LATER}
  SELECT p.record_id, p.body, ${epochMsOf('p.known_from')} AS known_from_ms,
         ${besides('=')} AS withdrawn_besides, ${besides('<>')} AS corrected_besides
  FROM (SELECT DISTINCT supersedes FROM own WHERE supersedes IS NOT NULL) AS named
  JOIN registry_record p ON p.record_id = named.supersedes
  WHERE p.record_id NOT IN (SELECT record_id FROM own)
    AND NOT EXISTS (
      SELECT FROM registry_record earlier
      WHERE earlier.supersedes = p.record_id
        AND earlier.known_from < (SELECT received_at FROM registry_commit WHERE version = $1))
  ORDER BY p.record_id`;
