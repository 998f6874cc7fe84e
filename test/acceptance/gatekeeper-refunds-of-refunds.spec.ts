/** However often an original moves and however long a chain of refunds is, a batch leads to so many decisions as lines and messages. */
import type { Stated } from '../gatekeeper/answers';
import { objectAt } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { Offline } from '../gatekeeper/offline';
import { lineRow, refundRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

/** What stands on each line, sorted: the last decision stated, clocks and ids apart. */
function standing(decisions: readonly Stated[]): readonly string[] {
  const latest = new Map<string, string>();
  for (const { line: _line, outcome, amounts, liable, reasons, ...decision } of decisions) {
    const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, revision } = objectAt(
      { ...decision, line: _line },
      'line',
    );
    const codes = (reasons as readonly Stated[]).map(({ code, effect, role }) => [
      code,
      effect,
      role ?? null,
    ]);
    const key = JSON.stringify([fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn]);
    latest.set(key, JSON.stringify([key, revision, outcome, amounts, liable, codes]));
  }
  return [...latest.values()].sort();
}

describeWith(['postgres'], 'refunds in bulk', () => {
  const offline = new Offline();
  let driven: HandDriven;
  beforeEach(async () => {
    driven = await HandDriven.open('refunds', { registry: REGISTRY });
  });
  afterEach(() => driven.close());
  afterAll(() => offline.discard());

  /** Settles the rows, and compares with `check` and `verify` over the same rows. */
  async function settled(rows: readonly string[], atMost = Infinity): Promise<readonly Stated[]> {
    driven.send(rows);
    await driven.settleAll(atMost);
    const decisions = driven.stated('decisions');
    const checked = await offline.check({ registry: REGISTRY, lines: rows.join('\n') });
    expect(standing(decisions)).toEqual(standing(checked.decisions));
    const { stdout, stderr } = await offline.verify({
      registry: REGISTRY,
      lines: rows.join('\n'),
      decisions: decisions.map((one) => `${JSON.stringify(one)}\n`).join(''),
      holds: driven
        .stated('holds')
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    });
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^\d+ verified, 0 mismatched\n$/), stderr]);
    const { read, sum } = conservationOf(await driven.counters());
    expect([read, sum]).toEqual([rows.length, rows.length]);
    return decisions;
  }

  const original = (pool_pay_amt: string): string => lineRow({ pool_pay_amt });
  const refunds = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => refundRow('1', { feedetl_sn: `R${n}` }));
  /** Of a line ten of these take all. */
  const TENTH = {
    cnt: '-0.1',
    det_item_fee_sumamt: '-10.00',
    fund_pay_amt: '-8.00',
    pool_pay_amt: '-7.00',
    acct_pay_amt: '-1.00',
  };
  const tenths = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => refundRow('1', { ...TENTH, feedetl_sn: `R${n}` }));
  const uploads = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => original(`${n % 60}.${n % 10}0`));
  const distinct = (decisions: readonly Stated[]): number =>
    new Set(decisions.map(({ decision_id }) => decision_id)).size;

  it('of one line that is uploaded again and again in one batch are asked once', async () => {
    const rows = [original('70.00'), ...refunds(40), ...uploads(100)];
    const decisions = await settled(rows);
    expect(distinct(decisions)).toBeLessThanOrEqual(rows.length + 40);
    expect([await driven.count('decision'), distinct(decisions)]).toEqual([
      decisions.length,
      decisions.length,
    ]);
  });

  it('on file already are asked once too, at the end of each batch', async () => {
    const rows = [original('70.00'), ...refunds(40)];
    const more = uploads(99);
    const decisions = await settled([...rows, ...more], 41);
    const batches = Math.ceil((rows.length + more.length) / 41);
    expect(distinct(decisions)).toBeLessThanOrEqual(rows.length + more.length + 40 * batches);
  });

  it('that came before their original are each released by it, whatever became of it in between', async () => {
    const rows = [
      ...tenths(5),
      original('70.00'),
      lineRow({ mdtrtarea_admvs: '141000' }),
      refundRow('1', { ...TENTH, feedetl_sn: 'S' }),
      original('60.00'),
    ];
    await settled(rows);
    expect(await driven.count('hold_record WHERE released_at IS NULL')).toBe(0);
  });

  it('of the whole that came before their original: the first takes it, the others wait for room', async () => {
    await settled([...refunds(5), original('70.00')]);
    const open = 'hold_record WHERE released_at IS NULL AND hold_code';
    expect(await driven.count(`${open} = 'REFUND_EXCEEDS_ORIGINAL'`)).toBe(4);
    expect(await driven.count(`${open} <> 'REFUND_EXCEEDS_ORIGINAL'`)).toBe(0);
  });

  it('are held with their original, and decided again with it, in one batch as in many', async () => {
    const held = lineRow({ mdtrtarea_admvs: '141000' });
    for (const [visit, atMost] of [
      ['A', Infinity],
      ['B', 1],
    ] as const) {
      const ofRefund = refundRow('R0', { ...TENTH, feedetl_sn: 'RR' });
      const rows = [original('70.00'), ...tenths(2), held, ofRefund].map((row) => row.replace('V-1', visit));
      driven.send(rows);
      await driven.settleAll(atMost);
      expect(await driven.count(`line_identity WHERE held AND mdtrt_id = '${visit}'`)).toBe(4);
      driven.send([original('50.00').replace('V-1', visit)]);
      await driven.settleAll(atMost);
      expect(await driven.count(`line_identity WHERE held AND mdtrt_id = '${visit}'`)).toBe(0);
    }
  });

  it('along a chain are asked once each, in one batch and when all are on file', async () => {
    const length = 300;
    const chain = Array.from({ length }, (_, n) => refundRow(`${n + 1}`, { feedetl_sn: `${n + 2}` }));
    const decisions = await settled([...chain.toReversed(), original('70.00')]);
    expect(decisions).toHaveLength(length + 1);
    driven.send([lineRow({ bilg_dr_codg: 'D440199000001' })]);
    await driven.settleAll();
    expect(driven.stated('decisions')).toHaveLength(2 * (length + 1));
  });

  it.each([
    // Each of the 1,500 statements of the original is a decision; of its refunds few find room.
    ['330 refunds and 1,500 re-uploads', 1_500, [original('70.00'), ...refunds(330), ...uploads(1_499)]],
    [
      'a chain of 3,000',
      3_001,
      [
        original('70.00'),
        ...Array.from({ length: 3_000 }, (_, n) => refundRow(`${n + 1}`, { feedetl_sn: `${n + 2}` })),
      ],
    ],
  ] as const)('in one batch: %s', async (name, fewest, rows) => {
    driven.send(rows);
    const [began, before] = [performance.now(), process.memoryUsage().rss];
    await driven.settleAll();
    const [seconds, grown] = [(performance.now() - began) / 1_000, process.memoryUsage().rss - before];
    process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${(grown / 2 ** 20).toFixed(0)} MiB more\n`);
    expect(driven.stated('decisions').length).toBeGreaterThanOrEqual(fewest);
    expect(driven.stated('decisions').length).toBeLessThanOrEqual(rows.length + 330);
    expect(await driven.count('decision')).toBe(driven.stated('decisions').length);
  });

  it('in a ring come to an end', async () => {
    const ring = ['1', '2', '3'].map((lineNo, n) =>
      refundRow(['2', '3', '1'][n] ?? '', { feedetl_sn: lineNo }),
    );
    driven.send([original('70.00'), refundRow('1', { feedetl_sn: '3' }), ...ring, ...ring]);
    await driven.settleAll(2);
    expect(await driven.count('decision')).toBeLessThan(20);
  });

  it('leaves a refund beside alone when one that has refunds comes to name another line', async () => {
    const beside = { chrg_bchno: 'B' };
    await settled(
      [
        ...[lineRow({}), lineRow(beside)],
        ...[refundRow('1', { feedetl_sn: 'R1' }), refundRow('1', { feedetl_sn: 'R1', ...beside })],
        ...[refundRow('R1', { feedetl_sn: 'R2' }), refundRow('R1', { feedetl_sn: 'R2', ...beside })],
        refundRow('R2', { feedetl_sn: 'R3' }),
        refundRow('9', { feedetl_sn: 'R2' }),
      ],
      1,
    );
    expect(
      await driven.rows(
        'SELECT feedetl_sn, chrg_bchno FROM hold_record WHERE released_at IS NULL ORDER BY 1',
      ),
    ).toEqual([
      { feedetl_sn: 'R2', chrg_bchno: '' },
      { feedetl_sn: 'R3', chrg_bchno: '' },
    ]);
  });
});
