/** CONTRACT 8, Sweep: two reviewers let late knowledge move paid money, see what changed meanwhile, and may take all of it back. */
import { objectAt } from '../gatekeeper/answers';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  recordRow,
  refundRow,
  REGISTRY,
  sanctionRow,
  SUSPENDED,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

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
const SECOND = lineRow({ mdtrt_id: 'V-2', bilg_dr_codg: IN_STANDING, fee_ocur_time: '2025-07-20 09:30:00' });
const LATE = sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9');

interface PlanTold {
  readonly plan_id: string;
  readonly state: string;
  readonly digest: string;
  readonly approved_by: readonly string[];
  readonly reverted_version: number | null;
  readonly repeated: boolean;
  readonly figures: { readonly changed: number; readonly recover: string; readonly given_back: string };
  readonly acts: readonly { readonly act: string; readonly by: string; readonly reason: string | null }[];
  readonly write: { readonly records: number; readonly items: readonly { readonly kind: string }[] };
  readonly lines: {
    readonly items: readonly {
      readonly line: { readonly mdtrt_id: string; readonly feedetl_sn: string };
      readonly month: string;
      readonly recover: string;
    }[];
    readonly next: string | null;
  };
}
interface Refusal {
  readonly type: string;
  readonly status: number;
  readonly changed: {
    readonly now: PlanTold['figures'];
    readonly lines_changed: number;
    readonly lines: readonly {
      readonly line: object;
      readonly was: object | null;
      readonly now: object | null;
    }[];
  };
}
type Act = 'approve' | 'refuse' | 'refresh' | 'revert';

