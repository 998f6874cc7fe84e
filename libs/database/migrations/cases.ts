import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases and their events, the second person of what moves money, deadlines, and the audit log. */
export class Cases1767225605000 implements MigrationInterface {
  readonly name = 'Cases1767225605000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        seq bigint PRIMARY KEY,
        entry json NOT NULL,
        previous_hash text NOT NULL,
        hash text NOT NULL
      )`);
    await runner.query(`CREATE INDEX audit_entry_subject ON audit_entry ((entry ->> 'subject'), seq)`);
    await runner.query(`
      CREATE TABLE case_file (
        case_id text PRIMARY KEY,
        kind text NOT NULL,
        state text NOT NULL,
        version integer NOT NULL,
        fixmedins_code text NOT NULL,
        clinician_code text,
        area text NOT NULL,
        pack text NOT NULL,
        document_no text,
        data json NOT NULL,
        proposed_by text,
        opened_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX case_file_institution ON case_file (fixmedins_code, kind, opened_at)');
    await runner.query(
      `CREATE INDEX case_file_clinician ON case_file (clinician_code, kind, opened_at)
       WHERE clinician_code IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX case_file_document ON case_file (document_no) WHERE document_no IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE case_event (
        case_id text NOT NULL REFERENCES case_file,
        seq integer NOT NULL,
        event text NOT NULL,
        from_state text,
        to_state text NOT NULL,
        actor text NOT NULL,
        at timestamptz NOT NULL,
        input json NOT NULL,
        record_ids text[] NOT NULL,
        moves_money boolean NOT NULL,
        proposed_by text,
        emergency boolean NOT NULL,
        PRIMARY KEY (case_id, seq),
        UNIQUE (case_id, seq, actor),
        CONSTRAINT case_event_second_person
          CHECK (NOT moves_money OR emergency OR (proposed_by IS NOT NULL AND proposed_by <> actor)),
        CONSTRAINT case_event_emergency_moves_money CHECK (NOT emergency OR moves_money)
      )`);
    await runner.query(`
      CREATE TABLE case_review (
        case_id text NOT NULL,
        seq integer NOT NULL,
        acted_by text NOT NULL,
        reviewed_by text NOT NULL,
        at timestamptz NOT NULL,
        upheld boolean NOT NULL,
        reasons text NOT NULL,
        PRIMARY KEY (case_id, seq),
        FOREIGN KEY (case_id, seq, acted_by) REFERENCES case_event (case_id, seq, actor),
        CONSTRAINT case_review_second_person CHECK (reviewed_by <> acted_by)
      )`);
    await runner.query(`
      CREATE TABLE case_deadline (
        case_id text NOT NULL REFERENCES case_file,
        name text NOT NULL,
        due_on date,
        unpublished_year integer,
        borne_by text NOT NULL,
        met_at timestamptz,
        PRIMARY KEY (case_id, name),
        CHECK (due_on IS NULL OR unpublished_year IS NULL)
      )`);
    await runner.query('CREATE INDEX case_deadline_open ON case_deadline (due_on) WHERE met_at IS NULL');
    for (const table of ['audit_entry', 'case_event', 'case_review']) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
    await runner.query(`
      CREATE TRIGGER case_file_kept BEFORE DELETE OR TRUNCATE ON case_file
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
