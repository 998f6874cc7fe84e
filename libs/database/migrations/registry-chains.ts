import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardAssertions } from './registry-chains-guards';

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
    await guardAssertions(runner);
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
    CREATE INDEX registry_record_sites ON registry_record (code COLLATE "C")
    WHERE kind IN ('registration', 'pharmacy_principal')`);
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
  await runner.query(REGISTRY_JOINED_AT);
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
        -- A ring keeps the name it has; a new one is named after its least.
        RETURN (SELECT coalesce(min(r.record COLLATE "C") FILTER (WHERE a.chain = r.record), min(r.record COLLATE "C"))
                FROM unnest(walked[array_position(walked, here):]) AS r (record)
                LEFT JOIN registry_assertion a ON a.record_id = r.record);
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

const REGISTRY_JOINED_AT = `
  CREATE FUNCTION registry_joined_at(of_record text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    WITH RECURSIVE way_up (record_id, supersedes, version, recorded_at) AS (
      SELECT record_id, supersedes, version, recorded_at FROM registry_record WHERE record_id = of_record
      UNION
      SELECT r.record_id, r.supersedes, r.version, r.recorded_at
      FROM way_up JOIN registry_record r ON r.record_id = way_up.supersedes
    )
    SELECT max(CASE WHEN c.as_recorded THEN w.recorded_at ELSE c.received_at END)
    FROM way_up w JOIN registry_commit c ON c.version = w.version
  $$`;

/** Every record that corrects, or is corrected by one on file, as a write would have left it. */
const FILL_ASSERTIONS = `
  CREATE TEMPORARY TABLE asserted ON COMMIT DROP AS
  SELECT r.record_id, registry_chain(r.record_id) AS chain, coalesce(r.effective, '(,)') AS effective,
         CASE WHEN correction.known_from <= joined.known_from THEN 'empty'::tstzrange
              ELSE tstzrange(joined.known_from, correction.known_from) END AS recorded
  FROM registry_record r
  CROSS JOIN LATERAL (SELECT registry_joined_at(r.record_id) AS known_from) AS joined
  LEFT JOIN LATERAL (
    SELECT min(CASE WHEN lc.as_recorded THEN later.recorded_at ELSE lc.received_at END) AS known_from
    FROM registry_record later JOIN registry_commit lc ON lc.version = later.version
    WHERE later.supersedes = r.record_id
  ) AS correction ON true
  WHERE r.supersedes IS NOT NULL OR EXISTS (SELECT FROM registry_record later WHERE later.supersedes = r.record_id)`;

const REFUSE_OVERLAP = `
  DO $$
  DECLARE
    pairs text := (
      SELECT string_agg(a.record_id || ' and ' || b.record_id, ', ' ORDER BY a.record_id, b.record_id)
      FROM asserted a JOIN asserted b ON a.chain = b.chain AND a.record_id < b.record_id
        AND a.effective && b.effective AND a.recorded && b.recorded
    );
  BEGIN
    IF pairs IS NOT NULL THEN
      RAISE EXCEPTION 'records of one chain of corrections hold for the same time: %', pairs
        USING HINT = 'supersede one of each with the release before this one, then migrate';
    END IF;
  END $$`;

/** @throws where history already holds two truths: only whoever keeps the registry can say which one is to be corrected. */
async function fillAssertions(runner: QueryRunner): Promise<void> {
  await runner.query(FILL_ASSERTIONS);
  await runner.query(REFUSE_OVERLAP);
  await runner.query(`INSERT INTO registry_assertion (record_id, chain, effective, recorded)
    SELECT record_id, chain, effective, recorded FROM asserted`);
}
