/** Figures of lines, told by group and within reach; none of them reads a line. */
import { dayOf } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { inTransaction } from '@gatekeeper/database';
import { DecisionStore, EMPTY_BATCH } from '@gatekeeper/decision-store';
import type { CarveOutEntry } from '@gatekeeper/decision-store';
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

const [NORTH, SOUTH] = ['D440100000001', 'D440100000002'];

/** One of a visit for each `entry`. */
const carveOut = (visitId: string, more: Partial<CarveOutEntry>): CarveOutEntry => ({
  line: {
    ...{ fixmedinsCode: more.line?.fixmedinsCode ?? GUANGZHOU ?? '', visitId, chargeBatch: '', lineNo: '1' },
    ...{ revision: 1, contentHash: 'sha256:0' },
  },
  ...{ decisionId: `d ${visitId}`, feeDay: june(10), treatmentArea: '440100', orderingCode: NORTH ?? '' },
  ...{ lift: 'EMERGENCY_EXEMPT', pack: 'guangdong-2025', amount: 7000n, leftFor: null },
  reasons: [
    {
      code: 'CLINICIAN_SUSPENDED',
      effect: 'bars',
      role: 'ordering',
      article: 'guangdong-2025 art. 15',
      evidence: ['文1'],
    },
    {
      code: 'EMERGENCY_EXEMPT',
      effect: 'lifts',
      role: null,
      article: 'guangdong-2025 art. 16',
      evidence: ['R-1'],
    },
  ],
  ...more,
});

const CARVE_OUTS: readonly CarveOutEntry[] = [
  carveOut('V1', {}),
  carveOut('V2', { orderingCode: SOUTH ?? '', lift: 'EXEMPTION_GRANTED', amount: 500n }),
  carveOut('V3', {}),
  carveOut('V3', { leftFor: 'claw_back' }),
  carveOut('V4', { feeDay: june(30) }),
  carveOut('V5', { feeDay: dayOf(2025, 7, 1) as Day }),
];

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
      await store.append(client, { ...EMPTY_BATCH, tallies: TALLIES.slice(6), carveOuts: CARVE_OUTS });
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

  it('without a group are one row, whose claims are what CONTRACT 9 adds up', async () => {
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

  const carved = async (path: string, query: string, who = province): Promise<Told> => {
    const answer = await process.admin.ask(
      'get',
      `/v1/carve-outs${path}?from=2025-06-01&until=2025-07-01&${query}`,
      who.token,
    );
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Told;
  };

  it('the ledger sums what stands in it', async () => {
    expect((await carved('', '')).items).toEqual([{ lines: 3, amount: '145.00' }]);
    expect((await carved('', 'by=clinician,lift')).items).toEqual([
      { code: NORTH, lift: 'EMERGENCY_EXEMPT', lines: 2, amount: '140.00' },
      { code: SOUTH, lift: 'EXEMPTION_GRANTED', lines: 1, amount: '5.00' },
    ]);
    expect((await carved('', `by=institution&code=${SOUTH}`)).items).toEqual([
      { fixmedins_code: GUANGZHOU, lines: 1, amount: '5.00' },
    ]);
  });

  it('the ledger tells its lines with their evidence, in pages', async () => {
    const [first] = (await carved('/lines', 'limit=1')).items;
    expect(first).toMatchObject({
      line: { fixmedins_code: GUANGZHOU, mdtrt_id: 'V1', revision: 1 },
      ...{ day: '2025-06-10', code: NORTH, bars: ['CLINICIAN_SUSPENDED'], amount: '70.00', left_for: null },
      lifts: [{ code: 'EMERGENCY_EXEMPT', article: 'guangdong-2025 art. 16', evidence: ['R-1'] }],
    });
    const told: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const more: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page = await carved('/lines', `limit=2${more}`);
      told.push(...page.items.map(({ line }) => (line as { mdtrt_id: string }).mdtrt_id));
      after = page.next;
    }
    expect(told).toEqual(['V1', 'V2', 'V4']);
    const { items } = await carved('/lines', 'history=true');
    expect(items.map(({ amount, left_for: leftFor }) => [amount, leftFor])).toEqual([
      ['70.00', null],
      ['5.00', null],
      ['70.00', null],
      ['-70.00', 'claw_back'],
      ['70.00', null],
    ]);
  });

  it('the ledger is told within reach', async () => {
    const hainan = await process.person('settlement_auditor', { areas: ['46'] });
    expect((await carved('', '', hainan)).items).toEqual([]);
    expect((await carved('/lines', '', hainan)).items).toEqual([]);
    const office = await process.person('institution_office', { institutions: [GUANGZHOU ?? ''] });
    expect((await carved('/lines', '', office)).items).toHaveLength(3);
  });

  it('whoever asks for lines after no place of ours is refused', async () => {
    const path = '/v1/carve-outs/lines?from=2025-06-01&until=2025-07-01&after=';
    for (const after of ['["H1","x"]', '["H1"]', 'H1'])
      expect((await process.admin.ask('get', path + encodeURIComponent(after), province.token)).status).toBe(
        422,
      );
  });
});

