import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports on handling that were sent, and what the steps of a month are found by. */
export class HandlingReports1767225612000 implements MigrationInterface {
  readonly name = 'HandlingReports1767225612000';

  async up(runner: QueryRunner): Promise<void> {
    // Bodies of steps name days as `YYYY-MM-DD` or `YYYY/M/D`. No calendar of PostgreSQL has a year 0.
    await runner.query(`
      CREATE FUNCTION written_day(written text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT make_date(nullif(split_part(translate(written, '/', '-'), '-', 1)::integer, 0),
                         split_part(translate(written, '/', '-'), '-', 2)::integer,
                         split_part(translate(written, '/', '-'), '-', 3)::integer)
      $$`);
    await runner.query('CREATE INDEX case_event_at ON case_event (at)');
    await runner.query(`
      CREATE INDEX case_event_acted_on ON case_event
        (written_day(coalesce(input ->> 'issued_on', input ->> 'delivered_on', input ->> 'maintained_on')))
        WHERE event IN ('issue', 'deliver', 'maintain')`);
    await runner.query(`
      CREATE INDEX registry_record_sanctioned_at ON registry_record (fixmedins_code) WHERE kind = 'sanction'`);
    await runner.query(`
      CREATE TABLE handling_submission (
        submission_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        area text NOT NULL,
        month date NOT NULL,
        known_at timestamptz NOT NULL,
        figures_hash text NOT NULL,
        sent_on date NOT NULL,
        due_on date,
        timeliness text NOT NULL CHECK (timeliness IN ('in_time', 'late', 'no_limit')),
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        UNIQUE (area, month, known_at, figures_hash),
        CHECK ((due_on IS NULL) = (timeliness = 'no_limit'))
      )`);
    await runner.query(`
      CREATE TRIGGER handling_submission_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON handling_submission
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
