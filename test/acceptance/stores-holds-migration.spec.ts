/** What was held, and what time was to turn, before there were figures of holds and a table of what turns: nothing of it is left waiting. */
import { migrate, poolOf } from '@gatekeeper/database';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

describeWith(['postgres'], 'lines on file before what time turns was kept', () => {
  let database: EarlierDatabase;
  afterAll(() => database.drop());

  it('are asked once where their date or payment may lie ahead, and holds have their money', async () => {
    database = await databaseBefore('holds_migration', 'LinesTurning1767225628000');
    const pool = poolOf(database.dataSource);
    await pool.query(`SELECT make_fee_month('2025-07-01')`);
    const identity = (no: string, outcome: string, paidAt: string | null, held: boolean) =>
      pool.query(
        `INSERT INTO line_identity (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, fee_month,
           outcome, held, paid_at, arrived_in, arrived_offset, has_news)
         VALUES ('H1', 'V1', $1, '', 1, 'h', '2025-07-01', nullif($2, ''), $4, $3, 0, 0, false)`,
        [no, outcome, paidAt, held],
      );
    const hold = async (no: string, code: string, released: boolean): Promise<void> => {
      await pool.query(
        `INSERT INTO settlement_line (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, content, fee_month,
           fee_occurred_at, received_at, source_topic, source_partition, source_offset)
         VALUES ('H1', 'V1', $1, '', 1, 'h', '{"fund_pay_amt":"80.05","pool_pay_amt":"-70.00","mdtrtarea_admvs":"440100"}', '2025-07-01', '2025-07-02',
           now(), 't', 0, 0)`,
        [no],
      );
      await pool.query(
        `INSERT INTO hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, hold_code, needs,
           known_at, since, released_at)
         VALUES ('H1', 'V1', $1, '', 1, 'h', $2, '[]', now(), now(), CASE WHEN $3 THEN now() END)`,
        [no, code, released],
      );
    };
    await identity('1', 'reject', '2099-01-01', false);
    await identity('2', 'accept', '2099-01-01', false);
    await identity('3', 'reject', null, false);
    for (const [no, code, released] of [
      ['4', 'DATE_IMPLAUSIBLE', false],
      ['5', 'PACK_MISSING', false],
      ['6', 'DATE_IMPLAUSIBLE', true],
    ] as const) {
      await identity(no, '', null, !released);
      await hold(no, code, released);
    }
    await migrate(database.url);
    const { rows: due } = await pool.query('SELECT feedetl_sn AS no, trigger FROM line_due ORDER BY 1');
    expect(due).toEqual([
      { no: '1', trigger: 'payment' },
      { no: '4', trigger: 'status_change' },
    ]);
    const { rows: holds } = await pool.query(
      'SELECT feedetl_sn AS no, fund_fen::text, pool_fen::text FROM hold_record ORDER BY 1',
    );
    expect(holds).toEqual([
      { no: '4', fund_fen: '8005', pool_fen: '-7000' },
      { no: '5', fund_fen: '8005', pool_fen: '-7000' },
      { no: '6', fund_fen: null, pool_fen: null },
    ]);
  });
});