/** Each: lines barred, and of those lifted. */
const USE: readonly (readonly [clinician: string, barred: number, lifted: number])[] = [
  ['D440100000010', 20, 10],
  ['D440100000011', 19, 19],
  ['D440100000012', 20, 9],
  ['D440100000013', 200, 20],
  // Of a clinician of another hospital, alone there.
  ['D440300000010', 20, 20],
];

describeWith(['postgres'], 'abnormal use of exceptions', () => {
  let process: Process;
  let auditor: Somebody;

  beforeAll(async () => {
    process = await openProcess('admin-abnormal-use', [], []);
    const { dataSource } = process.admin.parts;
    const of = (orderingCode: string): Partial<Tally> =>
      orderingCode.startsWith('D4403')
        ? { orderingCode, fixmedinsCode: SHENZHEN ?? '', treatmentArea: '440300' }
        : { orderingCode };
    const tallies = USE.flatMap(([clinician, barred, lifted]) => [
      suspended({ ...of(clinician), lines: barred - lifted }),
      tally({ ...of(clinician), reason: 'EMERGENCY_EXEMPT', lines: lifted }),
      // What waits, what only mirrors, and what is in good standing say nothing of it.
      suspended({ ...of(clinician), outcome: 'held', reason: 'EMERGENCY_EVIDENCE_NEEDED', lines: 100 }),
      suspended({ ...of(clinician), reason: 'REFUND_MIRRORS_ORIGINAL', lines: 100 }),
    ]);
    await inTransaction(dataSource, (client) =>
      new DecisionStore(dataSource).append(client, {
        ...EMPTY_BATCH,
        tallies: [...tallies, tally({ lines: 1_000 })],
      }),
    );
    auditor = await process.person('settlement_auditor', { areas: ['44'] });
  });
  afterAll(() => process.close());

  const listed = async (query: string): Promise<Told['items']> => {
    const path = `/v1/carve-outs/abnormal-use?from=2025-06-01&until=2025-07-01&${query}`;
    const answer = await process.admin.ask('get', path, auditor.token);
    if (answer.status !== 200) throw new Error(answer.text);
    return (answer.body as Told).items;
  };
  const codes = async (query: string) =>
    (await listed(`by=clinician&${query}`)).map(({ code }) => String(code).slice(-2));

  it('is half of twenty lines or more, and twice what all others have, unless said otherwise', async () => {
    expect(await listed('by=clinician&area=4401')).toEqual([
      {
        ...{ code: 'D440100000010', barred: 20, lifted: 10, share_percent: 50 },
        ...{ peers_barred: 239, peers_share_percent: 20 },
      },
    ]);
  });

  it.each([
    ['area=4401&least_barred=21', []],
    ['area=4401&least_barred=19', ['10', '11']],
    ['area=4401&least_share_percent=51', []],
    ['area=4401&least_share_percent=45', ['10', '12']],
    ['area=4401&times_peers_percent=251', []],
    ['area=4401&least_barred=1&least_share_percent=0&times_peers_percent=0', ['10', '11', '12', '13']],
  ])('with %s', async (query, expected) => {
    expect(await codes(query)).toEqual(expected);
  });

  it('without anyone beside is told by the share alone', async () => {
    expect(await listed('by=clinician&area=4403')).toEqual([
      {
        ...{ code: 'D440300000010', barred: 20, lifted: 20, share_percent: 100 },
        ...{ peers_barred: 0, peers_share_percent: null },
      },
    ]);
  });

  it('of institutions is told by institution', async () => {
    expect(await listed('by=institution')).toEqual([
      expect.objectContaining({ fixmedins_code: SHENZHEN, share_percent: 100, peers_share_percent: 22 }),
    ]);
  });

  it('is nothing for whom it is about', async () => {
    const office = await process.person('institution_office', { institutions: [GUANGZHOU ?? ''] });
    const path = '/v1/carve-outs/abnormal-use?by=clinician&from=2025-06-01&until=2025-07-01';
    expect((await process.admin.ask('get', path, office.token)).status).toBe(403);
  });
});

