import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@gatekeeper/database';
import { Client } from 'pg';
import { describeWith } from '../servers/addresses';
import { freshDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';

describeWith(['postgres'], 'the schema', () => {
  const databases: FreshDatabase[] = [];
  const fresh = async (): Promise<string> => {
    const database = await freshDatabase('schema');
    databases.push(database);
    return database.url;
  };
  let one: Promise<string> | null = null;
  const migrated = (): Promise<string> => {
    one ??= fresh().then(async (url) => {
      await migrate(url);
      return url;
    });
    return one;
  };
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  test('is brought up by one of several processes at once; the others, and a second run, find nothing to do', async () => {
    const url = await fresh();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flat()).toEqual([
      'RegistryOfRecord1767225600000',
      'LinesAndDecisions1767225601000',
      'StreamPositions1767225602000',
      'RegistryChains1767225603000',
      'SyncLedger1767225604000',
      'Cases1767225605000',
      'Access1767225606000',
      'Transfers1767225607000',
      'Notices1767225608000',
      'Phones1767225609000',
      'HandlingReports1767225612000',
      'RegistrationChecks1767225613000',
      'WithdrawnDeadlines1767225614000',
      'RegistrationParticulars1767225615000',
      'RoomForYears1767225617000',
      'Publications1767225618000',
      'RegistryWrites1767225619000',
      'InstallationPolicy1767225621000',
      'LateNews1767225622000',
      'RegistryLinks1767225623000',
      'LinesDue1767225624000',
      'Sweeps1767225625000',
      'DecisionLiability1767225626000',
      'InstallationMode1767225627000',
      'LinesTurning1767225628000',
      'LineFactOutbox1767225628001',
      'MoneyOfHolds1767225628002',
      'Tallies1767225629000',
      'CarveOuts1767225630000',
      'Signals1767225631000',
      'HoldsSaidAgain1767225631500',
      'HoldsAsked1767225631600',
      'ClearingRuns1767225632000',
      'Closings1767225633000',
      'Collections1767225634000',
      'SettlementsRestated1767225635000',
      'DetachedPeriods1767225638000',
      'ClearingRoots1767225640000',
      'LetOff1767225644000',
      'DetachingAgain1767225652000',
      'LedgerLines1767225656000',
    ]);
    expect(await migrate(url)).toEqual([]);
  });

  test('is what schema.sql says', async () => {
    const [migrated, written] = [await fresh(), await fresh()];
    await migrate(migrated);
    const schema = readFileSync(join(__dirname, '../../libs/database/schema.sql'), 'utf8');
    await withClient(written, (client) => client.query(schema));
    expect(await withClient(migrated, describeSchema)).toEqual(await withClient(written, describeSchema));
  });

  test.each([
    ['line_identity', 16],
    ['payment_notice', 16],
    ['line_news', 16],
    ['hold_record', 4],
    ['decision_succession', 4],
    ['settlement_line', 2],
    ['decision', 2],
  ])('has the institution and the key it is cut by in every key of %s', async (table, partitions) => {
    const keys = await withClient(await migrated(), async (client) => {
      const { rows } = await client.query<{ key: string; on: string; columns: string[] }>(
        `SELECT i.indexrelid::regclass::text AS key, i.indrelid::regclass::text AS on, columns.names AS columns
         FROM pg_partition_tree($1::regclass) AS part JOIN pg_index i ON i.indrelid = part.relid,
           LATERAL (SELECT array_agg(attname::text ORDER BY attnum) AS names FROM pg_attribute
                    WHERE attrelid = i.indexrelid) AS columns
         WHERE i.indisunique`,
        [table],
      );
      return rows;
    });
    expect(new Set(keys.map(({ on }) => on)).size).toBe(1 + partitions);
    const byMonth = table === 'settlement_line' || table === 'decision';
    const needed = byMonth ? ['fixmedins_code', 'fee_month'] : ['fixmedins_code'];
    expect(keys.filter(({ columns }) => !needed.every((column) => columns.includes(column)))).toEqual([]);
  });

  test.each([
    'line_identity',
    'payment_notice',
    'hold_record',
    'decision_succession',
    'settlement_line',
    'decision',
    'carve_out',
  ])('refuses that a row of %s is removed, also from one of its partitions', async (table) => {
    const refusals = await withClient(await migrated(), async (client) => {
      await client.query(`SELECT make_fee_month('2025-06-17')`);
      const { rows } = await client.query<{ part: string }>(
        'SELECT relid::regclass::text AS part FROM pg_partition_tree($1::regclass)',
        [table],
      );
      const told: string[] = [];
      for (const { part } of rows)
        for (const statement of [`DELETE FROM ${part}`, `TRUNCATE ${part}`])
          await client.query(statement).catch((error: unknown) => told.push(String(error)));
      return { told, asked: 2 * rows.length };
    });
    expect(refusals.told).toHaveLength(refusals.asked);
    expect(refusals.told.filter((message) => !message.includes('is append-only'))).toEqual([]);
  });
});

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every column, key, index, trigger and function of the schema, without the migrations' own table. */
async function describeSchema(client: Client): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ kind: string; place: string; says: string }>(`
    SELECT 'column' AS kind, table_name AS place,
           concat_ws(' ', column_name, data_type, is_nullable, column_default, is_identity, identity_generation) AS says
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT 'index', tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'partition', c.oid::regclass::text,
           concat_ws(' ', i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid))
    FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND (c.relispartition OR c.relkind = 'p')
    UNION ALL
    SELECT 'view', viewname, regexp_replace(definition, '\\s+', ' ', 'g') FROM pg_views WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', proname, regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g') FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY kind, place, says`);
  return rows.filter(({ place }) => place !== 'schema_migration');
}
