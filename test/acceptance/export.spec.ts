/** `gatekeeper export` (CONTRACT 5): what an installation has on file, as files that verify and check agree with. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowsOf, standingOn } from '../gatekeeper/answers';
import { gatekeeper as command } from '../gatekeeper/command';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { appendNow, lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import {
  factRow,
  HOSPITAL,
  IN_STANDING,
  lineRow,
  lineVoidRow,
  noticeRow,
  refundRow,
  REGISTRY,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

const FILES = [
  ...['decisions.ndjson', 'holds.ndjson', 'installation.json', 'lines.ndjson'],
  ...['payments.ndjson', 'registry.ndjson'],
];

const FIRST = [
  lineRow({}),
  lineRow({ feedetl_sn: '2', bilg_dr_codg: IN_STANDING }),
  lineRow({ feedetl_sn: '3', er_flag: '1' }),
  lineRow({ mdtrt_id: 'V-2' }),
  refundRow('1', { mdtrt_id: 'V-2', feedetl_sn: '2' }),
  lineRow({ mdtrt_id: 'elsewhere', mdtrtarea_admvs: '450100' }),
  lineRow({
    mdtrt_id: 'settled in it',
    fee_ocur_time: '2025-08-03 09:00:00',
    setl_time: '2025-07-31',
    setl_id: 'S',
  }),
  lineRow({ mdtrt_id: 'later', fee_ocur_time: '2025-08-03 09:00:00' }),
  lineRow({ mdtrt_id: 'settled later' }),
];
const LATER_SUSPENDED = JSON.stringify({
  ...{
    kind: 'sanction',
    record_id: 'late',
    recorded_at: '2025-07-19',
    document_no: '晚1',
    code: IN_STANDING,
  },
  ...{ status: 'suspended', scope: 'person', fixmedins_code: HOSPITAL, cause: 'points', from: '2025-07-20' },
  ...{ decided_at: '2025-07-18', delivered_at: '2025-07-19', maintained_at: '2025-07-19' },
});
const afterwards = { mdtrt_id: 'V-6', bilg_dr_codg: IN_STANDING, fee_ocur_time: '2025-07-25 10:00:00' };
const SECOND = [
  factRow('emergency_proven', { feedetl_sn: '3' }),
  lineRow({ feedetl_sn: '2', bilg_dr_codg: IN_STANDING, pric: '99.00' }),
  lineVoidRow({ mdtrt_id: 'V-2' }),
  lineRow(afterwards),
  lineRow({ mdtrt_id: 'settled later', setl_time: '2025-08-01 10:00:00' }),
];

describeWith(['postgres', 'redis', 'kafka'], 'gatekeeper export', () => {
  let installation: Installation;
  let running: GatekeeperProcess;
  let folder: string;
  let between: string;

  const exported = (out: string, ...more: readonly string[]) =>
    command(['export', '--area', '4401', '--period', '2025-07', '--out', out, ...more], {
      DATABASE_URL: installation.servers.databaseUrl,
    });
  const settle = async (rows: readonly string[]): Promise<void> => {
    await installation.produce(lineMessages(rows.join('\n')));
    await installation.drained(running);
  };
  const textOf = (out: string, name: string): string => readFileSync(join(out, name), 'utf8');
  const inputsOf = (out: string): readonly string[] => [
    ...['--registry', join(out, 'registry.ndjson'), '--lines', join(out, 'lines.ndjson')],
    ...['--payments', join(out, 'payments.ndjson')],
  ];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatekeeper-export-'));
    installation = await Installation.create('export');
    await loadHistory(installation.registry, REGISTRY);
    running = installation.gatekeeper();
    await settle(FIRST);
    between = new Date().toISOString();
    await installation.produce(
      lineMessages([noticeRow(), noticeRow({ feedetl_sn: '9' })].join('\n')),
      50,
      'payments',
    );
    await until(
      'the paid line recovered',
      async () =>
        (await installation.count(`SELECT count(*) FROM decision WHERE outcome = 'claw_back'`)) === 1,
      { explain: () => running.tail() },
    );
    await appendNow(installation.registry, LATER_SUSPENDED);
    await settle(SECOND);
    await settle([lineRow({ ...afterwards, paid_at: '2025-07-28', setl_id: 'S-6' })]);
    await until('nothing due', async () => (await running.counters()).get('gatekeeper_sweep_pending') === 0, {
      explain: () => running.tail(),
    });
  });
  afterAll(async () => {
    await running.discard();
    await installation.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['all of it', () => [], 9, 11],
    ['what was received before the notices', () => ['--known-at', between], 5, 5],
  ] as const)(
    '%s: verify finds every decision, and check comes to what stands',
    async (name, more, lines, decided) => {
      const out = join(folder, name.slice(0, 4));
      const { code, stderr } = await exported(out, ...more());
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^\d+ visits, \d+ rows written/)]);
      expect(readdirSync(out).sort()).toEqual([...FILES].sort());

      const [decisions, holds] = [join(out, 'decisions.ndjson'), join(out, 'holds.ndjson')];
      const verified = await command([
        ...['verify', '--decisions', decisions, '--holds', holds],
        ...inputsOf(out),
      ]);
      expect(verified).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^\d+ verified, 0 mismatched\n$/),
      });

      const { known_at } = JSON.parse(textOf(out, 'installation.json')) as { known_at: string };
      const [checked, held] = [join(folder, `checked-${lines}`), join(folder, `held-${lines}`)];
      const check = await command([
        ...['check', '--known-at', known_at, '--out', checked, '--holds', held],
        ...inputsOf(out),
      ]);
      expect(check.code).toBe(0);
      const standing = standingOn(
        rowsOf(textOf(out, 'decisions.ndjson')),
        rowsOf(textOf(out, 'holds.ndjson')),
      );
      expect(standing).toEqual(
        standingOn(rowsOf(readFileSync(checked, 'utf8')), rowsOf(readFileSync(held, 'utf8'))),
      );
      expect(rowsOf(textOf(out, 'lines.ndjson')).length).toBeGreaterThanOrEqual(lines);
      expect(rowsOf(textOf(out, 'decisions.ndjson')).length).toBeGreaterThanOrEqual(decided);
      const visits = new Set(rowsOf(textOf(out, 'lines.ndjson')).map(({ mdtrt_id }) => mdtrt_id));
      expect([visits.has('elsewhere'), visits.has('later'), visits.has('settled in it')]).toEqual([
        false,
        false,
        true,
      ]);
    },
  );

  it('says of each line, void, fact and notice when it was received, in that order', () => {
    for (const name of ['lines.ndjson', 'payments.ndjson']) {
      const moments = rowsOf(textOf(join(folder, 'all '), name)).map(({ received_at }) =>
        String(received_at),
      );
      expect(moments.filter((moment) => !/^20\d\d-.*\+08:00$/.test(moment))).toEqual([]);
      const instants = moments.map((moment) => Date.parse(moment));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
    }
    const kinds = rowsOf(textOf(join(folder, 'all '), 'lines.ndjson')).map(({ op }) => op ?? 'line');
    expect(new Set(kinds)).toEqual(new Set(['line', 'void', 'fact']));
    expect(JSON.parse(textOf(join(folder, 'all '), 'installation.json'))).toMatchObject({
      ...{ area: '4401', period: '2025-07', plans: [], closed_periods: [] },
      map: { '44': ['guangdong-2025', 'nhsa-2018'] },
    });
  });

  it('says of what a resend stated when it came, and not before', () => {
    const told = (out: string) =>
      rowsOf(textOf(join(folder, out), 'lines.ndjson')).filter(
        ({ mdtrt_id }) => mdtrt_id === 'settled later',
      );
    expect(told('what').map(({ setl_time }) => setl_time)).toEqual([undefined]);
    expect(told('all ').map(({ setl_time }) => setl_time)).toEqual([undefined, '2025-08-01T10:00:00+08:00']);
    const [, resend] = told('all ');
    expect(Date.parse(String(resend?.['received_at']))).toBeGreaterThan(Date.parse(between));
  });

  it('leaves a folder that holds something as it is, and nothing half-written behind', async () => {
    const full = mkdtempSync(join(folder, 'full-'));
    writeFileSync(join(full, 'kept'), 'kept');
    const refused = await exported(full);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
    expect(readdirSync(full)).toEqual(['kept']);
    const nowhere = join(folder, 'nowhere');
    const away = await command(['export', '--area', '44', '--period', '2025', '--out', nowhere], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    expect([away.code, existsSync(nowhere)]).toEqual([2, false]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each([
    ['--period', '2025-13'],
    ['--area', 'Guangdong'],
    ['--known-at', 'yesterday'],
  ])('%s %s ends with 2', async (option, value) => {
    const ending = await exported(join(folder, 'refused'), option, value);
    expect([ending.code, ending.stderr]).toEqual([2, expect.stringContaining(option)]);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
