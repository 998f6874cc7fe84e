import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an installation decides by: the area map, values set by hand, and the editions that came of them. The last row holds. */
export class InstallationPolicy1767225621000 implements MigrationInterface {
  readonly name = 'InstallationPolicy1767225621000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE installation_policy (
        adoption bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        area_map json NOT NULL,
        pack_values json NOT NULL,
        editions json NOT NULL,
        adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        adopted_by text NOT NULL CHECK (adopted_by <> '')
      )`);
    await runner.query(`
      CREATE TRIGGER installation_policy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON installation_policy
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
