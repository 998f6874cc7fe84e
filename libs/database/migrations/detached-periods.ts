import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantsLike } from './grants';

/**
 * Sealed periods that are kept as Parquet and not in the live tables (CONTRACT 9): who detached and attached them, what stays on
 * file of each line in place of its rows, and messages of such visits that wait. A row of `settlement_line` or `decision` goes only
 * where `detached_line` says so in the same transaction, whoever deletes it; its successor's row comes back without being
 * a second successor.
 */
export class DetachedPeriods1767225638000 implements MigrationInterface {
  readonly name = 'DetachedPeriods1767225638000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...GUARDS, ...REMOVAL, ...SWEEPS]) await runner.query(statement);
    await runner.query(grantsLike('settlement_line', ['period_detachment', 'detached_line'], ['SELECT']));
    await runner.query(grantsLike('line_due', ['waiting_message']));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const TABLES = [
  `CREATE TABLE period_detachment (
     detachment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     closing_id bigint NOT NULL REFERENCES closed_period,
     origin text NOT NULL,
     folder_digest text NOT NULL CHECK (folder_digest ~ '^[0-9a-f]{64}$'),
     first_month date NOT NULL,
     last_month date NOT NULL,
     corrected_at timestamptz,
     lines bigint NOT NULL CHECK (lines >= 0),
     detached_by text NOT NULL CHECK (detached_by <> ''),
     reason text NOT NULL CHECK (reason <> ''),
     begun_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
     detached_at timestamptz,
     attached_by text CHECK (attached_by <> ''),
     attached_at timestamptz,
     CONSTRAINT period_detachment_attached CHECK ((attached_by IS NULL) = (attached_at IS NULL))
   )`,
  `CREATE UNIQUE INDEX period_detachment_standing ON period_detachment (origin) WHERE attached_at IS NULL`,
  `CREATE TABLE detached_line (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     revision integer NOT NULL,
     fee_month date NOT NULL,
     fee_occurred_at timestamptz NOT NULL,
     ordering_code text,
     performing_code text,
     decisions integer NOT NULL,
     detachment_id bigint NOT NULL REFERENCES period_detachment,
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision)
   )`,
  `CREATE INDEX detached_line_ordering ON detached_line (ordering_code, fee_occurred_at) WHERE ordering_code IS NOT NULL`,
  `CREATE INDEX detached_line_performing ON detached_line (performing_code, fee_occurred_at)
   WHERE performing_code IS NOT NULL`,
  `CREATE INDEX detached_line_institution ON detached_line (fixmedins_code, fee_occurred_at)`,
  `CREATE INDEX detached_line_of ON detached_line (detachment_id)`,
  `CREATE TABLE waiting_message (
     message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     topic text NOT NULL,
     partition integer NOT NULL,
     message_offset bigint NOT NULL,
     message_key bytea,
     value bytea NOT NULL,
     sent_at text NOT NULL,
     kept_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
   )`,
  `CREATE INDEX waiting_message_visit ON waiting_message (fixmedins_code, mdtrt_id, message_id)`,
];

const GUARDS = [
  `CREATE FUNCTION guard_period_detachment() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.attached_at IS NULL
        AND (OLD.detached_at IS NULL OR NEW.detached_at = OLD.detached_at)
        AND (OLD.detachment_id, OLD.closing_id, OLD.origin, OLD.folder_digest, OLD.first_month, OLD.last_month,
             OLD.corrected_at, OLD.lines, OLD.detached_by, OLD.reason, OLD.begun_at)
          IS NOT DISTINCT FROM
            (NEW.detachment_id, NEW.closing_id, NEW.origin, NEW.folder_digest, NEW.first_month, NEW.last_month,
             NEW.corrected_at, NEW.lines, NEW.detached_by, NEW.reason, NEW.begun_at)
        AND (NEW.attached_at IS NULL
          OR NOT EXISTS (SELECT FROM public.detached_line WHERE detachment_id = NEW.detachment_id)) THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'detachment % does not change so', OLD.detachment_id USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER period_detachment_guarded BEFORE UPDATE ON period_detachment
     FOR EACH ROW EXECUTE FUNCTION guard_period_detachment()`,
  `CREATE TRIGGER period_detachment_kept BEFORE DELETE OR TRUNCATE ON period_detachment
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  // It goes where the row that it stands for is on file again with its decisions, found one behind the other, and only then.
  `CREATE FUNCTION guard_detached_line() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     next_id text;
     next_month date;
     at_revision integer;
     before_id text;
     back integer := 0;
   BEGIN
     IF NOT EXISTS (
       SELECT FROM public.settlement_line l
       WHERE l.fixmedins_code = OLD.fixmedins_code AND l.mdtrt_id = OLD.mdtrt_id AND l.feedetl_sn = OLD.feedetl_sn
         AND l.chrg_bchno = OLD.chrg_bchno AND l.revision = OLD.revision AND l.fee_month = OLD.fee_month
     ) THEN
       RAISE EXCEPTION 'a detached line is not attached: its row is not on file' USING ERRCODE = 'restrict_violation';
     END IF;
     SELECT i.decision_id, i.decision_month INTO next_id, next_month FROM public.line_identity i
     WHERE i.fixmedins_code = OLD.fixmedins_code AND i.mdtrt_id = OLD.mdtrt_id AND i.feedetl_sn = OLD.feedetl_sn
       AND i.chrg_bchno = OLD.chrg_bchno;
     WHILE next_id IS NOT NULL LOOP
       SELECT d.revision, d.supersedes INTO at_revision, before_id FROM public.decision d
       WHERE d.fixmedins_code = OLD.fixmedins_code AND d.decision_id = next_id AND d.fee_month = next_month;
       IF NOT FOUND THEN
         SELECT d.revision, d.supersedes, d.fee_month INTO at_revision, before_id, next_month FROM public.decision d
         WHERE d.fixmedins_code = OLD.fixmedins_code AND d.decision_id = next_id;
       END IF;
       EXIT WHEN at_revision IS NULL OR at_revision < OLD.revision;
       IF at_revision = OLD.revision THEN
         back := back + 1;
       END IF;
       next_id := before_id;
     END LOOP;
     IF back = OLD.decisions THEN
       RETURN OLD;
     END IF;
     RAISE EXCEPTION 'a detached line is not attached: % of its % decisions are on file', back, OLD.decisions
       USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER detached_line_kept BEFORE DELETE ON detached_line
     FOR EACH ROW EXECUTE FUNCTION guard_detached_line()`,
  `CREATE TRIGGER detached_line_unchanged BEFORE UPDATE OR TRUNCATE ON detached_line
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

/** While a period is detached a row's own trigger, which stands on every partition by itself, says which may go; else none may. */
const REMOVAL = [
  `CREATE FUNCTION refuse_unless_detaching() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM public.period_detachment WHERE attached_at IS NULL) THEN
       RETURN NULL;
     END IF;
     RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation',
       HINT = 'write a new row that supersedes the old one';
   END $$`,
  `CREATE FUNCTION refuse_unless_detached() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF EXISTS (
       SELECT FROM public.detached_line d
       WHERE d.fixmedins_code = OLD.fixmedins_code AND d.mdtrt_id = OLD.mdtrt_id AND d.feedetl_sn = OLD.feedetl_sn
         AND d.chrg_bchno = OLD.chrg_bchno AND d.revision = OLD.revision
     ) THEN
       RETURN OLD;
     END IF;
     RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
   END $$`,
  `DO $$
   DECLARE
     kept record;
   BEGIN
     FOR kept IN
       SELECT table_name, relid::regclass AS partition
       FROM (VALUES ('settlement_line'), ('decision')) AS cut (table_name), pg_partition_tree(table_name::regclass)
     LOOP
       EXECUTE format('DROP TRIGGER %I ON %s', kept.table_name || '_append_only', kept.partition);
       EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_detaching()',
         kept.table_name || '_append_only', kept.partition);
     END LOOP;
   END $$`,
  ...['settlement_line', 'decision'].map(
    (table) => `CREATE TRIGGER ${table}_kept BEFORE DELETE ON ${table}
     FOR EACH ROW EXECUTE FUNCTION refuse_unless_detached()`,
  ),
  `CREATE OR REPLACE FUNCTION make_fee_month(of_month date) RETURNS boolean LANGUAGE plpgsql
   SECURITY DEFINER SET search_path = public, pg_temp AS $$
   DECLARE
     first_day date := date_trunc('month', of_month::timestamp)::date;
     parent text;
     month_table text;
     made boolean := false;
   BEGIN
     IF NOT has_table_privilege(session_user, 'settlement_line', 'INSERT') THEN
       RAISE EXCEPTION '% may not record lines', session_user USING ERRCODE = 'insufficient_privilege';
     END IF;
     IF first_day < '2000-01-01' OR first_day >= '2100-01-01' THEN
       RETURN false;
     END IF;
     PERFORM pg_advisory_xact_lock(4710060);
     FOREACH parent IN ARRAY ARRAY['settlement_line', 'decision'] LOOP
       month_table := parent || to_char(first_day, '_YYYY_MM');
       IF EXISTS (
         SELECT FROM pg_inherits WHERE inhparent = parent::regclass AND inhrelid = to_regclass(month_table)
       ) THEN
         CONTINUE;
       END IF;
       EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', month_table, parent);
       EXECUTE format(
         'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_detaching()',
         parent || '_append_only', month_table);
       EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
         parent, month_table, first_day, (first_day + interval '1 month')::date);
       made := true;
     END LOOP;
     RETURN made;
   END $$`,
  // A decision that comes back is already its predecessor's successor; any other is refused as before.
  `CREATE OR REPLACE FUNCTION record_succession() RETURNS trigger LANGUAGE plpgsql
   SECURITY DEFINER SET search_path = public, pg_temp AS $$
   BEGIN
     IF EXISTS (
       SELECT FROM decision_succession s
       WHERE s.fixmedins_code = NEW.fixmedins_code AND s.supersedes = NEW.supersedes AND s.decision_id = NEW.decision_id
         AND s.fee_month = NEW.fee_month
     ) THEN
       RETURN NULL;
     END IF;
     INSERT INTO decision_succession (fixmedins_code, supersedes, decision_id, fee_month)
     VALUES (NEW.fixmedins_code, NEW.supersedes, NEW.decision_id, NEW.fee_month);
     RETURN NULL;
   END $$`,
];

/** Lines of a sweep that are in a detached period wait in a state of their own. */
const SWEEPS = [
  'ALTER TABLE sweep_line DROP CONSTRAINT sweep_line_state',
  `ALTER TABLE sweep_line ADD CONSTRAINT sweep_line_state
     CHECK (state IN ('due', 'paid', 'turn', 'planned', 'excluded', 'failed', 'detached'))`,
  `CREATE INDEX sweep_line_detached ON sweep_line (fixmedins_code, mdtrt_id) WHERE state = 'detached'`,
];
