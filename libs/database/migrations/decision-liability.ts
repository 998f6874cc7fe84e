import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who bears what a claw-back recovers, as it was told when the decision was taken: what is said again is said in the same words.
 * NULL on any other decision, and on those from before. A month's partitions made later are like the table, and have it.
 */
export class DecisionLiability1767225626000 implements MigrationInterface {
  readonly name = 'DecisionLiability1767225626000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE decision ADD COLUMN liability json');
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
