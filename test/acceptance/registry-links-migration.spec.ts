import { migrate, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';
import { annulment, appended, FAR_FUTURE, sanction, visibleAt } from './stores-parts';

describeWith(['postgres'], 'a registry in which a link belonged to no write of its own', () => {
  let database: EarlierDatabase;
  beforeEach(async () => {
    database = await databaseBefore('links_migration', 'RegistryLinks1767225623000');
  });
  afterEach(() => database.drop());

  test('is the same registry, and what was being prepared in it goes', async () => {
    const { dataSource, url } = database;
    const pool = poolOf(dataSource);
    const kept = async (writeId: number, record: ReturnType<typeof sanction | typeof annulment>) => {
      await pool.query(
        `INSERT INTO registry_record_written (record_id, kind, body, recorded_at, write_id, document_no, code)
         VALUES ($1, $2, $3, '2024-01-01', $4, $5, $6)`,
        [record.recordId, record.kind, registryCodec.encode(record), writeId, record.documentNo, record.code],
      );
      if (record.code === null) return;
      await pool.query('INSERT INTO registry_subject_written VALUES ($1, $2, $3)', [
        record.code,
        record.recordId,
        writeId,
      ]);
      await pool.query('INSERT INTO registry_change VALUES ($1, $2)', [writeId, record.code]);
    };
    await kept(1, annulment('a', 'doc', null));
    await kept(2, sanction('s', 'other', 'D1'));
    await pool.query(
      `INSERT INTO registry_commit (version, received_at, as_recorded, write_id)
       VALUES (1, '2026-01-01', false, 1), (2, '2026-01-02', false, 2)`,
    );
    await pool.query(`INSERT INTO subject_version VALUES ('D1', 2)`);
    // A bulk write that ended midway: its sanction had taken the annulment along.
    await pool.query('INSERT INTO registry_bulk (write_id) VALUES (3)');
    await kept(3, sanction('prepared', 'doc', 'D1'));
    await pool.query(`INSERT INTO registry_subject_written VALUES ('D1', 'a', 3)`);
    await pool.query(`SELECT setval('registry_write_id', 3)`);

    expect(await migrate(url)).toContain('RegistryLinks1767225623000');
    const registry = new RegistryStore(dataSource, registryCodec);
    const held = async () => visibleAt((await registry.timelines(['D1'])).get('D1'), FAR_FUTURE);
    expect(await held()).toEqual(['s']);
    appended(await registry.append([sanction('now', 'doc', 'D1')]));
    expect(await held()).toEqual(['a', 'now', 's']);
    appended(await registry.appendInBulk([sanction('prepared', 'doc', 'D1')]));
    expect(await held()).toEqual(['a', 'now', 'prepared', 's']);
    const { rows } = await pool.query('SELECT record_id FROM registry_subject_written ORDER BY record_id');
    expect(rows).toEqual(['a', 'now', 'prepared', 's'].map((record_id) => ({ record_id })));
  });
});
