/** CONTRACT 9: a sealed period is kept as Parquet with its seal and not in the live tables; what reaches it waits until it is attached. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { hexOf } from '@gatekeeper/clearing';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { detachVisits, heldLineOfRow } from '@gatekeeper/decision-store';
import { NotAsThingsStand } from '@gatekeeper/runtime';
import { askPeriod } from '@gatekeeper/sealed-period';
import { leafHashOf, leafOfHold } from '@gatekeeper/wire';
import { objectAt } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { gatekeeperKilled } from '../gatekeeper/command';
import type { HandDriven } from '../gatekeeper/hand-driven';
import {
  factRow,
  HOSPITAL,
  IN_STANDING,
  lineRow,
  noticeRow,
  refundRow,
  sanctionRow,
  voidRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { ClosingGround, keyOf } from './closed-period-parts';

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
/** No letter of a folder's name is a pattern. */
const CHANGED = 'changed[1]';

describeWith(['postgres'], 'a sealed period that is detached', () => {
  let ground: ClosingGround;
  let driven: HandDriven;
  beforeEach(async () => {
    ground = await ClosingGround.open('detached');
    driven = ground.driven;
  });
  afterEach(() => ground.close());

  const file = (name: string): string => ground.file(name);
  const of = ['--area', '44', '--period', JUNE];
  const detaching = (): string[] => [
    ...[
      'detach',
      ...of,
      '--out',
      file('june'),
      '--key',
      file('seal.pub'),
      '--by',
      'wang.fang',
      '--reason',
      'room',
    ],
  ];
  const attaching = (): string[] => [
    ...['attach', '--from', file('june'), '--key', file('seal.pub'), '--by', 'li.na'],
  ];

  /** Every row of the tables that detaching takes from, as text. */
  const rowsOnFile = async (): Promise<readonly string[]> =>
    (
      await driven.rows<{ row: string }>(
        `SELECT l::text AS row FROM settlement_line l UNION ALL SELECT d::text FROM decision d ORDER BY 1`,
      )
    ).map(({ row }) => row);
  const detachedWork = async (): Promise<unknown> => {
    const answer = await ground.admin.ask('get', '/v1/sweep-plans', ground.second.token);
    return (answer.body as { detached?: unknown }).detached;
  };

  it('is asked, verified and proven from its folder; what reaches it waits by name, and goes on once it is attached', async () => {
    await ground.settle(...JUNE_LINES, ...SHARED);
    await ground.pay(noticeRow(), noticeRow({ feedetl_sn: '2' }), noticeRow({ mdtrt_id: 'V-8' }));
    await ground.swept();
    await ground.closeAndSeal(JUNE);
    const before = await rowsOnFile();
    const sealed = ground.last(LINE_2);

    const { stderr } = await ground.must(...detaching());
    expect(stderr).toContain('3 lines detached, 1 stay');
    expect([await driven.count('settlement_line'), await driven.count('decision')]).toEqual([2, 2]);
    expect(await driven.count('line_identity')).toBe(5);
    expect(await detachedWork()).toEqual([
      { period: '44/2025-06', versions: [], swept_lines: 0, due_lines: 0, messages: 0 },
    ]);
    const asked: Stated = JSON.parse(
      (await ground.must('ask', '--from', file('june'), '--line', LINE_2)).stdout,
    ) as Stated;
    expect(asked['sealed']).toEqual(sealed);
    expect(await askPeriod(file('june'), [HOSPITAL, 'V-7', '', '1'])).toBeNull();
    const verified = await ground.command('verify', '--from', file('june'), '--key', file('seal.pub'));
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('4 lines verified')]);
    await ground.must('prove', ...of, '--line', LINE_2, '--out', file('proof'));
    writeFileSync(file('decision'), JSON.stringify(asked['sealed']));
    await ground.must(
      'verify',
      '--seal',
      file(`${JUNE}.json`),
      '--proof',
      file('proof'),
      '--decision',
      file('decision'),
    );

    // A resend, then a refund, a void, a payment: none is decided as if the line had never been seen.
    const said = driven.said('decisions').length;
    await ground.settle(JUNE_LINES[0] ?? '');
    await ground.settle(refundRow('2', { ...FEE, feedetl_sn: '9' }), voidRow({ feedetl_sn: '3' }));
    await ground.pay(noticeRow({ feedetl_sn: '3', setl_id: 'S-3' }));
    const version = await driven.write([LATE]);
    await until('the line that stayed is turned', async () => {
      await ground.round();
      return driven.said('decisions').length > said;
    });
    for (let rounds = 0; rounds < 3; rounds++) await ground.round();
    // Of the visit that stayed both are turned: after its last day nobody has restored the suspended one.
    expect(driven.stated('decisions').slice(said).map(keyOf).sort()).toEqual(
      ['1', '2'].map((line) => `${HOSPITAL}|V-8||${line}`),
    );
    expect(await detachedWork()).toEqual([
      { period: '44/2025-06', versions: [String(version)], swept_lines: 3, due_lines: 1, messages: 3 },
    ]);
    expect(await ground.pending()).toBeGreaterThanOrEqual(7);
    for (const name of ['clear', 'export']) {
      const ending = await ground.command(name, ...of, '--out', file(`in-vain-${name}`));
      expect([ending.code, ending.stderr]).toEqual([1, expect.stringContaining('44/2025-06 is detached')]);
    }
    // Of a month that nothing of it falls into nothing is missing.
    await ground.clear('2025-08');
    const records = [JSON.parse(LATE.replaceAll('GD-9', 'GD-10'))];
    const whatIf = await ground.admin.ask('post', '/v1/what-if', ground.auditor.token, { records });
    expect([whatIf.status, whatIf.body]).toEqual([
      409,
      expect.objectContaining({ type: expect.stringContaining('period-detached') as unknown }),
    ]);

    await ground.must(...attaching());
    const after = new Set(await rowsOnFile());
    expect(before.filter((row) => !after.has(row))).toEqual([]);
    await ground.swept();
    expect(await detachedWork()).toBeUndefined();
    expect(await driven.rows('SELECT stage FROM sweep WHERE stage <> $$done$$')).toEqual([]);
    const turned = (line: string): unknown[] => {
      const decision = ground.last(`${HOSPITAL}|V-1||${line}`);
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
    await ground.settle(...JUNE_LINES);
    await ground.swept();
    await ground.closeAndSeal(JUNE);
    await ground.detach(JUNE, 'june', { keep: true });
    const manifestPath = join(file('june'), 'manifest.json');
    const written = readFileSync(manifestPath);
    for (const [forged, named] of [
      [{ first_month: '2025-05-01', closing_id: '77' }, '(closing_id, first_month): write it anew'],
      [{ files: [] }, 'the manifest is of no files'],
    ] as const) {
      writeFileSync(manifestPath, manifestWith(file('june'), forged));
      await expect(ground.detach(JUNE, 'june')).rejects.toThrow(named);
      writeFileSync(manifestPath, written);
    }
    await driven.rows('CREATE TABLE kept_line AS SELECT * FROM settlement_line');
    await ground.detach(JUNE, 'june');
    await expect(
      driven.rows(
        'DO $$ BEGIN INSERT INTO settlement_line SELECT * FROM kept_line; DELETE FROM detached_line; END $$',
      ),
    ).rejects.toThrow('0 of its 1 decisions are on file');
    const changed = file(CHANGED);
    cpSync(file('june'), changed, { recursive: true });
    const bytes = readFileSync(join(changed, 'decisions.parquet'));
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(join(changed, 'decisions.parquet'), bytes);
    const byFile = await ground.command('verify', '--from', changed);
    expect([byFile.code, byFile.stdout]).toEqual([
      1,
      expect.stringContaining('decisions.parquet: not the file'),
    ]);
    await expect(ground.attach(CHANGED)).rejects.toThrow('decisions.parquet: not the file');

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
    await expect(ground.attach(CHANGED)).rejects.toThrow(
      `${HOSPITAL}|V-1||3: changed: nothing of it is what was sealed`,
    );
    expect(await driven.count('settlement_line')).toBe(0);

    // Sound by the seal, and still not what was detached.
    rmSync(changed, { recursive: true });
    cpSync(file('june'), changed, { recursive: true });
    writeFileSync(
      join(changed, 'manifest.json'),
      manifestWith(changed, { corrected_at: null, first_month: '2025-05-01' }),
    );
    await expect(ground.attach(CHANGED)).rejects.toThrow('its manifest is not the one on file');
    await ground.attach('june');
    expect(await driven.count('settlement_line')).toBe(3);
    await expect(ground.attach('june')).rejects.toThrow('nothing of 44/2025-06 is detached');
    await driven.rows(
      "INSERT INTO installation_mode (mode, since, set_by) VALUES ('observing', date_trunc('milliseconds', now()), 'nobody')",
    );
    await expect(ground.detach(JUNE, 'june')).rejects.toThrow('the installation observes');
  });

  it('a hold of it that was released before goes with what released it; one that waits keeps its visit, and is released meanwhile', async () => {
    const emergency = (mdtrt_id: string): string =>
      lineRow({ mdtrt_id, er_flag: '1', fee_ocur_time: '2025-06-20 09:30:00' });
    const proven = (mdtrt_id: string, fact = 'emergency_proven'): string => factRow(fact, { mdtrt_id });
    const openHolds = (): Promise<readonly object[]> =>
      driven.rows('SELECT mdtrt_id FROM hold_record WHERE released_at IS NULL ORDER BY 1');
    const outcomes = (visit: string): Promise<readonly object[]> =>
      driven.rows(`SELECT outcome, trigger FROM decision WHERE mdtrt_id = '${visit}' ORDER BY known_at`);
    await ground.settle(...JUNE_LINES, emergency('V-9'), emergency('V-10'));
    await ground.swept();
    await ground.except(JUNE);
    await ground.closeAndSeal(JUNE, 'soft');
    // Sealed as it waited; decided since.
    await ground.settle(proven('V-9'));
    await ground.swept();
    expect(await ground.detach(JUNE, 'june')).toContain('4 lines detached, 1 stay');
    expect(await driven.rows('SELECT DISTINCT mdtrt_id FROM settlement_line')).toEqual([
      { mdtrt_id: 'V-10' },
    ]);
    expect(await openHolds()).toEqual([{ mdtrt_id: 'V-10' }]);
    const kept = await askPeriod(file('june'), [HOSPITAL, 'V-9', '', '1']);
    expect(kept?.holds.map((row) => hexOf(leafHashOf(leafOfHold(heldLineOfRow(row)))))).toEqual([
      kept?.line['leaf'],
    ]);
    expect(kept?.decisions.map(({ outcome, trigger }) => [outcome, trigger])).toEqual([
      ['accept', 'hold_released'],
    ]);

    // Of the one that is on file the evidence comes now; of the other it is refuted, which waits.
    await ground.settle(proven('V-10'), proven('V-9', 'emergency_refuted'));
    for (let rounds = 0; rounds < 2; rounds++) await ground.round();
    expect(await openHolds()).toEqual([]);
    expect(await outcomes('V-10')).toEqual([{ outcome: 'accept', trigger: 'hold_released' }]);
    expect(driven.stated('holds').at(-1)).toMatchObject({
      line: { mdtrt_id: 'V-10' },
      released_by: expect.any(String) as unknown,
    });
    expect(await driven.count('waiting_message')).toBe(1);
    expect(await ground.detach(JUNE, 'june')).toContain('4 lines detached, 1 stay');

    await ground.attach('june');
    await ground.swept();
    expect(await outcomes('V-9')).toEqual([
      { outcome: 'accept', trigger: 'hold_released' },
      { outcome: 'reject', trigger: 'status_change' },
    ]);
    expect(await openHolds()).toEqual([]);
    const released = await driven.rows(
      'SELECT h.mdtrt_id FROM hold_record h JOIN decision d ON d.fixmedins_code = h.fixmedins_code AND d.decision_id = h.released_by ORDER BY 1',
    );
    expect(released).toEqual([{ mdtrt_id: 'V-10' }, { mdtrt_id: 'V-9' }]);
  });

  it('killed while it is detached, and while it is attached, it goes on; each visit is here or there at every moment', async () => {
    const rows = Array.from({ length: 25 }, (_, visit) =>
      Array.from({ length: 60 }, (__, line) =>
        lineRow({ ...FEE, mdtrt_id: `W-${String(visit).padStart(2, '0')}`, feedetl_sn: String(line) }),
      ),
    ).flat();
    await ground.settle(...rows);
    await ground.swept();
    await ground.closeAndSeal(JUNE);
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
        return await gatekeeperKilled(args, ground.environment, () => driven.isWaiting());
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    /** Once the session of the one that was killed is over. */
    const elsewhereNoMore = (work: () => Promise<unknown>): Promise<unknown> =>
      until('its session is over', () =>
        work().then(
          () => true,
          (error: unknown) => {
            if (error instanceof NotAsThingsStand && error.type === 'detaching-elsewhere') return false;
            throw error;
          },
        ),
      );
    expect(await killedAtLast('line_identity', detaching())).toBe('SIGKILL');
    const [lines = 0, decisions = 0, detached = 0] = await whole();
    expect([lines + detached, decisions + detached, lines > 0, detached > 0]).toEqual([
      1500,
      1500,
      true,
      true,
    ]);
    await elsewhereNoMore(() => ground.detach(JUNE, 'june'));
    expect(await whole()).toEqual([0, 0, 1500]);

    expect(await killedAtLast('detached_line', attaching())).toBe('SIGKILL');
    const [back = 0, decided = 0, still = 0] = await whole();
    expect([back + still, decided + still, back > 0, still > 0]).toEqual([1500, 1500, true, true]);
    await elsewhereNoMore(() => ground.attach('june'));
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
