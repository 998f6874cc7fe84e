/** The audit log: whole as written; a change, a loss, an insertion, a cut are named at the first entry they show at. */
import { instantOf } from '@gatekeeper/calendar';
import { inTransaction, openDatabase, poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import { appendAudit } from '../../apps/admin/audit/audit-log';
import { verifyAudit } from '../../apps/admin/audit/verify-audit';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';

describeWith(['postgres'], 'the audit log', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await migratedDatabase('audit');
    dataSource = await openDatabase(database.url, { poolSize: 8, applicationName: 'audit' });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        inTransaction(dataSource, (client) =>
          appendAudit(client, {
            at: instantOf(n),
            actor: 'u1',
            action: 'sanction.approve',
            subject: `case-${n}`,
            details: { 案: n },
          }),
        ),
      ),
    );
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** What somebody with every right in the database might do. */
  async function tamper(sql: string): Promise<void> {
    const pool = poolOf(dataSource);
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
    await pool.query(sql);
  }
  const verdict = (anchor?: string) => verifyAudit(poolOf(dataSource), anchor);

  it('is one chain, however many write at once', async () => {
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 20 });
  });

  it('refuses update, delete and truncate', async () => {
    for (const sql of [
      'UPDATE audit_entry SET hash = hash',
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
    ])
      await expect(poolOf(dataSource).query(sql)).rejects.toThrow('append-only');
  });

  it.each([
    [
      `UPDATE audit_entry SET entry = replace(entry::text, 'u1', 'u2')::json WHERE seq = 7`,
      '7',
      'not what was hashed',
    ],
    ['DELETE FROM audit_entry WHERE seq = 7', '8', 'entry 7 is missing'],
    ['UPDATE audit_entry SET seq = 21 WHERE seq = 20', '21', 'entry 20 is missing'],
    [`UPDATE audit_entry SET previous_hash = repeat('0', 64) WHERE seq = 12`, '12', 'not chained'],
  ])('names the first broken entry after %s', async (sql, seq, reason) => {
    await tamper(sql);
    expect(await verdict()).toMatchObject({ kind: 'broken', seq, reason: expect.stringContaining(reason) });
  });

  it('shows a cut at the end to whoever noted a hash', async () => {
    const before = await verdict();
    const anchor = before.kind === 'whole' ? before.lastHash : '';
    expect(await verdict(anchor)).toMatchObject({ kind: 'whole' });
    await tamper('DELETE FROM audit_entry WHERE seq > 15');
    expect(await verdict()).toMatchObject({ kind: 'whole', entries: 15 });
    expect(await verdict(anchor)).toMatchObject({ kind: 'broken', seq: '16' });
  });
});
