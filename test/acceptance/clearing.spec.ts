/** `gatekeeper clear` (CONTRACT 9): from the database, from what was exported of it, whole or broken off: the same bytes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatekeeper as command } from '../gatekeeper/command';
import { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { LateRun } from '../gatekeeper/late-run';
import { HOSPITAL, IN_STANDING, lineRow, personRows, recordRow } from '../gatekeeper/rows';
import { SwallowingProxy } from '../gatekeeper/swallowing-proxy';
import { until } from '../gatekeeper/until';
import { cleanEnvironment, describeWith } from '../servers/addresses';
import { historySeed } from '../servers/rounds';

const SEED = historySeed();
const FILES = [
  ...['adjustments.ndjson', 'carve-outs.csv', 'clinicians.csv', 'departments.csv', 'differences.ndjson'],
  ...['institutions.csv', 'reasons.csv', 'sample.csv', 'summary.json'],
];

const QUIET = [
  recordRow('quiet-hospital', {
    ...{ kind: 'institution', fixmedins_code: HOSPITAL, name: '医院一', type: 'hospital', admdvs: '440100' },
  }),
  ...personRows(IN_STANDING, '李大勇', 'doctor', HOSPITAL),
];

const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

/** All that does not follow from the seed. */
const withoutSeed = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).filter(([name]) => name !== 'sample.csv' && name !== 'summary.json');

