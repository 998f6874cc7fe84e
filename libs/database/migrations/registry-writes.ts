import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records and whose timelines they belong to carry the number of their write, and one row of `registry_commit` makes a
 * write visible: so a large one can be prepared beforehand, outside every lock. What was queued for sinks stays queued.
 */
export class RegistryWrites1767225619000 implements MigrationInterface {
  readonly name = 'RegistryWrites1767225619000';

  async up(runner: QueryRunner): Promise<void> {
    await numberWrites(runner);
    await addViews(runner);
    await queueByWrite(runner);
    await guardPrepared(runner);
    await guardCommits(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

/** Of what is on file the number of the write is its version. */
async function numberWrites(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE registry_record RENAME TO registry_record_written');
  await runner.query('ALTER TABLE registry_record_written RENAME COLUMN version TO write_id');
  await runner.query('ALTER TABLE registry_subject RENAME TO registry_subject_written');
  await runner.query('ALTER TABLE registry_subject_written RENAME COLUMN version TO write_id');
  await runner.query('CREATE INDEX registry_record_write ON registry_record_written (write_id)');
  await runner.query(`
    CREATE INDEX registry_record_corrections ON registry_record_written (write_id) WHERE supersedes IS NOT NULL`);
  await runner.query('DROP TRIGGER registry_commit_append_only ON registry_commit');
  await runner.query('ALTER TABLE registry_commit ADD COLUMN write_id bigint');
  await runner.query('UPDATE registry_commit SET write_id = version');
  await runner.query('ALTER TABLE registry_commit ALTER COLUMN write_id SET NOT NULL');
  await runner.query('ALTER TABLE registry_commit ADD UNIQUE (write_id)');
  await runner.query('CREATE SEQUENCE registry_write_id');
  await runner.query(
    `SELECT setval('registry_write_id', coalesce(max(version), 0) + 1, false) FROM registry_commit`,
  );
}

async function addViews(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE VIEW registry_record AS
    SELECT w.record_id, w.kind, w.body, w.recorded_at, c.version, w.supersedes, w.document_no, w.code, w.fixmedins_code,
           w.name, w.area, w.effective,
           CASE WHEN c.as_recorded THEN w.recorded_at ELSE c.received_at END AS known_from
    FROM registry_record_written w JOIN registry_commit c ON c.write_id = w.write_id`);
  await runner.query(`
    CREATE VIEW registry_subject AS
    SELECT w.subject, w.record_id, c.version
    FROM registry_subject_written w JOIN registry_commit c ON c.write_id = w.write_id`);
}

async function queueByWrite(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE registry_bulk (
      write_id bigint PRIMARY KEY,
      version bigint
    )`);
  await runner.query(`
    CREATE TABLE registry_change (
      write_id bigint NOT NULL,
      subject text NOT NULL,
      PRIMARY KEY (write_id, subject)
    )`);
  await runner.query(`
    INSERT INTO registry_change (write_id, subject) SELECT DISTINCT version, subject FROM registry_outbox`);
  await runner.query('ALTER TABLE relay_cursor ADD COLUMN version bigint, ADD COLUMN subject text');
  // Up to the last entry passed on; where the next belongs to another write, all of the one before it.
  await runner.query(`
    UPDATE relay_cursor s SET
      version = CASE WHEN next.version IS NULL THEN coalesce((SELECT max(version) FROM registry_commit), 0)
                     WHEN passed.version = next.version THEN next.version ELSE next.version - 1 END,
      subject = CASE WHEN passed.version = next.version THEN passed.subject END
    FROM relay_cursor own
    LEFT JOIN LATERAL (
      SELECT version FROM registry_outbox WHERE id > own.passed_on ORDER BY id LIMIT 1
    ) AS next ON true
    LEFT JOIN LATERAL (
      SELECT version, subject FROM registry_outbox WHERE id <= own.passed_on ORDER BY id DESC LIMIT 1
    ) AS passed ON true
    WHERE own.sink = s.sink`);
  await runner.query('ALTER TABLE relay_cursor ALTER COLUMN version SET NOT NULL, DROP COLUMN passed_on');
  await runner.query('DROP TABLE registry_outbox');
}

/** What was prepared and never committed may go; nothing else. */
async function guardPrepared(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM registry_commit WHERE write_id = OLD.write_id)
         OR NOT EXISTS (SELECT FROM registry_bulk WHERE write_id = OLD.write_id) THEN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
          USING ERRCODE = 'restrict_violation', HINT = 'write a new row that supersedes the old one';
      END IF;
      RETURN OLD;
    END $$`);
  for (const table of ['registry_record', 'registry_subject']) {
    await runner.query(`DROP TRIGGER ${table}_append_only ON ${table}_written`);
    await runner.query(`
      CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR TRUNCATE ON ${table}_written
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER ${table}_kept BEFORE DELETE ON ${table}_written
      FOR EACH ROW EXECUTE FUNCTION refuse_removal()`);
  }
}

async function guardCommits(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION guard_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.version, NEW.write_id, NEW.as_recorded) = (OLD.version, OLD.write_id, OLD.as_recorded)
         AND NEW.received_at >= OLD.received_at AND OLD.xmin = pg_current_xact_id()::xid THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'a write is stamped in its own transaction';
    END $$`);
  await runner.query(`
    CREATE TRIGGER registry_commit_stamped BEFORE UPDATE ON registry_commit
    FOR EACH ROW EXECUTE FUNCTION guard_commit()`);
  await runner.query(`
    CREATE TRIGGER registry_commit_append_only BEFORE DELETE OR TRUNCATE ON registry_commit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  await runner.query(`
    CREATE OR REPLACE FUNCTION require_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM registry_commit WHERE write_id = NEW.write_id) AND (
        NOT EXISTS (SELECT FROM registry_assertion WHERE record_id = NEW.record_id) OR EXISTS (
          SELECT FROM registry_record r LEFT JOIN registry_assertion a ON a.record_id = r.record_id
          WHERE r.record_id = NEW.supersedes AND (a.record_id IS NULL OR upper_inf(a.recorded))
        )
      ) THEN
        RAISE EXCEPTION 'record % supersedes % and is not asserted', NEW.record_id, NEW.supersedes
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE FUNCTION require_assertions() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      unasserted text := (
        SELECT min(w.record_id) FROM registry_record_written w
        LEFT JOIN registry_assertion own ON own.record_id = w.record_id
        LEFT JOIN registry_record r ON r.record_id = w.supersedes
        LEFT JOIN registry_assertion a ON a.record_id = r.record_id
        WHERE w.write_id = NEW.write_id AND w.supersedes IS NOT NULL
          AND (own.record_id IS NULL OR (r.record_id IS NOT NULL AND (a.record_id IS NULL OR upper_inf(a.recorded))))
      );
    BEGIN
      IF unasserted IS NOT NULL THEN
        RAISE EXCEPTION 'record % supersedes another and is not asserted', unasserted
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE CONSTRAINT TRIGGER registry_commit_asserted AFTER INSERT ON registry_commit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_assertions()`);
}
