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
      'InstallationPolicy1767225621000',
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

  test('has the institution in every key of the tables of lines', async () => {
    const url = await fresh();
    await migrate(url);
    const keys = await withClient(url, async (client) => {
      const { rows } = await client.query<{ key: string }>(`
        SELECT indexdef AS key FROM pg_indexes
        WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'
          AND tablename IN ('line_identity', 'settlement_line', 'decision', 'hold_record', 'payment_notice')`);
      return rows.map(({ key }) => key);
    });
    expect(keys).toHaveLength(6);
    expect(keys.filter((key) => !key.includes('(fixmedins_code, '))).toEqual([]);
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
    SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', proname, regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g') FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY kind, place, says`);
  return rows.filter(({ place }) => place !== 'schema_migration');
}
