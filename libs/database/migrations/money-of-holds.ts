import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is at stake on lines that wait stands on their holds, and those that wait are found the longest waiting first. */
export class MoneyOfHolds1767225628002 implements MigrationInterface {
  readonly name = 'MoneyOfHolds1767225628002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  'ALTER TABLE hold_record ADD COLUMN fund_fen bigint, ADD COLUMN pool_fen bigint',
  // Of those that wait alone: nobody asks what was at stake on a hold that has ended. By the canonical text, in which a key stands
  // like this and nowhere else; a content that is none leaves it unknown, and stops nothing.
  `UPDATE hold_record h
   SET fund_fen = replace(substring(l.content FROM '"fund_pay_amt":"(-?[0-9]+[.][0-9]{2})"'), '.', '')::bigint,
       pool_fen = replace(substring(l.content FROM '"pool_pay_amt":"(-?[0-9]+[.][0-9]{2})"'), '.', '')::bigint
   FROM line_identity i JOIN settlement_line l ON l.fixmedins_code = i.fixmedins_code AND l.mdtrt_id = i.mdtrt_id
     AND l.feedetl_sn = i.feedetl_sn AND l.chrg_bchno = i.chrg_bchno AND l.revision = i.revision AND l.fee_month = i.fee_month
   WHERE h.released_at IS NULL AND i.fixmedins_code = h.fixmedins_code AND i.mdtrt_id = h.mdtrt_id
     AND i.feedetl_sn = h.feedetl_sn AND i.chrg_bchno = h.chrg_bchno AND i.revision = h.revision`,
  `CREATE INDEX hold_record_waiting ON hold_record (since, fixmedins_code, hold_id)
   INCLUDE (hold_code, fund_fen, pool_fen) WHERE released_at IS NULL`,
];
