/** Figures of lines, told by group and within reach; none of them reads a line. */
import { dayOf } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { inTransaction } from '@gatekeeper/database';
import { DecisionStore, EMPTY_BATCH } from '@gatekeeper/decision-store';
import type { Tally } from '@gatekeeper/vocabulary';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';

const [GUANGZHOU, SHENZHEN, HAIKOU] = ['H44010000001', 'H44030000001', 'H46010000001'];
const june = (day: number): Day => dayOf(2025, 6, day) as Day;

const tally = (more: Partial<Tally>): Tally => ({
  ...{
    feeDay: june(10),
    fixmedinsCode: GUANGZHOU ?? '',
    treatmentArea: '440100',
    outcome: 'accept',
    lines: 10,
  },
  ...{ reason: 'IN_GOOD_STANDING', pack: 'guangdong-2025', orderingCode: '', claimed: 70000n },
  ...{ refused: 0n, recover: 0n, heldFund: 0n, heldPooled: 0n },
  ...more,
});
const suspended = (more: Partial<Tally>): Tally =>
  tally({ outcome: 'reject', reason: 'CLINICIAN_SUSPENDED', orderingCode: 'D440100000001', ...more });

const TALLIES: readonly Tally[] = [
  tally({}),
  tally({ feeDay: june(11), lines: 5, claimed: 35000n }),
  suspended({ feeDay: june(11), lines: 2, claimed: 14000n, refused: 14000n }),
  suspended({
    feeDay: june(11),
    outcome: 'claw_back',
    lines: 1,
    claimed: 7000n,
    refused: 500n,
    recover: 6500n,
  }),
  tally({ fixmedinsCode: SHENZHEN ?? '', treatmentArea: '440300', lines: 3, claimed: 21000n }),
  suspended({
    outcome: 'held',
    reason: 'EMERGENCY_EVIDENCE_NEEDED',
    lines: 1,
    claimed: 0n,
    heldFund: 8000n,
    heldPooled: 7000n,
  }),
  tally({ outcome: 'void', reason: 'VOID', lines: 4, claimed: 0n }),
  tally({
    fixmedinsCode: HAIKOU ?? '',
    treatmentArea: '460100',
    pack: 'hainan-2022',
    lines: 7,
    claimed: 56000n,
  }),
  suspended({
    ...{ fixmedinsCode: HAIKOU ?? '', treatmentArea: '460100', pack: 'hainan-2022', outcome: 'held' },
    reason: 'MED_TYPE_UNKNOWN',
    lines: 1,
    claimed: 0n,
    heldFund: 8000n,
    heldPooled: 7000n,
  }),
  // Accepted first, and suspended since: as two batches leave it.
  tally({ feeDay: june(12), lines: 1, claimed: 7000n }),
  tally({ feeDay: june(12), lines: -1, claimed: -7000n }),
  suspended({ feeDay: june(12), lines: 1, claimed: 7000n, refused: 7000n }),
];

