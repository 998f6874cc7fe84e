import { migrate, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { encodeRegistryRecord, registryCodec } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import * as pg from 'pg';
import { DataSource } from 'typeorm';
import { describeWith } from '../servers/addresses';
import { databaseBefore, freshDatabase } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';
import { institution, registration } from './registry-parts';
import { at, clinician, restoration, sanction } from './stores-parts';

describeWith(['postgres'], 'a registry that was kept before chains were', () => {
  let database: EarlierDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await databaseBefore('chains_migration', 'RegistryChains1767225603000');
    ({ dataSource } = database);
  });
  afterEach(async () => {
    await database.drop();
  });

  /** One write of one record, as the releases before this one made it; `day` is when it was received. */
  async function kept(version: number, record: RegistryRecord): Promise<void> {
    const sql = (text: string, values: readonly unknown[]) => poolOf(dataSource).query(text, [...values]);
    const aboutDocument = record.kind === 'sanction' || record.kind === 'restoration';
    await sql(
      `INSERT INTO registry_record (record_id, kind, body, recorded_at, version, supersedes, document_no, code)
       VALUES ($1, $2, $3, '2024-01-01', $4, $5, $6, $7)`,
      [
        ...[record.recordId, record.kind, encodeRegistryRecord(record), version, record.supersedes],
        ...(aboutDocument ? [record.documentNo, record.code] : [null, null]),
      ],
    );
    await sql(
      `INSERT INTO registry_commit VALUES ($1::bigint, '2026-01-01'::timestamptz + $1::bigint * interval '1 day', false)`,
      [version],
    );
  }

  test('says in columns what its bodies say, and its corrections are in chains', async () => {
    await kept(1, institution({ recordId: 'i', code: 'H1', area: '460105', name: '海口市人民医院' }));
    await kept(2, clinician('c', 'D1', '张伟'));
    await kept(3, registration({ recordId: 'r', until: '2025-06-01' }));
    await kept(4, registration({ recordId: 'r2', supersedes: 'r' }));
    await kept(5, { ...sanction('s', 'doc', 'D1'), until: at('9999-12-31 23:59:59') });
    await kept(6, restoration('back', 'doc', null));
    await kept(
      7,
      registration({ recordId: 'r3', supersedes: 'missing', from: '2025-01-01', until: '2025-01-01' }),
    );
    expect(await migrate(database.url)).toContain('RegistryChains1767225603000');
    const before = await columns();
    expect(before.map((row) => row.slice(0, 5).join(' '))).toEqual([
      'back    ',
      'c D1  张伟 ',
      'i  H1 海口市人民医院 460105',
      'r D1 H1  ',
      'r2 D1 H1  ',
      'r3 D1 H1  ',
      's D1 H1  ',
    ]);
    const { rows } = await poolOf(dataSource).query(
      'SELECT record_id, chain, isempty(recorded) AS never, upper_inf(recorded) AS held FROM registry_assertion ORDER BY 1',
    );
    expect(rows).toEqual([
      { record_id: 'r', chain: 'r', never: false, held: false },
      { record_id: 'r2', chain: 'r', never: false, held: true },
      { record_id: 'r3', chain: 'missing', never: false, held: true },
    ]);
    // The same records written through the door of today stand in the same columns.
    const today = await freshDatabase('chains_today');
    try {
      await migrate(today.url);
      expect(await writtenToday(today.url)).toEqual(before);
    } finally {
      await today.drop();
    }
  });

  test('is not migrated while it holds two truths, and says which', async () => {
    await kept(1, registration({ recordId: 'wrong' }));
    await kept(2, registration({ recordId: 'one', supersedes: 'wrong' }));
    await kept(3, registration({ recordId: 'other', supersedes: 'wrong' }));
    await expect(migrate(database.url)).rejects.toThrow('hold for the same time: one and other');
  });

  const columns = (of: DataSource = dataSource) => columnsOf(of);

  async function writtenToday(url: string): Promise<readonly (readonly string[])[]> {
    const store = new DataSource({ type: 'postgres', driver: pg, url });
    await store.initialize();
    try {
      const { rows } = await poolOf(dataSource).query<{ body: string }>('SELECT body FROM registry_record');
      await new RegistryStore(store, registryCodec).append(
        rows.map(({ body }) => registryCodec.decode(body)),
      );
      return await columnsOf(store);
    } finally {
      await store.destroy();
    }
  }
});

async function columnsOf(dataSource: DataSource): Promise<readonly (readonly string[])[]> {
  const { rows } = await poolOf(dataSource).query<{ columns: readonly (string | null)[] }>(`
    SELECT ARRAY[record_id, code, fixmedins_code, name, area, effective::text] AS columns
    FROM registry_record ORDER BY record_id COLLATE "C"`);
  return rows.map((row) => row.columns.map((column) => column ?? ''));
}
