/**
 * Reads from the tables that are cut by month, a whole batch in one statement each. The months go in beside the keys:
 * only then does the planner leave the other partitions alone.
 */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import type { Decision } from '@gatekeeper/vocabulary';
import type { IdentityRow } from './known-line';
import { decisionFrom, decisionJson } from './stored-decision';
import { StoredRowUnreadable } from './stored-fields';

/** The current decision of each row; `null` where it has none yet. @throws StoredRowUnreadable */
export async function readDecisions(
  client: Queryable,
  rows: readonly Pick<IdentityRow, 'fixmedins_code' | 'decision_id' | 'decision_month'>[],
): Promise<readonly (Decision | null)[]> {
  const found: (Decision | null)[] = rows.map(() => null);
  const places = rows.flatMap(({ decision_id }, place) => (decision_id === null ? [] : [place]));
  if (places.length === 0) return found;
  const decided = places.flatMap((place) => rows[place] ?? []);
  const { rows: read } = await client.query<{ place: number; decision: unknown }>(READ_DECISIONS, [
    decided.map(({ fixmedins_code }) => fixmedins_code),
    decided.map(({ decision_id }) => decision_id),
    decided.map(({ decision_month }) => decision_month),
    distinct(decided.map(({ decision_month }) => decision_month)),
  ]);
  for (const { place, decision } of read) found[places[place - 1] ?? -1] = decisionFrom(decision);
  if (read.length !== places.length) throw new StoredRowUnreadable('a current decision is not on file');
  return found;
}

interface StoredContent {
  readonly content: string;
  readonly receivedAt: Instant;
}

/** The content of each row's current revision. @throws StoredRowUnreadable */
export async function readContents(
  client: Queryable,
  rows: readonly IdentityRow[],
): Promise<readonly StoredContent[]> {
  if (rows.length === 0) return [];
  const { rows: read } = await client.query<{ content: string; received_at_ms: number }>(READ_CONTENTS, [
    rows.map(({ fixmedins_code }) => fixmedins_code),
    rows.map(({ mdtrt_id }) => mdtrt_id),
    rows.map(({ feedetl_sn }) => feedetl_sn),
    rows.map(({ chrg_bchno }) => chrg_bchno),
    rows.map(({ revision }) => revision),
    rows.map(({ fee_month }) => fee_month),
    distinct(rows.map(({ fee_month }) => fee_month)),
  ]);
  if (read.length !== rows.length) throw new StoredRowUnreadable('the content of a line is not on file');
  return read.map(({ content, received_at_ms }) => ({ content, receivedAt: instantOf(received_at_ms) }));
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

const READ_DECISIONS = `
  SELECT asked.place::float8 AS place, ${decisionJson('d')} AS decision
  FROM unnest($1::text[], $2::text[], $3::date[]) WITH ORDINALITY
    AS asked (fixmedins_code, decision_id, fee_month, place)
  JOIN decision d ON d.fixmedins_code = asked.fixmedins_code AND d.decision_id = asked.decision_id
    AND d.fee_month = asked.fee_month AND d.fee_month = ANY ($4::date[])`;

const READ_CONTENTS = `
  SELECT l.content, ${epochMsOf('l.received_at')} AS received_at_ms
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::date[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month, place)
  JOIN settlement_line l ON l.fixmedins_code = asked.fixmedins_code AND l.mdtrt_id = asked.mdtrt_id
    AND l.feedetl_sn = asked.feedetl_sn AND l.chrg_bchno = asked.chrg_bchno AND l.revision = asked.revision
    AND l.fee_month = asked.fee_month AND l.fee_month = ANY ($7::date[])
  ORDER BY asked.place`;
