/** Deadlines of measures that were annulled before deadlines could be withdrawn. */
import { migrate, poolOf } from '@gatekeeper/database';
import type * as pg from 'pg';
import type { DataSource } from 'typeorm';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

const NAME = 'WithdrawnDeadlines1767225614000';

describeWith(['postgres'], 'a database from before deadlines were withdrawn', () => {
  let database: EarlierDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await databaseBefore('withdrawn_migration', NAME);
    ({ dataSource } = database);
  });
  afterAll(async () => {
    await database.drop();
  });

  const sql = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await poolOf(dataSource).query<Row>(text, [...values])).rows;

  async function filed(caseId: string, kind: string, documentNo: string): Promise<void> {
    await sql(
      `INSERT INTO case_file (case_id, kind, state, version, fixmedins_code, clinician_code, area, pack, document_no, data,
         opened_at, changed_at)
       VALUES ($1, $2, 'delivered', 1, 'H1', 'D1', '440100', 'guangdong-2025', $3, '{}', now(), now())`,
      [caseId, kind, documentNo],
    );
    await sql(
      `INSERT INTO case_deadline (case_id, name, due_on, borne_by, met_at)
       VALUES ($1, 'appeal', '2026-01-10', 'clinician', NULL), ($1, 'issue_notice', '2026-01-05', 'scorer', '2026-01-04Z')`,
      [caseId],
    );
  }

  it('has those of annulled documents withdrawn as of the annulment, and no others', async () => {
    await filed('annulled', 'sanction', 'doc-1');
    await filed('appealed', 'appeal', 'doc-1');
    await filed('stands', 'sanction', 'doc-2');
    await sql(
      `INSERT INTO registry_record (record_id, kind, body, recorded_at, version, document_no, code)
       VALUES ('a', 'annulment', '{"kind":"annulment"}', '2026-01-06Z', 1, 'doc-1', 'D1')`,
    );
    await sql(`INSERT INTO registry_commit VALUES (1, '2026-01-06Z', false)`);
    expect(await migrate(database.url)).toContain(NAME);
    const rows = await sql<{ told: string }>(
      `SELECT concat_ws(' ', case_id, name, (withdrawn_at AT TIME ZONE 'UTC')::date) AS told
       FROM case_deadline ORDER BY case_id, name`,
    );
    expect(rows.map(({ told }) => told)).toEqual([
      'annulled appeal 2026-01-06',
      'annulled issue_notice',
      'appealed appeal',
      'appealed issue_notice',
      'stands appeal',
      'stands issue_notice',
    ]);
  });
});
