import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The numbers of notices (文号): gapless for each agency and year, and no number given out twice. */
export class Notices1767225608000 implements MigrationInterface {
  readonly name = 'Notices1767225608000';

  async up(runner: QueryRunner): Promise<void> {
    // A prefix is one area's for good: another's numbers can never read like it.
    await runner.query(`
      CREATE TABLE notice_prefix (
        prefix text PRIMARY KEY,
        area text NOT NULL,
        UNIQUE (prefix, area)
      )`);
    // Its row is the lock of the agency's series.
    await runner.query(`
      CREATE TABLE issuing_agency (
        area text PRIMARY KEY,
        agency_name text NOT NULL,
        prefix text NOT NULL,
        FOREIGN KEY (prefix, area) REFERENCES notice_prefix (prefix, area)
      )`);
    // Each number but the first needs the one before it, so the database itself refuses a gap.
    await runner.query(`
      CREATE TABLE notice_number (
        prefix text NOT NULL REFERENCES notice_prefix (prefix),
        year integer NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        previous integer GENERATED ALWAYS AS (nullif(number - 1, 0)) STORED,
        notice_number text NOT NULL UNIQUE,
        taken_for text NOT NULL,
        taken_at timestamptz NOT NULL,
        PRIMARY KEY (prefix, year, number),
        FOREIGN KEY (prefix, year, previous) REFERENCES notice_number (prefix, year, number)
      )`);
    for (const table of ['notice_prefix', 'notice_number']) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
