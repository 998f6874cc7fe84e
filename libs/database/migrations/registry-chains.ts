import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The database itself refuses two truths about one moment: inside a chain of corrections no two records may hold for the
 * same time and be held at the same time. And what lists and look-ups ask of a record stands in columns.
 */
export class RegistryChains1767225603000 implements MigrationInterface {
  readonly name = 'RegistryChains1767225603000';

  async up(runner: QueryRunner): Promise<void> {
    // Trusted: whoever may create in the database may create it. It lets a text stand in an exclusion constraint.
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    await addColumns(runner);
    await fillColumns(runner);
    await addIndexes(runner);
    await addAssertions(runner);
    await fillAssertions(runner);
    await addGuards(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

async function addColumns(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE registry_record
      ADD COLUMN fixmedins_code text,
      ADD COLUMN name text,
      ADD COLUMN area text,
      ADD COLUMN effective tstzrange`);
}

/** The one rewrite of history's rows that there is: what is added says again what the body says. */
async function fillColumns(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE registry_record DISABLE TRIGGER registry_record_append_only');
  await runner.query(`
    UPDATE registry_record r SET
      code = coalesce(r.code, r.body::json ->> 'code'),
      fixmedins_code = r.body::json ->> 'fixmedins_code',
      name = r.body::json ->> 'name',
      area = r.body::json ->> 'admdvs',
      effective = CASE WHEN r.body::json ->> 'from' IS NULL THEN NULL ELSE tstzrange(
        (r.body::json ->> 'from')::timestamptz,
        coalesce(
          (r.body::json ->> 'until')::timestamptz,
          ((r.body::json ->> 'last_day') || ' 00:00:00+08')::timestamptz + interval '24 hours'
        )
      ) END`);
  await runner.query('ALTER TABLE registry_record ENABLE TRIGGER registry_record_append_only');
}

async function addIndexes(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE INDEX registry_record_registered_at ON registry_record (fixmedins_code, code COLLATE "C")
    WHERE kind = 'registration'`);
  await runner.query(`
    CREATE INDEX registry_record_registered ON registry_record (code COLLATE "C", fixmedins_code)
    WHERE kind = 'registration'`);
  await runner.query(`
    CREATE INDEX registry_record_clinician ON registry_record (code COLLATE "C") WHERE kind = 'clinician'`);
  await runner.query(`
    CREATE INDEX registry_record_institution ON registry_record (fixmedins_code COLLATE "C")
    WHERE kind = 'institution'`);
  await runner.query(`
    CREATE INDEX registry_record_area ON registry_record (area COLLATE "C", fixmedins_code COLLATE "C")
    WHERE kind = 'institution'`);
  // By the characters of the name: a word of Chinese has no spaces, and often a single one.
  await runner.query(`
    CREATE INDEX registry_record_name ON registry_record USING gin (string_to_array(lower(name), NULL))
    WHERE name IS NOT NULL`);
}

async function addAssertions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE registry_assertion (
      record_id text PRIMARY KEY REFERENCES registry_record,
      chain text NOT NULL,
      effective tstzrange NOT NULL,
      recorded tstzrange NOT NULL,
      CONSTRAINT registry_assertion_one_truth
        EXCLUDE USING gist (chain WITH =, effective WITH &&, recorded WITH &&)
    )`);
  await runner.query(`CREATE INDEX registry_assertion_chain ON registry_assertion (chain)`);
  await runner.query(REGISTRY_CHAIN);
}

const REGISTRY_CHAIN = `
  CREATE FUNCTION registry_chain(of_record text) RETURNS text LANGUAGE plpgsql STABLE AS $$
  DECLARE
    here text := of_record;
    corrected text;
    named text;
    walked text[] := '{}';
  BEGIN
    LOOP
      IF here = ANY (walked) THEN
        RETURN (SELECT min(record COLLATE "C") FROM unnest(walked[array_position(walked, here):]) AS record);
      END IF;
      walked := walked || here;
      SELECT chain INTO named FROM registry_assertion WHERE record_id = here;
      IF named IS NOT NULL AND named <> here THEN
        here := named;
        CONTINUE;
      END IF;
      SELECT supersedes INTO corrected FROM registry_record WHERE record_id = here;
      IF corrected IS NULL THEN
        RETURN here;
      END IF;
      here := corrected;
    END LOOP;
  END $$`;

/** Every record that corrects, or is corrected by one on file, as a write would have left it. */
const FILL_ASSERTIONS = `
  CREATE TEMPORARY TABLE asserted ON COMMIT DROP AS
  SELECT r.record_id, registry_chain(r.record_id) AS chain, coalesce(r.effective, '(,)') AS effective,
         CASE WHEN correction.known_from <= own.known_from THEN 'empty'::tstzrange
              ELSE tstzrange(own.known_from, correction.known_from) END AS recorded
  FROM registry_record r JOIN registry_commit c ON c.version = r.version
  CROSS JOIN LATERAL (
    SELECT CASE WHEN c.as_recorded THEN r.recorded_at ELSE c.received_at END AS known_from
  ) AS own
  LEFT JOIN LATERAL (
    SELECT min(CASE WHEN lc.as_recorded THEN later.recorded_at ELSE lc.received_at END) AS known_from
    FROM registry_record later JOIN registry_commit lc ON lc.version = later.version
    WHERE later.supersedes = r.record_id
  ) AS correction ON true
  WHERE r.supersedes IS NOT NULL OR EXISTS (SELECT FROM registry_record later WHERE later.supersedes = r.record_id)`;

/** @throws where history already holds two truths: only whoever keeps the registry can say which one is to be corrected. */
async function fillAssertions(runner: QueryRunner): Promise<void> {
  await runner.query(FILL_ASSERTIONS);
  const overlapping: readonly { record_id: string; other_id: string }[] = await runner.query(`
    SELECT a.record_id, b.record_id AS other_id FROM asserted a JOIN asserted b
      ON a.chain = b.chain AND a.record_id < b.record_id AND a.effective && b.effective AND a.recorded && b.recorded
    ORDER BY a.record_id, b.record_id`);
  if (overlapping.length > 0) {
    const pairs = overlapping.map(({ record_id, other_id }) => `${record_id} and ${other_id}`);
    throw new Error(
      `records of one chain of corrections hold for the same time: ${pairs.join(', ')}. ` +
        'Supersede one of each with the release before this one, then migrate.',
    );
  }
  await runner.query(`INSERT INTO registry_assertion (record_id, chain, effective, recorded)
    SELECT record_id, chain, effective, recorded FROM asserted`);
}

async function addGuards(runner: QueryRunner): Promise<void> {
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
      IF NEW.recorded = OLD.recorded AND NEW.chain <> OLD.chain AND NEW.chain = registry_chain(OLD.chain) THEN
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
