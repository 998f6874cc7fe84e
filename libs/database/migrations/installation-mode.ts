import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether an installation observes or is live (CONTRACT 8, Observing): the last row of `installation_mode` holds. It begins one way
 * or the other, and leaves observing by an act of two people, once. What is on file before this migration was live.
 */
export class InstallationMode1767225627000 implements MigrationInterface {
  readonly name = 'InstallationMode1767225627000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await runner.query(grantsLike('installation_policy', 'installation_mode, public.observing_proposal'));
    await runner.query(grantsLike('publication', 'installation_mode, public.observed_handover'));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `CREATE TABLE observing_proposal (
     proposal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     proposed_by text NOT NULL CHECK (proposed_by <> ''),
     proposed_at timestamptz NOT NULL,
     figures json NOT NULL,
     digest text NOT NULL,
     UNIQUE (proposal_id, proposed_by)
   )`,
  `CREATE TRIGGER observing_proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON observing_proposal
   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE installation_mode (
     mode_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     mode text NOT NULL CHECK (mode IN ('observing', 'live')),
     since timestamptz NOT NULL,
     set_by text NOT NULL CHECK (set_by <> ''),
     proposal_id bigint,
     proposed_by text,
     figures json,
     FOREIGN KEY (proposal_id, proposed_by) REFERENCES observing_proposal (proposal_id, proposed_by),
     CHECK ((proposal_id IS NULL) = (proposed_by IS NULL) AND (proposal_id IS NULL) = (figures IS NULL)),
     CONSTRAINT installation_mode_second_person CHECK (set_by <> proposed_by)
   )`,
  `CREATE FUNCTION check_installation_mode() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     holding text := (SELECT mode FROM public.installation_mode ORDER BY mode_id DESC LIMIT 1);
   BEGIN
     IF holding IS NULL AND NEW.proposal_id IS NULL THEN
       RETURN NEW;
     END IF;
     IF holding = 'observing' AND NEW.mode = 'live' AND NEW.proposal_id IS NOT NULL THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'an installation that is % does not become %: observing is left by two people, and begun once',
       coalesce(holding, 'new'), NEW.mode USING ERRCODE = 'check_violation';
   END $$`,
  `CREATE TRIGGER installation_mode_order BEFORE INSERT ON installation_mode
   FOR EACH ROW EXECUTE FUNCTION check_installation_mode()`,
  `CREATE TRIGGER installation_mode_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON installation_mode
   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `INSERT INTO installation_mode (mode, since, set_by)
   SELECT 'live', date_trunc('milliseconds', clock_timestamp()), 'migration: it had recorded before'
   WHERE EXISTS (SELECT FROM stream_position) OR EXISTS (SELECT FROM line_identity)`,
  `CREATE TABLE observed_handover (
     mode_id bigint PRIMARY KEY REFERENCES installation_mode,
     part text NOT NULL CHECK (part IN ('decisions', 'holds', 'done')),
     month_from date,
     after_institution text,
     after_id text,
     said bigint NOT NULL DEFAULT 0
   )`,
  // Few decisions bar; an accepted line costs this nothing.
  `CREATE INDEX decision_barred ON decision (fixmedins_code, decision_id) WHERE outcome IN ('reject', 'claw_back')`,
];

/** Who may do something with one table may do it with these. */
const grantsLike = (like: string, tables: string): string => `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, acl.is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.${like}'::regclass AND acl.grantee <> c.relowner
    LOOP
      EXECUTE format('GRANT %s ON public.${tables} TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
