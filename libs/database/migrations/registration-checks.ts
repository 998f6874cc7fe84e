import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what checks find registrations without a commitment, and certificates by their end. */
export class RegistrationChecks1767225613000 implements MigrationInterface {
  readonly name = 'RegistrationChecks1767225613000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX registry_record_uncommitted ON registry_record (fixmedins_code, code COLLATE "C")
        WHERE kind = 'registration' AND (body::json ->> 'committed_on') IS NULL`);
    await runner.query(`
      CREATE INDEX registry_record_certificate ON registry_record
        (fixmedins_code, (body::json ->> 'certificate_until') COLLATE "C")
        WHERE kind = 'registration' AND (body::json ->> 'certificate_until') IS NOT NULL`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
