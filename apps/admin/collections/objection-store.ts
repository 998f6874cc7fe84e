/** Objections to claims, in PostgreSQL: one to a claim, append-only. What became of it is a decision of two people (`proposal-store.ts`). */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { ObjectionOutcome } from '@gatekeeper/clearing';
import { OBJECTION_OUTCOMES } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Fen } from '@gatekeeper/vocabulary';

export interface ObjectionFiled {
  readonly claimId: string;
  /** What is objected to, of what is due of the claim. */
  readonly amount: Fen;
  readonly grounds: string;
  readonly documentNo: string | null;
  readonly filedBy: string;
  readonly filedAt: Instant;
}

export interface Objection extends ObjectionFiled {
  readonly objectionId: string;
  /** `open` until two people have agreed. */
  readonly outcome: ObjectionOutcome | 'open';
}

/** @returns its number. @throws a unique violation where the claim was objected to before */
export async function fileObjection(
  client: Queryable,
  fixmedinsCode: string,
  { claimId, amount, grounds, documentNo, filedBy, filedAt }: ObjectionFiled,
): Promise<string> {
  const { rows } = await client.query<{ objection_id: string }>(
    `INSERT INTO collection_objection (fixmedins_code, claim_id, amount_fen, grounds, document_no, filed_by, filed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING objection_id::text`,
    [fixmedinsCode, claimId, amount.toString(), grounds, documentNo, filedBy, timestampText(filedAt)],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('an objection was filed and gave no row');
  return row.objection_id;
}

/** The objections of an institution, the earliest first. */
export async function objectionsOf(client: Queryable, fixmedinsCode: string): Promise<readonly Objection[]> {
  const { rows } = await client.query<{
    objection_id: string;
    claim_id: string;
    amount_fen: string;
    grounds: string;
    document_no: string | null;
    filed_by: string;
    filed_ms: number;
    outcome: string | null;
  }>(
    `SELECT o.objection_id::text, o.claim_id::text, o.amount_fen::text, o.grounds, o.document_no, o.filed_by,
            ${epochMsOf('o.filed_at')} AS filed_ms, p.content ->> 'outcome' AS outcome
     FROM collection_objection o
     LEFT JOIN collection_decision d ON d.fixmedins_code = o.fixmedins_code AND d.kind = 'objection'
       AND d.subject = o.objection_id::text AND d.outcome = 'confirmed'
     LEFT JOIN collection_proposal p ON p.fixmedins_code = d.fixmedins_code AND p.proposal_id = d.proposal_id
     WHERE o.fixmedins_code = $1 ORDER BY o.objection_id`,
    [fixmedinsCode],
  );
  return rows.map((row) => ({
    objectionId: row.objection_id,
    claimId: row.claim_id,
    amount: BigInt(row.amount_fen),
    grounds: row.grounds,
    documentNo: row.document_no,
    filedBy: row.filed_by,
    filedAt: instantOf(row.filed_ms),
    outcome: row.outcome === null ? 'open' : outcomeFrom(row.outcome),
  }));
}

function outcomeFrom(text: unknown): ObjectionOutcome {
  const outcome = OBJECTION_OUTCOMES.find((each) => each === text);
  if (outcome === undefined) throw new Defect(`an objection was decided as nobody decides: ${String(text)}`);
  return outcome;
}
