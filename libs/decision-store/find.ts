/** Look-ups by key, a whole batch in one statement each; none joins across institutions. */
import type { Queryable } from '@gatekeeper/database';
import type { HeldLine, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { IdentityRow, KnownLine, StoredLine } from './known-line';
import { IDENTITY_COLUMNS, IDENTITY_ROW, knownLines, OPEN_HOLD_JOIN, storedLines } from './known-line';
import type { Visit, VisitLine, VisitLineKey } from './line-keys';
import { keyArrays, visitLineArrays, visitLineKey } from './line-keys';
import { heldJson, heldLineFrom } from './stored-decision';

/** What is on file about these lines, by `identityKey`; lines never seen are absent. */
export async function findLines(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, KnownLine>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<IdentityRow>(FIND_LINES, keyArrays(identities));
  const found = await knownLines(client, rows);
  return new Map(found.map((known) => [identityKey(known.identity), known]));
}

/** Which of these lines are on file. */
export async function findOnFile(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlySet<IdentityKey>> {
  if (identities.length === 0) return new Set();
  const { rows } = await client.query<{ place: number }>(FIND_ON_FILE, keyArrays(identities));
  return new Set(
    rows.flatMap(({ place }) => {
      const identity = identities[place - 1];
      return identity === undefined ? [] : [identityKey(identity)];
    }),
  );
}

/** Whether a line waits now, and what it is decided by. */
export interface HoldStanding {
  readonly held: HeldLine | null;
  /** The current decision; `null`: none was ever taken. */
  readonly decisionId: string | null;
}

/** Which of these lines wait now; lines never seen are absent. */
export async function findHoldsStanding(
  client: Queryable,
  identities: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, HoldStanding>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<{ place: number; decision_id: string | null; held: unknown }>(
    FIND_HOLDS_STANDING,
    keyArrays(identities),
  );
  const found = new Map<IdentityKey, HoldStanding>();
  for (const { place, decision_id, held } of rows) {
    const identity = identities[place - 1];
    if (identity === undefined) continue;
    found.set(identityKey(identity), {
      held: held === null ? null : heldLineFrom(held),
      decisionId: decision_id,
    });
  }
  return found;
}

/** The lines of that visit and number in any charge batch, by `visitLineKey`: what a refund may reverse, with what they claim. */
export async function findOriginals(
  client: Queryable,
  wanted: readonly VisitLine[],
): Promise<ReadonlyMap<VisitLineKey, readonly StoredLine[]>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await client.query<IdentityRow>(FIND_ORIGINALS, visitLineArrays(wanted));
  const found = new Map<VisitLineKey, StoredLine[]>();
  for (const stored of await storedLines(client, rows)) {
    const key = visitLineKey(stored.known.identity);
    const siblings = found.get(key);
    if (siblings === undefined) found.set(key, [stored]);
    else siblings.push(stored);
  }
  return found;
}

/**
 * The lines on file whose current content names one of these as the original it reverses, the refunds of those, and so on:
 * a whole chain, and once around a ring, in one statement; in the order in which their identities first came.
 */
export async function findRefundsOf(
  client: Queryable,
  originals: readonly VisitLine[],
): Promise<readonly StoredLine[]> {
  if (originals.length === 0) return [];
  const { rows } = await client.query<IdentityRow>(FIND_REFUNDS, visitLineArrays(originals));
  return storedLines(client, rows);
}

/** Every line of these visits, in the order of their keys. */
export async function findVisits(
  client: Queryable,
  visits: readonly Visit[],
): Promise<readonly StoredLine[]> {
  if (visits.length === 0) return [];
  const { rows } = await client.query<IdentityRow>(FIND_VISITS, [
    visits.map(({ fixmedinsCode }) => fixmedinsCode),
    visits.map(({ visitId }) => visitId),
  ]);
  return storedLines(client, rows);
}

const ASKED_VISIT_LINES = `
  (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])
    AS key (fixmedins_code, mdtrt_id, feedetl_sn)) AS asked`;

const IN_KEY_ORDER = 'ORDER BY i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno';

/*
 * Each key is looked up by itself, in the one partition that it lies in: LIMIT, and OFFSET where several rows may answer, keep
 * the planner from making a join of it. That it would rather do by reading partitions whole, up to tables of many millions of
 * lines, because it counts a look-up once for each partition.
 */
const FIND_LINES = `
  SELECT ${IDENTITY_COLUMNS}
  FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
    AS key (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)) AS asked
  CROSS JOIN LATERAL (
    ${IDENTITY_ROW}
    WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id AND i.feedetl_sn = asked.feedetl_sn
      AND i.chrg_bchno = asked.chrg_bchno
    LIMIT 1
  ) AS i
  ${OPEN_HOLD_JOIN}`;

const FIND_ON_FILE = `
  SELECT asked.place::float8 AS place
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  CROSS JOIN LATERAL (
    SELECT FROM line_identity i
    WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id AND i.feedetl_sn = asked.feedetl_sn
      AND i.chrg_bchno = asked.chrg_bchno
    LIMIT 1
  ) AS i`;

const FIND_HOLDS_STANDING = `
  SELECT asked.place::float8 AS place, i.decision_id, ${heldJson('h')} AS held
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS asked (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, place)
  CROSS JOIN LATERAL (
    SELECT * FROM line_identity i
    WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id AND i.feedetl_sn = asked.feedetl_sn
      AND i.chrg_bchno = asked.chrg_bchno
    LIMIT 1
  ) AS i
  ${OPEN_HOLD_JOIN}`;

const FIND_ORIGINALS = `
  SELECT ${IDENTITY_COLUMNS}
  FROM ${ASKED_VISIT_LINES}
  CROSS JOIN LATERAL (
    ${IDENTITY_ROW}
    WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id AND i.feedetl_sn = asked.feedetl_sn
    OFFSET 0
  ) AS i
  ${OPEN_HOLD_JOIN} ${IN_KEY_ORDER}`;

const FIND_VISITS = `
  SELECT ${IDENTITY_COLUMNS}
  FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS key (fixmedins_code, mdtrt_id)) AS asked
  CROSS JOIN LATERAL (
    ${IDENTITY_ROW} WHERE i.fixmedins_code = asked.fixmedins_code AND i.mdtrt_id = asked.mdtrt_id
    OFFSET 0
  ) AS i
  ${OPEN_HOLD_JOIN} ${IN_KEY_ORDER}`;

/** The keys of the refunds that name a line, each looked up in the one partition of its institution. */
const refundsNaming = (line: string): string => `
  SELECT i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno FROM line_identity i
  WHERE i.fixmedins_code = ${line}.fixmedins_code AND i.mdtrt_id = ${line}.mdtrt_id
    AND i.init_feedetl_sn = ${line}.feedetl_sn
  OFFSET 0`;

const FIND_REFUNDS = `
  WITH RECURSIVE refund (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) AS (
    SELECT i.* FROM ${ASKED_VISIT_LINES} CROSS JOIN LATERAL (${refundsNaming('asked')}) AS i
    UNION
    SELECT i.* FROM refund CROSS JOIN LATERAL (${refundsNaming('refund')}) AS i
  )
  SELECT ${IDENTITY_COLUMNS}
  FROM refund
  CROSS JOIN LATERAL (
    ${IDENTITY_ROW}
    WHERE i.fixmedins_code = refund.fixmedins_code AND i.mdtrt_id = refund.mdtrt_id
      AND i.feedetl_sn = refund.feedetl_sn AND i.chrg_bchno = refund.chrg_bchno
    OFFSET 0
  ) AS i
  ${OPEN_HOLD_JOIN}
  ORDER BY i.arrived_in, i.arrived_offset, i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno`;
