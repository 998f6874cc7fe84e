import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantsLike } from './grants';

/** What was said of holds by whoever finished another's publication: what stands of them is said once more, later. */
export class HoldsSaidAgain1767225631500 implements MigrationInterface {
  readonly name = 'HoldsSaidAgain1767225631500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE hold_said_again (
      hold_said_again_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      message text NOT NULL,
      kept_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
    await runner.query(grantsLike('publication', ['hold_said_again']));
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
