/** A gatekeeper that is no owner of its tables goes on after a migration: what came beside a table may be used by whoever used that one. */
import { migrate, poolOf } from '@gatekeeper/database';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

/** A role of every server, that may do what everybody may. */
const SOMEBODY = 'pg_monitor';

describeWith(['postgres'], 'tables that came beside others', () => {
  let database: EarlierDatabase;
  afterAll(() => database.drop());

  it('may be used by whoever used these', async () => {
    database = await databaseBefore('grants_migration', 'HoldsSaidAgain1767225631500');
    const pool = poolOf(database.dataSource);
    await pool.query('GRANT SELECT, INSERT, DELETE ON publication TO PUBLIC');
    await pool.query('GRANT INSERT ON settlement_line TO PUBLIC');
    await migrate(database.url);
    const { rows } = await pool.query<{ may: string }>(
      `SELECT name || ' ' || privilege AS may
       FROM unnest('{hold_said_again,holds_asked,settlement_restated}'::text[]) AS name,
            unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
       WHERE has_table_privilege($1, name, privilege) ORDER BY 1`,
      [SOMEBODY],
    );
    expect(rows.map(({ may }) => may)).toEqual([
      'hold_said_again DELETE',
      'hold_said_again INSERT',
      'hold_said_again SELECT',
      'holds_asked DELETE',
      'holds_asked INSERT',
      'holds_asked SELECT',
      'settlement_restated INSERT',
    ]);
  });
});
