/** CONTRACT 8, Payments: notices of the fund, before, behind and between what they are about; the same in the end as `check` gives. */
import { DecisionStore } from '@gatekeeper/decision-store';
import { Outage } from '@gatekeeper/runtime';
import type { LogMessage } from '@gatekeeper/stream';
import { idsOf, objectAt, standingOn } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { noticesOf } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { Offline } from '../gatekeeper/offline';
import { IN_STANDING, lineRow, noticeRow, refundRow, REGISTRY, lineVoidRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

/** Rows of one topic that come together, and the lines that they make due are asked before the next step. */
type Step = { readonly lines: readonly string[] } | { readonly payments: readonly string[] };
const lines = (...rows: readonly string[]): Step => ({ lines: rows });
const payments = (...rows: readonly string[]): Step => ({ payments: rows });

const LINE = lineRow({});
const REFUND = refundRow('1', { feedetl_sn: '2' });
const PART = refundRow('1', {
  feedetl_sn: '2',
  cnt: '-0.5',
  det_item_fee_sumamt: '-50.00',
  fund_pay_amt: '-40.00',
  pool_pay_amt: '-35.00',
  acct_pay_amt: '-5.00',
});
const PAID = noticeRow();
const WITHDRAWN = lineVoidRow();

/** A story, and of each line its decisions in their order: outcome, refused, recover, trigger. */
type Story = readonly [string, readonly Step[], Readonly<Record<string, readonly string[]>>];

const STORIES: readonly Story[] = [
  [
    'a rejected line that turns out paid is clawed back, and its refund follows',
    [lines(LINE, REFUND), payments(PAID)],
    {
      1: ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment'],
      2: ['reject -70.00 0.00 real_time', 'claw_back 0.00 -70.00 payment'],
    },
  ],
  [
    'and so does a refund of a part of it',
    [lines(LINE, PART), payments(PAID)],
    {
      1: ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment'],
      2: ['reject -35.00 0.00 real_time', 'claw_back 0.00 -35.00 payment'],
    },
  ],
  [
    'an accepted line stays as it is',
    [lines(lineRow({ bilg_dr_codg: IN_STANDING })), payments(PAID)],
    { 1: ['accept 0.00 0.00 real_time'] },
  ],
  ['a notice ahead of its line', [payments(PAID), lines(LINE)], { 1: ['claw_back 0.00 70.00 real_time'] }],
  [
    'a later notice of the settlement replaces the earlier',
    [lines(LINE), payments(PAID), payments(noticeRow({ pool_pay_amt: '30.00' }))],
    {
      1: ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment', 'claw_back 40.00 30.00 payment'],
    },
  ],
  [
    'one of another settlement is added, and a negative one taken off',
    [
      lines(LINE),
      payments(
        noticeRow({ pool_pay_amt: '50.00' }),
        noticeRow({ setl_id: 'S-2', pool_pay_amt: '-20.00', fund_pay_amt: '-20.00' }),
      ),
    ],
    { 1: ['reject 70.00 0.00 real_time', 'claw_back 40.00 30.00 payment'] },
  ],
  [
    'what sums up to nothing is unpaid again',
    [
      lines(LINE),
      payments(PAID),
      payments(noticeRow({ setl_id: 'S-2', pool_pay_amt: '-70.00', fund_pay_amt: '-80.00' })),
    ],
    {
      1: ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment', 'reject 70.00 0.00 payment'],
    },
  ],
  [
    'a notice that is sent again changes nothing',
    [lines(LINE), payments(PAID, PAID), payments(PAID)],
    { 1: ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment'] },
  ],
  [
    'a void behind the payment forgets it, and so does the line that comes again',
    [lines(LINE), payments(PAID), lines(WITHDRAWN), lines(LINE)],
    {
      1: [
        'reject 70.00 0.00 real_time',
        'claw_back 0.00 70.00 payment',
        'void 0.00 0.00 void',
        'reject 70.00 0.00 re_upload',
      ],
    },
  ],
  [
    'a void before the notice came, of a payment made before it',
    [lines(LINE, WITHDRAWN), payments(PAID), lines(LINE)],
    { 1: ['reject 70.00 0.00 real_time', 'void 0.00 0.00 void', 'reject 70.00 0.00 re_upload'] },
  ],
  [
    'a payment made after the void counts for the line that comes again',
    [lines(LINE, WITHDRAWN), payments(noticeRow({ paid_at: '2025-07-11 10:00:00' })), lines(LINE)],
    { 1: ['reject 70.00 0.00 real_time', 'void 0.00 0.00 void', 'claw_back 0.00 70.00 re_upload'] },
  ],
  [
    'a void of a line that was clawed back leaves its refund waiting, and the line that comes again takes it along',
    [lines(LINE, REFUND), payments(PAID), lines(WITHDRAWN), lines(LINE)],
    {
      1: [
        'reject 70.00 0.00 real_time',
        'claw_back 0.00 70.00 payment',
        'void 0.00 0.00 void',
        'reject 70.00 0.00 re_upload',
      ],
      2: [
        'reject -70.00 0.00 real_time',
        'claw_back 0.00 -70.00 payment',
        'reject -70.00 0.00 hold_released',
      ],
    },
  ],
  [
    'of two charge batches the one that the notice names',
    [
      lines(lineRow({ chrg_bchno: 'B-1' }), lineRow({ chrg_bchno: 'B-2' })),
      payments(noticeRow({ chrg_bchno: 'B-2' })),
    ],
    {
      '1@B-1': ['reject 70.00 0.00 real_time'],
      '1@B-2': ['reject 70.00 0.00 real_time', 'claw_back 0.00 70.00 payment'],
    },
  ],
  [
    'what the line itself states counts while no notice does',
    [lines(lineRow({ paid_at: '2025-07-05 10:00:00' })), payments(noticeRow({ pool_pay_amt: '10.00' }))],
    { 1: ['claw_back 0.00 70.00 real_time', 'claw_back 60.00 10.00 payment'] },
  ],
];

const NOTHING_READ = { read: 0, applied: 0, ahead: 0, repeat: 0, set_aside: 0 };
const header = ({ headers }: LogMessage, name: string): string | undefined => headers[name]?.toString('utf8');

/** By line number, with its charge batch where it has one: each once, as they first went out. */
function historyOf(stated: readonly Stated[]): Readonly<Record<string, readonly string[]>> {
  const histories: Record<string, string[]> = {};
  const met = new Set<unknown>();
  for (const decision of stated) {
    if (met.has(decision['decision_id'])) continue;
    met.add(decision['decision_id']);
    const { feedetl_sn, chrg_bchno } = objectAt(decision, 'line');
    const { refused, recover } = objectAt(decision, 'amounts');
    const name = String(feedetl_sn) + (chrg_bchno === '' ? '' : `@${String(chrg_bchno)}`);
    (histories[name] ??= []).push(
      [decision['outcome'], refused, recover, decision['trigger']].map(String).join(' '),
    );
  }
  return histories;
}

describeWith(['postgres'], 'payment notices', () => {
  const offline = new Offline();
  let driven: HandDriven;
  beforeEach(async () => {
    driven = await HandDriven.open('payments', { registry: REGISTRY });
  });
  afterEach(() => driven.close());
  afterAll(() => offline.discard());

  async function take(step: Step): Promise<void> {
    if ('lines' in step) driven.send(step.lines);
    else driven.sendPayments(step.payments);
    await driven.settleAll();
    await driven.settleAll(Infinity, 'payments');
    await driven.askAllDue();
  }

  const rowsOfTopic = (steps: readonly Step[], topic: 'lines' | 'payments'): string =>
    steps
      .flatMap((step) => (topic in step ? Object.values(step) : []))
      .flat()
      .join('\n');

  async function standsAsChecked(steps: readonly Step[]): Promise<void> {
    const checked = await offline.check({
      registry: REGISTRY,
      lines: rowsOfTopic(steps, 'lines'),
      payments: rowsOfTopic(steps, 'payments'),
    });
    expect(standingOn(driven.stated('decisions'), driven.stated('holds'))).toEqual(
      standingOn(checked.decisions, checked.holds),
    );
  }

  async function everythingRecordedIsSaid(): Promise<void> {
    const recorded = await driven.rows<{ decision_id: string }>(
      'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
    );
    expect(idsOf(driven.stated('decisions'))).toEqual(recorded.map(({ decision_id }) => decision_id));
    expect([await driven.count('publication'), await driven.count('line_due')]).toEqual([0, 0]);
  }

  it.each(STORIES)('%s', async (_, steps, expected) => {
    for (const step of steps) await take(step);
    expect(historyOf(driven.stated('decisions'))).toEqual(expected);
    await everythingRecordedIsSaid();
    await standsAsChecked(steps);
  });

  it.each(STORIES)('%s: with everything sent at once, payments first or last', async (_, steps) => {
    const [line, paid] = [rowsOfTopic(steps, 'lines'), rowsOfTopic(steps, 'payments')];
    await take(payments(...paid.split('\n')));
    await take(lines(...line.split('\n')));
    await everythingRecordedIsSaid();
    await standsAsChecked(steps);
  });

  it('are counted by what they were, and later decisions by their trigger', async () => {
    expect(noticesOf(await driven.counters())).toEqual(NOTHING_READ);
    await take(lines(LINE, REFUND));
    const bad = [noticeRow({ paid_at: 'never' }), noticeRow({ setl_id: '' })];
    await take(payments(PAID, noticeRow({ feedetl_sn: '9' }), PAID, ...bad));
    const counters = await driven.counters();
    expect(noticesOf(counters)).toEqual({ read: 5, applied: 1, ahead: 1, repeat: 1, set_aside: 2 });
    expect(counters.get('gatekeeper_superseded_total{trigger="payment"}')).toBe(2);
    expect(counters.get('gatekeeper_lines_read_total')).toBe(2);
    expect(counters.get('gatekeeper_sweep_pending')).toBe(0);
  });

  it('are pending from being recorded until what they led to is published', async () => {
    const pending = async () => (await driven.counters()).get('gatekeeper_sweep_pending');
    await take(lines(LINE));
    driven.sendPayments([PAID]);
    await driven.settleAll(Infinity, 'payments');
    expect(await pending()).toBe(1);
    driven.beforePublish = () => {
      throw new Outage('Kafka', 'away');
    };
    expect(await driven.askDueInVain()).toBeInstanceOf(Outage);
    expect(await pending()).toBeGreaterThan(0);
    expect(driven.said('decisions')).toHaveLength(1);
    driven.beforePublish = () => undefined;
    await driven.askAllDue();
    await everythingRecordedIsSaid();
  });

  it('that cannot be read go to the dead letters, with the topic they came from and their bytes', async () => {
    const bad = ['{', noticeRow({ paid_at: '2025-02-30' }), noticeRow({ pool_pay_amt: '1.234' })];
    driven.sendMessages(
      [...bad.map((value) => ({ key: 'V', value })), { key: 'V', value: null }],
      'payments',
    );
    await driven.settleAll(Infinity, 'payments');
    const letters = driven.said('deadLetters');
    expect(letters.map((letter) => [header(letter, 'error-code'), header(letter, 'source-offset')])).toEqual([
      ['NOT_JSON', '0'],
      ['FIELD_INVALID', '1'],
      ['FIELD_INVALID', '2'],
      ['EMPTY', '3'],
    ]);
    expect(new Set(letters.map((letter) => header(letter, 'source-topic')))).toEqual(
      new Set(['settlement.payments.v1']),
    );
    expect(letters.map(({ value }) => value?.toString('utf8') ?? null)).toEqual([...bad, null]);
    expect(noticesOf(await driven.counters())).toEqual({ ...NOTHING_READ, read: 4, set_aside: 4 });
  });

  it('that this system fails on are put aside, and the others go on', async () => {
    class Failing extends DecisionStore {
      override appendNotices(...[client, notices, at]: Parameters<DecisionStore['appendNotices']>) {
        if (notices.some(({ notice }) => notice.settlementId === 'POISON')) throw new RangeError('of ours');
        return super.appendNotices(client, notices, at);
      }
    }
    driven.instead = { decisions: new Failing(driven.dataSource) };
    await take(lines(LINE));
    await take(payments(noticeRow({ feedetl_sn: '8' }), noticeRow({ setl_id: 'POISON' }), PAID));
    const [letter] = driven.said('deadLetters');
    expect(letter === undefined ? null : header(letter, 'error-code')).toBe('DEFECT');
    expect(letter === undefined ? null : header(letter, 'source-topic')).toBe('settlement.payments.v1');
    expect(noticesOf(await driven.counters())).toEqual({
      ...{ read: 3, applied: 1, ahead: 1, repeat: 0, set_aside: 1 },
    });
    expect(historyOf(driven.stated('decisions'))[1]?.at(-1)).toBe('claw_back 0.00 70.00 payment');
  });

  it('of a line that this system fails on stay due, and the others are asked', async () => {
    class Failing extends DecisionStore {
      override findOriginals(...[client, wanted]: Parameters<DecisionStore['findOriginals']>) {
        if (wanted.some(({ visitId }) => visitId === 'POISON')) throw new RangeError('of ours');
        return super.findOriginals(client, wanted);
      }
    }
    const visits = ['V-1', 'V-2', 'POISON', 'V-3'];
    await take(lines(...visits.map((mdtrt_id) => lineRow({ mdtrt_id }))));
    driven.restart();
    driven.instead = { decisions: new Failing(driven.dataSource) };
    driven.sendPayments(visits.map((mdtrt_id) => noticeRow({ mdtrt_id })));
    await driven.settleAll(Infinity, 'payments');
    expect(String(await driven.askDueInVain())).toContain('1 due lines could not be asked');
    const turned = driven.stated('decisions').filter(({ outcome }) => outcome === 'claw_back');
    expect(turned.map((decision) => String(objectAt(decision, 'line')['mdtrt_id'])).sort()).toEqual([
      'V-1',
      'V-2',
      'V-3',
    ]);
    // Those that moved are due once more, and asked when nobody is left who may have missed it.
    await until('the failing line due alone', async () => {
      await driven.askDueInVain();
      return (await driven.count('line_due')) === 1;
    });
    driven.restart();
    driven.instead = {};
    await driven.askAllDue();
    await everythingRecordedIsSaid();
  });

  it('read again are known by their position: neither kept, counted nor asked for twice', async () => {
    await take(lines(LINE, REFUND));
    await take(payments(PAID, noticeRow({ pool_pay_amt: '30.00' }), noticeRow({ setl_id: '' })));
    const [notices, decisions] = [await driven.count('payment_notice'), await driven.count('decision')];
    const before = noticesOf(await driven.counters());
    driven.rewind(0, 'payments');
    await driven.settleAll(1, 'payments');
    await driven.askAllDue();
    expect(noticesOf(await driven.counters())).toEqual(before);
    driven.restart();
    driven.rewind(0, 'payments');
    await driven.settleAll(2, 'payments');
    await driven.askAllDue();
    expect(noticesOf(await driven.counters())).toEqual(NOTHING_READ);
    expect([await driven.count('payment_notice'), await driven.count('decision')]).toEqual([
      ...[notices, decisions],
    ]);
  });
});

const POINTS = ['before', 'after'] as const;
const NEXT = ['the same process goes on', 'another process begins'] as const;
const SCHEDULES = {
  'every second one': (n: number) => n % 2 === 1,
  'two of three': (n: number) => n % 3 !== 0,
  'one of four': (n: number) => n % 4 === 2,
} as const;
type Schedule = keyof typeof SCHEDULES;
const ALL_WAYS = Object.keys(SCHEDULES).flatMap((schedule) =>
  POINTS.flatMap((point) => NEXT.map((next) => [schedule as Schedule, point, next] as const)),
);

describeWith(['postgres'], 'payment notices and a publisher that fails', () => {
  let driven: HandDriven;
  afterEach(() => driven.close());

  it.each(ALL_WAYS)('%s of its publishes, %s it is done, and %s', async (schedule, point, next) => {
    driven = await HandDriven.open('payments_failing', { registry: REGISTRY });
    const visits = Array.from({ length: 4 }, (_, n) => `V-${n}`);
    driven.send(
      visits.flatMap((mdtrt_id) => [
        lineRow({ mdtrt_id }),
        refundRow('1', { mdtrt_id, feedetl_sn: '2' }),
        lineRow({ mdtrt_id, feedetl_sn: '3', bilg_dr_codg: IN_STANDING }),
      ]),
    );
    const notices = visits.flatMap((mdtrt_id) => [
      noticeRow({ mdtrt_id }),
      noticeRow({ mdtrt_id, feedetl_sn: '3' }),
      '{',
      noticeRow({ mdtrt_id, pool_pay_amt: '30.00' }),
    ]);
    driven.sendMessages(
      notices.map((value) => ({ key: 'one', value })),
      'payments',
    );
    let publishes = 0;
    const fail = (): void => {
      publishes += 1;
      if (SCHEDULES[schedule](publishes)) throw new Outage('Kafka', 'away');
    };
    if (point === 'before') driven.beforePublish = fail;
    else driven.afterPublish = fail;
    let counted = 0;
    const begins = async (): Promise<void> => {
      if (next === 'the same process goes on') return;
      counted += noticesOf(await driven.counters()).read;
      driven.restart();
    };
    const pending = async (): Promise<number> =>
      (await driven.count('line_due')) + (await driven.count('publication'));
    // Transactions of other suites on the server may keep a line waiting.
    await until('nothing pending', async () => {
      const batch = driven.nextBatch(3) ?? driven.nextBatch(5, 'payments');
      if (batch !== null && (await driven.settle(batch)) !== null) await begins();
      const asked = await driven.askDue().then(
        () => true,
        () => false,
      );
      if (!asked) await begins();
      return batch === null && (await pending()) === 0;
    });
    counted += noticesOf(await driven.counters()).read;
    expect(counted).toBe(notices.length);
    const recorded = await driven.rows<{ decision_id: string }>(
      'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
    );
    expect(idsOf(driven.stated('decisions'))).toEqual(recorded.map(({ decision_id }) => decision_id));
    expect(recorded.length).toBeGreaterThanOrEqual(5 * visits.length);
    expect(await pending()).toBe(0);
  });

  it('and nobody asks any more: what it left is finished by whoever looks for such', async () => {
    driven = await HandDriven.open('payments_failing', { registry: REGISTRY });
    driven.send([lineRow({})]);
    await driven.settleAll();
    driven.sendPayments([noticeRow()]);
    await driven.settleAll(Infinity, 'payments');
    driven.beforePublish = () => {
      throw new Outage('Kafka', 'away');
    };
    expect(await driven.askDueInVain()).toBeInstanceOf(Outage);
    driven.restart();
    driven.beforePublish = () => undefined;
    await driven.publications.finishIdle(0);
    expect(driven.stated('decisions').map(({ outcome }) => outcome)).toEqual(['reject', 'claw_back']);
    expect(await driven.count('publication')).toBe(0);
    expect((await driven.counters()).get('gatekeeper_superseded_total{trigger="payment"}')).toBe(1);
  });
});
