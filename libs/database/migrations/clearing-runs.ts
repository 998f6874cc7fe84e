import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Runs of clearing, cut into parts of a month and an institution each (CONTRACT 9), and what finds lines that a period had at an
 * earlier moment: those with more than one revision, or a void or finding; and decisions by when they were taken.
 */
export class ClearingRuns1767225632000 implements MigrationInterface {
  readonly name = 'ClearingRuns1767225632000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    for (const table of ['clearing_run', 'clearing_part']) await runner.query(grantsLike('decision', table));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `CREATE TABLE clearing_run (
     run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     terms text NOT NULL UNIQUE,
     area text NOT NULL,
     area_of text NOT NULL CHECK (area_of IN ('treatment', 'insurance')),
     period text NOT NULL,
     counted_by text NOT NULL CHECK (counted_by IN ('settlement', 'fee')),
     known_at timestamptz NOT NULL,
     begun_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     done boolean NOT NULL DEFAULT false,
     digest text,
     lines bigint,
     held bigint,
     unexplained bigint,
     CONSTRAINT clearing_run_done CHECK (done = (digest IS NOT NULL AND lines IS NOT NULL AND held IS NOT NULL AND unexplained IS NOT NULL))
   )`,
  `CREATE TABLE clearing_part (
     run_id bigint NOT NULL REFERENCES clearing_run,
     fixmedins_code text NOT NULL,
     month text NOT NULL,
     done_at timestamptz,
     result text,
     rows bytea,
     unexplained bigint,
     leaf_hashes bytea NOT NULL DEFAULT '',
     line_keys bytea NOT NULL DEFAULT '',
     PRIMARY KEY (run_id, fixmedins_code, month),
     CONSTRAINT clearing_part_done CHECK ((done_at IS NULL) = (result IS NULL) AND (done_at IS NULL) = (rows IS NULL)
       AND (done_at IS NULL) = (unexplained IS NULL))
   )`,
  `CREATE INDEX clearing_part_to_do ON clearing_part (run_id) WHERE done_at IS NULL`,
  `CREATE INDEX line_identity_moved ON line_identity (fixmedins_code) WHERE has_news OR revision > 1`,
  `CREATE INDEX decision_known ON decision USING brin (known_at) WITH (pages_per_range = 32, autosummarize = on)`,
];

/** Whoever may write decisions may run a clearing. */
const grantsLike = (like: string, table: string): string => `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT DISTINCT acl.is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.${like}'::regclass AND acl.grantee <> c.relowner AND acl.privilege_type = 'INSERT'
    LOOP
      EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.${table} TO %s', given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
