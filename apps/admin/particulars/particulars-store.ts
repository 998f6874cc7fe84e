/** Particulars of registrations in PostgreSQL: `registration_particulars` is append-only, of a person at a site the highest revision counts. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import { particularsIn } from '@gatekeeper/casework';
import type { Particulars, ParticularsOnFile } from '@gatekeeper/casework';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';

/** Who practises where; both codes folded. */
export interface PersonAtSite {
  readonly code: string;
  readonly fixmedinsCode: string;
}

/** Adds a revision in the caller's transaction; of one person at one site no two are added at a time. @returns its number, from 1. */
export async function addParticulars(
  client: Queryable,
  { code, fixmedinsCode }: PersonAtSite,
  {
    particulars,
    recordedAt,
    recordedBy,
  }: {
    readonly particulars: Particulars;
    readonly recordedAt: Instant;
    readonly recordedBy: string;
  },
): Promise<number> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtext('particulars of a registration'), hashtext($1))`,
    [`${code}|${fixmedinsCode}`],
  );
  const { rows } = await client.query<{ revision: number }>(
    `INSERT INTO registration_particulars (code, fixmedins_code, revision, fields, recorded_at, recorded_by)
     SELECT $1, $2, coalesce(max(revision), 0) + 1, $3::json, $4::timestamptz, $5
     FROM registration_particulars WHERE code = $1 AND fixmedins_code = $2
     RETURNING revision`,
    [code, fixmedinsCode, JSON.stringify(particulars), timestampText(recordedAt), recordedBy],
  );
  return rows[0]?.revision ?? 0;
}

interface ParticularsRow {
  fixmedins_code: string;
  revision: number;
  fields: Partial<Particulars>;
  recorded_ms: number;
  recorded_by: string;
}

/** What was known of a person by a moment, by site. */
export async function particularsOf(
  client: Queryable,
  code: string,
  knownAt: Instant,
): Promise<ReadonlyMap<string, ParticularsOnFile>> {
  const { rows } = await client.query<ParticularsRow>(
    `SELECT DISTINCT ON (fixmedins_code) fixmedins_code, revision, fields,
       ${epochMsOf('recorded_at')} AS recorded_ms, recorded_by
     FROM registration_particulars WHERE code = $1 AND recorded_at <= $2::timestamptz
     ORDER BY fixmedins_code, revision DESC`,
    [code, timestampText(knownAt)],
  );
  return new Map(
    rows.map((row) => [
      row.fixmedins_code,
      {
        revision: row.revision,
        particulars: particularsIn(row.fields),
        recordedAt: instantOf(row.recorded_ms),
        recordedBy: row.recorded_by,
      },
    ]),
  );
}
