/** What institutions owe by closed periods: posted once, objected to, netted, written off, by two people where money moves. */
import { gzipSync } from 'node:zlib';
import type { PartResult, PartRows, PartRowsKept } from '@gatekeeper/clearing';
import type { LedgerAnswer, ProposalAnswer } from '../../apps/admin/collections/collection-answer';
import { MS_PER_DAY } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const HOSPITAL = 'H44010000001';
const OTHER = 'H44010000002';
const THIRD = 'H44010000003';
const FOURTH = 'H44010000004';
/** What a part of a run comes to, as far as the ledger reads it. */
const part = (
  recover: string,
  damages: string,
  adjustments: readonly (readonly [string, string])[] = [],
): PartOnFile => ({
  result: {
    totals: {
      ...{ lines: 0, accepted: 0, rejected: 0, clawedBack: 0, held: 0, void: 0 },
      ...{ claimed: '0', acceptedAmount: '0', refused: '0', recover, heldAmount: '0', overpaid: '0' },
    },
    ...{ institutions: [], clinicians: [], departments: [], reasons: [], packs: [], frames: [] },
    // 10 % of this base.
    damages: [{ fixmedinsCode: '', measures: ['refused'], bases: [[RATES, damages]], prepaymentCuts: [] }],
    adjustments: { refused: '0', recover: '0' },
  },
  rows: {
    ...{ differences: [], carveOuts: [], sample: [] },
    adjustments: adjustments.map(([period, amount]) =>
      JSON.stringify({ line: lineOf('1'), period, refused: '0.00', recover: amount }),
    ),
  },
});
const lineOf = (feedetl_sn: string, fixmedins_code = HOSPITAL): object => ({
  ...{ fixmedins_code, mdtrt_id: 'V1', chrg_bchno: '', feedetl_sn },
});
/** What a run kept of lines for the books of other periods. */
const withLedger = (
  { result, rows }: PartOnFile,
  fixmedinsCode: string,
  lines: readonly (readonly [
    kind: 'correction' | 'reversal',
    feedetl_sn: string,
    period: string,
    recover: string,
  ])[],
  area = '44',
): PartOnFile => ({
  result,
  rows: {
    ...rows,
    ledger: lines.map(([kind, feedetl_sn, period, recover]) =>
      JSON.stringify({
        kind,
        line: lineOf(feedetl_sn, fixmedinsCode),
        area,
        period,
        refused: '0.00',
        recover,
      }),
    ),
  },
});
const RATES = 'refused 10, suspended 20, terminated 30';
interface PartOnFile {
  readonly result: PartResult;
  readonly rows: PartRows & Partial<PartRowsKept>;
}
const PARTS: Readonly<Record<string, PartOnFile>> = {
  [HOSPITAL]: part('100000', '100000', [
    ['2025-03', '-30.00'],
    ['2025-04', '7.00'],
    ['2025-03', '5.00'],
  ]),
  [OTHER]: part('5000', '0'),
  H44010000003: part('0', '0'),
};

interface Refusal {
  readonly type: string;
}

