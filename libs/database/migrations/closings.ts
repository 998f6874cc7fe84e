import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Closed periods (CONTRACT 9): what one person proposed and another agreed to, exceptions to it, and the seals, which make one
 * log an area. All of it is append-only: a period closed anew, or for good, is a row that replaces another. That two people
 * differ, that a sealed period keeps its run, and that a log has no gap is guarded here, whoever writes, behind the advisory lock
 * of closings.
 */
export class Closings1767225633000 implements MigrationInterface {
  readonly name = 'Closings1767225633000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...GUARDS, ...APPEND_ONLY]) await runner.query(statement);
    await runner.query(grants('decision', 'SELECT'));
    await runner.query(grants('observing_proposal', 'SELECT'));
    await runner.query(grants('observing_proposal', 'INSERT'));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const MADE = [
  'closing_proposal',
  'closing_refusal',
  'closing_exception',
  'closing_exception_act',
  'closed_period',
  'closing_change',
  'period_seal',
];

const PERIOD = `
     area text NOT NULL CHECK (area ~ '^[0-9]{1,6}$'),
     period text NOT NULL CHECK (period ~ '^20[0-9]{2}(-(0[1-9]|1[0-2]))?$')`;

const RUN = `
     kind text NOT NULL CHECK (kind IN ('soft', 'hard')),
     counted_by text NOT NULL CHECK (counted_by IN ('settlement', 'fee')),
     area_of text NOT NULL CHECK (area_of IN ('treatment', 'insurance')),
     run_id bigint NOT NULL REFERENCES clearing_run,
     known_at timestamptz NOT NULL,
     digest text NOT NULL,
     size bigint NOT NULL CHECK (size >= 0),
     root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
     held bigint NOT NULL CHECK (held >= 0)`;

const TABLES = [
  `CREATE TABLE closing_proposal (
     closing_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     ${PERIOD},
     ${RUN},
     reason text,
     proposed_by text NOT NULL CHECK (proposed_by <> ''),
     proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     UNIQUE (closing_id, proposed_by)
   )`,
  `CREATE INDEX closing_proposal_period ON closing_proposal (area, period, closing_id)`,
  `CREATE INDEX closing_proposal_run ON closing_proposal (run_id)`,
  `CREATE TABLE closing_refusal (
     closing_id bigint PRIMARY KEY REFERENCES closing_proposal,
     refused_by text NOT NULL CHECK (refused_by <> ''),
     reason text NOT NULL,
     refused_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
   )`,
  `CREATE TABLE closing_exception (
     exception_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     ${PERIOD},
     reason text NOT NULL CHECK (reason <> ''),
     ends_at timestamptz NOT NULL,
     proposed_by text NOT NULL CHECK (proposed_by <> ''),
     proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     UNIQUE (exception_id, proposed_by),
     CONSTRAINT closing_exception_ends CHECK (ends_at > proposed_at)
   )`,
  `CREATE INDEX closing_exception_period ON closing_exception (area, period, exception_id)`,
  `CREATE TABLE closing_exception_act (
     exception_id bigint NOT NULL,
     act text NOT NULL CHECK (act IN ('approve', 'refuse', 'take_back')),
     proposed_by text NOT NULL,
     by_whom text NOT NULL CHECK (by_whom <> ''),
     reason text,
     at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     PRIMARY KEY (exception_id, act),
     FOREIGN KEY (exception_id, proposed_by) REFERENCES closing_exception (exception_id, proposed_by),
     CONSTRAINT closing_exception_second_person CHECK (act <> 'approve' OR by_whom <> proposed_by)
   )`,
  `CREATE TABLE closed_period (
     closing_id bigint PRIMARY KEY,
     ${PERIOD},
     ${RUN},
     proposed_by text NOT NULL,
     approved_by text NOT NULL CHECK (approved_by <> ''),
     closed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     replaces bigint UNIQUE REFERENCES closed_period,
     exception_id bigint REFERENCES closing_exception,
     FOREIGN KEY (closing_id, proposed_by) REFERENCES closing_proposal (closing_id, proposed_by),
     CONSTRAINT closed_period_second_person CHECK (approved_by <> proposed_by),
     CONSTRAINT closed_period_holds CHECK (held = 0 OR kind = 'soft' AND exception_id IS NOT NULL)
   )`,
  `CREATE UNIQUE INDEX closed_period_first ON closed_period (area, period) WHERE replaces IS NULL`,
  `CREATE TABLE closing_change (
     closing_id bigint NOT NULL REFERENCES closed_period,
     position bigint NOT NULL,
     line text NOT NULL,
     was text,
     becomes text,
     PRIMARY KEY (closing_id, position),
     CONSTRAINT closing_change_differs CHECK (was IS DISTINCT FROM becomes)
   )`,
  `CREATE TABLE period_seal (
     area text NOT NULL,
     position integer NOT NULL CHECK (position >= 0),
     origin text NOT NULL UNIQUE,
     closing_id bigint NOT NULL UNIQUE REFERENCES closed_period,
     seal text NOT NULL,
     sealed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     PRIMARY KEY (area, position)
   )`,
];

const GUARDS = [
  `CREATE FUNCTION guard_closing_run() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW IS DISTINCT FROM OLD AND EXISTS (SELECT FROM public.closing_proposal WHERE run_id = OLD.run_id) THEN
       RAISE EXCEPTION 'run % is closed on, or proposed to be: it stays as it is', OLD.run_id
         USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
   END $$`,
  `CREATE TRIGGER clearing_run_kept BEFORE UPDATE OR DELETE ON clearing_run
     FOR EACH ROW EXECUTE FUNCTION guard_closing_run()`,
  `CREATE TRIGGER clearing_part_kept BEFORE UPDATE OR DELETE ON clearing_part
     FOR EACH ROW EXECUTE FUNCTION guard_closing_run()`,
  `CREATE FUNCTION guard_closing_refusal() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM pg_advisory_xact_lock(4710067);
     IF EXISTS (SELECT FROM public.closed_period WHERE closing_id = NEW.closing_id) THEN
       RAISE EXCEPTION 'closing % was agreed to', NEW.closing_id USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER closing_refusal_guarded BEFORE INSERT ON closing_refusal
     FOR EACH ROW EXECUTE FUNCTION guard_closing_refusal()`,
  `CREATE FUNCTION guard_closing_exception_act() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     before text[];
   BEGIN
     PERFORM pg_advisory_xact_lock(4710067);
     before := ARRAY(SELECT act FROM public.closing_exception_act WHERE exception_id = NEW.exception_id ORDER BY act);
     IF NEW.act = 'take_back' AND before = ARRAY['approve'] OR NEW.act <> 'take_back' AND before = ARRAY[]::text[] THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'exception % does not go from % to %', NEW.exception_id, before, NEW.act
       USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER closing_exception_act_guarded BEFORE INSERT ON closing_exception_act
     FOR EACH ROW EXECUTE FUNCTION guard_closing_exception_act()`,
  `CREATE FUNCTION guard_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     proposed public.closing_proposal;
     earlier public.closed_period;
   BEGIN
     PERFORM pg_advisory_xact_lock(4710067);
     SELECT * INTO proposed FROM public.closing_proposal WHERE closing_id = NEW.closing_id;
     IF (proposed.area, proposed.period, proposed.kind, proposed.counted_by, proposed.area_of, proposed.run_id,
         proposed.known_at, proposed.digest, proposed.size, proposed.root, proposed.held)
        IS DISTINCT FROM (NEW.area, NEW.period, NEW.kind, NEW.counted_by, NEW.area_of, NEW.run_id,
         NEW.known_at, NEW.digest, NEW.size, NEW.root, NEW.held) THEN
       RAISE EXCEPTION 'closing % is not what was proposed', NEW.closing_id USING ERRCODE = 'restrict_violation';
     END IF;
     IF EXISTS (SELECT FROM public.closing_refusal WHERE closing_id = NEW.closing_id) THEN
       RAISE EXCEPTION 'closing % was refused', NEW.closing_id USING ERRCODE = 'restrict_violation';
     END IF;
     IF NEW.exception_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM public.closing_exception e JOIN public.closing_exception_act a USING (exception_id)
       WHERE exception_id = NEW.exception_id AND (e.area, e.period) = (NEW.area, NEW.period) AND e.ends_at > NEW.closed_at
       GROUP BY exception_id HAVING array_agg(a.act) = ARRAY['approve']
     ) THEN
       RAISE EXCEPTION 'exception % does not stand for % %', NEW.exception_id, NEW.area, NEW.period
         USING ERRCODE = 'restrict_violation';
     END IF;
     IF NEW.replaces IS NULL THEN
       RETURN NEW;
     END IF;
     SELECT * INTO earlier FROM public.closed_period WHERE closing_id = NEW.replaces;
     IF (earlier.area, earlier.period) IS DISTINCT FROM (NEW.area, NEW.period) OR earlier.kind = 'hard'
        OR earlier.run_id = NEW.run_id AND NEW.kind <> 'hard'
        OR earlier.run_id <> NEW.run_id AND (NEW.exception_id IS NULL
          OR EXISTS (SELECT FROM public.period_seal WHERE origin = NEW.area || '/' || NEW.period)) THEN
       RAISE EXCEPTION 'closing % does not replace closing %', NEW.closing_id, NEW.replaces
         USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER closed_period_guarded BEFORE INSERT ON closed_period
     FOR EACH ROW EXECUTE FUNCTION guard_closed_period()`,
  `CREATE FUNCTION guard_period_seal() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     closed public.closed_period;
   BEGIN
     PERFORM pg_advisory_xact_lock(4710067);
     SELECT * INTO closed FROM public.closed_period WHERE closing_id = NEW.closing_id;
     IF NEW.area <> closed.area OR NEW.origin <> closed.area || '/' || closed.period
        OR EXISTS (SELECT FROM public.closed_period WHERE replaces = NEW.closing_id) THEN
       RAISE EXCEPTION '% is not closed by closing %', NEW.origin, NEW.closing_id USING ERRCODE = 'restrict_violation';
     END IF;
     IF NEW.position <> (SELECT count(*) FROM public.period_seal WHERE area = NEW.area) THEN
       RAISE EXCEPTION 'the log of area % does not go on at %', NEW.area, NEW.position
         USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER period_seal_guarded BEFORE INSERT ON period_seal
     FOR EACH ROW EXECUTE FUNCTION guard_period_seal()`,
];

const APPEND_ONLY = MADE.map(
  (table) => `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
);

/** Who reads decisions may read this; who may let observing be left may close. Nobody is given more than that. */
const grants = (like: string, privilege: 'SELECT' | 'INSERT'): string => `
  DO $$
  DECLARE
    given record;
    made text;
  BEGIN
    FOR given IN
      SELECT bool_or(acl.is_grantable) AS is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.${like}'::regclass AND acl.grantee <> c.relowner AND acl.privilege_type = '${privilege}'
      GROUP BY acl.grantee
    LOOP
      FOREACH made IN ARRAY ARRAY[${MADE.map((table) => `'${table}'`).join(', ')}]
      LOOP
        EXECUTE format('GRANT ${privilege} ON public.%I TO %s', made, given.role)
          || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
      END LOOP;
    END LOOP;
  END $$`;
