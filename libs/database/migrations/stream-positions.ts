import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each partition is recorded: what tells a message that is read again after a crash from one that is sent again. */
export class StreamPositions1767225602000 implements MigrationInterface {
  readonly name = 'StreamPositions1767225602000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stream_position (
        topic text NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        last_timestamp bigint NOT NULL,
        told json NOT NULL,
        PRIMARY KEY (topic, partition)
      ) WITH (fillfactor = 50)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
