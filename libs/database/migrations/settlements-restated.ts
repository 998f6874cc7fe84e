import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantsLike } from './grants';

/**
 * What resends state of settlement and payment, each with the moment at which it was taken: `line_identity` keeps the latest
 * alone, and whoever asks what was known at a moment must not see what was stated after it. Nothing is known of the moments of
 * what was stated before.
 */
export class SettlementsRestated1767225635000 implements MigrationInterface {
  readonly name = 'SettlementsRestated1767225635000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `CREATE TABLE settlement_restated (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     revision integer NOT NULL,
     fee_month date NOT NULL,
     setl_id text,
     settled_at timestamptz,
     paid_at timestamptz,
     received_at timestamptz NOT NULL,
     source_topic text NOT NULL,
     source_partition integer NOT NULL,
     source_offset bigint NOT NULL,
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, received_at, source_topic, source_partition, source_offset)
   ) PARTITION BY HASH (fixmedins_code)`,
  'CREATE INDEX settlement_restated_settled ON settlement_restated (settled_at) WHERE settled_at IS NOT NULL',
  // A statement's trigger on the whole table does not fire for what is sent to one of its partitions: each has its own.
  `DO $$
   DECLARE
     guarded regclass;
   BEGIN
     FOR remainder IN 0..15 LOOP
       EXECUTE format('CREATE TABLE settlement_restated_%s PARTITION OF settlement_restated
         FOR VALUES WITH (MODULUS 16, REMAINDER %s)', remainder, remainder);
     END LOOP;
     FOR guarded IN SELECT relid FROM pg_partition_tree('settlement_restated') LOOP
       EXECUTE format('CREATE TRIGGER settlement_restated_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
     END LOOP;
   END $$`,
  grantsLike('settlement_line', ['settlement_restated']),
];
