/**
 * From a run to the books (CONTRACT 9): two months of Hainan are settled by the stream, cleared by `gatekeeper clear`, closed for good
 * by two people and posted to the ledger. Every figure is worked out by hand from the lines below.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MS_PER_DAY } from '@gatekeeper/calendar';
import type { LedgerAnswer, ProposalAnswer } from '../../apps/admin/collections/collection-answer';
import { rowsOf } from '../gatekeeper/answers';
import { gatekeeperMust } from '../gatekeeper/command';
import { lineRow, personRows, recordRow, sanctionRow } from '../gatekeeper/rows';
import type { Arrival, YearEvent } from '../gatekeeper/year-history';
import { YearPlayed } from '../gatekeeper/year-played';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const [FIRST, SECOND, CLEAN] = ['H46019900001', 'H46019900002', 'H46019900003'] as const;
const SUSPENDED = 'D460199000001';
const APPEALS = 'D460199000002';
const LATE = 'D460199000003';
const GOOD = 'D460199000004';

const hospital = (fixmedins_code: string): string =>
  recordRow(fixmedins_code, {
    ...{ kind: 'institution', fixmedins_code, name: '医院', type: 'hospital', admdvs: '460100' },
  });
const GROUND = [
  ...[FIRST, SECOND, CLEAN].map(hospital),
  ...personRows(SUSPENDED, '甲', 'doctor', FIRST),
  ...personRows(APPEALS, '乙', 'doctor', FIRST),
  ...personRows(LATE, '丙', 'doctor', SECOND),
  ...personRows(GOOD, '丁', 'doctor', CLEAN),
  ...[FIRST, SECOND].map((fixmedins_code) =>
    recordRow(`${GOOD}-${fixmedins_code}`, {
      ...{ kind: 'registration', code: GOOD, fixmedins_code, main_site: false },
      ...{ from: '2024-01-01', committed_on: '2024-01-01' },
    }),
  ),
];

/** Of what it costs the fund bears all; Hainan counts all fund money. Paid on the day after, or not at all. */
function line(site: string, feedetl_sn: string, code: string, day: string, fund: string, paid: boolean) {
  return lineRow({
    ...{ fixmedins_code: site, mdtrt_id: `V-${site.at(-1)}-${day.slice(0, 7)}`, feedetl_sn },
    ...{ mdtrtarea_admvs: '460100', insuplc_admdvs: '460100', bilg_dr_codg: code },
    ...{ fee_ocur_time: `${day} 10:00:00`, pric: fund, det_item_fee_sumamt: fund, fund_pay_amt: fund },
    ...{ pool_pay_amt: fund, acct_pay_amt: '0.00', paid_at: paid ? `${day} 20:00:00` : undefined },
  });
}

const arrival = (at: string, given: Partial<Omit<Arrival, 'kind' | 'at'>>): Arrival => ({
  ...{ kind: 'arrival', at, writes: [], lines: [], notices: [], isWorkedOff: true, plans: 'approve' },
  ...given,
});
const asked = (at: string, period: string): YearEvent => ({
  ...{ kind: 'asked', at, area: '46', period, closes: false },
});

const EVENTS: readonly YearEvent[] = [
  arrival('2025-07-03 10:00:00', {
    writes: [
      [sanctionRow(SUSPENDED, FIRST, '琼1')],
      [sanctionRow(APPEALS, FIRST, '琼2', { from: '2025-06-01', until: '2025-12-01' })],
      [
        recordRow('suspended-hospital', {
          ...{ kind: 'institution_status', fixmedins_code: SECOND, status: 'suspended', document_no: '琼3' },
          ...{ from: '2025-06-20', until: '2025-06-25' },
        }),
      ],
    ],
    lines: [
      line(FIRST, '1', GOOD, '2025-06-05', '80.00', true),
      line(FIRST, '2', SUSPENDED, '2025-06-15', '80.00', false),
      line(FIRST, '3', SUSPENDED, '2025-06-16', '80.55', true),
      line(FIRST, '4', APPEALS, '2025-06-17', '60.00', true),
      line(SECOND, '1', '/', '2025-06-05', '45.50', false),
      line(SECOND, '2', LATE, '2025-06-06', '33.33', true),
      line(SECOND, '3', LATE, '2025-06-07', '12.34', false),
      line(SECOND, '4', GOOD, '2025-06-21', '100.00', true),
      line(SECOND, '5', GOOD, '2025-06-22', '50.00', false),
      line(CLEAN, '1', GOOD, '2025-06-08', '10.00', true),
    ],
  }),
  asked('2025-07-10 00:00:00', '2025-06'),
  // Learned when June is closed: one clinician was suspended, the suspension of another is annulled.
  arrival('2025-07-20 10:00:00', {
    writes: [[sanctionRow(LATE, SECOND, '琼4', { from: '2025-06-01', until: '2025-06-11' })]],
  }),
  arrival('2025-07-25 10:00:00', {
    writes: [[recordRow('annulled', { kind: 'annulment', document_no: '琼2', decided_at: '2025-07-24' })]],
  }),
  arrival('2025-08-03 10:00:00', { lines: [line(FIRST, '5', SUSPENDED, '2025-07-02', '20.00', true)] }),
  asked('2025-08-10 00:00:00', '2025-07'),
];

