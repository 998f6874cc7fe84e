import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When lines are to be asked again though nothing new is on file (`line_turning`), and what a due line is asked for
 * (`line_due.trigger`). Lines on file whose date or payment lies ahead are asked once, which says when they turn.
 */
export class LinesTurning1767225628000 implements MigrationInterface {
  readonly name = 'LinesTurning1767225628000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await runner.query(GRANTS);
    for (const statement of BEFORE_THIS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `ALTER TABLE line_due ADD COLUMN trigger text NOT NULL DEFAULT 'payment' CHECK (trigger IN ('payment', 'status_change'))`,
  `CREATE TABLE line_turning (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     at timestamptz NOT NULL,
     trigger text NOT NULL CHECK (trigger IN ('payment', 'status_change')),
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
   )`,
  `CREATE INDEX line_turning_at ON line_turning (at)`,
];

/** Whoever may write due lines may do so with this. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, acl.is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.line_due'::regclass AND acl.grantee <> c.relowner
    LOOP
      EXECUTE format('GRANT %s ON public.line_turning TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;

const BEFORE_THIS = [
  `INSERT INTO line_due (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, trigger)
   SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, 'status_change' FROM hold_record
   WHERE released_at IS NULL AND hold_code = 'DATE_IMPLAUSIBLE'`,
  `INSERT INTO line_due (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
   SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno FROM line_identity
   WHERE outcome = 'reject' AND paid_at IS NOT NULL`,
];
