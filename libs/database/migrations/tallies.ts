import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Figures that lines are counted in (`tally`, and what they change by, `tally_delta`), so that pages never read lines. What
 * is on file is counted here, once, in one pass; recording waits for it.
 */
export class Tallies1767225629000 implements MigrationInterface {
  readonly name = 'Tallies1767225629000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    await runner.query(GRANTS);
    // What is recorded meanwhile would be in no figure: it waits, and counts itself.
    await runner.query('LOCK TABLE line_identity IN SHARE ROW EXCLUSIVE MODE');
    await runner.query(COUNT_LINES_ON_FILE);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const COLUMNS = `
  fixmedins_code text NOT NULL,
  fee_day date NOT NULL,
  mdtrtarea_admvs text NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  pack text NOT NULL,
  ordering_code text NOT NULL,
  lines bigint NOT NULL,
  claimed_fen bigint NOT NULL,
  refused_fen bigint NOT NULL,
  recover_fen bigint NOT NULL,
  held_fund_fen bigint NOT NULL,
  held_pooled_fen bigint NOT NULL`;

const TABLES = [
  // Rows are rewritten in place, over and over on the days that are running: room for that keeps their indexes as they are.
  `CREATE TABLE tally (${COLUMNS},
     PRIMARY KEY (fixmedins_code, fee_day, mdtrtarea_admvs, outcome, reason, pack, ordering_code)
   ) WITH (fillfactor = 70)`,
  'CREATE INDEX tally_fee_day ON tally (fee_day)',
  `CREATE TABLE tally_delta (${COLUMNS}
   ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000)`,
];

/** Whoever may record lines may do so with their figures; whoever may read them may read these. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid IN ('public.publication'::regclass, 'public.line_identity'::regclass) AND acl.grantee <> c.relowner
      GROUP BY acl.privilege_type, acl.grantee
    LOOP
      EXECUTE format('GRANT %s ON public.tally, public.tally_delta TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;

/** The first reason of an effect, in listing order. */
const firstOf = (effect: 'lifts' | 'bars'): string =>
  `(array_agg(reason ->> 'code' ORDER BY place) FILTER (WHERE reason ->> 'effect' = '${effect}'))[1]`;

/** Each line once, by its current revision, by the decision that stands or the hold that is open. */
const COUNT_LINES_ON_FILE = `
  INSERT INTO tally
  SELECT i.fixmedins_code, (l.fee_occurred_at AT TIME ZONE INTERVAL '8 hours')::date, said.content ->> 'mdtrtarea_admvs',
    CASE WHEN i.held THEN 'held' ELSE d.outcome END,
    CASE WHEN i.held THEN h.hold_code WHEN d.outcome = 'void' THEN 'VOID' ELSE coalesce(why.leading, '') END,
    coalesce(CASE WHEN i.held THEN h.pack ELSE d.pack END, ''),
    CASE WHEN i.held OR d.outcome IN ('reject', 'claw_back') OR (d.outcome = 'accept' AND why.is_carved_out)
         THEN coalesce(l.ordering_code, '') ELSE '' END,
    count(*),
    sum(CASE WHEN i.held OR d.outcome = 'void' THEN 0 WHEN d.fund_scope = 'pooled' THEN said.pooled ELSE said.fund END),
    sum(CASE WHEN i.held THEN 0 ELSE d.refused_fen END),
    sum(CASE WHEN i.held THEN 0 ELSE d.recover_fen END),
    sum(CASE WHEN i.held THEN said.fund ELSE 0 END),
    sum(CASE WHEN i.held THEN said.pooled ELSE 0 END)
  FROM line_identity i
  JOIN settlement_line l ON l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id
    AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision
    AND l.fee_month = i.fee_month
  LEFT JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
    AND d.fee_month = i.decision_month
  LEFT JOIN hold_record h ON i.held AND h.released_at IS NULL AND h.fixmedins_code = i.fixmedins_code
    AND h.mdtrt_id = i.mdtrt_id AND h.feedetl_sn = i.feedetl_sn AND h.chrg_bchno = i.chrg_bchno
  CROSS JOIN LATERAL (
    SELECT content, round((content ->> 'fund_pay_amt')::numeric * 100)::bigint AS fund,
           round((content ->> 'pool_pay_amt')::numeric * 100)::bigint AS pooled
    FROM (SELECT l.content::jsonb AS content) AS parsed
  ) AS said
  CROSS JOIN LATERAL (
    SELECT bool_or(reason ->> 'effect' = 'lifts' OR reason ->> 'code' = 'INPATIENT_BEFORE_STATUS_CHANGE') AS is_carved_out,
           coalesce(
             CASE WHEN d.outcome = 'accept' THEN ${firstOf('lifts')} END,
             ${firstOf('bars')},
             (array_agg(reason ->> 'code' ORDER BY place)
               FILTER (WHERE reason ->> 'role' IS DISTINCT FROM 'performing'))[1]
           ) AS leading
    FROM json_array_elements(d.reasons) WITH ORDINALITY AS listed (reason, place)
  ) AS why
  WHERE i.held OR i.decision_id IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6, 7`;
