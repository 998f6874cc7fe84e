/** What a publication says, read back from the rows that were recorded with it: the same bytes as at first. */
import type { Queryable } from '@gatekeeper/database';
import type { Decision, HeldLine, LineRevision } from '@gatekeeper/vocabulary';
import type { OpenPublication, Repeat } from './publications';
import { decisionFrom, decisionJson, heldJson, heldLineFrom } from './stored-decision';

/** One thing said; `place` orders it among the others of its publication. */
export type Said = { readonly place: number } & (
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'hold'; readonly held: HeldLine }
  | { readonly kind: 'release'; readonly line: LineRevision; readonly releasedBy: string }
  | ({ readonly kind: 'repeat' } & Repeat)
);

const PAGE = 2_000;

/** Everything the publication says in its order, read in pages. @throws StoredRowUnreadable */
export async function* contentsOf(
  client: Queryable,
  { publicationId, feeMonths }: OpenPublication,
): AsyncGenerator<readonly Said[]> {
  for (let after = -1; ;) {
    const { rows }: { rows: SaidRow[] } = await client.query<SaidRow>(CONTENTS, [
      publicationId,
      after,
      feeMonths?.[0] ?? null,
      feeMonths?.[1] ?? null,
      PAGE,
    ]);
    if (rows.length > 0) yield rows.map(saidFrom);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.place;
  }
}

interface SaidRow {
  place: number;
  decision: unknown;
  held: unknown;
  released_by: string | null;
  to_topic: string | null;
  message_key: string | null;
  message: string | null;
}

function saidFrom({ place, decision, held, released_by, to_topic, message_key, message }: SaidRow): Said {
  if (to_topic !== null && message_key !== null && message !== null)
    return { kind: 'repeat', place, to: to_topic, key: message_key, value: message };
  if (decision !== null) return { kind: 'decision', place, decision: decisionFrom(decision) };
  const hold = heldLineFrom(held);
  return released_by === null
    ? { kind: 'hold', place, held: hold }
    : { kind: 'release', place, line: hold.line, releasedBy: released_by };
}

/**
 * A page of places from each table first, and only of what is left the texts: a publication may be large. The months
 * bound the partitions that are looked into.
 */
const CONTENTS = `
  SELECT said.place, said.decision, said.held, said.released_by, said.to_topic, said.message_key, said.message
  FROM (
    (SELECT d.publication_place AS place, ${decisionJson('d')} AS decision, NULL::json AS held, NULL AS released_by,
       NULL AS to_topic, NULL AS message_key, NULL AS message
     FROM decision d
     WHERE d.publication_id = $1::bigint AND d.publication_place > $2::integer
       AND d.fee_month BETWEEN $3::date AND $4::date
     ORDER BY d.publication_place LIMIT $5)
    UNION ALL
    (SELECT h.publication_place, NULL, ${heldJson('h')}, NULL, NULL, NULL, NULL
     FROM hold_record h WHERE h.publication_id = $1::bigint AND h.publication_place > $2::integer
     ORDER BY h.publication_place LIMIT $5)
    UNION ALL
    (SELECT h.release_place, NULL, ${heldJson('h')}, h.released_by, NULL, NULL, NULL
     FROM hold_record h WHERE h.release_publication_id = $1::bigint AND h.release_place > $2::integer
     ORDER BY h.release_place LIMIT $5)
    UNION ALL
    (SELECT r.place, NULL, NULL, NULL, r.to_topic, r.message_key, r.message
     FROM publication_repeat r WHERE r.publication_id = $1::bigint AND r.place > $2::integer
     ORDER BY r.place LIMIT $5)
  ) AS said
  ORDER BY said.place LIMIT $5`;