describeWith(['postgres'], 'plans of the sweep in the admin app', () => {
  let driven: HandDriven;
  let admin: AdminApp;
  let one: Somebody;
  let two: Somebody;
  beforeEach(async () => {
    driven = await HandDriven.open('sweep-plans', { registry: REGISTRY });
    driven.instead = { sweepApprovalFen: 0n };
    admin = await openAdminApp(driven.databaseUrl);
    one = await reviewer('44');
    two = await reviewer('44');
    await settle(LINE, HALF, SECOND);
    await pay(noticeRow(), noticeRow({ mdtrt_id: 'V-2', setl_id: 'S-2' }));
    await write(LATE);
  });
  afterEach(async () => {
    await admin.close();
    await driven.close();
  });

  const reviewer = (area: string): Promise<Somebody> =>
    somebody(admin, configuration({ roles: ['reviewer'], areas: [area] }));
  const settle = async (...rows: readonly string[]): Promise<void> => {
    driven.send(rows);
    await driven.settleAll();
  };
  const pay = async (...rows: readonly string[]): Promise<void> => {
    driven.sendPayments(rows);
    await driven.settleAll(Infinity, 'payments');
    await driven.askAllDue();
  };
  const write = async (...rows: readonly string[]): Promise<void> => {
    await driven.write(rows);
    await worked();
  };
  const worked = (): Promise<unknown> =>
    until('nothing pending', async () => {
      await driven.sweep();
      await driven.askDue();
      return (await driven.counters()).get('gatekeeper_sweep_pending') === 0;
    });

  const read = async (planId = '1', query = ''): Promise<PlanTold> => {
    const { status, body } = await admin.ask('get', `/v1/sweep-plans/${planId}${query}`, one.token);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as PlanTold;
  };
  const tryAct = async <Answer = PlanTold>(
    act: Act,
    who: Somebody,
    body: object,
    planId = '1',
  ): Promise<{ readonly status: number; readonly body: Answer }> => {
    const answer = await admin.ask('post', `/v1/sweep-plans/${planId}/${act}`, who.token, body);
    return { status: answer.status, body: answer.body as Answer };
  };
  const done = async (act: Act, who: Somebody, body: object, planId = '1'): Promise<PlanTold> => {
    const answer = await tryAct(act, who, body, planId);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const approveByBoth = async (planId = '1'): Promise<void> => {
    const { digest } = await read(planId);
    const answers = await Promise.all([one, two].map((who) => done('approve', who, { digest }, planId)));
    expect(answers.map(({ state }) => state).sort()).toEqual(['approved', 'proposed']);
    await worked();
  };
  /** What each decision of a line recovers, the earliest first. */
  const recovered = (visit: string, lineNo = '1'): readonly string[] =>
    driven
      .stated('decisions')
      .filter((it) => {
        const { mdtrt_id, feedetl_sn } = objectAt(it, 'line');
        return mdtrt_id === visit && feedetl_sn === lineNo;
      })
      .map((it) => String(objectAt(it, 'amounts')['recover']));

  it('are listed and read, with what they came of and their lines in pages', async () => {
    const { body } = await admin.ask('get', '/v1/sweep-plans?state=proposed', one.token);
    expect(body).toMatchObject({
      items: [
        {
          plan_id: '1',
          state: 'proposed',
          changed: 3,
          recover: '140.00',
          given_back: '35.00',
          approved_by: [],
        },
      ],
      next: null,
    });
    expect((await admin.ask('get', '/v1/sweep-plans?state=done', one.token)).body).toEqual({
      items: [],
      next: null,
    });
    const plan = await read('1', '?limit=2');
    expect(plan.write).toMatchObject({ records: 1, items: [{ kind: 'sanction', document_no: 'GD-2025-9' }] });
    expect(plan.lines.items).toMatchObject([
      { line: { mdtrt_id: 'V-1', feedetl_sn: '1' }, month: '2025-07', recover: '70.00' },
      { line: { mdtrt_id: 'V-1', feedetl_sn: '2' }, given_back: '35.00' },
    ]);
    const rest = await read('1', `?limit=2&after=${encodeURIComponent(plan.lines.next ?? '')}`);
    expect(rest.lines).toMatchObject({ items: [{ line: { mdtrt_id: 'V-2' } }], next: null });
  });

  it('run once two different reviewers have sent the digest; the same one twice counts once, and is told so', async () => {
    const { digest } = await read();
    expect(await done('approve', one, { digest })).toMatchObject({ state: 'proposed', repeated: false });
    expect(await done('approve', one, { digest })).toMatchObject({ state: 'proposed', repeated: true });
    await worked();
    expect(recovered('V-1')).toEqual(['0.00']);
    expect(await done('approve', two, { digest })).toMatchObject({ state: 'approved', repeated: false });
    expect(await done('approve', two, { digest })).toMatchObject({ repeated: true });
    await worked();
    expect(await read()).toMatchObject({ state: 'done', approved_by: [one.userId, two.userId] });
    expect([recovered('V-1'), recovered('V-1', '2'), recovered('V-2')]).toEqual([
      ['0.00', '70.00'],
      ['0.00', '-35.00'],
      ['0.00', '70.00'],
    ]);
    const audited = await admin.rows<{ entry: { action: string; actor: string } }>(
      `SELECT entry FROM audit_entry WHERE entry->>'subject' = 'sweep plan 1' ORDER BY seq`,
    );
    expect(audited.map(({ entry: { action, actor } }) => [action, actor])).toEqual([
      ['approveSweepPlan', one.userId],
      ['approveSweepPlan', two.userId],
    ]);
  });

  it('answer 409 with what changed, and are approved once they are refreshed', async () => {
    const { digest } = await read();
    await done('approve', one, { digest });
    await pay(noticeRow({ mdtrt_id: 'V-2', setl_id: 'S-2', pool_pay_amt: '30.00' }));
    const refused = await tryAct<Refusal>('approve', two, { digest });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: 'urn:settlement-gatekeeper:problem:plan-changed',
        changed: {
          was: { recover: '140.00' },
          now: { recover: '70.00', changed: 2 },
          lines_changed: 1,
          // Notices are heeded at once, on lines of plans too.
          lines: [{ line: { mdtrt_id: 'V-2' }, was: { recover: '70.00' }, now: null }],
        },
      },
    });
    const fresh = await done('refresh', two, {});
    expect(fresh).toMatchObject({ state: 'proposed', approved_by: [], figures: { recover: '70.00' } });
    expect((await tryAct('approve', one, { digest })).status).toBe(409);
    await approveByBoth();
    expect([recovered('V-1'), recovered('V-2')]).toEqual([
      ['0.00', '70.00'],
      ['0.00', '30.00'],
    ]);
  });

  it('end where nothing would turn any more once they are refreshed', async () => {
    await write(
      recordRow('annulment-9', { kind: 'annulment', document_no: 'GD-2025-9', decided_at: '2025-08-01' }),
    );
    expect(await read()).toMatchObject({ state: 'proposed' });
    expect(await done('refresh', one, {})).toMatchObject({ state: 'done', figures: { changed: 0 } });
    await worked();
    expect(recovered('V-1')).toEqual(['0.00']);
    expect((await driven.counters()).get('gatekeeper_sweep_excluded')).toBe(0);
  });

  it('are refused by whoever reaches all their institutions, with a reason, and turn nothing', async () => {
    const { digest } = await read();
    const elsewhere = await reviewer('4602');
    expect((await admin.ask('get', '/v1/sweep-plans', elsewhere.token)).body).toEqual({
      items: [],
      next: null,
    });
    expect((await admin.ask('get', '/v1/sweep-plans/1', elsewhere.token)).status).toBe(403);
    expect((await tryAct('approve', elsewhere, { digest })).status).toBe(403);
    expect((await tryAct('refuse', elsewhere, { reason: 'x' })).status).toBe(403);
    expect((await tryAct('approve', one, { digest }, '99')).status).toBe(404);
    expect((await tryAct('refuse', one, {})).status).toBe(422);
    expect(await done('refuse', one, { reason: '证据不足' })).toMatchObject({
      state: 'refused',
      acts: [{ act: 'refuse', by: one.userId, reason: '证据不足' }],
    });
    await worked();
    expect(recovered('V-1')).toEqual(['0.00']);
    expect((await driven.counters()).get('gatekeeper_sweep_excluded')).toBe(3);
    expect((await tryAct('approve', one, { digest })).status).toBe(409);
  });

  describe('once done', () => {
    beforeEach(() => approveByBoth());

    it('are reverted as a unit: what each line had been clawed back is given back, to the fen', async () => {
      const { digest } = await read();
      const reverted = await done('revert', one, { digest, reason: '处理决定撤销' });
      expect(reverted).toMatchObject({ state: 'done' });
      expect(reverted.reverted_version).toBeGreaterThan(0);
      await worked();
      expect([recovered('V-1'), recovered('V-1', '2'), recovered('V-2')]).toEqual([
        ['0.00', '70.00', '0.00'],
        ['0.00', '-35.00', '0.00'],
        ['0.00', '70.00', '0.00'],
      ]);
      expect((await admin.ask('get', '/v1/sweep-plans', one.token)).body).toMatchObject({
        items: [{ plan_id: '1' }],
      });
      const again = await tryAct<Refusal>('revert', two, {});
      expect(again).toMatchObject({
        status: 409,
        body: { type: 'urn:settlement-gatekeeper:problem:already-reverted' },
      });
    });

    it('are reverted also where a later plan has touched some of their lines', async () => {
      await write(
        recordRow('revision-9', {
          ...{ kind: 'revision', document_no: 'GD-2025-9', until: '2025-07-15', approved_at: '2025-08-01' },
        }),
        recordRow('restoration-9', {
          ...{
            kind: 'restoration',
            document_no: 'GD-2025-9',
            effective_from: '2025-07-15',
            approved_at: '2025-08-01',
          },
        }),
      );
      await approveByBoth('2');
      expect([recovered('V-1'), recovered('V-2')]).toEqual([
        ['0.00', '70.00'],
        ['0.00', '70.00', '0.00'],
      ]);
      await done('revert', one, {});
      await worked();
      expect([recovered('V-1'), recovered('V-1', '2'), recovered('V-2')]).toEqual([
        ['0.00', '70.00', '0.00'],
        ['0.00', '-35.00', '0.00'],
        ['0.00', '70.00', '0.00'],
      ]);
    });

    it('are reverted with what has corrected their records since', async () => {
      await driven.write([
        sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9', {
          record_id: 'with-its-days',
          supersedes: 'sanction-GD-2025-9',
          issued_at: '2025-06-06',
        }),
      ]);
      await worked();
      await done('revert', one, {});
      await worked();
      expect([recovered('V-1').at(-1), recovered('V-2').at(-1)]).toEqual(['0.00', '0.00']);
    });
  });

  it('state again what their write had superseded or withdrawn', async () => {
    await done('refuse', one, { reason: 'not this one' });
    const paid = lineRow({ mdtrt_id: 'V-3', fee_ocur_time: '2025-07-02 09:30:00' });
    await pay(noticeRow({ mdtrt_id: 'V-3', setl_id: 'S-3' }));
    await settle(paid);
    expect(recovered('V-3')).toEqual(['70.00']);
    await write(
      sanctionRow(SUSPENDED, HOSPITAL, 'GD-2025-1', {
        ...{ record_id: 'ends-earlier', supersedes: 'sanction-GD-2025-1' },
        until: '2025-07-01',
      }),
      recordRow('restored', {
        ...{
          kind: 'restoration',
          document_no: 'GD-2025-1',
          effective_from: '2025-07-01',
          approved_at: '2025-07-01',
        },
      }),
      recordRow('withdrawn', {
        ...{
          kind: 'withdrawal',
          supersedes: 'sanction-GD-2025-2',
          reason: '误报',
          approved_at: '2025-08-01',
        },
      }),
    );
    await approveByBoth('2');
    expect(recovered('V-3')).toEqual(['70.00', '0.00']);
    await done('revert', two, {}, '2');
    await worked();
    expect(recovered('V-3')).toEqual(['70.00', '0.00', '70.00']);
    const written = await admin.rows<{ what: string }>(
      `SELECT concat_ws(' ', kind, document_no, supersedes) AS what FROM registry_record
       WHERE record_id LIKE 'sweep-plan:2:%' ORDER BY record_id`,
    );
    expect(written.map(({ what }) => what)).toEqual([
      'withdrawal ends-earlier',
      'withdrawal restored',
      'withdrawal withdrawn',
      'sanction GD-2025-1',
      'sanction GD-2025-2',
    ]);
  });
});
