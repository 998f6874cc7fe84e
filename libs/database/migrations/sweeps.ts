import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is learned late (CONTRACT 8, Sweep): which registry writes still have lines to be asked again (`sweep`,
 * `sweep_subject`, `sweep_line`), and the plans by which two people let paid money move (`sweep_plan`, `sweep_plan_line`,
 * `sweep_plan_act`).
 */
export class Sweeps1767225625000 implements MigrationInterface {
  readonly name = 'Sweeps1767225625000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await runner.query(GRANTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const KEY = `
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL`;

const STATEMENTS = [
  'ALTER TABLE line_due ADD COLUMN only_refunds boolean NOT NULL DEFAULT false',
  `CREATE TABLE sweep_plan (
     plan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     version bigint NOT NULL,
     state text NOT NULL,
     figures json NOT NULL,
     digest text NOT NULL,
     proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     reverted_version bigint UNIQUE,
     CONSTRAINT sweep_plan_state CHECK (state IN ('proposed', 'approved', 'running', 'done', 'refused')),
     CONSTRAINT sweep_plan_reverted CHECK (reverted_version IS NULL OR state = 'done')
   )`,
  `CREATE INDEX sweep_plan_open ON sweep_plan (plan_id) WHERE state IN ('proposed', 'approved', 'running')`,
  `CREATE TABLE sweep_plan_line (
     plan_id bigint NOT NULL REFERENCES sweep_plan,
     ${KEY},
     before text NOT NULL,
     after text NOT NULL,
     fee_month date NOT NULL,
     refused_fen bigint NOT NULL,
     recover_fen bigint NOT NULL,
     given_back_fen bigint NOT NULL,
     excluded boolean NOT NULL,
     PRIMARY KEY (plan_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
   )`,
  `CREATE UNIQUE INDEX sweep_plan_line_once ON sweep_plan_line (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
     WHERE excluded`,
  `CREATE TABLE sweep_plan_act (
     act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     plan_id bigint NOT NULL REFERENCES sweep_plan,
     act text NOT NULL,
     digest text NOT NULL,
     by_whom text NOT NULL,
     reason text,
     at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     CONSTRAINT sweep_plan_act_kind CHECK (act IN ('approve', 'refuse', 'refresh', 'revert'))
   )`,
  `CREATE INDEX sweep_plan_act_plan ON sweep_plan_act (plan_id, act_id)`,
  `CREATE TRIGGER sweep_plan_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sweep_plan_act
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER sweep_plan_kept BEFORE DELETE OR TRUNCATE ON sweep_plan
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE FUNCTION guard_sweep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.version <> OLD.version OR OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('proposed', 'approved'), ('proposed', 'refused'), ('approved', 'refused'), ('approved', 'proposed'),
       ('approved', 'running'), ('running', 'done'), ('proposed', 'done')
     ) OR OLD.state <> 'proposed' AND NEW.digest <> OLD.digest AND NEW.state <> 'proposed' THEN
       RAISE EXCEPTION 'plan % does not go from % to % like this', OLD.plan_id, OLD.state, NEW.state
         USING ERRCODE = 'restrict_violation';
     END IF;
     IF OLD.reverted_version IS NOT NULL AND NEW.reverted_version IS DISTINCT FROM OLD.reverted_version THEN
       RAISE EXCEPTION 'plan % is reverted once', OLD.plan_id USING ERRCODE = 'restrict_violation';
     END IF;
     IF OLD.state = 'proposed' AND NEW.state = 'done' AND EXISTS (
       SELECT FROM sweep_plan_line WHERE plan_id = NEW.plan_id
     ) THEN
       RAISE EXCEPTION 'plan % has lines to turn', NEW.plan_id USING ERRCODE = 'restrict_violation';
     END IF;
     IF OLD.state = 'proposed' AND NEW.state = 'approved' AND (
       SELECT count(DISTINCT by_whom) FROM sweep_plan_act
       WHERE plan_id = NEW.plan_id AND act = 'approve' AND digest = NEW.digest AND act_id > (
         SELECT coalesce(max(act_id), 0) FROM sweep_plan_act WHERE plan_id = NEW.plan_id AND act = 'refresh')
     ) < 2 THEN
       RAISE EXCEPTION 'plan % is not approved by two', NEW.plan_id USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER sweep_plan_guarded BEFORE UPDATE ON sweep_plan FOR EACH ROW EXECUTE FUNCTION guard_sweep_plan()`,
  `CREATE TABLE sweep (
     sweep_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     version bigint NOT NULL,
     asked_before timestamptz NOT NULL,
     stage text NOT NULL,
     reverts bigint REFERENCES sweep_plan,
     examined bigint NOT NULL DEFAULT 0,
     unchanged bigint NOT NULL DEFAULT 0,
     moved_fen bigint NOT NULL DEFAULT 0,
     UNIQUE (version, asked_before),
     CONSTRAINT sweep_stage CHECK (stage IN ('new', 'collecting', 'asking', 'done'))
   ) WITH (fillfactor = 50)`,
  `CREATE INDEX sweep_open ON sweep (sweep_id) WHERE stage <> 'done'`,
  `CREATE TABLE sweep_subject (
     sweep_id bigint NOT NULL REFERENCES sweep,
     subject text NOT NULL,
     PRIMARY KEY (sweep_id, subject)
   )`,
  `CREATE TABLE sweep_line (
     sweep_id bigint NOT NULL REFERENCES sweep,
     ${KEY},
     fee_month date NOT NULL,
     trigger text NOT NULL,
     state text NOT NULL,
     plan_id bigint REFERENCES sweep_plan,
     PRIMARY KEY (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno),
     CONSTRAINT sweep_line_state CHECK (state IN ('due', 'paid', 'turn', 'planned', 'excluded', 'failed')),
     CONSTRAINT sweep_line_plan CHECK ((state IN ('planned', 'excluded')) <= (plan_id IS NOT NULL))
   )`,
  `CREATE TABLE sweep_turn (
     sweep_id bigint NOT NULL REFERENCES sweep,
     ${KEY},
     before text NOT NULL,
     after text NOT NULL,
     fee_month date NOT NULL,
     refused_fen bigint NOT NULL,
     recover_fen bigint NOT NULL,
     given_back_fen bigint NOT NULL,
     turning boolean NOT NULL,
     PRIMARY KEY (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
   )`,
  `CREATE INDEX sweep_line_to_do ON sweep_line (sweep_id, fee_month, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
     WHERE state IN ('due', 'turn')`,
  `CREATE INDEX sweep_line_plan ON sweep_line (plan_id) WHERE plan_id IS NOT NULL`,
];

/** Whoever may write positions and publications of the stream may do so with these. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
    made text;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid IN ('public.publication'::regclass, 'public.stream_position'::regclass) AND acl.grantee <> c.relowner
      GROUP BY acl.privilege_type, acl.grantee
    LOOP
      FOREACH made IN ARRAY ARRAY['sweep', 'sweep_subject', 'sweep_line', 'sweep_turn', 'sweep_plan', 'sweep_plan_line', 'sweep_plan_act']
      LOOP
        EXECUTE format('GRANT %s ON public.%I TO %s', given.privilege_type, made, given.role)
          || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
      END LOOP;
    END LOOP;
  END $$`;
