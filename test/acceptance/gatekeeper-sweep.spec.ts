/** CONTRACT 8, Sweep: what the registry learns late turns exactly the lines it touches, and much paid money waits for two people. */
import {
  findPlan,
  listPlans,
  PLAN_STATES,
  recordAct,
  setPlanState,
  endPlan,
} from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { Outage } from '@gatekeeper/runtime';
import { objectAt } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  PHARMACY,
  PRINCIPAL,
  recordRow,
  refundRow,
  REGISTRY,
  sanctionRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const LINE = lineRow({ bilg_dr_codg: IN_STANDING });
const HALF = refundRow('1', {
  bilg_dr_codg: IN_STANDING,
  feedetl_sn: '2',
  cnt: '-0.5',
  det_item_fee_sumamt: '-50.00',
  fund_pay_amt: '-40.00',
  pool_pay_amt: '-35.00',
  acct_pay_amt: '-5.00',
});
const LATE = sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9');
const UPHELD = recordRow('annulment-9', {
  kind: 'annulment',
  document_no: 'GD-2025-9',
  decided_at: '2025-08-01',
});

const said = ({ outcome, amounts, trigger }: Stated): string => {
  const { refused, recover } = amounts as Record<string, string>;
  return [outcome, refused, recover, trigger].map(String).join(' ');
};

