import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clinicians' phone numbers, encrypted as their identity numbers are; nobody is looked for by one. */
export class Phones1767225609000 implements MigrationInterface {
  readonly name = 'Phones1767225609000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_phone (
        code text NOT NULL,
        revision integer NOT NULL,
        key_id text NOT NULL,
        nonce bytea NOT NULL,
        cipher_text bytea NOT NULL,
        tag bytea NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        PRIMARY KEY (code, revision)
      )`);
    await runner.query('CREATE UNIQUE INDEX person_phone_nonce ON person_phone (key_id, nonce)');
    await runner.query(`
      CREATE TRIGGER person_phone_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_phone
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
