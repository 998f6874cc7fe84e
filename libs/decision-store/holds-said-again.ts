/**
 * What was said of holds when a publication went out again. Whoever recorded it may have been about to say the same from memory,
 * and says it at any later moment, behind all that has been said since: what stands is said once more when that moment is past.
 */
import type { Queryable } from '@gatekeeper/database';

/** Keeps messages of the holds topic, the last of each line. */
export async function keepHoldsSaid(client: Queryable, messages: readonly string[]): Promise<void> {
  if (messages.length > 0)
    await client.query('INSERT INTO hold_said_again (message) SELECT unnest($1::text[])', [messages]);
}

/** Takes those that were kept so long ago; the caller's transaction says what stands of these lines. */
export async function takeHoldsSaid(
  client: Queryable,
  keptForMs: number,
  atMost: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ message: string }>(TAKE, [keptForMs, atMost]);
  return rows.map(({ message }) => message);
}

const TAKE = `
  WITH taken AS (
    DELETE FROM hold_said_again WHERE hold_said_again_id IN (
      SELECT hold_said_again_id FROM hold_said_again
      WHERE kept_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY hold_said_again_id LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING hold_said_again_id, message
  )
  SELECT message FROM taken ORDER BY hold_said_again_id`;