interface Told {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

describeWith(['postgres'], 'figures of lines', () => {
  let process: Process;
  let province: Somebody;

  beforeAll(async () => {
    process = await openProcess('admin-figures', [], []);
    const { dataSource } = process.admin.parts;
    const store = new DecisionStore(dataSource);
    await inTransaction(dataSource, async (client) => {
      await store.append(client, { ...EMPTY_BATCH, tallies: TALLIES.slice(0, 6) });
      await store.foldTallies(client, 100);
      await store.append(client, { ...EMPTY_BATCH, tallies: TALLIES.slice(6) });
    });
    province = await process.person('settlement_auditor', { areas: [''] });
  });
  afterAll(() => process.close());

  const ask = async (query: string, who = province) =>
    process.admin.ask('get', `/v1/tallies?${query}`, who.token);
  const all = async (query: string, who = province): Promise<Told['items']> => {
    const answer = await ask(`from=2025-06-01&until=2025-07-01&${query}`, who);
    if (answer.status !== 200) throw new Error(answer.text);
    return (answer.body as Told).items;
  };

  it('are told by what is asked, in its order', async () => {
    expect(await all('by=month,outcome&area=44')).toEqual([
      expect.objectContaining({ month: '2025-06', outcome: 'accept', lines: 18, claimed: '1260.00' }),
      expect.objectContaining({ outcome: 'claw_back', clawed_back: 1, refused: '5.00', recover: '65.00' }),
      expect.objectContaining({ outcome: 'held', held: 1, claimed: '70.00', held_amount: '70.00' }),
      expect.objectContaining({
        outcome: 'reject',
        rejected: 3,
        lines: 3,
        refused: '210.00',
        claimed: '210.00',
      }),
      expect.objectContaining({ outcome: 'void', void: 4, lines: 4, claimed: '0.00' }),
    ]);
  });

  it('without a group are one row, whose claims are what FORMATS 9 adds up', async () => {
    expect(await all('')).toEqual([
      {
        ...{ lines: 35, accepted: 25, rejected: 3, clawed_back: 1, held: 2, void: 4 },
        ...{ accepted_amount: '1820.00', refused: '215.00', recover: '65.00', held_amount: '150.00' },
        claimed: '2250.00',
      },
    ]);
  });

  it('of lines that wait are in the scope of their pack', async () => {
    expect((await all('by=pack&outcome=held')).map(({ pack, held_amount: held }) => [pack, held])).toEqual([
      ['guangdong-2025', '70.00'],
      ['hainan-2022', '80.00'],
    ]);
  });

  it.each([
    ['fixmedins_code=H44030000001', 3],
    ['fixmedins_code=h44030000001', 3],
    ['code=D440100000001&area=44', 5],
    ['reason=CLINICIAN_SUSPENDED', 4],
    ['pack=hainan-2022', 8],
    ['area=4403', 3],
  ])('with %s are of %s lines', async (query, lines) => {
    expect((await all(query)).map((row) => row['lines'])).toEqual([lines]);
  });

  it.each([
    ['2025-06-10', '2025-06-11', 26],
    ['2025-06-11', '2025-06-12', 8],
    ['2025-06-12', '2025-06-13', 1],
  ])('from %s until before %s are of %s lines', async (from, until, lines) => {
    const { items } = (await ask(`from=${from}&until=${until}`)).body as Told;
    expect(items.map((row) => row['lines'])).toEqual([lines]);
  });

  it('are not told where all was taken back', async () => {
    const { items } = (await ask('from=2025-06-12&until=2025-06-13&by=outcome')).body as Told;
    expect(items.map(({ outcome }) => outcome)).toEqual(['reject']);
  });

  it('come in pages that together are all', async () => {
    const whole = await all('by=day,institution,outcome');
    const told: unknown[] = [];
    for (let after: string | null = ''; after !== null;) {
      const more: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page = (await ask(`from=2025-06-01&until=2025-07-01&by=day,institution,outcome&limit=3${more}`))
        .body as Told;
      expect(page.items.length).toBeLessThanOrEqual(3);
      told.push(...page.items);
      after = page.next;
    }
    expect(told).toEqual(whole);
    expect(whole.length).toBeGreaterThan(6);
  });

  it.each([
    ['an auditor of Guangdong', 'settlement_auditor', { areas: ['44'] }, ['440100', '440300']],
    ['one of Shenzhen', 'settlement_auditor', { areas: ['4403'] }, ['440300']],
    ['the office of a hospital', 'institution_office', { institutions: [GUANGZHOU ?? ''] }, ['440100']],
    ['the office of one without lines', 'institution_office', { institutions: ['H44010000009'] }, []],
  ] as const)('%s sees those within reach', async (_, role, where, areas) => {
    const who = await process.person(role, where);
    expect((await all('by=area', who)).map((row) => row['mdtrtarea_admvs'])).toEqual(areas);
  });

  it.each([
    ['until=2025-07-01', 'from'],
    ['from=2025-07-01&until=2025-07-01', 'until'],
    ['from=2020-01-01&until=2025-07-01', 'until'],
    ['from=2025-06-01&until=2025-07-01&by=weather', 'by'],
    ['from=2025-06-01&until=2025-07-01&by=day,day', 'by'],
    ['from=2025-06-01&until=2025-07-01&reason=NONE', 'reason'],
    ['from=2025-06-01&until=2025-07-01&by=day&after=2025-06-10', 'after'],
    ['from=2025-06-01&until=2025-07-01&by=day&after=[1]', 'after'],
    ['from=2025-06-01&until=2025-07-01&by=day&after=["a","b"]', 'after'],
  ])('asked with %s are refused, and %s is named', async (query, path) => {
    const { status, body } = await ask(query);
    expect(status).toBe(422);
    const { errors } = body as { readonly errors: readonly { readonly path: string }[] };
    expect([...new Set(errors.map((error) => error.path))]).toEqual([path]);
  });
});
