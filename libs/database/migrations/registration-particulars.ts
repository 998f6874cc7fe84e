import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What registrations state of the practice beside the registry's record: hainan-2022 art. 7, guangdong-2025 art. 14. */
export class RegistrationParticulars1767225615000 implements MigrationInterface {
  readonly name = 'RegistrationParticulars1767225615000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registration_particulars (
        code text NOT NULL,
        fixmedins_code text NOT NULL,
        revision integer NOT NULL CHECK (revision > 0),
        fields json NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        PRIMARY KEY (code, fixmedins_code, revision)
      )`);
    await runner.query(`
      CREATE TRIGGER registration_particulars_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
        ON registration_particulars FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
