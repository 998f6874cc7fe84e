import { migrate, poolOf } from '@gatekeeper/database';
import type { RegistryChange } from '@gatekeeper/registry-store';
import { Relay, RegistryStore, sinkBacklogs } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';
import { collect, clinician, idsOf } from './stores-parts';

describeWith(['postgres'], 'a registry whose records carried the version of their write', () => {
  let database: EarlierDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await databaseBefore('writes_migration', 'RegistryWrites1767225619000');
    ({ dataSource } = database);
  });
  afterEach(async () => {
    await database.drop();
  });

  /** A write of the release before: records of these subjects, all of them queued. */
  async function kept(version: number, subjects: readonly string[]): Promise<void> {
    const pool = poolOf(dataSource);
    for (const subject of subjects) {
      const record = clinician(`${subject}@${version}`, subject);
      await pool.query(
        `INSERT INTO registry_record (record_id, kind, body, recorded_at, version, code) VALUES ($1, $2, $3, '2024-01-01', $4, $5)`,
        [record.recordId, record.kind, registryCodec.encode(record), version, subject],
      );
      await pool.query('INSERT INTO registry_subject VALUES ($1, $2, $3)', [
        subject,
        record.recordId,
        version,
      ]);
      await pool.query(
        'INSERT INTO subject_version VALUES ($1, $2) ON CONFLICT (subject) DO UPDATE SET version = excluded.version',
        [subject, version],
      );
      await pool.query('INSERT INTO registry_outbox (version, subject) VALUES ($1, $2)', [version, subject]);
    }
    await pool.query(
      `INSERT INTO registry_commit VALUES ($1::bigint, '2026-01-01'::timestamptz + $1::bigint * interval '1 day', false)`,
      [version],
    );
  }

  test('is the same registry, and each sink goes on where it was', async () => {
    await kept(3, ['A', 'B', 'C']);
    await kept(7, ['A', 'D']);
    // Ids 1 to 3 are of the first write, 4 and 5 of the second.
    const places = { new: 0, within: 2, between: 3, 'within the last': 4, 'at the end': 5 };
    for (const [sink, passedOn] of Object.entries(places))
      await poolOf(dataSource).query('INSERT INTO relay_cursor VALUES ($1, $2)', [sink, passedOn]);
    await migrate(database.url);

    const registry = new RegistryStore(dataSource, registryCodec);
    expect(idsOf(await collect(registry.exportRecords()))).toEqual(['A@3', 'A@7', 'B@3', 'C@3', 'D@7']);
    expect([...(await registry.versions(poolOf(dataSource), ['A', 'B', 'X'])).values()]).toEqual([7, 3, 0]);
    expect(
      (await registry.timelines(['A'])).get('A')?.records.map(({ recorded }) => recorded.from),
    ).toHaveLength(2);
    expect((await sinkBacklogs(poolOf(dataSource))).map(({ sink, queued }) => [sink, queued])).toEqual([
      ['at the end', 0],
      ['between', 2],
      ['new', 5],
      ['within', 3],
      ['within the last', 1],
    ]);
    const told = new Map<string, string[]>(Object.keys(places).map((name) => [name, []]));
    const sinks = [...told].map(([name, taken]) => ({
      name,
      apply: (changes: readonly RegistryChange[]) => {
        for (const { subject, version } of changes) taken.push(`${subject}@${version}`);
        return Promise.resolve();
      },
    }));
    await new Relay(dataSource, registryCodec, sinks, { batchSize: 2 }).drain();
    expect(Object.fromEntries(told)).toEqual({
      new: ['A@3', 'B@3', 'C@3', 'A@7', 'D@7'],
      within: ['C@3', 'A@7', 'D@7'],
      between: ['A@7', 'D@7'],
      'within the last': ['D@7'],
      'at the end': [],
    });
    // New writes have numbers of their own, and go on from the last version.
    const outcome = await registry.append([clinician('new', 'A')]);
    expect(outcome).toMatchObject({ kind: 'appended', added: 1, subjects: ['A'] });
  });
});
