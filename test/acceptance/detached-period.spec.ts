/** CONTRACT 9: a sealed period is kept as Parquet with its seal and not in the live tables; what reaches it waits until it is attached. */
import { generateKeyPairSync } from 'node:crypto';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { detachVisits } from '@gatekeeper/decision-store';
import { firstPolicy, policyToAdopt } from '@gatekeeper/installed-policy';
import { objectAt } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { gatekeeper, gatekeeperKilled } from '../gatekeeper/command';
import type { CommandEnding } from '../gatekeeper/command';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  REGISTRY,
  refundRow,
  sanctionRow,
  voidRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const JUNE = '2025-06';
const FEE = { bilg_dr_codg: IN_STANDING, fee_ocur_time: '2025-06-20 09:30:00' };
const JUNE_LINES = ['1', '2', '3'].map((feedetl_sn) => lineRow({ ...FEE, feedetl_sn }));
/** Paid; a stay whose other line is of July keeps it on file. */
const SHARED = [
  lineRow({ ...FEE, mdtrt_id: 'V-8', feedetl_sn: '1' }),
  lineRow({ ...FEE, mdtrt_id: 'V-8', feedetl_sn: '2', fee_ocur_time: '2025-07-02 09:30:00' }),
];
const LATE = sanctionRow(IN_STANDING, HOSPITAL, 'GD-9', { from: '2025-06-15', until: '2025-06-25' });
const LINE_2 = `${HOSPITAL}|V-1||2`;

