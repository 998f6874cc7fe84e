import type { QueryRunner } from 'typeorm';

/** What keeps a chain's rows true to their records, and closed no more than once: a part of `RegistryChains1767225603000`. */
export async function guardAssertions(runner: QueryRunner): Promise<void> {
  await runner.query(GUARD_ASSERTION);
  await runner.query(`
    CREATE TRIGGER registry_assertion_guard BEFORE INSERT OR UPDATE ON registry_assertion
    FOR EACH ROW EXECUTE FUNCTION guard_assertion()`);
  await runner.query(`
    CREATE TRIGGER registry_assertion_kept BEFORE DELETE OR TRUNCATE ON registry_assertion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  await runner.query(REQUIRE_ASSERTION);
  await runner.query(`
    CREATE CONSTRAINT TRIGGER registry_record_asserted AFTER INSERT ON registry_record
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL) EXECUTE FUNCTION require_assertion()`);
}

const GUARD_ASSERTION = `
  CREATE FUNCTION guard_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.chain = registry_chain(NEW.record_id) AND NEW.effective =
         (SELECT coalesce(effective, '(,)') FROM registry_record WHERE record_id = NEW.record_id) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'record % is not of chain %, or not effective then', NEW.record_id, NEW.chain
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.record_id = OLD.record_id AND NEW.effective = OLD.effective THEN
      IF NEW.chain = OLD.chain AND NOT isempty(OLD.recorded)
         AND (upper_inf(OLD.recorded) OR NOT EXISTS (SELECT FROM decision))
         AND (isempty(NEW.recorded) OR (lower(NEW.recorded) = lower(OLD.recorded) AND NOT upper_inf(NEW.recorded)
              AND (upper_inf(OLD.recorded) OR upper(NEW.recorded) < upper(OLD.recorded)))) THEN
        RETURN NEW;
      END IF;
      IF NEW.chain <> OLD.chain AND NEW.chain = registry_chain(OLD.chain) AND NEW.recorded <@ OLD.recorded
         AND (CASE WHEN isempty(NEW.recorded) THEN NOT upper_inf(OLD.recorded)
             ELSE upper(NEW.recorded) IS NOT DISTINCT FROM upper(OLD.recorded) END) THEN
        RETURN NEW;
      END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
      USING ERRCODE = 'restrict_violation', HINT = 'an assertion is closed once, by a record that supersedes';
  END $$`;

const REQUIRE_ASSERTION = `
  CREATE FUNCTION require_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM registry_assertion WHERE record_id = NEW.record_id) OR EXISTS (
      SELECT FROM registry_record r LEFT JOIN registry_assertion a ON a.record_id = r.record_id
      WHERE r.record_id = NEW.supersedes AND (a.record_id IS NULL OR upper_inf(a.recorded))
    ) THEN
      RAISE EXCEPTION 'record % supersedes % and is not asserted', NEW.record_id, NEW.supersedes
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END $$`;
