/** Which lines claims and objections name, and what of a line was set against a claim, in PostgreSQL; append-only. */
import type { Claim, ClaimByLines, LineAmount, LineSetOff } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { append } from '@gatekeeper/vocabulary';

/** Lines of claims just added. */
export async function addClaimLines(
  client: Queryable,
  claims: readonly { readonly claimId: string; readonly lines: readonly LineAmount[] }[],
): Promise<void> {
  const rows = claims.flatMap(({ claimId, lines }) => lines.map((each) => ({ claimId, ...each })));
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO collection_claim_line (claim_id, fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])`,
    [rows.map(({ claimId }) => claimId), ...columnsOf(rows)],
  );
}

/** Lines that an objection just filed names. */
export async function addObjectionLines(
  client: Queryable,
  objectionId: string,
  lines: readonly LineAmount[],
): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `INSERT INTO collection_objection_line (objection_id, fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])`,
    [objectionId, ...columnsOf(lines)],
  );
}

/** What was set off of lines, each with its entries in the same transaction. */
export async function addSetOffs(client: Queryable, lines: readonly LineSetOff[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `INSERT INTO collection_set_off
       (correction_id, claim_id, account, fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])`,
    [
      lines.map(({ correctionId }) => correctionId),
      lines.map(({ claimId }) => claimId),
      lines.map(({ account }) => account),
      ...columnsOf(lines),
    ],
  );
}

type Columns = readonly (readonly string[])[];

function columnsOf(rows: readonly LineAmount[]): Columns {
  return [...columnsOfLines(rows.map(({ line }) => line)), rows.map(({ amount }) => amount.toString())];
}

const columnsOfLines = (lines: readonly LineIdentity[]): Columns => [
  lines.map(({ fixmedinsCode }) => fixmedinsCode),
  lines.map(({ visitId }) => visitId),
  lines.map(({ chargeBatch }) => chargeBatch),
  lines.map(({ lineNo }) => lineNo),
];

interface LineRow {
  claim_id: string;
  mdtrt_id: string;
  chrg_bchno: string;
  feedetl_sn: string;
  amount_fen: string;
}

/** What of a line was set against a claim. */
const SET_OFF = `coalesce((
  SELECT sum(s.amount_fen) FROM collection_set_off s WHERE s.fixmedins_code = l.fixmedins_code AND s.claim_id = c.claim_id
    AND (s.mdtrt_id, s.chrg_bchno, s.feedetl_sn) = (l.mdtrt_id, l.chrg_bchno, l.feedetl_sn)`;

/**
 * Claims of an institution with what they and their objections still have of lines.
 * @param asked lines that are to be set off: of others that claims name nothing is read
 */
export async function withLines(
  client: Queryable,
  fixmedinsCode: string,
  claims: readonly Claim[],
  asked: readonly LineIdentity[],
): Promise<readonly ClaimByLines[]> {
  const { rows: naming } = await client.query<{ claim_id: string }>(
    `SELECT DISTINCT claim_id::text FROM collection_claim_line WHERE fixmedins_code = $1`,
    [fixmedinsCode],
  );
  const { rows: named } = await client.query<LineRow>(
    `SELECT c.claim_id::text, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn, (l.amount_fen - ${SET_OFF}), 0))::text AS amount_fen
     FROM unnest($2::text[], $3::text[], $4::text[]) AS asked (mdtrt_id, chrg_bchno, feedetl_sn)
     JOIN collection_claim_line l USING (mdtrt_id, chrg_bchno, feedetl_sn)
     JOIN collection_claim c USING (fixmedins_code, claim_id)
     WHERE l.fixmedins_code = $1 AND l.amount_fen > 0`,
    [fixmedinsCode, ...columnsOfLines(asked).slice(1)],
  );
  const { rows: objected } = await client.query<LineRow>(
    `SELECT c.claim_id::text, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn,
            (l.amount_fen - ${SET_OFF} AND s.account IN ('let_off', 'suspended')), 0))::text AS amount_fen
     FROM collection_objection c JOIN collection_objection_line l USING (fixmedins_code, objection_id)
     WHERE c.fixmedins_code = $1 AND objected_by_line(c.fixmedins_code, c.claim_id) > 0`,
    [fixmedinsCode],
  );
  const byLines = new Set(naming.map(({ claim_id }) => claim_id));
  const linesIn = (rows: readonly LineRow[]): ReadonlyMap<string, LineAmount[]> => {
    const found = new Map<string, LineAmount[]>();
    for (const row of rows) append(found, row.claim_id, lineFrom(fixmedinsCode, row));
    return found;
  };
  const [linesOf, objectedOf] = [linesIn(named), linesIn(objected)];
  return claims.map((claim) => ({
    ...claim,
    lines: byLines.has(claim.claimId) ? (linesOf.get(claim.claimId) ?? []) : null,
    objected: objectedOf.get(claim.claimId) ?? [],
  }));
}

const lineFrom = (fixmedinsCode: string, row: Omit<LineRow, 'claim_id'>): LineAmount => ({
  line: {
    fixmedinsCode,
    visitId: row.mdtrt_id,
    chargeBatch: row.chrg_bchno,
    lineNo: row.feedetl_sn,
  },
  amount: BigInt(row.amount_fen),
});

/** What an objection names, as it was filed, by the number of the objection. */
export async function objectedLines(
  client: Queryable,
  fixmedinsCode: string,
): Promise<ReadonlyMap<string, readonly LineAmount[]>> {
  const { rows } = await client.query<Omit<LineRow, 'claim_id'> & { objection_id: string }>(
    `SELECT objection_id::text, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen::text FROM collection_objection_line
     WHERE fixmedins_code = $1
     ORDER BY objection_id, mdtrt_id COLLATE "C", chrg_bchno COLLATE "C", feedetl_sn COLLATE "C"`,
    [fixmedinsCode],
  );
  const found = new Map<string, LineAmount[]>();
  for (const row of rows) append(found, row.objection_id, lineFrom(fixmedinsCode, row));
  return found;
}
