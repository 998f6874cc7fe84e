import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What looks odd among lines on file (`signal`), and which days of which institutions are to be looked at (`signal_due`): those
 * of the last three months to begin with, and whichever changes from now on.
 */
export class Signals1767225631000 implements MigrationInterface {
  readonly name = 'Signals1767225631000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    await runner.query(GRANTS);
    await runner.query(`
      INSERT INTO signal_due (fixmedins_code, fee_day)
      SELECT DISTINCT fixmedins_code, fee_day FROM tally WHERE fee_day >= current_date - 92`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const TABLES = [
  `CREATE TABLE signal (
     fixmedins_code text NOT NULL,
     signal_id bigint GENERATED ALWAYS AS IDENTITY,
     kind text NOT NULL,
     area text NOT NULL,
     subject text NOT NULL,
     beside text NOT NULL,
     from_day date NOT NULL,
     until_day date NOT NULL,
     figures json NOT NULL,
     evidence json NOT NULL,
     found_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     PRIMARY KEY (fixmedins_code, signal_id),
     CONSTRAINT signal_once UNIQUE (fixmedins_code, kind, from_day, subject, beside),
     CONSTRAINT signal_kind CHECK (kind IN ('volume_moved', 'two_sites', 'placeholder_codes'))
   )`,
  'CREATE INDEX signal_from_day ON signal (from_day)',
  `CREATE INDEX signal_beside ON signal (beside, from_day) WHERE kind = 'two_sites'`,
  `CREATE TABLE signal_due (
     fixmedins_code text NOT NULL,
     fee_day date NOT NULL,
     is_taken boolean NOT NULL DEFAULT false,
     due_since timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (fixmedins_code, fee_day, is_taken)
   )`,
  'CREATE INDEX signal_due_since ON signal_due (due_since)',
  `CREATE TABLE signal_cursor (
     is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
     registry_version bigint NOT NULL
   )`,
  'INSERT INTO signal_cursor (registry_version) SELECT coalesce(max(version), 0) FROM registry_commit',
];

/** Whoever may record lines may look at them; whoever may read them may read what was found. */
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
      EXECUTE format('GRANT %s ON public.signal, public.signal_due, public.signal_cursor TO %s',
                     given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