describeWith(['postgres'], 'a sweep', () => {
  let driven: HandDriven;
  const threshold = { yuan: null as bigint | null };
  beforeEach(async () => {
    driven = await HandDriven.open('sweep', { registry: REGISTRY });
  });
  afterEach(() => driven.close());

  const approval = (fen: bigint | null): void => {
    threshold.yuan = fen;
    driven.instead = { sweepApprovalFen: fen };
  };
  const settle = async (...rows: readonly string[]): Promise<void> => {
    driven.send(rows);
    await driven.settleAll();
  };
  const pay = async (...rows: readonly string[]): Promise<void> => {
    driven.sendPayments(rows);
    await driven.settleAll(Infinity, 'payments');
    // Before anything is swept: what a payment does to a line comes first here.
    await until('no line due', async () => {
      await driven.askDue();
      return (await driven.count('line_due')) === 0;
    });
  };
  const decisionsOf = (lineNo: string): readonly string[] =>
    driven
      .stated('decisions')
      .filter((it) => objectAt(it, 'line')['feedetl_sn'] === lineNo)
      .map(said);
  const worked = (): Promise<unknown> =>
    until('nothing pending', async () => {
      await driven.sweep();
      await driven.askDue();
      return (await driven.counters()).get('gatekeeper_sweep_pending') === 0;
    });
  const plans = (): Promise<readonly SweepPlan[]> =>
    listPlans(poolOf(driven.dataSource), { states: PLAN_STATES, before: null, atMost: 100 });
  const approve = (planId: string, ...people: readonly string[]): Promise<void> =>
    inTransaction(driven.dataSource, async (client) => {
      const plan = await findPlan(client, planId, true);
      for (const byWhom of people)
        await recordAct(client, planId, { act: 'approve', digest: plan?.digest ?? '', byWhom, reason: null });
      await setPlanState(client, planId, 'approved');
    });

  it('turns an unpaid line, and its refund after it', async () => {
    await settle(LINE, HALF);
    await driven.write([LATE]);
    expect((await driven.counters()).get('gatekeeper_sweep_pending')).toBe(1);
    await worked();
    expect(decisionsOf('1')).toEqual(['accept 0.00 0.00 real_time', 'reject 70.00 0.00 status_change']);
    expect(decisionsOf('2')).toEqual(['accept 0.00 0.00 real_time', 'reject -35.00 0.00 status_change']);
    expect((await driven.counters()).get('gatekeeper_superseded_total{trigger="status_change"}')).toBe(2);
  });

  it('turns it back when an appeal is upheld, and says so', async () => {
    await settle(LINE);
    await driven.write([LATE]);
    await worked();
    await driven.write([UPHELD]);
    await worked();
    expect(decisionsOf('1')).toEqual([
      'accept 0.00 0.00 real_time',
      'reject 70.00 0.00 status_change',
      'accept 0.00 0.00 appeal',
    ]);
  });

  it('asks nothing of others, and of fees before', async () => {
    await settle(
      LINE,
      lineRow({ mdtrt_id: 'V-2' }),
      lineRow({
        mdtrt_id: 'V-3',
        bilg_dr_codg: IN_STANDING,
        fee_ocur_time: '2025-06-01 09:00:00',
        setl_time: '2025-06-02 09:00:00',
      }),
    );
    await driven.write([LATE]);
    await worked();
    expect(
      await driven.rows(
        'SELECT examined::integer, unchanged::integer FROM sweep ORDER BY sweep_id DESC LIMIT 1',
      ),
    ).toEqual([{ examined: 1, unchanged: 0 }]);
  });

  it('says last of a hold what stands, though its own publication goes out after that of its end', async () => {
    await driven.write([LATE]);
    await worked();
    driven.send([lineRow({ bilg_dr_codg: IN_STANDING, er_flag: '1' })]);
    const batch = driven.nextBatch();
    if (batch === null) throw new Error('nothing was sent');
    driven.beforePublish = () => {
      throw new Outage('the test', 'nothing is published');
    };
    expect(await driven.settle(batch)).toBeInstanceOf(Outage);
    driven.beforePublish = () => undefined;
    await driven.write([UPHELD]);
    await worked();
    await driven.settleAll();
    const holds = driven.stated('holds');
    expect(holds.filter((it) => it['hold_code'] !== undefined)).toHaveLength(1);
    expect(holds.at(-1)).toHaveProperty('released_by', driven.stated('decisions').at(-1)?.['decision_id']);
  });

  it('finds the lines of a pharmacy whose principal is suspended', async () => {
    const row = lineRow({
      ...{ infno: '2102', fixmedins_code: PHARMACY, bilg_dr_codg: undefined },
      fee_ocur_time: '2025-10-01 09:30:00',
    });
    await settle(row);
    await driven.write([
      sanctionRow(PRINCIPAL, PHARMACY, 'GD-2025-10', { from: '2025-09-20', until: '2025-12-01' }),
    ]);
    await worked();
    expect(decisionsOf('1').at(-1)).toBe('reject 70.00 0.00 status_change');
  });

  it('claws a paid line back once, net of its refund', async () => {
    await settle(LINE, HALF);
    await pay(noticeRow());
    await driven.write([LATE]);
    await worked();
    expect(decisionsOf('1')).toEqual(['accept 0.00 0.00 real_time', 'claw_back 0.00 70.00 status_change']);
    expect(decisionsOf('2')).toEqual(['accept 0.00 0.00 real_time', 'claw_back 0.00 -35.00 status_change']);
  });

  describe('where two people are asked for what is paid', () => {
    const UNPAID = lineRow({ mdtrt_id: 'V-2', bilg_dr_codg: IN_STANDING });
    beforeEach(async () => {
      approval(0n);
      await settle(LINE, HALF, UNPAID);
      await pay(noticeRow());
      await driven.write([LATE]);
      await worked();
    });

    it('turns what is unpaid at once, and plans the rest', async () => {
      expect(decisionsOf('1')).toEqual([
        'accept 0.00 0.00 real_time',
        'accept 0.00 0.00 real_time',
        'reject 70.00 0.00 status_change',
      ]);
      const [plan, ...others] = await plans();
      expect(others).toEqual([]);
      expect(plan).toMatchObject({
        state: 'proposed',
        figures: {
          ...{ examined: 2, unchanged: 0, changed: 2, excluded: [] },
          ...{ refused: '0.00', recover: '70.00', given_back: '35.00' },
          by: [
            { fixmedins_code: HOSPITAL, month: '2025-07', lines: 2, recover: '70.00', given_back: '35.00' },
          ],
        },
      });
      const counters = await driven.counters();
      expect(counters.get('gatekeeper_sweep_waiting')).toBe(1);
      expect(counters.get('gatekeeper_sweep_excluded')).toBe(2);
      expect(counters.get('gatekeeper_sweep_pending')).toBe(0);
    });

    it('runs what two have approved; one alone the database refuses', async () => {
      const [plan] = await plans();
      const planId = plan?.planId ?? '';
      await expect(approve(planId, 'u-1', 'u-1')).rejects.toThrow('not approved by two');
      await approve(planId, 'u-1', 'u-2');
      await worked();
      expect(decisionsOf('1').at(-1)).toBe('claw_back 0.00 70.00 status_change');
      expect(decisionsOf('2').at(-1)).toBe('claw_back 0.00 -35.00 status_change');
      expect(await plans()).toMatchObject([{ state: 'done' }]);
      expect((await driven.counters()).get('gatekeeper_sweep_excluded')).toBe(0);
    });

    it('leaves a later write out of a line until the plan has ended', async () => {
      await driven.write([UPHELD]);
      await worked();
      expect(await plans()).toMatchObject([{ state: 'proposed' }]);
      const [plan] = await plans();
      await inTransaction(driven.dataSource, (client) => endPlan(client, plan?.planId ?? '', 'refused'));
      await worked();
      expect(decisionsOf('1').filter((it) => it.includes('claw_back'))).toEqual([]);
      expect((await driven.counters()).get('gatekeeper_sweep_excluded')).toBe(0);
    });

    it('leaves alone what a payment has turned while the plan waited', async () => {
      const [plan] = await plans();
      await pay(noticeRow({ pool_pay_amt: '30.00' }));
      await approve(plan?.planId ?? '', 'u-1', 'u-2');
      await worked();
      expect(decisionsOf('1').slice(-1)).toEqual(['claw_back 40.00 30.00 payment']);
      expect(await plans()).toMatchObject([{ state: 'done' }]);
    });
  });
});
