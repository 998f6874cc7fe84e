/** CONTRACT 8, Sweep: by its door, by the command, and for each proposal that waits for a second person. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTransaction } from '@gatekeeper/database';
import { nameIssuingAgency } from '../../apps/admin/documents';
import type { Role } from '../../apps/admin/access/roles';
import { commandRun } from '../gatekeeper/command';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  REGISTRY,
  sanctionRow,
  SUSPENDED,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const LATE = sanctionRow(IN_STANDING, HOSPITAL, 'GD-2025-9');
const FIGURES = {
  ...{ examined: 2, unchanged: 0, changed: 2, excluded: [] },
  ...{ refused: '70.00', recover: '70.00', given_back: '0.00' },
  by: [
    {
      ...{ fixmedins_code: HOSPITAL, month: '2025-07', lines: 2 },
      ...{ refused: '70.00', recover: '70.00', given_back: '0.00' },
    },
  ],
  digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
  outlook: { stays_in_progress: { stays: 0, lines: 0 }, rejected_lines_a_day: 0, closed_periods: [] },
};

interface CaseTold {
  readonly case_id: string;
  readonly version: number;
}

describeWith(['postgres'], 'what-if in the admin app', () => {
  let driven: HandDriven;
  let admin: AdminApp;
  beforeAll(async () => {
    driven = await HandDriven.open('admin-what-if', { registry: REGISTRY });
    admin = await openAdminApp(driven.databaseUrl);
    await inTransaction(driven.dataSource, (client) =>
      nameIssuingAgency(client, { area: '44', prefix: '粤医保', agencyName: '广东中心' }),
    );
    driven.sendPayments([noticeRow()]);
    await driven.settleAll(Infinity, 'payments');
    driven.send([
      lineRow({ bilg_dr_codg: IN_STANDING }),
      lineRow({ bilg_dr_codg: IN_STANDING, mdtrt_id: 'V-2' }),
      lineRow({ bilg_dr_codg: SUSPENDED, mdtrt_id: 'V-3' }),
    ]);
    await driven.settleAll();
    await driven.askAllDue();
  });
  afterAll(async () => {
    await admin.close();
    await driven.close();
  });

  const person = (role: Role, area = '44'): Promise<Somebody> =>
    somebody(admin, configuration({ roles: [role], areas: [area] }));
  const ask = (who: Somebody, body: object) => admin.ask('post', '/v1/what-if', who.token, body);

  it('tells figures, and writes nothing', async () => {
    const before = await driven.count('registry_record');
    const { status, body } = await ask(await person('reviewer'), { records: [JSON.parse(LATE)] });
    expect([status, body]).toEqual([200, FIGURES]);
    expect(await driven.count('registry_record')).toBe(before);
    expect(await driven.count('sweep_line')).toBe(0);
  });

  it('names record and field of what cannot be read, and refuses what a write would', async () => {
    const who = await person('registrar');
    const broken = await ask(who, { records: [JSON.parse(LATE), { ...JSON.parse(LATE), from: 'soon' }] });
    expect(broken).toMatchObject({ status: 422, body: { errors: [{ path: 'records[1].from' }] } });
    expect((await ask(who, { records: [] })).status).toBe(422);
    const taken = { ...JSON.parse(LATE), record_id: 'hospital' };
    expect((await ask(who, { records: [taken] })).status).toBe(409);
    const ring = [
      { ...JSON.parse(LATE), record_id: 'r-1', supersedes: 'r-2' },
      { ...JSON.parse(LATE), record_id: 'r-2', supersedes: 'r-1' },
    ];
    expect((await ask(who, { records: ring })).status).toBe(409);
  });

  it('is for whoever reaches those whom the records touch', async () => {
    expect((await ask(await person('reviewer', '4602'), { records: [JSON.parse(LATE)] })).status).toBe(403);
    expect((await ask(await person('expert'), { records: [JSON.parse(LATE)] })).status).toBe(403);
  });

  it('is told of a case that waits for a second person, as it then happens', async () => {
    const registrar = await person('registrar');
    const reviewer = await person('reviewer');
    const path = '/v1/institution-status-cases';
    const opened = await admin.ask('post', path, registrar.token, {
      ...{ fixmedins_code: HOSPITAL, status: 'suspended', from: '2025-07-01', last_day: '2025-08-31' },
      grounds: '违反协议',
    });
    expect([opened.status, JSON.stringify(opened.body)]).toEqual([201, expect.any(String)]);
    const { case_id: caseId, version } = opened.body as CaseTold;
    const told = await admin.ask('get', `${path}/${caseId}/what-if`, reviewer.token);
    expect(told).toMatchObject({ status: 200, body: { changed: 3, recover: '70.00' } });
    const approved = await admin
      .ask('post', `${path}/${caseId}/approve`, reviewer.token)
      .set('If-Match', `"${version}"`)
      .send({});
    expect(approved.status).toBe(200);
    await until('nothing pending', async () => {
      await driven.askAllDue();
      return (await driven.counters()).get('gatekeeper_sweep_pending') === 0;
    });
    const [turned] = await driven.rows<{ lines: number; recover: string }>(
      `SELECT count(*)::integer AS lines, sum(recover_fen)::text AS recover FROM decision WHERE trigger = 'status_change'`,
    );
    expect(turned).toEqual({ lines: 3, recover: '7000' });
    expect((await admin.ask('get', `${path}/${caseId}/what-if`, reviewer.token)).status).toBe(409);
  });

  describe('as a command', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'what-if-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const run = (name: string, rows: string, ...more: readonly string[]) => {
      writeFileSync(join(folder, name), rows);
      return commandRun('gatekeeper', ['what-if', '--records', join(folder, name), ...more], {
        DATABASE_URL: driven.databaseUrl,
      });
    };

    it('prints figures as JSON, or a table', async () => {
      const rows = sanctionRow(SUSPENDED, HOSPITAL, 'GD-2025-10', { from: '2025-01-01' });
      const asJson = await run('late.ndjson', rows, '--json');
      expect([asJson.code, asJson.stderr]).toEqual([0, '']);
      const told = JSON.parse(asJson.stdout) as { readonly digest: string; readonly by: unknown };
      expect(told).toMatchObject({ outlook: { closed_periods: [] } });
      const table = await run('late.ndjson', rows);
      expect(table.stdout).toContain(`digest ${told.digest}`);
      expect(table.stdout).toMatch(/lines examined: \d+ would turn/);
    });

    it('ends with 2 where a record cannot be read', async () => {
      expect(await run('bad.ndjson', '{"kind":"sanction"}')).toMatchObject({ code: 2, stdout: '' });
    });
  });
});
