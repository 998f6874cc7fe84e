/** A database from before publications: positions without a topic's id, decisions of no publication, lines without an arrival. */
import { migrate, poolOf } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import type { DataSource } from 'typeorm';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

const NAME = 'Publications1767225618000';
/** The one before it: its rows are as they were when all of this was new. */
const BEFORE = 'RoomForYears1767225617000';

describeWith(['postgres'], 'a database from before publications', () => {
  let database: EarlierDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await databaseBefore('publications_migration', BEFORE);
    ({ dataSource } = database);
  });
  afterAll(async () => {
    await database.drop();
  });

  const sql = async (text: string) => (await poolOf(dataSource).query(text)).rows as readonly object[];

  it('keeps its positions, its decisions, and the order in which its lines came', async () => {
    await sql(`INSERT INTO stream_position (topic, partition, next_offset, last_timestamp, told)
      VALUES ('lines', 0, 42, 1000, '[{"to":"decisions","key":"k","value":"v"}]')`);
    for (const [lineNo, offset] of [
      ['1', 40],
      ['2', 17],
    ] as const) {
      await sql(`INSERT INTO line_identity (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, held)
        VALUES ('H1', 'V1', '${lineNo}', '', 2, 'sha256:', false)`);
      for (const revision of [1, 2])
        await sql(`INSERT INTO settlement_line (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash,
            content, fee_month, fee_occurred_at, source_topic, source_partition, source_offset)
          VALUES ('H1', 'V1', '${lineNo}', '', ${revision}, 'sha256:', '{}', '2025-06-01', now(), 'lines', 0,
            ${offset + revision - 1})`);
    }
    await sql(`INSERT INTO decision VALUES ('H1', 'd1', 'V1', '1', '', 1, 'sha256:', 'accept', '[]', 0, 0, 'none', 'all',
      'p', '1', NULL, 0, now(), now(), 'real_time')`);
    expect(await migrate(database.url)).toContain(NAME);

    expect(await sql('SELECT topic, partition, topic_id, next_offset::text FROM stream_position')).toEqual([
      { topic: 'lines', partition: 0, topic_id: null, next_offset: '42' },
    ]);
    expect(await sql('SELECT decision_id, publication_id FROM decision')).toEqual([
      { decision_id: 'd1', publication_id: null },
    ]);
    expect(
      await sql('SELECT feedetl_sn FROM line_identity ORDER BY arrived_in, arrived_offset, feedetl_sn'),
    ).toEqual([{ feedetl_sn: '2' }, { feedetl_sn: '1' }]);
    const position = await new StreamStore(dataSource).openPosition(poolOf(dataSource), {
      topic: 'lines',
      topicId: 'a',
      partition: 0,
    });
    expect(position).toMatchObject({ topicId: null, nextOffset: 42n, open: [] });
  });
});
