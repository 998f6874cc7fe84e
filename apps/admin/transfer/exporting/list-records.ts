/** Lists of registry records, read in pages: a write that lands meanwhile is left out whole. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { epochMsOf, poolOf, timestampText } from '@gatekeeper/database';
import { JOIN_CORRECTION, recordOf } from '@gatekeeper/registry-store';
import type { RegistryRecord, RegistryRecordKind } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';

/** Institutions by the beginning of their area, or by code. `{areas: [''], institutions: []}` is everything. */
export interface Within {
  readonly areas: readonly string[];
  readonly institutions: readonly string[];
}

export interface ListAsked {
  readonly kind: RegistryRecordKind | null;
  /** As the registry held it then: known, and not corrected. */
  readonly knownAt: Instant;
  /** What holds then, of kinds that hold for a time; null: whenever. */
  readonly effectiveAt: Instant | null;
  /** Both must let a record through: what was asked for, and what the asker may see. */
  readonly within: readonly Within[];
}

interface ListRow {
  record_id: string;
  body: string;
  known_from_ms: number;
}

const PAGE = 2_000;

/** Of a person's record that names no institution: any where the person is or was registered. */
const isWithin = (at: number): string => `(
  '' = ANY ($${at}::text[])
  OR EXISTS (SELECT FROM institution_within_${at} w WHERE w.code = r.fixmedins_code)
  OR (r.fixmedins_code IS NULL AND EXISTS (
    SELECT FROM registry_subject l JOIN registry_record g ON g.kind = 'registration' AND g.code = l.subject
    JOIN institution_within_${at} w ON w.code = g.fixmedins_code
    WHERE l.record_id = r.record_id
  )))`;

const institutionsWithin = (at: number): string => `
  institution_within_${at} AS (
    SELECT unnest($${at + 1}::text[]) AS code
    UNION
    SELECT i.fixmedins_code FROM registry_record i
    WHERE i.kind = 'institution' AND i.area LIKE ANY (SELECT prefix || '%' FROM unnest($${at}::text[]) AS prefix WHERE prefix <> '')
  )`;

const FIRST_WITHIN = 7;

function statementOf(withins: number): string {
  const places = Array.from({ length: withins }, (_, at) => FIRST_WITHIN + 2 * at);
  return `
    ${places.length === 0 ? '' : `WITH ${places.map(institutionsWithin).join(', ')}`}
    SELECT r.record_id, r.body, ${epochMsOf('r.known_from')} AS known_from_ms
    FROM registry_record r
    ${JOIN_CORRECTION}
    WHERE r.version <= $1 AND ($2::text IS NULL OR r.record_id > $2) AND ($3::text IS NULL OR r.kind = $3)
      AND r.known_from <= $4::timestamptz AND (correction.known_from IS NULL OR correction.known_from > $4::timestamptz)
      AND ($5::timestamptz IS NULL OR r.effective IS NULL OR r.effective @> $5::timestamptz)
      ${places.map((at) => `AND ${isWithin(at)}`).join('\n      ')}
    ORDER BY r.record_id LIMIT $6`;
}

/** Records by `record_id`, each with the moment it was received. @throws an outage. */
export async function* listRecords(
  dataSource: DataSource,
  { kind, knownAt, effectiveAt, within }: ListAsked,
): AsyncGenerator<RegistryRecord> {
  const pool = poolOf(dataSource);
  const statement = statementOf(within.length);
  const scopes = within.flatMap(({ areas, institutions }) => [[...areas], [...institutions]]);
  const moments = [timestampText(knownAt), effectiveAt === null ? null : timestampText(effectiveAt)];
  const { rows: versions } = await pool.query<{ version: string }>(
    'SELECT coalesce(max(version), 0)::text AS version FROM registry_commit',
  );
  for (let after: string | null = null; ;) {
    const { rows }: { rows: ListRow[] } = await pool.query<ListRow>(statement, [
      versions[0]?.version ?? '0',
      after,
      kind,
      ...moments,
      PAGE,
      ...scopes,
    ]);
    for (const { body, known_from_ms } of rows) yield recordOf(registryCodec, body, instantOf(known_from_ms));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.record_id;
  }
}
