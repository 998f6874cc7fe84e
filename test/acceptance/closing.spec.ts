/** CONTRACT 9, closing and sealing: two people close a month, it is sealed, and anybody checks offline what was decided. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { headOf, hexOf } from '@gatekeeper/clearing';
import { leafHashOf, leafOfPublished, treeHashing } from '@gatekeeper/wire';
import { objectAt, rowsOf } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { gatekeeper } from '../gatekeeper/command';
import type { CommandEnding } from '../gatekeeper/command';
import type { HandDriven } from '../gatekeeper/hand-driven';
import { HOSPITAL, IN_STANDING, lineRow, refundRow, sanctionRow } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';
import { configuration, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';
import { ClosingGround, keyOf } from './closed-period-parts';

const JUNE = '2025-06';
const JULY = '2025-07';
/** By month of fees. */
const VISITS_OF: Readonly<Record<string, readonly string[]>> = { [JUNE]: ['V-1', 'V-9'], [JULY]: ['V-7'] };
const JUNE_LINES = ['1', '2', '3'].map((feedetl_sn) =>
  lineRow({ feedetl_sn, bilg_dr_codg: IN_STANDING, fee_ocur_time: '2025-06-20 09:30:00' }),
);
const JULY_LINES = ['11', '12'].map((feedetl_sn) => lineRow({ mdtrt_id: 'V-7', feedetl_sn }));
/** Waits: nobody knows the line it reverses. */
const HELD = refundRow('99', { mdtrt_id: 'V-9', feedetl_sn: '2', fee_ocur_time: '2025-06-21 09:30:00' });

interface ClosingTold {
  readonly closing_id: string;
  readonly state: string;
  readonly digest: string;
  readonly root: string;
  readonly size: number;
  readonly replaces: string | null;
  readonly exception_id: string | null;
  readonly sealed: boolean;
  readonly obstacles: readonly { readonly code: string; readonly names: readonly string[] }[];
  readonly changes: { readonly items: readonly { readonly line: string }[] };
}
interface Told<Body> {
  readonly status: number;
  readonly body: Body;
}
interface Problem {
  readonly type: string;
  readonly changed: { readonly obstacles: ClosingTold['obstacles'] };
}

