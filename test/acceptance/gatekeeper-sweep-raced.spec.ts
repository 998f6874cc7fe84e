/** CONTRACT 8, Sweep: several workers on one write, and plans that end at this very moment. */
import { inTransaction, poolOf } from '@gatekeeper/database';
import {
  addSubjects,
  beginSweeps,
  DecisionStore,
  endPlan,
  listPlans,
  openSweeps,
  PLAN_STATES,
  readSweep,
  recordAct,
  setPlanState,
  setStage,
  startApprovedPlans,
  takeSubjects,
} from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import { commitsAfter } from '@gatekeeper/registry-store';
import { Outage } from '@gatekeeper/runtime';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  personRows,
  recordRow,
  refundRow,
  REGISTRY,
  sanctionRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const ANOTHER = 'D440199000003';
const LATE = sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9');

describeWith(['postgres'], 'a sweep raced', () => {
  let driven: HandDriven;
  beforeEach(async () => {
    const registry = [REGISTRY, ...personRows(ANOTHER, '陈一', 'doctor', HOSPITAL)].join('\n');
    driven = await HandDriven.open('sweep-raced', { registry });
    driven.instead = { sweepApprovalFen: 10_000n };
  });
  afterEach(() => driven.close());

  const settlePaid = async (...rows: readonly string[]): Promise<void> => {
    driven.send(rows);
    await driven.settleAll();
    driven.sendPayments(rows.map((row) => noticeRow({ mdtrt_id: visitOf(row) })));
    await driven.settleAll(Infinity, 'payments');
    await driven.askAllDue();
  };
  const visitOf = (row: string): unknown => (JSON.parse(row) as Record<string, unknown>)['mdtrt_id'];
  const plans = (): Promise<readonly SweepPlan[]> =>
    listPlans(poolOf(driven.dataSource), { states: PLAN_STATES, before: null, atMost: 100 });
  const worked = (): Promise<unknown> =>
    until('nothing pending', async () => {
      await driven.sweep();
      await driven.askDue();
      return (await driven.counters()).get('gatekeeper_sweep_pending') === 0;
    });
  const clawedBack = (): Promise<number> => driven.count(`line_identity WHERE outcome = 'claw_back'`);

  it('moves nothing before all that its write moves is known', async () => {
    await settlePaid(
      lineRow({ bilg_dr_codg: IN_STANDING }),
      lineRow({ mdtrt_id: 'V-2', bilg_dr_codg: ANOTHER }),
    );
    await driven.write([LATE, sanctionRow(ANOTHER, HOSPITAL, 'GD-2025-10')]);
    const pool = poolOf(driven.dataSource);
    const commits = await commitsAfter(pool, 0, 10);
    await beginSweeps(
      pool,
      commits.map(({ version, receivedAt }) => ({ version, askedBefore: receivedAt })),
    );
    const sweepId = (await openSweeps(pool)).at(-1)?.sweepId ?? '';
    await addSubjects(pool, sweepId, [IN_STANDING, ANOTHER]);
    await setStage(pool, sweepId, 'collecting');
    // Another worker looks for the lines of one of the two persons, and is not done.
    await inTransaction(driven.dataSource, async (client) => {
      expect(await takeSubjects(client, sweepId, 1)).toHaveLength(1);
      await driven.sweep();
      expect(await clawedBack()).toBe(0);
      throw new Error('it ends');
    }).catch((error: unknown) => expect(error).toHaveProperty('message', 'it ends'));
    await worked();
    expect(await clawedBack()).toBe(0);
    expect(await plans()).toMatchObject([{ state: 'proposed', figures: { changed: 2, recover: '140.00' } }]);
  });

  it('asks a refund that was recorded while its original turned', async () => {
    driven.send([lineRow({ bilg_dr_codg: IN_STANDING })]);
    await driven.settleAll();
    const other = driven.another();
    await other.sweep();
    await driven.write([LATE]);
    // The write falls behind what the batch has read, and is swept before the batch is recorded.
    const decisions = new DecisionStore(driven.dataSource);
    let swept = false;
    driven.restart();
    driven.instead = {
      decisions: new Proxy(decisions, {
        get: (target, name) => {
          if (name !== 'append') return Reflect.get(target, name, target) as unknown;
          return async (...given: Parameters<DecisionStore['append']>) => {
            if (!swept) await other.sweep();
            swept = true;
            return target.append(...given);
          };
        },
      }),
    };
    driven.send([refundRow('1', { bilg_dr_codg: IN_STANDING, feedetl_sn: '2' })]);
    await driven.settleAll();
    expect(swept).toBe(true);
    await worked();
    expect(await driven.rows('SELECT feedetl_sn, outcome FROM line_identity ORDER BY 1')).toEqual([
      { feedetl_sn: '1', outcome: 'reject' },
      { feedetl_sn: '2', outcome: 'reject' },
    ]);
  });

  it('asks a line again though the plan that keeps it ends while it is left out', async () => {
    driven.instead = { sweepApprovalFen: 0n };
    await settlePaid(lineRow({ bilg_dr_codg: IN_STANDING }));
    await driven.write([LATE]);
    await worked();
    const [plan] = await plans();
    expect(plan).toMatchObject({ state: 'proposed' });
    await driven.write([
      recordRow('annulment-9', { kind: 'annulment', document_no: 'GD-2025-9', decided_at: '2025-08-01' }),
      recordRow('exemption-1', {
        ...{ kind: 'exemption', exemption_no: '免1', code: IN_STANDING, from: '2025-06-01' },
        ...{ until: '2025-12-01', reason: '应急', approved_at: '2025-06-01' },
      }),
    ]);
    const endings: Promise<void>[] = [];
    const decisions = new DecisionStore(driven.dataSource);
    driven.instead = {
      sweepApprovalFen: 0n,
      decisions: new Proxy(decisions, {
        get: (target, name) => {
          if (name !== 'findOriginals') return Reflect.get(target, name, target) as unknown;
          return async (...given: Parameters<DecisionStore['findOriginals']>) => {
            if (endings.length === 0)
              endings.push(
                inTransaction(driven.dataSource, (client) => endPlan(client, plan?.planId ?? '', 'refused')),
              );
            await Promise.race([...endings, driven.isWaiting()]);
            return target.findOriginals(...given);
          };
        },
      }),
    };
    driven.restart();
    await driven.sweep();
    expect(endings).toHaveLength(1);
    await Promise.all(endings);
    await worked();
    expect(await driven.count('sweep_line')).toBe(0);
    expect((await driven.counters()).get('gatekeeper_sweep_excluded')).toBe(0);
  });

  it.each([
    ['it is asked again by', 'sweep'],
    ['its finding is settled again after', 'finding'],
  ] as const)('holds no line whose emergency was refuted meanwhile: %s the other', async (_, second) => {
    const REFUTED = { op: 'fact', fixmedins_code: HOSPITAL, mdtrt_id: 'V-1', feedetl_sn: '1' };
    driven.send([lineRow({ mdtrt_id: 'V-1', bilg_dr_codg: IN_STANDING, er_flag: '1' })]);
    await driven.settleAll();
    await driven.write([LATE]);
    const other = driven.another();
    driven.send([
      JSON.stringify({
        ...{ ...REFUTED, fact: 'emergency_refuted', document_no: '核查〔2025〕3号' },
        approved_at: '2025-07-04 09:00:00',
      }),
    ]);
    const [late, early] = second === 'sweep' ? [driven, other] : [other, driven];
    const sweepOrFind = (one: HandDriven): Promise<void> => (one === driven ? one.sweep() : one.settleAll());
    let met = false;
    const decisions = new DecisionStore(driven.dataSource);
    late.instead = {
      decisions: new Proxy(decisions, {
        get: (target, name) => {
          if (name !== 'append') return Reflect.get(target, name, target) as unknown;
          return async (...given: Parameters<DecisionStore['append']>) => {
            if (!met) {
              met = true;
              await sweepOrFind(early);
            }
            return target.append(...given);
          };
        },
      }),
    };
    late.restart();
    await sweepOrFind(late);
    expect(met).toBe(true);
    await worked();
    expect(await driven.rows('SELECT outcome, held FROM line_identity')).toEqual([
      { outcome: 'reject', held: false },
    ]);
    expect(await driven.count('hold_record WHERE released_at IS NULL')).toBe(0);
  });

  it('says last of a hold what stands, though who recorded it says it late, and ends at once', async () => {
    // It has recorded a hold, and stalls before it says so.
    let goOn = (): void => undefined;
    const stalled = new Promise<void>((done) => (goOn = done));
    let waits = false;
    const failing = new DecisionStore(driven.dataSource);
    driven.instead = {
      publisher: {
        publish: async (batches) => {
          waits = true;
          await stalled;
          driven.log.append(batches);
        },
        close: () => Promise.resolve(),
      },
      decisions: new Proxy(failing, {
        get: (target, name) =>
          name === 'findHoldsStanding'
            ? () => Promise.reject(new Outage('the test', 'it ends'))
            : (Reflect.get(target, name, target) as unknown),
      }),
    };
    driven.send([refundRow('1', { bilg_dr_codg: IN_STANDING, feedetl_sn: '2' })]);
    const batch = driven.nextBatch();
    if (batch === null) throw new Error('nothing was sent');
    const settling = driven.settle(batch);
    await until('the first about to publish', () => waits);
    // Another reads the partition instead, says what was recorded, and releases it.
    const other = driven.another();
    await until('the first batch read by the other', async () => (await other.settle(batch)) === null);
    other.send([lineRow({ bilg_dr_codg: IN_STANDING })]);
    await other.settleAll();
    expect(other.stated('holds').at(-1)).toHaveProperty('released_by');
    goOn();
    expect(await settling).toBeInstanceOf(Outage);
    expect(other.stated('holds').at(-1)).toHaveProperty('hold_code');
    await other.publications.finishIdle(0);
    expect(other.stated('holds').at(-1)).toHaveProperty('released_by');
    expect(await other.count('hold_said_again')).toBe(0);
  });

  describe('whose worker finds nothing left on it, and ends it', () => {
    /** The write before whose plan keeps a line is swept, and left out of; a worker ends its sweep while `work` gives it lines. */
    const endedMeanwhile = async (
      versionOf: 'the plan' | 'a later write',
      work: (planId: string) => Promise<void>,
    ): Promise<string> => {
      const [plan] = await plans();
      if (plan === undefined) throw new Error('there is no plan');
      const sweeps = await driven.rows<{ sweep_id: string; version: number; stage: string }>(
        'SELECT sweep_id::text, version::float8 AS version, stage FROM sweep ORDER BY sweep_id DESC',
      );
      const sweep = sweeps.find(({ version }) =>
        versionOf === 'the plan' ? version === plan.version : version > plan.version,
      );
      if (sweep === undefined) throw new Error('there is no sweep');
      const { sweep_id: sweepId } = sweep;
      // It is being ended: as a worker finds it that has looked for lines before there were any again.
      await inTransaction(driven.dataSource, (client) => setStage(client, sweepId, 'asking'));
      let working: Promise<void> = Promise.resolve();
      await inTransaction(driven.dataSource, async (client) => {
        await setStage(client, sweepId, 'done');
        working = work(plan.planId);
        await Promise.race([working, driven.isWaiting()]);
      });
      await working;
      return (await readSweep(poolOf(driven.dataSource), sweepId)).stage;
    };
    beforeEach(async () => {
      driven.instead = { sweepApprovalFen: 0n };
      await settlePaid(lineRow({ bilg_dr_codg: IN_STANDING }));
      await driven.write([LATE]);
      await worked();
    });

    it('it asks again what a plan that was approved at this moment turns', async () => {
      const [plan] = await plans();
      for (const byWhom of ['u-1', 'u-2'])
        await inTransaction(driven.dataSource, (client) =>
          recordAct(client, plan?.planId ?? '', {
            ...{ act: 'approve', digest: plan?.digest ?? '', byWhom, reason: null },
          }),
        );
      await inTransaction(driven.dataSource, (client) =>
        setPlanState(client, plan?.planId ?? '', 'approved'),
      );
      const starting = () =>
        inTransaction(driven.dataSource, async (client) => {
          expect(await startApprovedPlans(client)).toBe(1);
        });
      expect(await endedMeanwhile('the plan', starting)).toBe('asking');
      await worked();
      expect(await clawedBack()).toBe(1);
    });

    it('it asks again what waited for a plan that ends at this moment', async () => {
      await driven.write([sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-11')]);
      await worked();
      const ending = (planId: string) =>
        inTransaction(driven.dataSource, (client) => endPlan(client, planId, 'refused'));
      expect(await endedMeanwhile('a later write', ending)).toBe('asking');
      await worked();
      expect(await driven.count(`sweep_line WHERE state = 'excluded'`)).toBe(0);
    });
  });

  describe('where a refund waits with a plan, and has come to reverse another line since', () => {
    beforeEach(async () => {
      driven.instead = { sweepApprovalFen: 0n };
      await settlePaid(lineRow({ bilg_dr_codg: IN_STANDING }));
      driven.send([refundRow('1', { feedetl_sn: 'R' }), lineRow({ feedetl_sn: '2', bilg_dr_codg: ANOTHER })]);
      driven.sendPayments([noticeRow({ feedetl_sn: '2' })]);
      await driven.settleAll();
      await driven.settleAll(Infinity, 'payments');
      await driven.askAllDue();
      await driven.write([LATE]);
      await worked();
      driven.send([refundRow('2', { feedetl_sn: 'R' })]);
      await driven.settleAll();
      await driven.askAllDue();
    });
    const sanctionAnother = (): Promise<unknown> =>
      driven.write([sanctionRow(ANOTHER, HOSPITAL, 'GD-2025-10')]);
    const end = async (state: 'done' | 'refused'): Promise<void> => {
      const planId = (await plans()).at(-1)?.planId ?? '';
      await inTransaction(driven.dataSource, (client) => endPlan(client, planId, state));
    };
    const linesOf = async (state: string): Promise<readonly object[]> =>
      driven.rows(
        `SELECT feedetl_sn FROM sweep_plan_line JOIN sweep_plan USING (plan_id) WHERE excluded AND state = '${state}'
         ORDER BY feedetl_sn`,
      );

    it('the line waits until that plan has ended, and is planned then', async () => {
      await sanctionAnother();
      await worked();
      expect(await plans()).toHaveLength(1);
      expect(await driven.rows(`SELECT feedetl_sn, state FROM sweep_line WHERE state = 'excluded'`)).toEqual([
        { feedetl_sn: '2', state: 'excluded' },
      ]);
      await end('refused');
      await worked();
      expect(await linesOf('proposed')).toEqual([{ feedetl_sn: '2' }, { feedetl_sn: 'R' }]);
      expect(await linesOf('refused')).toEqual([{ feedetl_sn: '1' }]);
    });

    it('the line takes it along where that plan was refused', async () => {
      await end('refused');
      await sanctionAnother();
      await worked();
      expect(await linesOf('proposed')).toEqual([{ feedetl_sn: '2' }, { feedetl_sn: 'R' }]);
      expect(await linesOf('refused')).toEqual([{ feedetl_sn: '1' }]);
    });
  });
});