describeWith(['postgres'], 'a sealed period that is detached', () => {
  let driven: HandDriven;
  let admin: AdminApp;
  let auditor: Somebody;
  let second: Somebody;
  let folder: string;
  const file = (name: string): string => join(folder, name);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'detached-'));
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file('seal.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(file('seal.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    driven = await HandDriven.open('detached', { registry: REGISTRY });
    const first = policyToAdopt({}, null);
    if (!first.ok) throw new Error(first.problems.join());
    await firstPolicy(driven.dataSource, first.value, 'detached');
    admin = await openAdminApp(driven.databaseUrl);
    auditor = await somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['44'] }));
    second = await somebody(admin, configuration({ roles: ['reviewer'], areas: ['44'] }));
  });
  afterEach(async () => {
    await admin.close();
    await driven.close();
    rmSync(folder, { recursive: true });
  });

  const settle = async (...rows: readonly string[]): Promise<void> => {
    driven.send(rows);
    await driven.settleAll();
  };
  const round = async (): Promise<void> => {
    await driven.sweep();
    await driven.askDue();
  };
  const pending = async (): Promise<number> =>
    (await driven.counters()).get('gatekeeper_sweep_pending') ?? Number.NaN;
  const swept = (): Promise<unknown> =>
    until('nothing pending', async () => {
      await round();
      return (await pending()) === 0;
    });
  const pay = async (...notices: readonly string[]): Promise<void> => {
    driven.sendPayments(notices);
    await driven.settleAll(Infinity, 'payments');
  };

  const environment = (): Record<string, string> => ({
    DATABASE_URL: driven.databaseUrl,
    SEAL_KEY_FILE: file('seal.key'),
  });
  const command = (...args: readonly string[]): Promise<CommandEnding> => gatekeeper(args, environment());
  const must = async (...args: readonly string[]): Promise<CommandEnding> => {
    const ending = await command(...args);
    if (ending.code !== 0)
      throw new Error(`${args.join(' ')}: ${ending.code} ${ending.stderr}${ending.stdout}`);
    return ending;
  };
  const of = ['--area', '44', '--period', JUNE];
  const record = ['--by', 'wang.fang', '--reason', 'room'];
  const detaching = (): string[] => [
    'detach',
    ...of,
    '--out',
    file('june'),
    '--key',
    file('seal.pub'),
    ...record,
  ];
  const attaching = (from = file('june')): string[] => [
    ...['attach', '--from', from, '--key', file('seal.pub'), '--by', 'li.na'],
  ];

  /** June, closed by two and sealed. */
  async function seal(): Promise<void> {
    const out = mkdtempSync(join(folder, 'run-'));
    const { stderr } = await must('clear', ...of, '--out', out);
    const [, run_id = ''] = /^run ([0-9]+),/m.exec(stderr) ?? [];
    const post = async (path: string, who: Somebody, body: object): Promise<Record<string, string>> => {
      const answer = await admin.ask('post', `/v1/${path}`, who.token, body);
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
      return answer.body as Record<string, string>;
    };
    const { closing_id, digest } = await post('closings', auditor, { run_id, kind: 'hard' });
    await post(`closings/${closing_id ?? ''}/approve`, second, { digest });
    await must('seal', ...of, '--out', file('seal.json'));
  }

  /** Every row of the tables that detaching takes from, as text. */
  const rowsOnFile = async (): Promise<readonly string[]> =>
    (
      await driven.rows<{ row: string }>(
        `SELECT l::text AS row FROM settlement_line l UNION ALL SELECT d::text FROM decision d ORDER BY 1`,
      )
    ).map(({ row }) => row);
  const last = (line: string): Stated | undefined =>
    driven.stated('decisions').findLast((each) => keyOf(each) === line);
  const keyOf = (each: Stated): string => {
    const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = objectAt(each, 'line');
    return [fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn].join('|');
  };
  const detachedWork = async (): Promise<unknown> => {
    const answer = await admin.ask('get', '/v1/sweep-plans', second.token);
    return (answer.body as { detached?: unknown }).detached;
  };

  it('is asked, verified and proven from its folder; what reaches it waits by name, and goes on once it is attached', async () => {
    await settle(...JUNE_LINES, ...SHARED);
    await pay(noticeRow(), noticeRow({ feedetl_sn: '2' }), noticeRow({ mdtrt_id: 'V-8' }));
    await swept();
    await seal();
    const before = await rowsOnFile();
    const sealed = last(LINE_2);

    const { stderr } = await must(...detaching());
    expect(stderr).toContain('3 lines detached, 1 stay');
    expect([await driven.count('settlement_line'), await driven.count('decision')]).toEqual([2, 2]);
    expect(await driven.count('line_identity')).toBe(5);
    expect(await detachedWork()).toEqual([
      { period: '44/2025-06', versions: [], swept_lines: 0, due_lines: 0, messages: 0 },
    ]);
    const asked: Stated = JSON.parse(
      (await must('ask', '--from', file('june'), '--line', LINE_2)).stdout,
    ) as Stated;
    expect(asked['sealed']).toEqual(sealed);
    expect((await command('ask', '--from', file('june'), '--line', `${HOSPITAL}|V-7||1`)).code).toBe(1);
    const verified = await command('verify', '--from', file('june'), '--key', file('seal.pub'));
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('4 lines verified')]);
    await must('prove', ...of, '--line', LINE_2, '--out', file('proof'));
    writeFileSync(file('decision'), JSON.stringify(asked['sealed']));
    await must(
      'verify',
      '--seal',
      file('seal.json'),
      '--proof',
      file('proof'),
      '--decision',
      file('decision'),
    );

    // A resend, then a refund, a void, a payment: none is decided as if the line had never been seen.
    const said = driven.said('decisions').length;
    await settle(JUNE_LINES[0] ?? '');
    await settle(refundRow('2', { ...FEE, feedetl_sn: '9' }), voidRow({ feedetl_sn: '3' }));
    await pay(noticeRow({ feedetl_sn: '3', setl_id: 'S-3' }));
    const version = await driven.write([LATE]);
    await until('the line that stayed is turned', async () => {
      await round();
      return driven.said('decisions').length > said;
    });
    for (let rounds = 0; rounds < 3; rounds++) await round();
    // Of the visit that stayed both are turned: after its last day nobody has restored the suspended one.
    expect(driven.stated('decisions').slice(said).map(keyOf).sort()).toEqual(
      ['1', '2'].map((line) => `${HOSPITAL}|V-8||${line}`),
    );
    expect(await detachedWork()).toEqual([
      { period: '44/2025-06', versions: [String(version)], swept_lines: 3, due_lines: 1, messages: 3 },
    ]);
    expect(await pending()).toBeGreaterThanOrEqual(7);
    for (const name of ['clear', 'export']) {
      const ending = await command(name, ...of, '--out', file(`in-vain-${name}`));
      expect([ending.code, ending.stderr]).toEqual([1, expect.stringContaining('44/2025-06 is detached')]);
    }
    // Of a month that nothing of it falls into nothing is missing.
    await must('clear', '--area', '44', '--period', '2025-08', '--out', file('august'));
    const records = [JSON.parse(LATE.replaceAll('GD-9', 'GD-10'))];
    const whatIf = await admin.ask('post', '/v1/what-if', auditor.token, { records });
    expect([whatIf.status, whatIf.body]).toEqual([
      409,
      expect.objectContaining({ type: expect.stringContaining('period-detached') as unknown }),
    ]);

    await must(...attaching());
    const after = new Set(await rowsOnFile());
    expect(before.filter((row) => !after.has(row))).toEqual([]);
    await swept();
    expect(await detachedWork()).toBeUndefined();
    expect(await driven.rows('SELECT stage FROM sweep WHERE stage <> $$done$$')).toEqual([]);
    const turned = (line: string): unknown[] => {
      const decision = last(`${HOSPITAL}|V-1||${line}`);
      return [decision?.['outcome'], decision === undefined ? null : objectAt(decision, 'amounts')];
    };
    expect(turned('1')).toEqual(['claw_back', { refused: '0.00', recover: '70.00' }]);
    expect(turned('2')[0]).toBe('claw_back');
    expect(turned('9')[0]).toBe('claw_back');
    expect(turned('3')).toEqual(['void', { refused: '0.00', recover: '0.00' }]);
    const recovered = await driven.rows<{ fen: string }>(
      `SELECT sum(d.recover_fen)::text AS fen FROM line_identity i JOIN decision d USING (fixmedins_code, decision_id) WHERE i.mdtrt_id = 'V-1'`,
    );
    // Line 2 and its refund make nothing; line 1 is recovered once.
    expect(recovered).toEqual([{ fen: '7000' }]);
    // Every message counted once, as it came.
    const counters = await driven.counters();
    expect(counters.get('gatekeeper_lines_total{outcome="held"}')).toBe(3);
  });

  it('a byte that was changed is named, by file or by line, and nothing is attached from it', async () => {
    await settle(...JUNE_LINES);
    await swept();
    await seal();
    await must(...detaching(), '--keep');
    const manifestPath = join(file('june'), 'manifest.json');
    const written = readFileSync(manifestPath);
    for (const [forged, named] of [
      [{ first_month: '2025-05-01', closing_id: '77' }, '(closing_id, first_month): write it anew'],
      [{ files: [] }, 'the manifest is of no files'],
    ] as const) {
      writeFileSync(manifestPath, manifestWith(file('june'), forged));
      const refused = await command(...detaching());
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(named)]);
      writeFileSync(manifestPath, written);
    }
    await driven.rows('CREATE TABLE kept_line AS SELECT * FROM settlement_line');
    await must(...detaching());
    await expect(
      driven.rows(
        'DO $$ BEGIN INSERT INTO settlement_line SELECT * FROM kept_line; DELETE FROM detached_line; END $$',
      ),
    ).rejects.toThrow('0 of its 1 decisions are on file');
    // No letter of a folder's name is a pattern.
    const changed = file('changed[1]');
    cpSync(file('june'), changed, { recursive: true });
    const bytes = readFileSync(join(changed, 'decisions.parquet'));
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(join(changed, 'decisions.parquet'), bytes);
    const byFile = await command('verify', '--from', changed);
    expect([byFile.code, byFile.stdout]).toEqual([
      1,
      expect.stringContaining('decisions.parquet: not the file'),
    ]);
    expect((await command(...attaching(changed))).code).toBe(1);

    // Somebody writes a whole file, and a manifest that fits.
    rmSync(changed, { recursive: true });
    cpSync(file('june'), changed, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * REPLACE (CASE WHEN feedetl_sn = '3' THEN 'reject' ELSE outcome END AS outcome)
             FROM read_parquet('${file('june')}/decisions.parquet')) TO '${changed}/decisions.parquet' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
    const manifest = readFileSync(join(changed, 'manifest.json'), 'utf8').replace(
      sha256(join(file('june'), 'decisions.parquet')),
      sha256(join(changed, 'decisions.parquet')),
    );
    writeFileSync(join(changed, 'manifest.json'), manifest);
    const byLine = await command('verify', '--from', changed);
    expect([byLine.code, byLine.stdout]).toEqual([
      1,
      expect.stringContaining(`${HOSPITAL}|V-1||3: changed: nothing of it is what was sealed`),
    ]);
    const refused = await command(...attaching(changed));
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`${HOSPITAL}|V-1||3: changed`),
    ]);
    expect(await driven.count('settlement_line')).toBe(0);

    // Sound by the seal, and still not what was detached.
    rmSync(changed, { recursive: true });
    cpSync(file('june'), changed, { recursive: true });
    writeFileSync(
      join(changed, 'manifest.json'),
      manifestWith(changed, { corrected_at: null, first_month: '2025-05-01' }),
    );
    const other = await command(...attaching(changed));
    expect([other.code, other.stderr]).toEqual([
      1,
      expect.stringContaining('its manifest is not the one on file'),
    ]);
    await must(...attaching());
    expect(await driven.count('settlement_line')).toBe(3);
    expect((await command(...attaching())).code).toBe(1);
    await driven.rows(
      "INSERT INTO installation_mode (mode, since, set_by) VALUES ('observing', date_trunc('milliseconds', now()), 'nobody')",
    );
    const observing = await command(...detaching());
    expect([observing.code, observing.stderr]).toEqual([
      1,
      expect.stringContaining('the installation observes'),
    ]);
  });

  it('killed while it is detached, and while it is attached, it goes on; each visit is here or there at every moment', async () => {
    const rows = Array.from({ length: 25 }, (_, visit) =>
      Array.from({ length: 60 }, (__, line) =>
        lineRow({ ...FEE, mdtrt_id: `W-${String(visit).padStart(2, '0')}`, feedetl_sn: String(line) }),
      ),
    ).flat();
    await settle(...rows);
    await swept();
    await seal();
    const before = await rowsOnFile();
    const whole = async (): Promise<readonly number[]> => [
      await driven.count('settlement_line'),
      await driven.count('decision'),
      await driven.count('detached_line'),
    ];
    /** Holds the last visit's row of a table until the command waits for it and is dead. */
    const killedAtLast = async (table: string, args: readonly string[]): Promise<string | null> => {
      const client = await poolOf(driven.dataSource).connect();
      await client.query('BEGIN');
      await client.query(`SELECT FROM ${table} WHERE mdtrt_id = 'W-24' FOR UPDATE`);
      try {
        return await gatekeeperKilled(args, environment(), () => driven.isWaiting());
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    expect(await killedAtLast('line_identity', detaching())).toBe('SIGKILL');
    const [lines = 0, decisions = 0, detached = 0] = await whole();
    expect([lines + detached, decisions + detached, lines > 0, detached > 0]).toEqual([
      1500,
      1500,
      true,
      true,
    ]);
    await until('its session is over', async () => (await command(...detaching())).code === 0);
    expect(await whole()).toEqual([0, 0, 1500]);

    expect(await killedAtLast('detached_line', attaching())).toBe('SIGKILL');
    const [back = 0, decided = 0, still = 0] = await whole();
    expect([back + still, decided + still, back > 0, still > 0]).toEqual([1500, 1500, true, true]);
    await until('its session is over', async () => (await command(...attaching())).code === 0);
    expect(await rowsOnFile()).toEqual(before);
    expect(await driven.count('detached_line')).toBe(0);
    const ended = inTransaction(driven.dataSource, (client) =>
      detachVisits(client, '1', [], { contents: [], decisions: [] }),
    );
    await expect(ended).rejects.toThrow('detachment 1 has ended');
    await expect(driven.rows('DELETE FROM decision')).rejects.toThrow('append-only');
    await expect(driven.rows('DELETE FROM settlement_line')).rejects.toThrow('append-only');
  });

  const manifestWith = (of: string, fields: object): string => {
    const read: object = JSON.parse(readFileSync(join(of, 'manifest.json'), 'utf8')) as object;
    return JSON.stringify({ ...read, ...fields });
  };
});
