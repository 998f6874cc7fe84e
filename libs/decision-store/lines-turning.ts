/** Lines that time alone turns: when each is to be asked again though nothing new is on file (CONTRACT 8). */
import type { ClientBase } from 'pg';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { keyArrays } from './line-keys';
import type { DueTrigger } from './lines-due';

/** A line, the moment from which it is to be asked again, and what for. */
export interface TurningLine {
  readonly identity: LineIdentity;
  readonly at: Instant;
  readonly trigger: DueTrigger;
}

/** How many lines one statement makes due. */
const LINES_AT_ONCE = 1_000;

/**
 * Keeps when these lines turn, on the transaction that answers them. Of each line the earliest moment stays: asked then, it
 * says when the next one is; one that no longer matters asks the line in vain.
 */
export async function recordTurning(client: ClientBase, lines: readonly TurningLine[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(KEEP, [
    ...keyArrays(lines.map(({ identity }) => identity)),
    lines.map(({ at }) => timestampText(at)),
    lines.map(({ trigger }) => trigger),
  ]);
}

/**
 * Makes lines due whose moment is reached by the server's clock, which is the clock of `known_at`; on a transaction of its
 * own. @returns how many.
 */
export async function makeReachedDue(client: Queryable): Promise<number> {
  let made = 0;
  for (;;) {
    const { rowCount } = await client.query(MAKE_DUE, [LINES_AT_ONCE]);
    made += rowCount ?? 0;
    if ((rowCount ?? 0) < LINES_AT_ONCE) return made;
  }
}

/** In the order of the keys, so that two transactions that keep the same lines wait for one another, and never each for the other. */
const KEEP = `
  INSERT INTO line_turning AS t (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, at, trigger)
  SELECT DISTINCT ON (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) *
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
    AS kept (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, at, trigger)
  ORDER BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, at
  ON CONFLICT (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) DO UPDATE
  SET at = excluded.at, trigger = excluded.trigger WHERE excluded.at < t.at`;

/** A line that is being kept at this moment is left to the next look. */
const MAKE_DUE = `
  WITH reached AS (
    DELETE FROM line_turning t USING (
      SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno FROM line_turning
      WHERE at <= now() ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) AS r
    WHERE t.fixmedins_code = r.fixmedins_code AND t.mdtrt_id = r.mdtrt_id AND t.feedetl_sn = r.feedetl_sn
      AND t.chrg_bchno = r.chrg_bchno
    RETURNING t.fixmedins_code, t.mdtrt_id, t.feedetl_sn, t.chrg_bchno, t.trigger
  )
  INSERT INTO line_due (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger) SELECT * FROM reached`;