interface Cleared {
  readonly runId: string;
  readonly out: string;
}

describeWith(['postgres'], 'from a run to the ledger', () => {
  let played: YearPlayed;
  let admin: AdminApp;
  let auditor: Somebody;
  let reviewer: Somebody;
  let folder: string;
  const ran = new Map<string, Cleared>();

  const newFolder = (): string => mkdtempSync(join(folder, 'files-'));
  const must = (...args: readonly string[]) =>
    gatekeeperMust(args, { DATABASE_URL: played.driven.databaseUrl });
  async function clear(period: string, knownAt: string): Promise<Cleared> {
    const out = newFolder();
    const { stderr } = await must(
      ...['clear', '--area', '46', '--period', period, '--known-at', knownAt, '--out', out],
    );
    return { runId: /^run ([0-9]+),/m.exec(stderr)?.[1] ?? '', out };
  }
  async function done<Answer>(who: Somebody, path: string, body: object): Promise<Answer> {
    const answer = await admin.ask('post', `/v1/${path}`, who.token, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as Answer;
  }
  async function closeForGood(runId: string): Promise<void> {
    interface Proposed {
      readonly closing_id: string;
      readonly digest: string;
    }
    const { closing_id, digest } = await done<Proposed>(auditor, 'closings', { run_id: runId, kind: 'hard' });
    expect(await done(reviewer, `closings/${closing_id}/approve`, { digest })).toMatchObject({
      state: 'closed',
      kind: 'hard',
    });
  }
  const post = (period: string): Promise<unknown> =>
    done(auditor, 'collections/results', { run_id: ran.get(period)?.runId });
  const ledger = async (fixmedinsCode: string): Promise<LedgerAnswer> =>
    (await admin.ask('get', `/v1/collections/${fixmedinsCode}`, auditor.token)).body as LedgerAnswer;
  async function net(fixmedinsCode: string, month: string, payable: string): Promise<unknown> {
    const path = `collections/${fixmedinsCode}`;
    const proposed = await done<ProposalAnswer>(auditor, `${path}/nettings`, { month, payable });
    const { proposal_id, digest, content } = proposed;
    await done(reviewer, `${path}/proposals/${proposal_id}/confirm`, { digest });
    return content;
  }
  /** By institution the cells of a column of institutions.csv. */
  function columnOf(period: string, column: string): Readonly<Record<string, string | undefined>> {
    const text = readFileSync(join(ran.get(period)?.out ?? '', 'institutions.csv'), 'utf8');
    const [header = [], ...rows] = text
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    const at = header.indexOf(column);
    return Object.fromEntries(rows.map((cells): [string, string | undefined] => [cells[0] ?? '', cells[at]]));
  }
  const fileOf = (period: string, name: string): string =>
    readFileSync(join(ran.get(period)?.out ?? '', name), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'run-to-ledger-'));
    played = await YearPlayed.open({ seed: 0, ground: GROUND, events: EVENTS });
    admin = await openAdminApp(played.driven.databaseUrl);
    auditor = await somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['46'] }));
    reviewer = await somebody(admin, configuration({ roles: ['reviewer'], areas: ['46'] }));
    await played.play(async ({ period, at }) => {
      const cleared = await clear(period, at);
      ran.set(period, cleared);
      await closeForGood(cleared.runId);
    });
  }, 120_000);
  afterAll(async () => {
    await admin.close();
    await played.driven.close();
    rmSync(folder, { recursive: true });
  });

  it('a month comes to what its lines say: 10 % damages where clinicians were suspended, 20 % where the hospital was', () => {
    expect(columnOf('2025-06', 'refused')).toEqual({ [FIRST]: '80.00', [SECOND]: '95.50', [CLEAN]: '0.00' });
    expect(columnOf('2025-06', 'recover')).toEqual({
      [FIRST]: '140.55',
      [SECOND]: '100.00',
      [CLEAN]: '0.00',
    });
    // 220.55 refused and to recover of lines barred by a status: 22.055, half a fen up. 150.00: the code that is missing is no status.
    expect(columnOf('2025-06', 'damages')).toEqual({ [FIRST]: '22.06', [SECOND]: '30.00', [CLEAN]: '0.00' });
  });

  it('is posted as it stands in institutions.csv: what is to be recovered, and damages on top', async () => {
    expect(await post('2025-06')).toMatchObject({
      ...{ institutions: 2, claims: 4, due: '292.61', given_back: '0.00', repeated: false },
    });
    for (const [code, recover] of Object.entries(columnOf('2025-06', 'recover'))) {
      const { claims } = await ledger(code);
      const posted = (kind: string): string => claims.find((claim) => claim.kind === kind)?.amount ?? '0.00';
      expect([code, posted('recovery'), posted('damages')]).toEqual([
        ...[code, recover, columnOf('2025-06', 'damages')[code]],
      ]);
    }
  });

  it('nets into the payment of the next month, once nobody may object any more', async () => {
    admin.clock.pass(40 * MS_PER_DAY);
    auditor = { ...auditor, token: await admin.signIn(auditor.login) };
    reviewer = { ...reviewer, token: await admin.signIn(reviewer.login) };
    expect(await net(FIRST, '2025-08', '100.00')).toMatchObject({ deducted: '100.00', carried: '62.61' });
    expect((await ledger(FIRST)).balances).toMatchObject({ due: '62.61', collected: '100.00' });
  });

  it('what was learned later falls into the next month, as differences to what June counted', () => {
    const adjusted = rowsOf(fileOf('2025-07', 'adjustments.ndjson')).map((row) => {
      const { fixmedins_code, feedetl_sn } = row['line'] as Readonly<Record<string, string>>;
      return [fixmedins_code, feedetl_sn, row['period'], row['refused'], row['recover']];
    });
    expect(adjusted).toEqual([
      [FIRST, '4', '2025-06', '0.00', '-60.00'],
      [SECOND, '2', '2025-06', '0.00', '33.33'],
      [SECOND, '3', '2025-06', '12.34', '0.00'],
    ]);
    expect(JSON.parse(fileOf('2025-07', 'summary.json'))).toMatchObject({
      ...{ lines: 1, recover: '20.00', damages: '2.00' },
      adjustments: { refused: '12.34', recover: '-26.67' },
    });
  });

  it('is posted with the month it falls into, and what was recovered wrongly is given back with its payment', async () => {
    expect(await post('2025-07')).toMatchObject({
      ...{ institutions: 2, claims: 4, due: '55.33', given_back: '60.00' },
      // Corrections do not carry what damages are taken of: people look at these.
      damages_to_check: [
        { fixmedins_code: FIRST, area: '46', period: '2025-06', damages: '22.06' },
        { fixmedins_code: SECOND, area: '46', period: '2025-06', damages: '30.00' },
      ],
    });
    // Of 140.55 all but 40.55 were collected: these are owed no more, and 19.45 given back at once.
    expect(await ledger(FIRST)).toMatchObject({ to_give_back: '19.45', balances: { due: '24.61' } });
    // What July brings may still be objected to.
    expect(await net(FIRST, '2025-09', '50.00')).toMatchObject({
      ...{ deducted: '2.61', carried: '0.00', unconfirmed: '22.00' },
    });
    expect((await ledger(FIRST)).balances).toMatchObject({
      ...{ claimed: '184.61', due: '22.00', suspended: '0.00', collected: '102.61', given_back: '60.00' },
    });
    expect((await ledger(SECOND)).balances).toMatchObject({ claimed: '163.33', due: '163.33' });
    const { balances, claims } = await ledger(CLEAN);
    expect([balances.claimed, claims]).toEqual(['0.00', []]);
  });

  it('closed months and their corrections are what a run without a closing comes to', async () => {
    const out = newFolder();
    const exported = join(folder, 'june');
    const asKnown = ['--known-at', '2025-08-10 00:00:00'];
    await must('export', '--area', '46', '--period', '2025', ...asKnown, '--out', exported);
    const files = ['registry', 'lines', 'payments'].flatMap((name) => [
      ...[`--${name}`, join(exported, `${name}.ndjson`)],
    ]);
    await must('clear', ...files, '--area', '46', '--period', '2025-06', ...asKnown, '--out', out);
    // June as it was closed, 175.50 and 240.55, and what July says of it.
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toMatchObject({
      ...{ refused: '187.84', recover: '213.88' },
    });
  });

  it('the month of corrections is the same from what was exported of it', async () => {
    const exported = join(folder, 'july');
    await must(
      ...['export', '--area', '46', '--period', '2025-07', '--known-at', '2025-08-10 00:00:00'],
      ...['--out', exported],
    );
    const out = newFolder();
    await must('clear', '--from', exported, '--area', '46', '--period', '2025-07', '--out', out);
    for (const name of readdirSync(out))
      expect([name, readFileSync(join(out, name), 'utf8')]).toEqual([name, fileOf('2025-07', name)]);
  });
});
