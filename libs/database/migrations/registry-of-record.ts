import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The registry of record: append-only records on two axes, who they are about, and the queue of changes to pass on. */
export class RegistryOfRecord1767225600000 implements MigrationInterface {
  readonly name = 'RegistryOfRecord1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
          USING ERRCODE = 'restrict_violation', HINT = 'write a new row that supersedes the old one';
      END $$`);

    await runner.query(`
      CREATE TABLE registry_commit (
        version bigint PRIMARY KEY,
        received_at timestamptz NOT NULL UNIQUE,
        as_recorded boolean NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE registry_record (
        record_id text PRIMARY KEY,
        kind text NOT NULL,
        body text NOT NULL,
        recorded_at timestamptz NOT NULL,
        version bigint NOT NULL,
        supersedes text,
        document_no text,
        code text
      )`);
    await runner.query(
      `CREATE INDEX registry_record_supersedes ON registry_record (supersedes) WHERE supersedes IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX registry_record_document ON registry_record (document_no) WHERE document_no IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE registry_subject (
        subject text NOT NULL,
        record_id text NOT NULL REFERENCES registry_record,
        version bigint NOT NULL,
        PRIMARY KEY (subject, record_id)
      )`);
    await runner.query(`CREATE INDEX registry_subject_record ON registry_subject (record_id)`);
    await runner.query(`
      CREATE TABLE subject_version (
        subject text PRIMARY KEY,
        version bigint NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE registry_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        version bigint NOT NULL,
        subject text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE relay_cursor (
        sink text PRIMARY KEY,
        passed_on bigint NOT NULL
      )`);
    // One row for each connection that records, rewritten in place: room on the page keeps that cheap.
    await runner.query(`
      CREATE TABLE recording_moment (
        backend integer PRIMARY KEY,
        known_at timestamptz NOT NULL
      ) WITH (fillfactor = 20)`);

    for (const table of ['registry_commit', 'registry_record', 'registry_subject']) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