describeWith(['postgres'], 'closing and sealing', () => {
  let ground: ClosingGround;
  let driven: HandDriven;
  let admin: AdminApp;
  let auditor: Somebody;
  let second: Somebody;
  const file = (name: string): string => ground.file(name);

  beforeEach(async () => {
    ground = await ClosingGround.open('closing');
    ({ driven, admin, auditor, second } = ground);
    await ground.settle(...JUNE_LINES, ...JULY_LINES);
    await ground.swept();
  });
  afterEach(() => ground.close());

  /** What stands of each line of a month of fees: the last that was said of it, from the topics alone. */
  function standing(month: string): ReadonlyMap<string, Stated> {
    const said = new Map<string, Stated>();
    for (const decision of driven.stated('decisions')) said.set(keyOf(decision), decision);
    const waiting = new Map<string, Stated>();
    for (const hold of driven.stated('holds'))
      if (hold['released_by'] === undefined) waiting.set(keyOf(hold), hold);
      else waiting.delete(keyOf(hold));
    for (const [key, hold] of waiting) said.set(key, hold);
    const visits = VISITS_OF[month] ?? [];
    return new Map(
      [...said]
        .filter(([key]) => visits.includes(key.split('|')[1] ?? ''))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  /** A run of the month that is done, as its workers leave it. @returns its number */
  async function run(
    period: string,
    more: { readonly unexplained?: number; readonly area?: string } = {},
  ): Promise<string> {
    const lines = standing(period);
    const held = [...lines.values()].filter((each) => 'hold_code' in each).length;
    const leaves = [...lines.values()].map((each) => leafHashOf(leafOfPublished(each)));
    const [row] = await admin.rows<{ run_id: string }>(
      `INSERT INTO clearing_run (terms, area, area_of, period, counted_by, known_at, done, digest, lines, held, unexplained, root)
       VALUES (gen_random_uuid()::text, $6, 'treatment', $1, 'settlement', date_trunc('milliseconds', clock_timestamp()), true,
               encode(sha256(gen_random_uuid()::text::bytea), 'hex'), $2, $3, $4, $5) RETURNING run_id::text`,
      [
        period,
        lines.size,
        held,
        more.unexplained ?? 0,
        hexOf(headOf(treeHashing, leaves).root),
        more.area ?? '44',
      ],
    );
    await admin.rows(
      `INSERT INTO clearing_part (run_id, fixmedins_code, month, done_at, result, rows, unexplained, leaf_hashes, line_keys)
       VALUES ($1, $2, $3, now(), '{}', '', 0, $4, $5)`,
      [
        ...[row?.run_id, HOSPITAL, period],
        Buffer.concat(leaves),
        gzipSync([...lines.keys()].map((key) => `${key}\n`).join('')),
      ],
    );
    return row?.run_id ?? '';
  }

  const ask = async <Body = ClosingTold>(
    method: 'get' | 'post',
    path: string,
    who: Somebody,
    body?: object,
  ): Promise<Told<Body>> => {
    const answer = await admin.ask(method, `/v1/${path}`, who.token, body);
    return { status: answer.status, body: answer.body as Body };
  };
  const propose = (runId: string, kind = 'soft', who = auditor): Promise<Told<ClosingTold & Problem>> =>
    ask('post', 'closings', who, { run_id: runId, kind });
  const approve = ({ closing_id, digest }: ClosingTold, who = second): Promise<Told<ClosingTold & Problem>> =>
    ask('post', `closings/${closing_id}/approve`, who, { digest });
  /** Both people. */
  async function close(runId: string, kind = 'soft'): Promise<ClosingTold> {
    const proposed = await propose(runId, kind);
    if (proposed.status !== 201) throw new Error(JSON.stringify(proposed.body));
    const closed = await approve(proposed.body);
    if (closed.status !== 200) throw new Error(JSON.stringify(closed.body));
    return closed.body;
  }
  async function except(period: string): Promise<string> {
    const body = { area: '44', period, reason: 'a refund waits for its original', until: '2099-01-01' };
    const proposed = await ask<{ exception_id: string }>('post', 'closing-exceptions', auditor, body);
    const path = `closing-exceptions/${proposed.body.exception_id}/approve`;
    expect((await ask<Problem>('post', path, auditor, {})).status).toBe(409);
    expect((await ask<{ state: string }>('post', path, second, {})).body.state).toBe('in_force');
    return proposed.body.exception_id;
  }
  const obstaclesOf = ({ status, body }: Told<Problem>): readonly string[] =>
    status === 409
      ? body.changed.obstacles.map(({ code, names }) => [code, ...names].join(' '))
      : [`status ${status}`];

  const seal = (period: string, ...more: readonly string[]): Promise<CommandEnding> =>
    ground.command('seal', '--area', '44', '--period', period, '--out', file(`${period}.json`), ...more);

  it('a month is closed by two, sealed behind the one before, and a line of it is proven offline', async () => {
    const june = await propose((await ground.clear(JUNE)).runId);
    expect(june).toMatchObject({ status: 201, body: { state: 'proposed', size: 3 } });
    expect((await approve(june.body, auditor)).body.type).toContain('second-person-needed');
    expect((await approve({ ...june.body, digest: 'ab'.repeat(32) })).body.type).toContain('other-digest');
    expect((await seal(JUNE)).code).toBe(1);
    expect((await approve(june.body)).body).toMatchObject({ state: 'closed', sealed: false });
    expect((await approve(june.body)).body.type).toContain('wrong-state');
    expect(obstaclesOf(await propose(await run(JUNE, { area: '4401' })))).toEqual(['other-area 44/2025-06']);
    await close((await ground.clear(JULY)).runId, 'hard');

    const early = await seal(JULY);
    expect([early.code, early.stderr]).toEqual([
      1,
      'gatekeeper: seal first what is closed before 44/2025-07: 2025-06\n',
    ]);
    const leaves = ['--leaves', file('leaves')];
    expect(await seal(JUNE, ...leaves)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const bytes = readFileSync(file(`${JUNE}.json`), 'utf8');
    expect(JSON.parse(bytes)).toMatchObject({
      ...{
        origin: '44/2025-06',
        size: 3,
        root: june.body.root,
        hash: 'sha256',
        previous: { size: 0 },
        log: { size: 1 },
      },
    });
    await ground.seal(JUNE);
    expect(readFileSync(file(`${JUNE}.json`), 'utf8')).toBe(bytes);
    await ground.seal(JULY);
    expect((await ask('get', `closings/${june.body.closing_id}`, auditor)).body.sealed).toBe(true);

    const verify = (...args: readonly string[]): Promise<CommandEnding> =>
      gatekeeper(['verify', '--key', file('seal.pub'), ...args]);
    const succession = await verify('--seal', file(`${JULY}.json`), '--previous', file(`${JUNE}.json`));
    expect(succession).toMatchObject({ code: 0, stderr: '' });

    const key = `${HOSPITAL}|V-1||2`;
    const proving = ['prove', '--area', '44', '--period', JUNE, '--line'];
    expect((await ground.command(...proving, key, '--out', file('proof'))).code).toBe(0);
    expect((await ground.command(...proving, `${HOSPITAL}|V-7||11`)).code).toBe(1);
    const decided = standing(JUNE).get(key);
    const check = (decision: object | undefined): Promise<CommandEnding> => {
      writeFileSync(file('decision'), JSON.stringify(decision));
      return verify('--seal', file(`${JUNE}.json`), '--proof', file('proof'), '--decision', file('decision'));
    };
    expect(await check(decided)).toMatchObject({ code: 0, stderr: '' });
    const all = [...standing(JUNE).values(), ...standing(JULY).values()].map((each) => JSON.stringify(each));
    const verifyAll = (rows: readonly string[]): Promise<CommandEnding> => {
      writeFileSync(file('decisions'), rows.join('\n'));
      return verify('--seal', file(`${JUNE}.json`), ...leaves, '--decisions', file('decisions'));
    };
    const named = await verifyAll(
      all.map((row) => row.replace('"feedetl_sn":"3","revision":1', '"feedetl_sn":"3","revision":2')),
    );
    expect([named.code, named.stdout]).toEqual([1, expect.stringContaining(`${HOSPITAL}|V-1||3: changed: `)]);
  });

  describe('a year', () => {
    const YEAR = '2025';
    const verify = (...args: readonly string[]): Promise<CommandEnding> =>
      gatekeeper(['verify', '--key', file('seal.pub'), ...args]);
    const sealOf = (period: string): unknown => JSON.parse(readFileSync(file(`${period}.json`), 'utf8'));
    const proves = async (key: string, month: string, period = YEAR): Promise<CommandEnding> => {
      const proving = ['prove', '--area', '44', '--period', period, '--line', key, '--out', file('proof')];
      const ending = await ground.command(...proving);
      expect(ending).toMatchObject({ code: 0, stderr: '' });
      writeFileSync(file('decision'), JSON.stringify(standing(month).get(key)));
      const proof = ['--proof', file('proof'), '--decision', file('decision')];
      return verify('--seal', file(`${period}.json`), ...proof);
    };

    it('is closed whole where none of its months is; then none is', async () => {
      const closed = await close((await ground.clear(YEAR)).runId, 'hard');
      expect(closed).toMatchObject({ state: 'closed', size: 5 });
      expect(obstaclesOf(await propose(await run(JUNE)))).toEqual([`year-closed ${YEAR}`]);
      expect(await seal(YEAR)).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(sealOf(YEAR)).toMatchObject({
        ...{ origin: '44/2025', size: 5, root: closed.root, previous: { size: 0 }, log: { size: 1 } },
      });
      for (const [key, month] of [
        [`${HOSPITAL}|V-1||2`, JUNE],
        [`${HOSPITAL}|V-7||12`, JULY],
      ] as const)
        expect(await proves(key, month)).toMatchObject({ code: 0, stderr: '' });
    });

    it('is closed after its months, and sealed behind the last of them', async () => {
      const months = Array.from({ length: 12 }, (_, n) => `${YEAR}-${String(n + 1).padStart(2, '0')}`);
      for (const month of months.slice(0, -1)) await close(await run(month), 'hard');
      expect(obstaclesOf(await propose(await run(YEAR)))).toEqual(['year-partly-closed 2025-12']);
      await close(await run('2025-12'), 'hard');
      const closed = await close((await ground.clear(YEAR)).runId, 'hard');
      await expect(ground.seal(YEAR)).rejects.toThrow(
        `seal first what is closed before 44/2025: ${months.join(', ')}`,
      );
      for (const period of [...months, YEAR]) await ground.seal(period);
      expect(sealOf(YEAR)).toMatchObject({
        ...{ size: 5, root: closed.root, previous: { size: 12 }, log: { size: 13 } },
      });
      const [before, other] = [file('2025-12.json'), file('2025-11.json')];
      expect((await verify('--seal', file(`${YEAR}.json`), '--previous', before)).code).toBe(0);
      const gap = await verify('--seal', file(`${YEAR}.json`), '--previous', other);
      expect([gap.code, gap.stdout + gap.stderr]).toEqual([
        1,
        expect.stringContaining('44/2025 extends a log of 12 entries'),
      ]);
      // Of the month's run no blocks are kept, as of one from before they were.
      for (const period of [YEAR, JUNE])
        expect(await proves(`${HOSPITAL}|V-1||2`, JUNE, period)).toMatchObject({ code: 0, stderr: '' });
    }, 120_000);
  });

  it('what is decided of a closed month later falls into the month that is open then, and says where from', async () => {
    const late = sanctionRow(IN_STANDING, HOSPITAL, 'GD-9', { from: '2025-06-15', until: '2025-06-25' });
    const concerned = async (): Promise<unknown> => {
      const records: unknown[] = [JSON.parse(late)];
      const told = await ask<{ outlook: { closed_periods: unknown } }>('post', 'what-if', auditor, {
        records,
      });
      return told.body.outlook.closed_periods;
    };
    expect(await concerned()).toEqual([]);
    await close((await ground.clear(JUNE)).runId);
    expect(await concerned()).toEqual([`44/${JUNE}`]);
    await driven.write([late]);
    await ground.swept();
    const [{ month: open } = { month: '' }] = await admin.rows<{ month: string }>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month`,
    );
    const { out } = await ground.clear(open);
    const adjusted = rowsOf(readFileSync(join(out, 'adjustments.ndjson'), 'utf8'));
    expect(
      adjusted.map((row) => [objectAt(row, 'line')['feedetl_sn'], row['period'], row['refused']]),
    ).toEqual([...['1', '2', '3'].map((line) => [line, JUNE, '70.00'])]);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toMatchObject({
      ...{ lines: 0, adjustments: { refused: '210.00', recover: '0.00' } },
    });
  });

  it('nothing is closed over a difference, an unswept write, an open plan; a month closes behind the one before', async () => {
    expect(obstaclesOf(await propose(await run(JUNE, { unexplained: 1 })))).toEqual([
      'unexplained-differences',
    ]);
    driven.instead = { sweepApprovalFen: 0n };
    const version = await driven.write([sanctionRow(IN_STANDING, HOSPITAL, 'GD-9')]);
    expect(obstaclesOf(await propose(await run(JUNE)))).toEqual([`unswept-writes ${version}`]);
    await ground.swept();
    const proposed = await propose(await run(JUNE));
    expect(proposed.status).toBe(201);
    await admin.rows(
      `INSERT INTO sweep_plan (version, state, figures, digest) VALUES ($1, 'proposed', '{}', 'd')`,
      [version],
    );
    await admin.rows(
      `INSERT INTO sweep_plan_line VALUES (1, $1, 'V-1', '1', '', 'a', 'b', '2025-06-01', 0, 0, 0, true)`,
      [HOSPITAL],
    );
    expect(obstaclesOf(await approve(proposed.body))).toEqual(['open-plans 1']);
    const whole = await ask('get', `closings/${proposed.body.closing_id}`, second);
    expect(whole.body.obstacles.map(({ code, names }) => [code, ...names])).toEqual([['open-plans', '1']]);
    const refused = await ask('post', `closings/${proposed.body.closing_id}/refuse`, second, {
      reason: 'later',
    });
    expect(refused.body.state).toBe('refused');
    expect((await approve(proposed.body)).body.type).toContain('wrong-state');
  });

  it('open holds need an exception of two; under it the period is closed anew, and what that changed is listed', async () => {
    await ground.settle(HELD);
    const first = await run(JUNE);
    expect(obstaclesOf(await propose(first))).toEqual(['open-holds']);
    const exception = await except(JUNE);
    const closed = await close(first);
    expect(closed).toMatchObject({ exception_id: exception, replaces: null, size: 4 });

    await ground.settle(lineRow({ mdtrt_id: 'V-9', feedetl_sn: '99', fee_ocur_time: '2025-06-21 09:30:00' }));
    const again = await close(await run(JUNE));
    expect(again).toMatchObject({ exception_id: exception, replaces: closed.closing_id, size: 5 });
    const whole = await ask('get', `closings/${again.closing_id}?limit=1`, auditor);
    expect(whole.body.changes.items.map(({ line }) => line)).toEqual([`${HOSPITAL}|V-9||2`]);
    expect(
      (await ask<{ closings: readonly string[] }>('get', `closing-exceptions/${exception}`, auditor)).body
        .closings,
    ).toEqual([closed.closing_id, again.closing_id]);

    const third = await run(JUNE);
    expect(obstaclesOf(await propose(third, 'hard'))).toEqual(['exception-in-force']);
    await ask('post', `closing-exceptions/${exception}/take-back`, second, { reason: 'all is decided' });
    expect(obstaclesOf(await propose(third))).toEqual(['exception-needed']);
    const [{ run_id: held } = { run_id: '' }] = await admin.rows<{ run_id: string }>(
      `SELECT run_id::text FROM closed_period WHERE closing_id = $1`,
      [again.closing_id],
    );
    expect(await close(held, 'hard')).toMatchObject({ replaces: again.closing_id, exception_id: null });
    expect(obstaclesOf(await propose(third))).toEqual(['closed-for-good']);
    const more = { area: '44', period: JUNE, reason: 'once more', until: '2099-01-01' };
    expect((await ask<Problem>('post', 'closing-exceptions', auditor, more)).body.type).toContain(
      'closed-for-good',
    );

    const out = file('export');
    await ground.command('export', '--area', '44', '--period', JUNE, '--out', out);
    const { closed_periods } = JSON.parse(readFileSync(join(out, 'installation.json'), 'utf8')) as {
      closed_periods: readonly { readonly closed_from: string }[];
    };
    expect(closed_periods).toEqual([
      { area: '44', period: JUNE, by: 'settlement', closed_from: expect.stringMatching(/^20/) },
    ]);
  });

  it('is seen and done by whoever serves the area, and by the roles for it', async () => {
    const elsewhere = await somebody(
      admin,
      configuration({ roles: ['settlement_auditor'], areas: ['46', '4401'] }),
    );
    const operator = await somebody(admin, configuration({ roles: ['operator'], areas: ['44'] }));
    const runId = await run(JUNE);
    expect((await propose(runId, 'soft', elsewhere)).status).toBe(403);
    expect((await propose(runId, 'soft', second)).status).toBe(403);
    expect((await propose('4711')).status).toBe(404);
    const { body } = await propose(runId);
    expect((await approve(body, elsewhere)).status).toBe(403);
    expect((await approve(body, operator)).status).toBe(403);
    const listed = async (who: Somebody, path = 'closings'): Promise<number> =>
      (await ask<{ items: readonly object[] }>('get', path, who)).body.items.length;
    expect([await listed(operator), await listed(elsewhere)]).toEqual([1, 0]);
    expect((await ask('get', `closings/${body.closing_id}`, elsewhere)).status).toBe(403);
    const exception = await except(JUNE);
    expect((await ask('get', `closing-exceptions/${exception}`, elsewhere)).status).toBe(403);
    expect([
      await listed(operator, 'closing-exceptions'),
      await listed(elsewhere, 'closing-exceptions'),
    ]).toEqual([1, 0]);
    const foreign = { area: '4', period: JUNE, reason: 'x', until: '2099-01-01' };
    expect((await ask('post', 'closing-exceptions', auditor, foreign)).status).toBe(403);
    expect(
      (await ask('post', 'closing-exceptions', auditor, { ...foreign, area: '44', until: '2020-01-01' }))
        .status,
    ).toBe(409);
    const said = await admin.rows<{ action: string }>(
      `SELECT entry::json ->> 'action' AS action FROM audit_entry WHERE entry::json ->> 'action' LIKE '%Closing%' ORDER BY seq`,
    );
    expect(said.map(({ action }) => action)).toEqual([
      'proposeClosing',
      'proposeClosingException',
      'approveClosingException',
    ]);
  });

  it('the database refuses one person twice, a change of what is closed, and a gap in a log', async () => {
    const runId = await run(JUNE);
    const { body } = await propose(runId);
    const columns =
      'closing_id, area, period, kind, counted_by, area_of, run_id, known_at, digest, size, root, held';
    const closing = (by: string, more = ''): Promise<unknown> =>
      admin.rows(
        `INSERT INTO closed_period (${columns}, proposed_by, approved_by)
         SELECT ${columns}, proposed_by, ${by} FROM closing_proposal ${more}`,
      );
    await expect(closing('proposed_by')).rejects.toThrow('closed_period_second_person');
    await approve(body);
    await expect(closing(`'x'`)).rejects.toThrow();
    for (const table of ['closing_proposal', 'closed_period', 'closing_exception', 'period_seal'])
      await expect(admin.rows(`DELETE FROM ${table}`)).rejects.toThrow('is append-only');
    await expect(admin.rows('UPDATE closed_period SET held = 0')).rejects.toThrow('is append-only');
    await expect(admin.rows(`UPDATE clearing_part SET leaf_hashes = ''`)).rejects.toThrow(
      'it stays as it is',
    );
    await expect(
      admin.rows(`INSERT INTO closing_refusal (closing_id, refused_by, reason) VALUES (1, 'x', 'x')`),
    ).rejects.toThrow('was agreed to');
    const sealing = (position: number, origin: string): Promise<unknown> =>
      admin.rows(
        `INSERT INTO period_seal (area, position, origin, closing_id, seal) VALUES ('44', $1, $2, 1, '{}')`,
        [position, origin],
      );
    await expect(sealing(1, '44/2025-06')).rejects.toThrow('does not go on at 1');
    await expect(sealing(0, '44/2025-07')).rejects.toThrow('is not closed by closing 1');
  });
});
