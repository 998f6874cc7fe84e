import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A link between a subject and a record belongs to the write that makes it: a write that is being prepared neither keeps
 * another from making the same link nor, if it is given up, takes it along. Of what is committed each link still stands once.
 */
export class RegistryLinks1767225623000 implements MigrationInterface {
  readonly name = 'RegistryLinks1767225623000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE registry_subject_written
        DROP CONSTRAINT registry_subject_pkey,
        ADD CONSTRAINT registry_subject_pkey PRIMARY KEY (subject, record_id, write_id)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
