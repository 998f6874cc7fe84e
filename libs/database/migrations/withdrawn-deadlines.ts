import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines of a measure that never was: nobody met them, and nobody is late with them. What was annulled before is withdrawn as of then. */
export class WithdrawnDeadlines1767225614000 implements MigrationInterface {
  readonly name = 'WithdrawnDeadlines1767225614000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_deadline ADD COLUMN withdrawn_at timestamptz,
        ADD CONSTRAINT case_deadline_met_or_withdrawn CHECK (met_at IS NULL OR withdrawn_at IS NULL)`);
    await runner.query(`
      UPDATE case_deadline d SET withdrawn_at = c.received_at
      FROM case_file f, registry_record r JOIN registry_commit c ON c.version = r.version
      WHERE f.case_id = d.case_id AND f.kind IN ('sanction', 'assessment') AND d.met_at IS NULL
        AND r.kind = 'annulment' AND r.document_no = f.document_no AND (r.code IS NULL OR r.code = f.clinician_code)
        AND NOT EXISTS (SELECT FROM registry_record corrected WHERE corrected.supersedes = r.record_id)`);
    await runner.query('DROP INDEX case_deadline_open');
    await runner.query(`
      CREATE INDEX case_deadline_open ON case_deadline (due_on) WHERE met_at IS NULL AND withdrawn_at IS NULL`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
