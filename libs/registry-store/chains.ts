/**
 * The chains of corrections: records that supersede one another, to any depth. Each record of a chain has a row in
 * `registry_assertion` that says when it holds and while when it was held; the database refuses two that meet on both
 * axes. A record that corrects nothing and is not corrected costs no row.
 */
import { ringsAmong } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { JOIN_CORRECTION } from './known-from';

/** Whether the write corrects a record, or brings one whose correction came before it. Asked of `incoming`. */
export async function touchesChains(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ touches: boolean }>(`
    SELECT EXISTS (SELECT FROM incoming WHERE supersedes IS NOT NULL)
      OR EXISTS (SELECT FROM incoming i JOIN registry_record later ON later.supersedes = i.record_id) AS touches`);
  return rows[0]?.touches ?? false;
}

/** What `findRings` begins with: the corrections of a write that is not inserted yet, … */
export const INCOMING_CORRECTIONS = 'SELECT record_id, supersedes FROM incoming WHERE supersedes IS NOT NULL';
/** … those that write $1 has prepared, … */
export const PREPARED_CORRECTIONS =
  'SELECT record_id, supersedes FROM registry_record_written WHERE write_id = $1 AND supersedes IS NOT NULL';
/** … or those committed after version $1. */
export const LATE_CORRECTIONS =
  'SELECT record_id, supersedes FROM registry_record WHERE version > $1 AND supersedes IS NOT NULL';

/**
 * The records that would correct each other in a ring, closed by this write; it may have begun in earlier ones. Only
 * corrections of corrections are walked: a load of plain ones costs a look-up each.
 * @param from SQL for the corrections to begin with.
 */
export async function findRings(
  client: Queryable,
  from: string,
  values: readonly unknown[] = [],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ record_id: string; supersedes: string }>(
    `
    WITH RECURSIVE correction (record_id, supersedes) AS (
      ${from}
      UNION
      SELECT next.record_id, next.supersedes FROM correction c CROSS JOIN LATERAL (
        SELECT record_id, supersedes FROM registry_record r WHERE r.record_id = c.supersedes
      ) AS next WHERE next.supersedes IS NOT NULL
    )
    SELECT record_id, supersedes FROM correction WHERE supersedes IN (SELECT record_id FROM correction)`,
    [...values],
  );
  const rings = ringsAmong(rows.map(({ record_id, supersedes }) => ({ recordId: record_id, supersedes })));
  return rings.flat().sort();
}

/**
 * Closes what the write corrects and asserts what it brings to a chain, at the moment of its commit row: so after that
 * row, and before the fence. The write is stamped once more behind the fence, later: the order of moments stays, and with
 * it whatever the database refuses. @returns the records that would meet on both axes; with any the write must be undone.
 */
export async function assertChains(client: Queryable, asRecorded: boolean): Promise<readonly string[]> {
  await client.query(CLOSE_CORRECTED);
  await client.query(CREATE_CHAIN_CHANGE);
  await client.query(COLLECT_MOVED);
  await client.query(collectNew(asRecorded));
  await client.query('ANALYZE chain_change');
  const { rows } = await client.query<{ record_id: string }>(OVERLAPPING);
  if (rows.length > 0) return rows.map(({ record_id }) => record_id);
  await client.query(MOVE);
  await client.query(ASSERT_NEW);
  return [];
}

const CLOSE_CORRECTED = `
  UPDATE registry_assertion a SET recorded = a.recorded * tstzrange(NULL, correction.known_from)
  FROM registry_record r ${JOIN_CORRECTION}
  WHERE r.record_id IN (SELECT supersedes FROM incoming) AND a.record_id = r.record_id
    AND a.recorded <> a.recorded * tstzrange(NULL, correction.known_from)`;

const CREATE_CHAIN_CHANGE = `
  CREATE TEMPORARY TABLE chain_change (
    record_id text, chain text, effective tstzrange, recorded tstzrange, moved boolean
  ) ON COMMIT DROP`;

/**
 * A chain is named after its first record. Where that one now turns out to correct another, the two chains are one from
 * now on: what both held until then, nobody could know to be one.
 */
const COLLECT_MOVED = `
  INSERT INTO chain_change
  SELECT a.record_id, registry_chain(a.chain), a.effective,
         a.recorded * tstzrange(r.known_from, NULL), true
  FROM incoming i JOIN registry_assertion a ON a.chain = i.record_id
  JOIN registry_record r ON r.record_id = i.record_id
  WHERE i.supersedes IS NOT NULL`;

/**
 * What comes to a chain is held in it from when it and all it corrects, directly or not, were known, until its earliest
 * correction was. Only by the claims of senders can that be later than its own claim.
 */
function collectNew(asRecorded: boolean): string {
  const from = asRecorded ? 'registry_joined_at(r.record_id)' : 'r.known_from';
  return `
    INSERT INTO chain_change
    SELECT r.record_id, registry_chain(r.record_id), coalesce(r.effective, '(,)'),
           CASE WHEN correction.known_from <= joined.known_from THEN 'empty'::tstzrange
                ELSE tstzrange(joined.known_from, correction.known_from) END, false
    FROM (
      SELECT record_id FROM incoming WHERE supersedes IS NOT NULL
      UNION
      SELECT supersedes FROM incoming
      UNION
      SELECT i.record_id FROM incoming i JOIN registry_record later ON later.supersedes = i.record_id
    ) AS of_chain
    JOIN registry_record r USING (record_id)
    CROSS JOIN LATERAL (SELECT ${from} AS known_from) AS joined
    ${JOIN_CORRECTION}
    WHERE NOT EXISTS (SELECT FROM registry_assertion a WHERE a.record_id = r.record_id)`;
}

const OVERLAPPING = `
  WITH meeting AS (
    SELECT c.record_id, d.record_id AS other_id FROM chain_change c JOIN chain_change d
      ON d.chain = c.chain AND d.record_id <> c.record_id AND d.effective && c.effective AND d.recorded && c.recorded
    UNION ALL
    SELECT c.record_id, a.record_id FROM chain_change c JOIN registry_assertion a
      ON a.chain = c.chain AND a.record_id <> c.record_id AND a.effective && c.effective AND a.recorded && c.recorded
  )
  SELECT record_id FROM meeting UNION SELECT other_id FROM meeting ORDER BY record_id`;

const MOVE = `
  UPDATE registry_assertion a SET chain = c.chain, recorded = c.recorded
  FROM chain_change c WHERE c.moved AND a.record_id = c.record_id AND a.chain <> c.chain`;

const ASSERT_NEW = `
  INSERT INTO registry_assertion (record_id, chain, effective, recorded)
  SELECT record_id, chain, effective, recorded FROM chain_change WHERE NOT moved`;
