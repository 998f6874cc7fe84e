import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantsLike } from './grants';

/** By which policy the lines that wait were asked last, all of them: another one may have what they lack. */
export class HoldsAsked1767225631600 implements MigrationInterface {
  readonly name = 'HoldsAsked1767225631600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE holds_asked (
      holds_asked_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      policy text NOT NULL,
      asked_at timestamptz NOT NULL
    )`);
    await runner.query(`CREATE TRIGGER holds_asked_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON holds_asked
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(grantsLike('publication', ['holds_asked']));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
