/** What an installation decides by stands in its database (CONTRACT 6): written once by migrating, adopted afterwards, never differed from. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMsOf, openDatabase, poolOf } from '@gatekeeper/database';
import { policyInForce } from '@gatekeeper/installed-policy';
import { silentLog } from '@gatekeeper/runtime';
import { parsePackMap, parseValuesFile } from '@gatekeeper/wire';
import type { StatedPolicy } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { gatekeeper } from '../gatekeeper/command';
import { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { cleanEnvironment, describeWith } from '../servers/addresses';
import { freshDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';

const MIGRATE = join(__dirname, '..', '..', 'dist', 'deploy', 'migrate.js');
const MAP = '{"44":["guangdong-2025"]}';
const OTHER_MAP = '{"44":["guangdong-2025","nhsa-2018"]}';
const VALUES = '{"linfen":{"certificateValidityYears":3}}';

const stating = (map: string | null, values: string | null = null): StatedPolicy => {
  const [readMap, readValues] = [parsePackMap(map ?? MAP), parseValuesFile(values ?? '{}')];
  if (!readMap.ok || !readValues.ok) throw new Error('the test states no policy');
  return {
    ...(map === null ? {} : { map: readMap.value }),
    ...(values === null ? {} : { values: readValues.value }),
  };
};

describeWith(['postgres'], 'the policy of an installation', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    database = await freshDatabase('installation-policy');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const migrated = async (more: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, [MIGRATE], {
      env: { ...cleanEnvironment(), DATABASE_URL: database.url, ...more },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    await once(child, 'close');
    return { code: child.exitCode, told };
  };
  const policy = (...args: readonly string[]) =>
    gatekeeper(['policy', ...args], { DATABASE_URL: database.url });
  const inForce = (stated: StatedPolicy) =>
    policyInForce(dataSource, stated, {
      processName: 'a test',
      log: silentLog(),
      signal: new AbortController().signal,
    });

  test('is written first by npm run migrate, and by no later run', async () => {
    expect(await migrated({ PACK_MAP: file('map.json', MAP) })).toMatchObject({ code: 0 });
    dataSource = await openDatabase(database.url, { poolSize: 2, applicationName: 'installation-policy' });
    const again = await migrated({ PACK_MAP: file('other.json', OTHER_MAP) });
    expect(again.code).toBe(0);
    expect(again.told).toContain(
      'not adopted (npx gatekeeper policy --adopt): area map, 44: the database has ["guangdong-2025"], this environment ["guangdong-2025","nhsa-2018"]',
    );
    const shown = await policy('--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      map: { 44: ['guangdong-2025'] },
      values: {},
      editions: { 'guangdong-2025': ['1'] },
      adopted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+08:00$/),
      adopted_by: 'npm run migrate',
    });
  });

  test('was adopted at a whole millisecond, also where its row was written with more', async () => {
    const [, row] = (await policy()).stdout.split('adopted   ');
    expect(row).toMatch(/^\S+:\d\d(\.\d{3})?\+08:00 by npm run migrate$/m);
    const moments = await poolOf(dataSource).query(`
      SELECT adopted_at = date_trunc('milliseconds', adopted_at) AS is_whole,
        ${epochMsOf(`'2026-11-30T17:11:18.395657+08:00'::timestamptz`)} AS cut, ${epochMsOf(`'-infinity'::timestamptz`)} AS open
      FROM installation_policy`);
    expect(moments.rows).toEqual([
      { is_whole: true, cut: Date.parse('2026-11-30T17:11:18.395+08:00'), open: -Infinity },
    ]);
  });

  test('is what a process without settings decides by; one that says otherwise is told what differs and what to do', async () => {
    const own = await inForce({});
    expect(own.ok && [...own.value.map.keys()]).toEqual(['44']);
    expect(await inForce(stating(MAP))).toMatchObject({ ok: true });
    expect(await inForce(stating(OTHER_MAP, VALUES))).toEqual({
      ok: false,
      problems: [
        'area map, 44: the database has ["guangdong-2025"], this process ["guangdong-2025","nhsa-2018"]',
        'values, linfen: the database has nothing, this process {"certificateValidityYears":"3"}',
        'editions, nhsa-2018: the database has nothing, this process ["1"]',
        expect.stringMatching(/unset PACK_MAP.*policy --adopt/),
      ],
    });
  });

  test.each(['gatekeeper', 'admin'] as const)(
    'ends a process of the %s that says otherwise with 2',
    async (app) => {
      const process = GatekeeperProcess.start(
        {
          DATABASE_URL: database.url,
          REDIS_URL: 'redis://127.0.0.1:1',
          KAFKA_BROKERS: '127.0.0.1:1',
          PACK_MAP: file('other.json', OTHER_MAP),
        },
        app,
      );
      expect(await process.ended()).toBe(2);
      expect(process.output).toContain('area map, 44: the database has');
    },
  );

  test('is adopted by somebody, with what changes; the earlier ones stay', async () => {
    const values = file('values.json', VALUES);
    expect(await policy('--adopt', '--values', values)).toMatchObject({ code: 2 });
    expect(await policy('--values', values)).toMatchObject({ code: 2 });
    const other = file('other.json', OTHER_MAP);
    const adopted = await policy('--adopt', '--pack-map', other, '--by', '李华');
    expect([adopted.code, adopted.stdout.split('\n')]).toEqual([
      0,
      [
        'area map, 44: the database has ["guangdong-2025"], adopted is ["guangdong-2025","nhsa-2018"]',
        'editions, nhsa-2018: the database has nothing, adopted is ["1"]',
        'adopted by 李华: start every process of the installation again',
        '',
      ],
    ]);
    expect(await inForce(stating(OTHER_MAP))).toMatchObject({ ok: true });
    expect(await inForce(stating(MAP))).toMatchObject({ ok: false });
    expect((await policy('--adopt', '--pack-map', other, '--by', '李华')).stdout).toMatch(
      /^nothing to adopt/,
    );
    const { rows } = await poolOf(dataSource).query(
      'SELECT adopted_by FROM installation_policy ORDER BY adoption',
    );
    expect(rows).toEqual([{ adopted_by: 'npm run migrate' }, { adopted_by: '李华' }]);
    await expect(poolOf(dataSource).query('DELETE FROM installation_policy')).rejects.toThrow('append-only');
  });
});
