/** Lines that wait are asked again once by each policy that the installation comes to decide by (CONTRACT 8): it may have what they lack. */
import type { Queryable } from '@gatekeeper/database';
import { inTransaction } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';

/** Holds looked at in a transaction. */
const AT_ONCE = 10_000;

/**
 * Has every line that waits asked again, unless all of them were asked by this policy before: then those that have come to wait
 * since, which a process that was still started with an earlier one may have held. Done again where it was not completed.
 * @param policy names it: map, editions and values
 * @returns how many lines were made due
 */
export async function askHoldsBy(dataSource: DataSource, policy: string): Promise<number> {
  const { began, since } = await inTransaction(dataSource, async (client) => {
    const { rows } = await client.query<{ began: string; since: string | null }>(BEGIN, [policy]);
    return rows[0] ?? { began: 'now', since: null };
  });
  let due = 0;
  for (let after = FIRST; ;) {
    const page = await inTransaction(dataSource, (client) => addPage(client, since, after));
    due += page.lines;
    if (page.last === null) break;
    after = page.last;
  }
  await inTransaction(dataSource, (client) =>
    client.query('INSERT INTO holds_asked (policy, asked_at) VALUES ($1, $2::timestamptz)', [policy, began]),
  );
  return due;
}

interface Place {
  readonly since: string;
  readonly institution: string;
  readonly hold: string;
}

const FIRST: Place = { since: '-infinity', institution: '', hold: '0' };

async function addPage(
  client: Queryable,
  knownSince: string | null,
  after: Place,
): Promise<{ readonly lines: number; readonly last: Place | null }> {
  const { rows } = await client.query<{ lines: number } & { [Part in keyof Place]: string | null }>(
    ADD_PAGE,
    [knownSince, after.since, after.institution, after.hold, AT_ONCE],
  );
  const { lines = 0, since = null, institution = null, hold = null } = rows[0] ?? {};
  return {
    lines,
    last: since === null || institution === null || hold === null ? null : { since, institution, hold },
  };
}

const BEGIN = `
  SELECT clock_timestamp()::text AS began, (
    SELECT CASE WHEN policy = $1 THEN asked_at::text END FROM holds_asked ORDER BY holds_asked_id DESC LIMIT 1
  ) AS since`;

/** In the order of the index of those that wait; `last` where there may be more. */
const ADD_PAGE = `
  WITH page AS MATERIALIZED (
    SELECT since, fixmedins_code, hold_id, mdtrt_id, feedetl_sn, chrg_bchno, known_at FROM hold_record
    WHERE released_at IS NULL AND (since, fixmedins_code, hold_id) > ($2::timestamptz, $3, $4::bigint)
    ORDER BY since, fixmedins_code, hold_id LIMIT $5
  ), added AS (
    INSERT INTO line_due (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger)
    SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, 'status_change' FROM page
    WHERE $1::timestamptz IS NULL OR known_at >= $1
    RETURNING 1
  ), last AS (
    SELECT since::text, fixmedins_code, hold_id::text FROM page ORDER BY page.since DESC, page.fixmedins_code DESC, page.hold_id DESC LIMIT 1
  )
  SELECT (SELECT count(*) FROM added)::float8 AS lines, last.since, last.fixmedins_code AS institution, last.hold_id AS hold
  FROM (SELECT) AS one LEFT JOIN last ON (SELECT count(*) FROM page) = $5`;
