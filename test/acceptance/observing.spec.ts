/** OBSERVE=true (CONTRACT 8): decided and recorded, told on topics that nobody acts on, until two people leave it. */
import { instantOf, MS_PER_DAY, plusMs } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { modeInForce } from '@gatekeeper/decision-store';
import { fileOf } from '../gatekeeper/answers';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { IN_STANDING, lineRow, refundRow, REGISTRY } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp } from './admin-access-parts';
import type { ObservingAnswer } from '../../apps/admin/observing/observing-answer';

/** An accepted line, a refused one, one paid long ago, a refund that waits; and what becomes void. */
const OBSERVED = [
  lineRow({ feedetl_sn: '1', bilg_dr_codg: IN_STANDING }),
  lineRow({ feedetl_sn: '2' }),
  lineRow({ feedetl_sn: '3', paid_at: '2025-07-05 10:00:00', fee_ocur_time: '2025-06-15 10:00:00' }),
  refundRow('99', { feedetl_sn: '4' }),
];

interface Said {
  readonly decision_id?: string;
  readonly outcome?: string;
  readonly hold_code?: string;
  readonly line: { readonly feedetl_sn: string };
}

describeWith(['postgres', 'redis', 'kafka'], 'an installation that observes', () => {
  const gatekeepers: GatekeeperProcess[] = [];
  let installation: Installation;
  let admin: AdminApp;

  const start = (environment: Readonly<Record<string, string>> = {}): GatekeeperProcess => {
    const gatekeeper = installation.gatekeeper(environment);
    gatekeepers.push(gatekeeper);
    return gatekeeper;
  };
  const said = async (role: 'decisions' | 'holds' | 'observedDecisions' | 'observedHolds') =>
    fileOf(await installation.read(role))
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => JSON.parse(row) as Said);
  const shortly = (all: readonly Said[]) =>
    all.map(({ outcome, hold_code, line }) => `${line.feedetl_sn} ${outcome ?? hold_code ?? ''}`).sort();
  const operator = () => somebody(admin, configuration({ roles: ['operator'], areas: [''] }));

  beforeAll(async () => {
    installation = await Installation.create('observing');
    await loadHistory(installation.registry, REGISTRY);
    admin = await openAdminApp(installation.servers.databaseUrl);
    admin.clock.at = instantOf(Date.now());
  });
  afterAll(async () => {
    for (const gatekeeper of gatekeepers) await gatekeeper.discard();
    await admin.close();
    await installation.close();
  });

  let observer: GatekeeperProcess;
  it('records everything, and tells the topics of observing alone', async () => {
    await installation.produce(lineMessages(OBSERVED.join('\n')));
    observer = start({ OBSERVE: 'true' });
    await installation.drained(observer);
    expect(shortly(await said('observedDecisions'))).toEqual(['1 accept', '2 reject', '3 claw_back']);
    expect(shortly(await said('observedHolds'))).toEqual(['4 REFUND_ORIGINAL_UNKNOWN']);
    expect([await said('decisions'), await said('holds')]).toEqual([[], []]);
    expect(await installation.count('SELECT count(*) FROM decision')).toBe(3);
    expect((await observer.counters()).get('gatekeeper_observing')).toBe(1);
  });

  it('takes no gatekeeper that would not observe: it ends with 2 and says what to do', async () => {
    const live = start();
    expect(await live.ended()).toBe(2);
    expect(live.output).toMatch(
      /OBSERVE is not true, and the installation observes since .*set OBSERVE=true/,
    );
    expect(observer.isAlive).toBe(true);
  });

  it('is left by two operators of the whole province, who saw what would turn', async () => {
    const one = await operator();
    const elsewhere = await somebody(admin, configuration({ roles: ['operator'], areas: ['4401'] }));
    expect((await admin.ask('post', '/v1/observing/proposals', elsewhere.token)).status).toBe(403);
    const proposed = await admin.ask('post', '/v1/observing/proposals', one.token);
    expect(proposed.status).toBe(201);
    const { mode, proposal, to_do: toDo } = proposed.body as ObservingAnswer;
    expect([mode, proposal?.proposed_by, toDo]).toEqual(['observing', one.userId, null]);
    expect(proposal?.figures).toEqual({
      reject: { lines: 1, refused: '70.00', recover: '0.00' },
      claw_back: { lines: 1, refused: '0.00', recover: '70.00' },
      held: 1,
      by: [
        { month: '2025-06', outcome: 'claw_back', lines: 1, refused: '0.00', recover: '70.00' },
        { month: '2025-07', outcome: 'reject', lines: 1, refused: '70.00', recover: '0.00' },
      ],
    });
    const confirm = async (token: string, body: object) => {
      const { status, body: answer } = await admin.ask(
        'post',
        '/v1/observing/proposals/confirm',
        token,
        body,
      );
      return [
        status,
        (answer as { type?: string }).type?.split(/[/:]/).at(-1) ?? (answer as ObservingAnswer).mode,
      ];
    };
    const seen = { proposal: proposal?.proposal, digest: proposal?.digest };
    expect(await confirm(one.token, seen)).toEqual([409, 'second-person-needed']);
    const stranger = await operator();
    expect(await confirm(stranger.token, { ...seen, digest: '0'.repeat(64) })).toEqual([
      409,
      'another-proposal',
    ]);
    const now = admin.clock.at;
    admin.clock.at = plusMs(now, MS_PER_DAY + 60_000);
    const late = await operator();
    expect(await confirm(late.token, seen)).toEqual([409, 'proposal-too-old']);
    admin.clock.at = now;
    const other = await operator();
    expect(observer.isAlive).toBe(true);
    expect(await confirm(other.token, seen)).toEqual([200, 'live']);
    expect(await confirm(other.token, seen)).toEqual([409, 'not-observing']);
    const left = (await admin.ask('get', '/v1/observing', other.token)).body as ObservingAnswer;
    expect(left.to_do).toMatch(/without OBSERVE.*去掉 OBSERVE/);
    expect(
      await admin.rows<{ entry: string }>(
        `SELECT entry FROM audit_entry WHERE entry::text LIKE '%confirmLeaving%'`,
      ),
    ).toHaveLength(1);
  });

  const modeOnFile = async () => (await modeInForce(poolOf(installation.dataSource)))?.mode ?? 'none';

  it('then ends the gatekeepers that observe, and takes none', async () => {
    expect(await modeOnFile()).toBe('live');
    expect(await observer.ended()).toBe(2);
    const again = start({ OBSERVE: 'true' });
    expect(await again.ended()).toBe(2);
    expect(again.output).toMatch(/OBSERVE is true, and the installation is live since .*unset it/);
  });

  it('then tells on the live topics what was confirmed to turn, once, and what comes from then on', async () => {
    expect(await modeOnFile()).toBe('live');
    const live = start();
    await until(
      'what was observed handed over',
      async () =>
        (await installation.count(`SELECT count(*) FROM observed_handover WHERE part = 'done'`)) === 1,
      { explain: () => live.tail() },
    );
    await installation.produce(lineMessages(lineRow({ mdtrt_id: 'V-2', feedetl_sn: '5' })));
    await installation.drained(live);
    const told = await said('decisions');
    expect(shortly(told)).toEqual(['2 reject', '3 claw_back', '5 reject']);
    expect(shortly(await said('holds'))).toEqual(['4 REFUND_ORIGINAL_UNKNOWN']);
    const observed = (await said('observedDecisions')).map(({ decision_id }) => decision_id);
    expect(observed).toHaveLength(3);
    expect(told.filter(({ decision_id }) => observed.includes(decision_id))).toHaveLength(2);
    expect(await live.end()).toBe(0);
  });

  it.each([
    [
      'a second beginning',
      `INSERT INTO installation_mode (mode, since, set_by) VALUES ('observing', now(), 'x')`,
    ],
    ['a proposal changed', `UPDATE observing_proposal SET digest = ''`],
    ['a mode removed', 'DELETE FROM installation_mode'],
  ])('the database refuses %s', async (_, statement) => {
    await expect(poolOf(installation.dataSource).query(statement)).rejects.toThrow(
      /does not become|append-only/,
    );
  });
});
