/** What one row on file keeps from being done is named, and keeps nothing else waiting: lines that are due, holds to be said once more. */
import { inTransaction } from '@gatekeeper/database';
import { Outage, silentLog } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import { HandDriven } from '../gatekeeper/hand-driven';
import { IN_STANDING, lineRow, noticeRow, refundRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

const FEE = '2025-06-20 09:30:00';

describeWith(['postgres'], 'what cannot be done now', () => {
  let driven: HandDriven;
  /** What was logged as an error or a warning, with what it named. */
  let logged: unknown[];
  beforeEach(async () => {
    driven = await HandDriven.open('set_apart', { registry: REGISTRY });
    logged = [];
    const log: Log = silentLog();
    const keep = (...said: readonly unknown[]): void => void logged.push(said);
    driven.instead = { log: Object.assign(log, { error: keep, warn: keep }) };
  });
  afterEach(() => driven.close());

  it('a line whose row is not back, as its period is attached, waits by name, and the others are asked', async () => {
    driven.send(['1', '2', '3'].map((visit) => lineRow({ mdtrt_id: `V-${visit}`, fee_ocur_time: FEE })));
    await driven.settleAll();
    await driven.askAllDue();
    await inTransaction(driven.dataSource, async (client) => {
      // The database itself would refuse all of it.
      await client.query('SET LOCAL session_replication_role = replica');
      await client.query(`CREATE TABLE kept_decision AS SELECT * FROM decision WHERE mdtrt_id = 'V-2'`);
      await client.query(`DELETE FROM decision WHERE mdtrt_id = 'V-2'`);
      await client.query(
        `INSERT INTO period_detachment (closing_id, origin, folder_digest, first_month, last_month, lines, detached_by, reason,
           detached_at, attached_by, attached_at)
         VALUES (1, '44/2025-06', repeat('a', 64), '2025-06-01', '2025-06-01', 3, 'one', 'room', now(), 'one', now() + interval '1 hour')`,
      );
    });
    driven.sendPayments(['1', '2', '3'].map((visit) => noticeRow({ mdtrt_id: `V-${visit}` })));
    await driven.settleAll(Infinity, 'payments');
    const kept = await driven.askDueInVain();
    expect(kept).toBeInstanceOf(Outage);
    expect(kept).toHaveProperty(
      'message',
      'what is on file of 44/2025-06: 1 due lines wait until it is attached',
    );
    expect(logged).toEqual([
      [
        { dueId: expect.any(String) as unknown, periods: ['44/2025-06'] },
        expect.stringContaining('before a period is attached'),
      ],
    ]);
    const clawedBack = (): Promise<readonly object[]> =>
      driven.rows(`SELECT mdtrt_id FROM decision WHERE outcome = 'claw_back' ORDER BY 1`);
    expect(await clawedBack()).toEqual([{ mdtrt_id: 'V-1' }, { mdtrt_id: 'V-3' }]);
    expect(await driven.count('line_due WHERE NOT only_refunds')).toBe(1);

    await driven.rows('INSERT INTO decision SELECT * FROM kept_decision');
    await driven.askAllDue();
    expect(await clawedBack()).toEqual([{ mdtrt_id: 'V-1' }, { mdtrt_id: 'V-2' }, { mdtrt_id: 'V-3' }]);
  });

  it('a kept hold that cannot be read is set aside, counted and named, and the later ones are said', async () => {
    driven.send(['1', '2'].map((line) => refundRow('99', { bilg_dr_codg: IN_STANDING, feedetl_sn: line })));
    await driven.settleAll();
    const said = driven.said('holds').map(({ value }) => String(value));
    expect(said).toHaveLength(2);
    const { psn_token } = JSON.parse(lineRow({})) as { readonly psn_token: string };
    const [one = '', other = ''] = said;
    const unreadable = [`{"psn_token":"${psn_token}"}`, 'no JSON'];
    await inTransaction(driven.dataSource, (client) =>
      driven.stream.keepHoldsSaid(client, [one, ...unreadable, other]),
    );
    await driven.publications.finishIdle(0);
    expect(
      driven
        .said('holds')
        .slice(2)
        .map(({ value }) => String(value)),
    ).toEqual([one, other]);
    const aside = (): Promise<readonly object[]> =>
      driven.rows(
        `SELECT message FROM hold_said_again WHERE kept_at = 'infinity' ORDER BY hold_said_again_id`,
      );
    expect(await aside()).toEqual(unreadable.map((message) => ({ message })));
    expect(await driven.count('hold_said_again')).toBe(2);
    expect((await driven.counters()).get('gatekeeper_quarantined_total')).toBe(2);
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain(psn_token);
    expect(JSON.stringify(logged)).toContain('Defect in holdStatementFrom (statements.ts:');
    await driven.publications.finishIdle(0);
    expect([driven.said('holds').length, logged.length]).toEqual([4, 2]);
  });
});