describeWith(['postgres'], 'what institutions owe the fund', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let auditor: Somebody;
  let reviewer: Somebody;
  let office: Somebody;
  let otherOffice: Somebody;

  beforeAll(async () => {
    database = await migratedDatabase('admin-collections');
    admin = await openAdminApp(database.url);
    auditor = await somebody(
      admin,
      configuration({ roles: ['settlement_auditor', 'reviewer'], areas: [''] }),
    );
    reviewer = await somebody(admin, configuration({ roles: ['reviewer'], areas: [''] }));
    office = await somebody(
      admin,
      configuration({ roles: ['institution_office'], institutions: [HOSPITAL] }),
    );
    otherOffice = await somebody(
      admin,
      configuration({ roles: ['institution_office'], institutions: [OTHER] }),
    );
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  /** @param closed the kind of closing on it; `null`: none */
  const runOnFile = async (
    area: string,
    period: string,
    closed: 'soft' | 'hard' | null,
    done = true,
    parts = PARTS,
  ): Promise<string> => {
    const [run] = await admin.rows<{ run_id: string }>(
      `INSERT INTO clearing_run (terms, area, area_of, period, counted_by, known_at, done, digest, lines, held, unexplained)
       SELECT concat($1::text, $2::text, $3::text, $4::boolean), $1, 'treatment', $2, 'settlement', now(), $4, d, n, n, n
       FROM (SELECT CASE WHEN $4 THEN 'd' END AS d, CASE WHEN $4 THEN 0 END AS n) AS told RETURNING run_id::text`,
      [area, period, closed, done],
    );
    const runId = run?.run_id ?? '';
    for (const [code, { result, rows }] of Object.entries(parts))
      await admin.rows(
        `INSERT INTO clearing_part (run_id, fixmedins_code, month, done_at, result, rows, unexplained)
         VALUES ($1, $2, '2025-06', now(), $3, $4, 0)`,
        [
          runId,
          code,
          JSON.stringify(result).replace('"fixmedinsCode":""', `"fixmedinsCode":"${code}"`),
          gzipSync(JSON.stringify(rows)),
        ],
      );
    if (closed === null) return runId;
    const book = `'${area}', '${period}', '${closed}', 'settlement', 'treatment', ${runId}, known_at, 'd', 0, '${'0'.repeat(64)}', 0`;
    const columns = 'area, period, kind, counted_by, area_of, run_id, known_at, digest, size, root, held';
    await admin.rows(
      `WITH run AS (SELECT known_at FROM clearing_run WHERE run_id = ${runId})
       INSERT INTO closing_proposal (${columns}, proposed_by) SELECT ${book}, 'one' FROM run`,
    );
    await admin.rows(
      `INSERT INTO closed_period (closing_id, ${columns}, proposed_by, approved_by)
       SELECT closing_id, ${columns}, proposed_by, 'two' FROM closing_proposal WHERE run_id = ${runId}`,
    );
    return runId;
  };
  const postRun = async (runId: string, who = auditor): Promise<unknown> => {
    const { status, body } = await admin.ask('post', '/v1/collections/results', who.token, { run_id: runId });
    return status === 200 ? body : `${status} ${(body as Refusal).type.split(':').at(-1)}`;
  };
  const signedInAgain = async (who: Somebody): Promise<Somebody> => ({
    ...who,
    token: await admin.signIn(who.login),
  });
  const told = async <Answer>(who: Somebody, path: string): Promise<Answer> => {
    const { status, body } = await admin.ask('get', `/v1/collections${path}`, who.token);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as Answer;
  };
  const ledger = (who = auditor, code = HOSPITAL): Promise<LedgerAnswer> => told(who, `/${code}`);
  const done = async <Answer>(who: Somebody, path: string, body: object): Promise<Answer> => {
    const answer = await admin.ask('post', `/v1/collections/${HOSPITAL}/${path}`, who.token, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body as Answer;
  };
  /** Its status and name, as `409 more-than-due`. */
  const refused = async (who: Somebody, path: string, body: object, code = HOSPITAL): Promise<string> => {
    const answer = await admin.ask('post', `/v1/collections/${code}/${path}`, who.token, body);
    return `${answer.status} ${(answer.body as Refusal).type.split('/').at(-1)?.split(':').at(-1)}`;
  };
  const confirm = (who: Somebody, { proposal_id, digest }: ProposalAnswer): Promise<ProposalAnswer> =>
    done(who, `proposals/${proposal_id}/confirm`, { digest });
  const claimOf = async (kind: string): Promise<string> =>
    (await ledger()).claims.find((claim) => claim.kind === kind)?.claim_id ?? 'none';

  it('is posted once for each run and period, and raises a claim for each sum that is not 0', async () => {
    const june = await runOnFile('44', '2025-06', 'hard');
    const elsewhere = await somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['46'] }));
    expect(await postRun(june, elsewhere)).toBe('403 out-of-reach');
    const posted = {
      ...{ run_id: june, area: '44', period: '2025-06', institutions: 2, claims: 5 },
      ...{ due: '1157.00', given_back: '25.00' },
      // Guangdong has no damages; none were raised.
      damages_to_check: [],
    };
    expect(await postRun(june)).toEqual({ ...posted, repeated: false });
    expect(await postRun(june)).toEqual({ ...posted, repeated: true });
    expect(await postRun(await runOnFile('4401', '2025', 'hard'))).toBe('409 period-posted');
    expect(await postRun(await runOnFile('44', '2025-07', 'soft'))).toBe('409 not-a-closing-run');
    expect(await postRun(await runOnFile('44', '2025-08', null))).toBe('409 not-a-closing-run');
    expect(await postRun(await runOnFile('44', '2025-09', null, false))).toBe('409 run-unfinished');
    expect(await postRun('999')).toBe('404 not-on-file');
    expect(await postRun('run-june')).toBe('404 not-on-file');
    const { balances, aging, to_give_back, claims } = await ledger(office);
    expect(balances).toEqual({
      ...{ claimed: '1107.00', due: '1082.00', suspended: '0.00', collected: '0.00' },
      ...{ written_off: '0.00', let_off: '0.00', given_back: '25.00' },
    });
    expect(aging[0]).toEqual({ days: '0-30', due: '1107.00', suspended: '0.00' });
    expect(to_give_back).toBe('25.00');
    // Posted on 2026-03-02, a Monday; 10 working days after it.
    expect(
      claims.map(({ kind, corrects, objection_until, confirmed }) => [
        kind,
        corrects,
        objection_until,
        confirmed,
      ]),
    ).toEqual([
      ['recovery', null, '2026-03-16', false],
      ['damages', null, '2026-03-16', false],
      ['adjustment', '2025-03', null, true],
      ['adjustment', '2025-04', '2026-03-16', false],
    ]);
  });

  it('is seen by the office of the institution alone, and listed within the scope of whoever asks', async () => {
    expect((await admin.ask('get', `/v1/collections/${HOSPITAL}`, otherOffice.token)).status).toBe(403);
    expect(await told(otherOffice, '')).toMatchObject({
      items: [{ fixmedins_code: OTHER, due: '50.00' }],
      next: null,
    });
    expect(await told(auditor, '?limit=1')).toMatchObject({
      items: [{ fixmedins_code: HOSPITAL }],
      next: HOSPITAL,
    });
    expect(await told(auditor, `?limit=1&after=${HOSPITAL}`)).toMatchObject({
      items: [{ fixmedins_code: OTHER }],
      next: null,
    });
  });

  it('nets nothing that may still be objected to, and gives nothing back while nothing was collected', async () => {
    expect(await refused(auditor, 'nettings', { month: '2026-03', payable: '5000.00' })).toBe(
      '409 nothing-to-net',
    );
  });

  it('stops where the institution objects, until two people have decided', async () => {
    const recovery = await claimOf('recovery');
    const grounds = { grounds: '抢救记录已补传' };
    expect(await refused(otherOffice, `claims/${recovery}/objection`, grounds)).toBe('403 out-of-scope');
    expect(await refused(auditor, `claims/${recovery}/objection`, grounds)).toBe('403 not-allowed');
    expect(await refused(office, `claims/${recovery}/objection`, { ...grounds, amount: '1000.01' })).toBe(
      '409 more-than-due',
    );
    const objected = await done<LedgerAnswer>(office, `claims/${recovery}/objection`, {
      ...grounds,
      amount: '600.00',
    });
    expect(objected.balances).toMatchObject({ due: '482.00', suspended: '600.00' });
    expect(await refused(office, `claims/${recovery}/objection`, grounds)).toBe('409 objected-already');
    expect(await refused(office, `claims/${await claimOf('adjustment')}/objection`, grounds)).toBe(
      '409 no-objection',
    );

    admin.clock.pass(15 * MS_PER_DAY);
    auditor = await signedInAgain(auditor);
    reviewer = await signedInAgain(reviewer);
    office = await signedInAgain(office);
    expect(await refused(office, `claims/${await claimOf('damages')}/objection`, grounds)).toBe(
      '409 objection-too-late',
    );
    const objection_id = objected.claims.find(({ claim_id }) => claim_id === recovery)?.objection
      ?.objection_id;
    const outcome = { objection_id, outcome: 'upheld', reason: '核实属实' };
    const proposed = await done<ProposalAnswer>(auditor, 'objection-outcomes', outcome);
    expect(await refused(auditor, 'objection-outcomes', { ...outcome, outcome: 'refused' })).toBe(
      '409 proposal-waits',
    );
    await done(reviewer, `proposals/${proposed.proposal_id}/decline`, { reason: '再核' });
    expect((await ledger()).balances).toMatchObject({ suspended: '600.00' });
    await confirm(reviewer, await done<ProposalAnswer>(auditor, 'objection-outcomes', outcome));
    expect((await ledger()).balances).toMatchObject({
      ...{ due: '482.00', suspended: '0.00', let_off: '600.00', given_back: '25.00' },
    });
    expect(await refused(auditor, 'objection-outcomes', outcome)).toBe('409 decided-already');
  });

  it('is netted into the next payment, the oldest first, never beyond it; the rest waits or is written off', async () => {
    const netting = await done<ProposalAnswer>(auditor, 'nettings', { month: '2026-04', payable: '450.00' });
    // 475.00 are taken: the 25.00 go back with them, because as much is collected now, and the payment bears the rest.
    expect(netting.content).toMatchObject({ deducted: '450.00', carried: '32.00', unconfirmed: '0.00' });
    expect(await refused(auditor, 'nettings', { month: '2026-04', payable: '1.00' })).toBe(
      '409 proposal-waits',
    );
    const path = `proposals/${netting.proposal_id}/confirm`;
    expect(await refused(auditor, path, { digest: netting.digest })).toBe('409 second-person-needed');
    expect(await refused(reviewer, path, { digest: '0'.repeat(64) })).toBe('409 other-digest');
    const damages = await claimOf('damages');
    expect(
      await refused(auditor, 'write-offs', { claim_id: damages, amount: '100.01', reason: '机构注销' }),
    ).toBe('409 more-than-due');
    const writeOff = await done<ProposalAnswer>(auditor, 'write-offs', {
      claim_id: damages,
      amount: '60.00',
      reason: '机构注销',
    });
    await confirm(reviewer, writeOff);
    // What was proposed before takes 75.00 of the damages, of which 40.00 are left.
    expect(
      await refused(reviewer, `proposals/${netting.proposal_id}/confirm`, { digest: netting.digest }),
    ).toBe('409 changed-since');
    await done(reviewer, `proposals/${netting.proposal_id}/decline`, { reason: '余额已变' });
    const anew = await done<ProposalAnswer>(auditor, 'nettings', { month: '2026-04', payable: '450.00' });
    expect((await confirm(reviewer, anew)).decision).toMatchObject({
      outcome: 'confirmed',
      by: reviewer.userId,
    });
    expect(await refused(auditor, 'nettings', { month: '2026-04', payable: '1.00' })).toBe(
      '409 month-netted',
    );
    expect((await ledger()).balances).toEqual({
      ...{ claimed: '1107.00', due: '0.00', suspended: '0.00', collected: '422.00' },
      ...{ written_off: '60.00', let_off: '600.00', given_back: '25.00' },
    });
    const { items } = await told<{
      items: readonly { kind: string; entries: readonly { amount: string }[] }[];
    }>(auditor, `/${HOSPITAL}/postings`);
    expect(items.map(({ kind }) => kind)).toEqual([
      'netting',
      'write_off',
      'objection',
      'objected',
      'results',
    ]);
    expect(items.map(({ entries }) => entries.reduce((sum, { amount }) => sum + Number(amount), 0))).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('gives back of a recovery that is overturned later what was collected of it, not what an objection let off', async () => {
    const later = { [HOSPITAL]: part('0', '0', [['2025-06', '-700.00']]) };
    expect(await postRun(await runOnFile('44', '2025-10', 'hard', true, later))).toMatchObject({
      ...{ claims: 1, due: '0.00', given_back: '700.00' },
      damages_to_check: [{ fixmedins_code: HOSPITAL, area: '44', period: '2025-06', damages: '100.00' }],
    });
    // 1000.00 were to be recovered: 600.00 were let off, 400.00 collected, and 300.00 still stand.
    const { balances, to_give_back } = await ledger();
    expect(balances).toEqual({
      ...{ claimed: '1107.00', due: '-100.00', suspended: '0.00', collected: '422.00' },
      ...{ written_off: '60.00', let_off: '0.00', given_back: '725.00' },
    });
    expect(to_give_back).toBe('100.00');
    const netting = await done<ProposalAnswer>(auditor, 'nettings', { month: '2026-05', payable: '0.00' });
    expect(netting.content).toMatchObject({ deducted: '-100.00' });
    await confirm(reviewer, netting);
    expect((await ledger()).balances).toMatchObject({ due: '0.00', collected: '322.00' });
  });

  it('decides of an objection what is left of it, where corrections took off a part, or all', async () => {
    const postMonth = async (period: string, hospital: PartOnFile): Promise<unknown> =>
      postRun(await runOnFile('44', period, 'hard', true, { [HOSPITAL]: hospital }));
    const november = async () => (await ledger()).claims.find(({ period }) => period === '2025-11');
    await postMonth('2025-11', part('5000', '0'));
    await done(office, `claims/${(await november())?.claim_id}/objection`, { grounds: '已更正' });
    const outcome = {
      ...{ objection_id: (await november())?.objection?.objection_id, outcome: 'upheld', reason: '核实属实' },
    };
    const propose = () => done<ProposalAnswer>(auditor, 'objection-outcomes', outcome);
    const outdated = async ({ proposal_id, digest }: ProposalAnswer): Promise<void> => {
      expect(await refused(reviewer, `proposals/${proposal_id}/confirm`, { digest })).toBe(
        '409 changed-since',
      );
      await done(reviewer, `proposals/${proposal_id}/decline`, { reason: '余额已变' });
    };
    const whole = await propose();
    await postMonth('2025-12', part('0', '0', [['2025-11', '-30.00']]));
    await outdated(whole);
    const rest = await propose();
    expect(rest.content).toMatchObject({ amount: '20.00' });
    await postMonth('2026-01', part('0', '0', [['2025-11', '-20.00']]));
    await outdated(rest);
    expect(await refused(auditor, 'objection-outcomes', outcome)).toBe('409 nothing-objected');
    expect(await november()).toMatchObject({
      ...{ suspended: '0.00', let_off: '0.00', given_back: '50.00' },
      objection: { amount: '50.00', outcome: 'corrected' },
    });
    expect((await ledger()).to_give_back).toBe('0.00');
  });

  it('goes line by line where an objection names lines; a refund takes back of the period of what it reverses', async () => {
    const itsOffice = await somebody(
      admin,
      configuration({ roles: ['institution_office'], institutions: [FOURTH] }),
    );
    const [may, august] = [{ [FOURTH]: part('10000', '0') }, '2026-03'];
    expect(await postRun(await runOnFile('44', '2025-05', 'hard', true, may))).toMatchObject({
      due: '100.00',
    });
    const posted = async () =>
      (await ledger(auditor, FOURTH)).claims.find(({ period }) => period === '2025-05');
    const claim = (await posted())?.claim_id;
    const path = `claims/${claim}/objection`;
    const lineBody = (feedetl_sn: string, amount: string) => ({ mdtrt_id: 'V1', feedetl_sn, amount });
    const grounds = { grounds: '抢救记录已补传' };
    const object = (body: object): Promise<string> =>
      refused(itsOffice, path, { ...grounds, ...body }, FOURTH);
    expect(await object({ amount: '1.00', lines: [lineBody('A', '60.00')] })).toBe('409 lines-differ');
    expect(await object({ lines: [lineBody('A', '30.00'), lineBody('A', '30.00')] })).toBe(
      '409 lines-unusable',
    );
    const { status, body } = await admin.ask('post', `/v1/collections/${FOURTH}/${path}`, itsOffice.token, {
      ...{ ...grounds, lines: [lineBody('A', '60.00')] },
    });
    expect([
      status,
      (body as LedgerAnswer).claims.find(({ claim_id }) => claim_id === claim)?.objection,
    ]).toMatchObject([201, { amount: '60.00', lines: [{ ...lineBody('A', '60.00'), chrg_bchno: '' }] }]);
    // B is 40.00 of May: 15.00 of it are corrected, 25.00 a refund reverses. A waits, whatever becomes of B.
    const lines = [
      ['correction', 'B', '2025-05', '-15.00'],
      ['reversal', 'B', '2025-05', '-25.00'],
    ] as const;
    const later = { [FOURTH]: withLedger(part('-2500', '0'), FOURTH, lines) };
    expect(await postRun(await runOnFile('44', august, 'hard', true, later))).toMatchObject({
      ...{ claims: 1, due: '0.00', given_back: '40.00' },
    });
    expect((await ledger(auditor, FOURTH)).books).toMatchObject([
      {
        area: '44',
        period: '2025-05',
        recovered: '60.00',
        due: '0.00',
        suspended: '60.00',
        given_back: '40.00',
      },
    ]);
  });

  it('keeps the books of two areas apart: each is netted into its own payment, nothing is set against the other', async () => {
    const period = '2025-07';
    await postRun(await runOnFile('4401', period, 'hard', true, { [THIRD]: part('10000', '0') }));
    await postRun(await runOnFile('4403', period, 'hard', true, { [THIRD]: part('3000', '0') }));
    const shenzhen = withLedger(part('0', '0'), THIRD, [['correction', 'A', period, '-50.00']], '4403');
    expect(
      await postRun(await runOnFile('4403', '2026-02', 'hard', true, { [THIRD]: shenzhen })),
    ).toMatchObject({
      given_back: '50.00',
    });
    const { books, to_give_back } = await ledger(auditor, THIRD);
    expect(books).toMatchObject([
      { area: '4401', recovered: '100.00', due: '100.00' },
      { area: '4403', recovered: '-20.00', due: '-20.00' },
    ]);
    expect(to_give_back).toBe('20.00');
    admin.clock.pass(40 * MS_PER_DAY);
    [auditor, reviewer] = [await signedInAgain(auditor), await signedInAgain(reviewer)];
    const month = { month: '2026-06', payable: '500.00' };
    expect(await refused(auditor, 'nettings', month, THIRD)).toBe('409 area-needed');
    const net = (area: string) =>
      admin.ask('post', `/v1/collections/${THIRD}/nettings`, auditor.token, { ...month, area });
    // Nothing was collected in the books of 4403: what 4401 is owed pays for none of it.
    expect((await net('4403')).status).toBe(409);
    expect((await net('4401')).body).toMatchObject({ content: { area: '4401', deducted: '100.00' } });
  });

  it('names the damages that rest on corrected lines to whoever audits', async () => {
    expect(await told(auditor, '/damages-to-check')).toMatchObject({
      items: [{ fixmedins_code: HOSPITAL, area: '44', period: '2025-06', damages: '100.00' }],
      next: null,
    });
    office = await signedInAgain(office);
    expect((await admin.ask('get', '/v1/collections/damages-to-check', office.token)).status).toBe(403);
  });

  it('is refused by the database: one person, a posting that does not balance, more than is due, also by two at once, a change', async () => {
    const attempt = (statements: string): Promise<string> =>
      admin.rows(`DO $$ BEGIN ${statements} END $$`).then(
        () => 'done',
        (error: unknown) => String(error),
      );
    const decided = (proposer: string, decider: string, month = '2026-05'): string =>
      `INSERT INTO collection_proposal (fixmedins_code, kind, subject, content, digest, proposed_by, proposed_at)
       VALUES ('${OTHER}', 'netting', '${month}', '{}', 'd', '${proposer}', now());
       INSERT INTO collection_decision (fixmedins_code, proposal_id, kind, subject, outcome, proposed_by, decided_by, decided_at)
       SELECT fixmedins_code, proposal_id, kind, subject, 'confirmed', proposed_by, '${decider}', now()
       FROM collection_proposal WHERE fixmedins_code = '${OTHER}' ORDER BY proposal_id DESC LIMIT 1;
       INSERT INTO collection_posting (fixmedins_code, kind, subject, proposal_id, posted_by, posted_at)
       SELECT fixmedins_code, kind, subject, proposal_id, decided_by, now()
       FROM collection_decision WHERE fixmedins_code = '${OTHER}' ORDER BY proposal_id DESC LIMIT 1;`;
    const entries = (taken: number, left: number, first = 1): string =>
      `INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
       SELECT '${OTHER}', (SELECT max(posting_id) FROM collection_posting WHERE fixmedins_code = '${OTHER}'), no, claim_id, account, amount
       FROM collection_claim, (VALUES (${first}, 'collected', ${taken}), (${first + 1}, 'due', ${left})) AS entry (no, account, amount)
       WHERE fixmedins_code = '${OTHER}';`;
    expect(await attempt(decided('one', 'one'))).toContain('collection_decision_second_person');
    expect(await attempt(decided('one', 'two') + entries(100, -99))).toContain('does not balance to 0');
    expect(await attempt(decided('one', 'two') + entries(5001, -5001))).toContain(
      'below nothing, or above its amount',
    );
    expect(await attempt(decided('one', 'two'))).toContain('has no entries');
    expect(await attempt(entries(1, -1, 10))).toContain('written whole, in one transaction');
    expect(await attempt(`UPDATE collection_entry SET amount_fen = 1;`)).toContain('append-only');
    expect(await attempt(`DELETE FROM collection_posting;`)).toContain('append-only');
    const atOnce = await Promise.all(
      ['2026-06', '2026-07'].map((month) => attempt(decided('one', 'two', month) + entries(3000, -3000))),
    );
    expect(atOnce.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect((await ledger(auditor, OTHER)).balances).toMatchObject({ due: '20.00', collected: '30.00' });
    const corrected = (period: string, closed: string, amount: number): string =>
      `INSERT INTO collection_run (run_id, area, period, months, pack, edition, posted_by, posted_at, posted_on)
       SELECT '${period}', '44', '${period}', daterange('${period}-01', '${period}-28'), pack, edition, 'one', now(), current_date
       FROM collection_run LIMIT 1;
       INSERT INTO collection_claim (fixmedins_code, run_id, kind, corrects, amount_fen)
       VALUES ('${OTHER}', '${period}', 'adjustment', '${closed}', -${amount});
       INSERT INTO collection_posting (fixmedins_code, kind, subject, run_id, posted_by, posted_at)
       VALUES ('${OTHER}', 'results', '${period}', '${period}', 'one', now());
       ${ofClaim(period, [`'due', -${amount}`, `'given_back', ${amount}`])}`;
    const ofClaim = (period: string, posted: readonly [string, string]): string =>
      `INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
       SELECT '${OTHER}', (SELECT max(posting_id) FROM collection_posting WHERE fixmedins_code = '${OTHER}'), no, claim_id, account, amount
       FROM collection_claim, (VALUES (1, ${posted[0]}), (2, ${posted[1]})) AS entry (no, account, amount)
       WHERE fixmedins_code = '${OTHER}' AND run_id = '${period}';`;
    expect(await attempt(corrected('2025-08', '2025-06', 2500))).toContain(
      'would give back what was not collected of 2025-06',
    );
    expect(await attempt(corrected('2025-08', '2025-01', 3001))).toBe('done');
    const given = (amount: number): string =>
      decided('one', 'two', '2026-08') + ofClaim('2025-08', [`'collected', -${amount}`, `'due', ${amount}`]);
    expect(await attempt(given(3001))).toContain('more would be given back');
    expect(await attempt(given(3000))).toBe('done');
  });

  it('is refused by the database: a line set off against other books, more of it than is taken back, what others objected to', async () => {
    const setOff = (account: string, fen: number, feedetl_sn: string, against: string): string =>
      `INSERT INTO collection_set_off
         (fixmedins_code, correction_id, claim_id, account, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
       SELECT correction.fixmedins_code, correction.claim_id, against.claim_id, '${account}', 'V1', '', '${feedetl_sn}', ${fen}
       FROM collection_claim correction JOIN collection_claim against USING (fixmedins_code)
       WHERE correction.amount_fen < 0 AND ${against};`;
    const attempt = (statements: string): Promise<string> =>
      admin.rows(`DO $$ BEGIN ${statements} END $$`).then(
        () => 'done',
        (error: unknown) => String(error),
      );
    const third = (area: string): string =>
      `fixmedins_code = '${THIRD}' AND against.amount_fen > 0 AND against.area = '${area}'`;
    const fourth = `fixmedins_code = '${FOURTH}' AND against.amount_fen > 0`;
    // 30.00 of the 50.00 of A are set off in the books of 4403 already, 40.00 of the 40.00 of B in those of 44.
    expect(await attempt(setOff('due', 2000, 'A', third('4401')))).toContain('of other books');
    expect(await attempt(setOff('collected', 2001, 'A', third('4403')))).toContain(
      'more of a line than it takes back',
    );
    expect(await attempt(setOff('collected', 1, 'C', third('4403')))).toContain(
      'more of a line than it takes back',
    );
    expect(await attempt(setOff('due', 1, 'B', fourth))).toContain('more of a line than it takes back');
    const named = `INSERT INTO collection_posting (fixmedins_code, kind, subject, posted_by, posted_at)
       VALUES ('${FOURTH}', 'restated', 'other lines', 'one', now());
       INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
       SELECT c.fixmedins_code, (SELECT max(posting_id) FROM collection_posting), no, claim_id, account, fen
       FROM collection_claim c, (VALUES (1, 'suspended', -1), (2, 'given_back', 1)) AS entry (no, account, fen)
       WHERE c.fixmedins_code = '${FOURTH}' AND c.amount_fen > 0;`;
    expect(await attempt(named)).toContain('objected to of other lines');
  });

  it('leaves each act in the audit log', async () => {
    const rows = await admin.rows<{ action: string }>(
      `SELECT entry ->> 'action' AS action FROM audit_entry WHERE entry ->> 'subject' = $1 OR entry ->> 'action' = 'postCollectionResults' ORDER BY seq`,
      [HOSPITAL],
    );
    expect([...new Set(rows.map(({ action }) => action))]).toEqual([
      'postCollectionResults',
      'objectToClaim',
      'proposeObjectionOutcome',
      'declineCollectionProposal',
      'confirmCollectionProposal',
      'proposeNetting',
      'proposeWriteOff',
    ]);
  });
});
