/** The ledger of lines accepted under an exception follows what stands: entered and left by rows, with evidence (issue: late evidence turns a rejection). */
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  factRow,
  HOSPITAL,
  lineRow,
  lineVoidRow,
  noticeRow,
  recordRow,
  refundRow,
  REGISTRY,
  SUSPENDED,
} from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

const EXEMPTION = recordRow('exemption', {
  ...{ kind: 'exemption', exemption_no: '免〔2025〕1号', code: SUSPENDED, fixmedins_code: HOSPITAL },
  ...{ from: '2025-08-01', until: '2025-08-05', reason: '对口支援', approved_at: '2025-07-20' },
});

/** A stay of the suspended clinician that crosses 2025-06-10, the first day of the suspension. */
const STAY = {
  ...{ infno: '2301', med_type: '21', adm_time: '2025-06-01 08:00:00', fee_ocur_time: '2025-06-09 09:00:00' },
  ...{ setl_id: 'S-1', setl_time: '2025-06-12 09:00:00' },
};
const RESCUED = { rescue_record_no: 'R-1' };

interface Entry {
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly lift: string;
  readonly entry: string;
}

describeWith(['postgres'], 'the ledger of lines accepted under an exception', () => {
  let driven: HandDriven;
  beforeAll(async () => {
    driven = await HandDriven.open('carve-outs', { registry: [REGISTRY, EXEMPTION].join('\n') });
  });
  afterAll(() => driven.close());

  /** @returns what the ledger says of a visit, in its order. */
  async function after(
    visit: string,
    ...batches: readonly (readonly string[])[]
  ): Promise<readonly string[]> {
    for (const rows of batches) {
      driven.send(rows.map((row) => row.replaceAll('"V-1"', JSON.stringify(visit))));
      await driven.settleAll();
    }
    const entries = await driven.rows<Entry>(`
      SELECT mdtrt_id, feedetl_sn, lift, concat_ws(' ', lines, amount_fen, left_for) AS entry
      FROM carve_out ORDER BY entry_id`);
    return entries.filter(({ mdtrt_id }) => mdtrt_id === visit).map(({ lift, entry }) => `${lift}: ${entry}`);
  }

  it.each([
    ['emergency by a record', lineRow(RESCUED), ['EMERGENCY_EXEMPT: 1 7000']],
    ['emergency by category', lineRow({ med_type: '13' }), ['EMERGENCY_EXEMPT: 1 7000']],
    [
      'an approved exemption',
      lineRow({ fee_ocur_time: '2025-08-02 10:00:00' }),
      ['EXEMPTION_GRANTED: 1 7000'],
    ],
    ['a stay from before the change', lineRow(STAY), ['INPATIENT_BEFORE_STATUS_CHANGE: 1 7000']],
    ['a fee before the change, no stay', lineRow({ fee_ocur_time: '2025-06-09 09:00:00' }), []],
    ['a line that is barred', lineRow({}), []],
    ['a line that waits', lineRow({ er_flag: '1' }), []],
    ['nothing in scope', lineRow({ ...RESCUED, pool_pay_amt: '0.00' }), []],
  ])('%s', async (name, row, entries) => {
    expect(await after(name, [row])).toEqual(entries);
  });

  it('late evidence turns a rejection: with the next upload', async () => {
    expect(await after('late upload', [lineRow({})], [lineRow(RESCUED)])).toEqual([
      'EMERGENCY_EXEMPT: 1 7000',
    ]);
  });

  it('late evidence turns a claw-back: found by officers, and found otherwise again', async () => {
    driven.sendPayments([noticeRow().replace('V-1', 'late fact')]);
    await driven.settleAll(Infinity, 'payments');
    const proven = factRow('emergency_proven', {});
    const refuted = factRow('emergency_refuted', { document_no: '核查〔2025〕4号' });
    expect(await after('late fact', [lineRow({})], [proven])).toEqual(['EMERGENCY_EXEMPT: 1 7000']);
    expect(await after('late fact', [refuted])).toEqual([
      'EMERGENCY_EXEMPT: 1 7000',
      'EMERGENCY_EXEMPT: -1 -7000 claw_back',
    ]);
    expect(await after('late fact', [proven])).toHaveLength(3);
  });

  it.each([
    ['withdrawn', lineVoidRow(), ['EMERGENCY_EXEMPT: -1 -7000 void']],
    ['without its evidence', lineRow({}), ['EMERGENCY_EXEMPT: -1 -7000 reject']],
    ['with a mere flag', lineRow({ er_flag: '1' }), ['EMERGENCY_EXEMPT: -1 -7000 held']],
    [
      'with less money',
      lineRow({ ...RESCUED, pool_pay_amt: '60.00' }),
      ['EMERGENCY_EXEMPT: -1 -7000 accept', 'EMERGENCY_EXEMPT: 1 6000'],
    ],
    ['sent again', lineRow(RESCUED), []],
    [
      'reversed by half',
      refundRow('1', {
        feedetl_sn: 'R1',
        cnt: '-0.5',
        det_item_fee_sumamt: '-50.00',
        fund_pay_amt: '-40.00',
        pool_pay_amt: '-35.00',
        acct_pay_amt: '-5.00',
      }),
      [],
    ],
  ])('a line of it, %s', async (name, row, entries) => {
    const first = 'EMERGENCY_EXEMPT: 1 7000';
    expect(await after(`B ${name}`, [lineRow(RESCUED)], [row])).toEqual([first, ...entries]);
    expect(await after(`O ${name}`, [lineRow(RESCUED), row])).toEqual([first, ...entries]);
  });

  it('keeps what the acceptance rests on', async () => {
    await after('evidence', [lineRow(RESCUED)]);
    const [row] = await driven.rows<{
      lifts: unknown;
      bars: unknown;
      ordering_code: string;
      fee_day: string;
    }>(`
      SELECT lifts, bars, ordering_code, fee_day::text FROM carve_out WHERE mdtrt_id = 'evidence'`);
    expect(row).toMatchObject({
      lifts: [{ code: 'EMERGENCY_EXEMPT', effect: 'lifts', evidence: [expect.stringContaining('R-1')] }],
      bars: ['CLINICIAN_SUSPENDED'],
      ordering_code: SUSPENDED,
      fee_day: '2025-07-01',
    });
  });
});
