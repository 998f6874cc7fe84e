import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines that are to be asked again because something behind them was recorded (`line_due`): written with the news, taken
 * out by the transaction that asks the line.
 */
export class LinesDue1767225624000 implements MigrationInterface {
  readonly name = 'LinesDue1767225624000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await runner.query(GRANTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `CREATE TABLE line_due (
     due_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     seen_in xid8
   )`,
];

/** Whoever may write positions and publications of the stream may do so with this. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid IN ('public.publication'::regclass, 'public.stream_position'::regclass) AND acl.grantee <> c.relowner
      GROUP BY acl.privilege_type, acl.grantee
    LOOP
      EXECUTE format('GRANT %s ON public.line_due TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
