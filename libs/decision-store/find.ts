/** Look-ups by key, a whole batch in one statement each; none joins across institutions. */
import type { Queryable } from '@gatekeeper/database';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { KnownLine, KnownLineRow, StoredLine, StoredLineRow } from './known-line';
import {
  KNOWN_LINE_COLUMNS,
  KNOWN_LINE_JOINS,
  knownLineFrom,
  STORED_LINE_COLUMNS,
  STORED_LINE_JOIN,
  storedLineFrom,
} from './known-line';
import type { VisitLine } from './line-keys';
import { keyArrays, visitLineArrays, visitLineKey } from './line-keys';

/** What is on file about these lines, by `identityKey`; lines never seen are absent. */
export async function findLines(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<string, KnownLine>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<KnownLineRow>(FIND_LINES, keyArrays(identities));
  return new Map(rows.map(knownLineFrom).map((known) => [identityKey(known.identity), known]));
}

/** The lines of that visit and number in any charge batch, by `visitLineKey`: what a refund may reverse, with what they claim. */
export async function findOriginals(
  client: Queryable,
  wanted: readonly VisitLine[],
): Promise<ReadonlyMap<string, readonly StoredLine[]>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await client.query<StoredLineRow>(FIND_ORIGINALS, visitLineArrays(wanted));
  const found = new Map<string, StoredLine[]>();
  for (const row of rows) {
    const stored = storedLineFrom(row);
    const key = visitLineKey(stored.known.identity);
    const siblings = found.get(key);
    if (siblings === undefined) found.set(key, [stored]);
    else siblings.push(stored);
  }
  return found;
}

/** The lines on file whose current content names one of these as the original it reverses, in the order in which they first came. */
export async function findRefundsOf(
  client: Queryable,
  originals: readonly VisitLine[],
): Promise<readonly StoredLine[]> {
  if (originals.length === 0) return [];
  const { rows } = await client.query<StoredLineRow>(FIND_REFUNDS, visitLineArrays(originals));
  return rows.map(storedLineFrom);
}

const ASKED_IDENTITIES = `
  (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
    AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)) AS asked
  JOIN line_identity i ON i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id
    AND i.feedetl_sn = asked.feedetl_sn AND i.chrg_bchno = asked.chrg_bchno`;

const ASKED_VISIT_LINES = `
  (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])
    AS key (fixmedins_code, mdtrt_id, feedetl_sn)) AS asked`;

const IN_KEY_ORDER = 'ORDER BY i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno';

/** The lines of a visit come over one partition, whose offsets tell which came first. */
const IN_ORDER_OF_ARRIVAL =
  'ORDER BY i.fixmedins_code, i.mdtrt_id, f.source_offset, i.feedetl_sn, i.chrg_bchno';

const FIND_LINES = `SELECT ${KNOWN_LINE_COLUMNS} FROM ${ASKED_IDENTITIES} ${KNOWN_LINE_JOINS}`;

const FIND_ORIGINALS = `
  SELECT ${KNOWN_LINE_COLUMNS}, ${STORED_LINE_COLUMNS}
  FROM ${ASKED_VISIT_LINES}
  JOIN line_identity i ON i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id
    AND i.feedetl_sn = asked.feedetl_sn
  ${STORED_LINE_JOIN} ${KNOWN_LINE_JOINS} ${IN_KEY_ORDER}`;

const FIND_REFUNDS = `
  SELECT ${KNOWN_LINE_COLUMNS}, ${STORED_LINE_COLUMNS}
  FROM ${ASKED_VISIT_LINES}
  JOIN line_identity i ON i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id
    AND i.init_feedetl_sn = asked.feedetl_sn
  JOIN settlement_line f ON f.fixmedins_code = i.fixmedins_code AND f.mdtrt_id = i.mdtrt_id
    AND f.feedetl_sn = i.feedetl_sn AND f.chrg_bchno = i.chrg_bchno AND f.revision = 1
  ${STORED_LINE_JOIN} ${KNOWN_LINE_JOINS} ${IN_ORDER_OF_ARRIVAL}`;