describeWith(['postgres'], `a clearing of histories at random (HISTORY_SEED=${SEED})`, () => {
  let late: LateRun;
  let folder: string;
  let knownAt: string;
  let provenLines = 0;

  const inFolder = (name: string): string => join(folder, name);
  const environment = () => ({ DATABASE_URL: late.beset.driven.databaseUrl });
  const must = async (args: readonly string[]): Promise<string> => {
    const { code, stderr } = await command(args, environment());
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    return stderr;
  };
  const partsDone = async (): Promise<number> => {
    const [row] = await late.beset.driven.rows<{ done: string }>(
      `SELECT count(done_at) AS done FROM clearing_part JOIN clearing_run USING (run_id) WHERE terms LIKE '%"seed":"z"%'`,
    );
    return Number(row?.done ?? 0);
  };
  /** Parts whose leaves or keys a run by set logic and one line by line have otherwise: what a closing would seal. */
  const sealedApart = (area: string, period: string) =>
    late.beset.driven.rows(
      `SELECT p.fixmedins_code, p.month FROM clearing_part p JOIN clearing_run r USING (run_id)
       WHERE r.area = '${area}' AND r.period = '${period}' AND r.terms LIKE '%"seed":"x"%'
       GROUP BY p.fixmedins_code, p.month
       HAVING count(*) <> 2 OR count(DISTINCT p.leaf_hashes) <> 1 OR count(DISTINCT p.line_keys) <> 1`,
    );
  const asked = (area: string, period: string) => ['--area', area, '--period', period, '--seed', 'x'];
  const fromDatabase = (area: string, period: string, out: string, ...more: readonly string[]) =>
    must(['clear', ...asked(area, period), '--known-at', knownAt, '--out', inFolder(out), ...more]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatekeeper-clearing-'));
    late = await LateRun.play({ seed: SEED, histories: 10, sweepApprovalFen: 20_000n });
    // And one line that nothing touches: of the drawn ones each may be.
    const quiet = late.beset.driven.another();
    await quiet.write(QUIET);
    quiet.send([lineRow({ bilg_dr_codg: IN_STANDING })]);
    await quiet.settleAll();
    await must(['policy', '--adopt', '--by', 'clearing']);
    knownAt = new Date().toISOString();
  });
  afterAll(async () => {
    await late.beset.driven.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['44', '2025-06'],
    ['44', '2025'],
    ['4', '2025-07'],
  ])(
    'area %s, %s: the same by set logic, line by line, and from what was exported of it',
    async (area, period) => {
      const named = (what: string): string => `${what}-${area}-${period}`;
      await must([
        ...[
          'export',
          '--area',
          area,
          '--period',
          period,
          '--known-at',
          knownAt,
          '--out',
          inFolder(named('export')),
        ],
      ]);
      await must([
        'clear',
        '--from',
        inFolder(named('export')),
        ...asked(area, period),
        '--out',
        inFolder(named('files')),
      ]);
      const proven = await fromDatabase(area, period, named('database'));
      provenLines += Number(/(\d+) lines here were proven untouched by set logic, [1-9]/.exec(proven)?.[1]);
      const full = await fromDatabase(area, period, named('full'), '--full');
      expect(full).toContain('\n0 lines here were proven untouched');
      expect(contentOf(inFolder(named('full')))).toEqual(contentOf(inFolder(named('database'))));
      expect(await sealedApart(area, period)).toEqual([]);
      const files = contentOf(inFolder(named('files')));
      expect(Object.keys(files)).toEqual(FILES);
      expect(contentOf(inFolder(named('database')))).toEqual(files);
      const { lines } = JSON.parse(files['summary.json'] ?? '') as { lines: number };
      expect(lines).toBeGreaterThan(10);
    },
  );

  it('proves some of the lines untouched by set logic', () => {
    expect(provenLines).toBeGreaterThan(0);
  });

  it('finds no difference that has no cause', () => {
    for (const name of readdirSync(folder).filter((each) => each.startsWith('database-'))) {
      const rows = contentOf(inFolder(name))['differences.ndjson']?.trimEnd().split('\n') ?? [];
      expect(rows.filter((row) => row.includes('"cause":"unexplained"'))).toEqual([]);
    }
  });

  it('is the same on one worker and on four, and after it was killed ten times', async () => {
    const once4 = ['--known-at', knownAt, '--workers', '4'];
    await must([
      'clear',
      '--area',
      '44',
      '--period',
      '2025',
      '--seed',
      'y',
      ...once4,
      '--out',
      inFolder('four'),
    ]);
    const args = [
      'clear',
      '--area',
      '44',
      '--period',
      '2025',
      '--seed',
      'z',
      '--known-at',
      knownAt,
      '--workers',
      '1',
    ];
    for (let kill = 0; kill < 10; kill++) {
      const child = spawn(
        process.execPath,
        [join(__dirname, '../../dist/apps/cli/main.js'), ...args, '--out', inFolder('killed')],
        { env: { ...cleanEnvironment(), ...environment() }, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      const ended = once(child, 'close');
      const before = await partsDone();
      await until('another part done', async () => child.exitCode !== null || (await partsDone()) > before);
      child.kill('SIGKILL');
      await ended;
    }
    await must([...args, '--out', inFolder('killed')]);
    const full = [...once4, '--full', '--seed', 'v', '--out', inFolder('full')];
    await must(['clear', '--area', '44', '--period', '2025', ...full]);
    const [killed, four, fully] = ['killed', 'four', 'full'].map((name) =>
      withoutSeed(contentOf(inFolder(name))),
    );
    expect(killed).toEqual(four);
    expect(fully).toEqual(four);
  });

  it('is the same where only a clearing process works on it, over a restart of the database', async () => {
    const { hostname, port } = new URL(environment().DATABASE_URL);
    const proxy = await SwallowingProxy.start({ host: hostname, port: Number(port) });
    const args = ['clear', '--area', '44', '--period', '2025', '--seed', 'w', '--known-at', knownAt];
    const child = spawn(
      process.execPath,
      [join(__dirname, '../../dist/apps/cli/main.js'), ...args, '--workers', '0', '--out', inFolder('there')],
      {
        env: { ...cleanEnvironment(), DATABASE_URL: proxy.through(environment().DATABASE_URL) },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'close');
    const says = (words: string): Promise<unknown> =>
      until(words, () => Promise.resolve(said.includes(words) || child.exitCode !== null));
    await says('broken off, it goes on');
    const [, runId = ''] = /^run ([0-9]+),/m.exec(said) ?? [];
    const handedOut = `SELECT FROM graphile_worker.jobs WHERE key LIKE 'clear_part:${runId}:%'`;
    await until('parts to do', async () => (await late.beset.driven.rows(handedOut)).length > 0);
    proxy.cut(true);
    await says('is waited for');
    proxy.cut(false);
    const worker = GatekeeperProcess.start(environment(), 'clearing');
    try {
      await worker.said(/clearing is up/);
      await ended;
      expect([child.exitCode, said]).toEqual([0, expect.stringContaining('went away and is waited for')]);
      expect(withoutSeed(contentOf(inFolder('there')))).toEqual(withoutSeed(contentOf(inFolder('four'))));
      const figures = await (await fetch(`${await worker.waitingAddress()}/metrics`)).text();
      expect(figures).toMatch(/gatekeeper_clearing_parts_total\{outcome="done"\} [1-9]/);
      expect(await worker.end()).toBe(0);
    } finally {
      child.kill();
      await proxy.stop();
      await worker.discard();
    }
  });

  it('says which part cannot be cleared and why, and ends over one that nobody can clear', async () => {
    const { driven } = late.beset;
    await driven.rows(`ALTER TABLE settlement_line DISABLE TRIGGER USER`);
    await driven.rows(`UPDATE settlement_line SET content = '{"mdtrtarea_admvs":"440100"}'`);
    const broken = ['clear', '--area', '44', '--period', '2025-06', '--known-at', knownAt, '--seed'];
    const here = await command([...broken, 'h', '--out', inFolder('here')], environment());
    expect([here.code, here.stderr]).toEqual([
      1,
      expect.stringMatching(/2025-06 of [0-9A-Z]+ cannot be cleared/),
    ]);
    const worker = GatekeeperProcess.start(environment(), 'clearing');
    try {
      await worker.said(/clearing is up/);
      const away = command([...broken, 'v', '--workers', '0', '--out', inFolder('away')], environment());
      const tried = `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'clear_part' AND last_error IS NOT NULL`;
      await until('a part has failed', async () => (await driven.rows(tried)).length > 0);
      // As it is after half a minute of trying.
      await driven.rows(`UPDATE graphile_worker._private_jobs SET attempts = 4, run_at = now() + '1 hour'`);
      const { code, stderr } = await away;
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^gatekeeper: run [0-9]+ is not done: 2025-06:[0-9A-Z]+ has failed 4 times: /m),
      ]);
    } finally {
      await worker.discard();
    }
  });
});
