import { migrate, MIGRATIONS } from '@gatekeeper/database';
import { Client } from 'pg';
import { describeWith } from './addresses';
import { migratedDatabase } from './fresh';

async function counted(url: string, statement: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(statement);
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

describeWith(['postgres'], 'a migrated database of a suite', () => {
  it('has had every migration, and shares nothing with another, also when several are asked for at once', async () => {
    const databases = await Promise.all(['fresh', 'fresh', 'fresh'].map(migratedDatabase));
    const [first, second] = databases;
    if (first === undefined || second === undefined) throw new Error('none was made');
    expect(new Set(databases.map(({ url }) => url)).size).toBe(3);
    expect(await migrate(first.url)).toEqual([]);
    expect(await counted(second.url, 'SELECT count(*) FROM schema_migration')).toBe(MIGRATIONS.length);
    await counted(first.url, 'CREATE TABLE of_one_suite AS SELECT 1 AS count');
    expect(await counted(second.url, `SELECT count(*) FROM pg_tables WHERE tablename = 'of_one_suite'`)).toBe(
      0,
    );
    await Promise.all(databases.map((database) => database.drop()));
  });
});
