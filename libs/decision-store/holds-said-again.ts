/**
 * What is said of holds when a publication goes out again. Whoever recorded it may have been about to say the same from memory,
 * and says it, or a part of it, at any later moment, behind all that has been said since; and whoever says it again may end amid
 * that, while another closes the publication. So it is kept before it is said: what stands is said once more when that moment is
 * past.
 */
import type { Queryable } from '@gatekeeper/database';

/**
 * Keeps messages of the holds topic, the last of each line.
 * @param instead numbers of what was kept of them before, which they take the place of
 * @returns their numbers
 */
export async function keepHoldsSaid(
  client: Queryable,
  messages: readonly string[],
  instead: readonly string[] = [],
): Promise<readonly string[]> {
  const { rows } =
    messages.length === 0 ? { rows: [] } : await client.query<{ id: string }>(KEEP, [messages]);
  // Only then: at no moment is nothing kept.
  if (instead.length > 0) await client.query(FORGET, [instead]);
  return rows.map(({ id }) => id);
}

/** A message of the holds topic as it is kept, with its number. */
export interface HoldKept {
  readonly id: string;
  readonly message: string;
}

/** Takes those that were kept so long ago, the earliest first; the caller's transaction says what stands of these lines. */
export async function takeHoldsSaid(
  client: Queryable,
  keptForMs: number,
  atMost: number,
): Promise<readonly HoldKept[]> {
  const { rows } = await client.query<HoldKept>(TAKE, [keptForMs, atMost]);
  return rows;
}

/** Keeps one that nobody can say for whoever answers for it: `kept_at` is infinity, and it is not taken again. */
export async function setHoldSaidAside(client: Queryable, id: string): Promise<void> {
  await client.query(SET_ASIDE, [id]);
}

const KEEP = `
  INSERT INTO hold_said_again (message) SELECT unnest($1::text[]) RETURNING hold_said_again_id::text AS id`;

/** Those that somebody says at this moment are left to them. */
const FORGET = `
  DELETE FROM hold_said_again WHERE hold_said_again_id IN (
    SELECT hold_said_again_id FROM hold_said_again WHERE hold_said_again_id = ANY ($1::bigint[]) FOR UPDATE SKIP LOCKED
  )`;

const TAKE = `
  WITH taken AS (
    DELETE FROM hold_said_again WHERE hold_said_again_id IN (
      SELECT hold_said_again_id FROM hold_said_again
      WHERE kept_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY hold_said_again_id LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING hold_said_again_id, message
  )
  SELECT hold_said_again_id::text AS id, message FROM taken ORDER BY hold_said_again_id`;

const SET_ASIDE = `
  WITH gone AS (DELETE FROM hold_said_again WHERE hold_said_again_id = $1 RETURNING message)
  INSERT INTO hold_said_again (message, kept_at) SELECT message, 'infinity' FROM gone`;
