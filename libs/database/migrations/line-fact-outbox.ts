import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What two officers agreed on about a line, until it is said on the lines topic (`line_fact_outbox`). */
export class LineFactOutbox1767225628001 implements MigrationInterface {
  readonly name = 'LineFactOutbox1767225628001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `CREATE TABLE line_fact_outbox (
     fact_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     case_id text NOT NULL UNIQUE REFERENCES case_file,
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     sent_fixmedins_code text NOT NULL,
     fact text NOT NULL CHECK (fact IN ('emergency_proven', 'emergency_refuted', 'date_confirmed')),
     document_no text NOT NULL,
     approved_at timestamptz NOT NULL,
     tried_at timestamptz,
     sent_at timestamptz
   )`,
  'CREATE INDEX line_fact_outbox_waiting ON line_fact_outbox (fact_id) WHERE sent_at IS NULL',
  `CREATE TRIGGER line_fact_outbox_kept BEFORE DELETE OR TRUNCATE ON line_fact_outbox
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  // Whoever may write cases may do so with this.
  `DO $$
   DECLARE
     given record;
   BEGIN
     FOR given IN
       SELECT acl.privilege_type, acl.is_grantable,
              CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
       WHERE c.oid = 'public.case_file'::regclass AND acl.grantee <> c.relowner
     LOOP
       EXECUTE format('GRANT %s ON public.line_fact_outbox TO %s', given.privilege_type, given.role)
         || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
     END LOOP;
   END $$`,
];