describeWith(['postgres'], 'signals', () => {
  let process: Process;
  let auditor: Somebody;

  beforeAll(async () => {
    process = await openProcess('admin-signals', [], []);
    await process.admin.rows(`
      INSERT INTO signal (fixmedins_code, kind, area, subject, beside, from_day, until_day, figures, evidence) VALUES
        ('${GUANGZHOU}', 'two_sites', '440100', '${NORTH}', '${SHENZHEN}', '2025-06-10', '2025-06-11', '{"minutes":1}',
         '["2025-06-10 09:30"]'),
        ('${SHENZHEN}', 'two_sites', '440300', '${NORTH}', '${GUANGZHOU}', '2025-06-10', '2025-06-11', '{"minutes":1}', '[]'),
        ('${GUANGZHOU}', 'placeholder_codes', '440100', '', '', '2025-06-01', '2025-07-01', '{"lines":100}',
         '[{"code":"/","lines":20}]'),
        ('${HAIKOU}', 'volume_moved', '460100', 'D4601', 'D4602', '2025-06-01', '2025-07-27', '{"lines_before":20}', '[]'),
        ('${GUANGZHOU}', 'placeholder_codes', '440100', '', '', '2025-07-01', '2025-08-01', '{}', '[]')`);
    auditor = await process.person('settlement_auditor', { areas: ['44'] });
  });
  afterAll(() => process.close());

  const listed = async (query: string, who = auditor): Promise<Told> => {
    const path = `/v1/signals?from=2025-06-01&until=2025-07-01&${query}`;
    const answer = await process.admin.ask('get', path, who.token);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Told;
  };

  it.each([
    ['', ['two_sites', 'placeholder_codes', 'two_sites']],
    ['kind=placeholder_codes', ['placeholder_codes']],
    ['area=4403', ['two_sites']],
    [`fixmedins_code=${GUANGZHOU}`, ['two_sites', 'placeholder_codes']],
    [`code=${NORTH}`, ['two_sites', 'two_sites']],
    ['area=46', []],
  ])('with %s', async (query, kinds) => {
    expect((await listed(query)).items.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('tell whom, where, when and on what they rest, in pages', async () => {
    const { items, next } = await listed('limit=1');
    expect(items).toEqual([
      {
        ...{ signal_id: '1', kind: 'two_sites', fixmedins_code: GUANGZHOU, subject: NORTH, beside: SHENZHEN },
        ...{
          from: '2025-06-10',
          until: '2025-06-11',
          figures: { minutes: 1 },
          evidence: ['2025-06-10 09:30'],
        },
        found_at: expect.any(String) as string,
      },
    ]);
    const rest = await listed(`after=${encodeURIComponent(next ?? '')}`);
    expect(rest.items).toHaveLength(2);
    expect(rest.next).toBeNull();
  });

  it('are told within reach, and not to whom they are about', async () => {
    const province = await process.person('settlement_auditor', { areas: [''] });
    expect((await listed('', province)).items).toHaveLength(4);
    const office = await process.person('institution_office', { institutions: [GUANGZHOU ?? ''] });
    const path = '/v1/signals?from=2025-06-01&until=2025-07-01';
    expect((await process.admin.ask('get', path, office.token)).status).toBe(403);
  });
});
