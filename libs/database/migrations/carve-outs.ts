import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger of lines accepted under an exception (`carve_out`). Those that stand so now are entered; what was accepted so
 * before, and no longer is, stays with its decisions.
 */
export class CarveOuts1767225630000 implements MigrationInterface {
  readonly name = 'CarveOuts1767225630000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLE) await runner.query(statement);
    await runner.query(GRANTS);
    // What is recorded meanwhile would not be entered: it waits, and enters itself.
    await runner.query('LOCK TABLE line_identity IN SHARE ROW EXCLUSIVE MODE');
    await runner.query(ENTER_WHAT_STANDS);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const TABLE = [
  `CREATE TABLE carve_out (
     fixmedins_code text NOT NULL,
     entry_id bigint GENERATED ALWAYS AS IDENTITY,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     revision integer NOT NULL,
     decision_id text NOT NULL,
     fee_day date NOT NULL,
     mdtrtarea_admvs text NOT NULL,
     ordering_code text NOT NULL,
     lift text NOT NULL,
     pack text NOT NULL,
     lifts json NOT NULL,
     bars json NOT NULL,
     lines smallint NOT NULL,
     amount_fen bigint NOT NULL,
     left_for text,
     received_at timestamptz NOT NULL,
     PRIMARY KEY (fixmedins_code, entry_id),
     CONSTRAINT carve_out_lines CHECK (lines IN (1, -1)),
     CONSTRAINT carve_out_left CHECK ((lines = -1) = (left_for IS NOT NULL))
   )`,
  'CREATE INDEX carve_out_line ON carve_out (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, entry_id)',
  'CREATE INDEX carve_out_fee_day ON carve_out (fee_day)',
  `CREATE TRIGGER carve_out_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON carve_out
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

/** Whoever may read or record decisions may do so with this. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.decision'::regclass AND acl.grantee <> c.relowner
      GROUP BY acl.privilege_type, acl.grantee
    LOOP
      EXECUTE format('GRANT %s ON public.carve_out TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;

const ENTER_WHAT_STANDS = `
  INSERT INTO carve_out (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, decision_id, fee_day, mdtrtarea_admvs,
    ordering_code, lift, pack, lifts, bars, lines, amount_fen, received_at)
  SELECT i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno, i.revision, i.decision_id,
    (l.fee_occurred_at AT TIME ZONE INTERVAL '8 hours')::date, said.content ->> 'mdtrtarea_admvs',
    coalesce(l.ordering_code, ''), why.lifts -> 0 ->> 'code', d.pack, why.lifts, coalesce(why.bars, '[]'), 1,
    round((said.content ->> CASE d.fund_scope WHEN 'pooled' THEN 'pool_pay_amt' ELSE 'fund_pay_amt' END)::numeric * 100),
    date_trunc('milliseconds', now())
  FROM line_identity i
  JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
    AND d.fee_month = i.decision_month
  JOIN settlement_line l ON l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id
    AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision
    AND l.fee_month = i.fee_month
  CROSS JOIN LATERAL (SELECT l.content::jsonb AS content) AS said
  CROSS JOIN LATERAL (
    SELECT json_agg(reason ORDER BY place) FILTER (
             WHERE reason ->> 'effect' = 'lifts' OR reason ->> 'code' = 'INPATIENT_BEFORE_STATUS_CHANGE') AS lifts,
           json_agg(DISTINCT reason ->> 'code') FILTER (WHERE reason ->> 'effect' = 'bars') AS bars
    FROM json_array_elements(d.reasons) WITH ORDINALITY AS listed (reason, place)
  ) AS why
  WHERE i.outcome = 'accept' AND NOT i.held AND why.lifts IS NOT NULL`;
