import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The root of the tree over a run's leaves stands with the run once it is done, so that whoever proposes to close on it reads
 * one row, with those of its blocks, so that a line is proven by one of them; and lines are found by when they waited no longer, because a release corrects a closed period.
 */
export class ClearingRoots1767225640000 implements MigrationInterface {
  readonly name = 'ClearingRoots1767225640000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

/** Runs that were proposed have had their root computed then; of others it is made when they are written out again. */
const STATEMENTS = [
  `ALTER TABLE clearing_run ADD COLUMN root text, ADD COLUMN tree_blocks bytea,
     ADD CONSTRAINT clearing_run_root CHECK (root IS NULL OR done AND root ~ '^[0-9a-f]{64}$'),
     ADD CONSTRAINT clearing_run_blocks CHECK (tree_blocks IS NULL OR root IS NOT NULL)`,
  `ALTER TABLE clearing_run DISABLE TRIGGER clearing_run_kept`,
  `UPDATE clearing_run r SET root = (SELECT p.root FROM closing_proposal p WHERE p.run_id = r.run_id LIMIT 1) WHERE r.done`,
  `ALTER TABLE clearing_run ENABLE TRIGGER clearing_run_kept`,
  `CREATE INDEX hold_record_released ON hold_record (released_at) WHERE released_by IS NOT NULL`,
];
