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
    await pool.query('GRANT SELECT, INSERT ON settlement_line TO PUBLIC');
    await pool.query('GRANT SELECT, INSERT, DELETE ON line_due TO PUBLIC');
    await migrate(database.url);
    const { rows } = await pool.query<{ may: string }>(
      `SELECT name || ' ' || privilege AS may
       FROM unnest('{hold_said_again,holds_asked,settlement_restated,detached_line,period_detachment,waiting_message,settlement_line,decision}'::text[]) AS name,
            unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
       WHERE has_table_privilege($1, name, privilege) ORDER BY 1`,
      [SOMEBODY],
    );
    // Whoever records lines may have messages wait, and may take nothing out of the live tables.
    expect(rows.map(({ may }) => may)).toEqual([
      'detached_line SELECT',
      'hold_said_again DELETE',
      'hold_said_again INSERT',
      'hold_said_again SELECT',
      'holds_asked DELETE',
      'holds_asked INSERT',
      'holds_asked SELECT',
      'period_detachment SELECT',
      'settlement_line INSERT',
      'settlement_line SELECT',
      'settlement_restated INSERT',
      'settlement_restated SELECT',
      'waiting_message DELETE',
      'waiting_message INSERT',
      'waiting_message SELECT',
    ]);
  });
});
