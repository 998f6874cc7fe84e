/** A batch whose lines name more months than one recording transaction may lock the partitions of. */
import { poolOf } from '@gatekeeper/database';
import type { LogMessage } from '@gatekeeper/stream';
import { BatchSettler } from '../../apps/gatekeeper/batch-settler';
import { lineWork } from '../../apps/gatekeeper/line-work';
import { MOST_MONTHS_AT_ONCE } from '../../apps/gatekeeper/fee-months';
import { Publications } from '../../apps/gatekeeper/publications';
import { StreamMetrics } from '../../apps/gatekeeper/stream-metrics';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { openDoors, wireLine } from './http-parts';
import type { Doors } from './http-parts';

const TOPIC = 'settlement.lines.v1';
const MONTHS = MOST_MONTHS_AT_ONCE + 5;

describeWith(['postgres'], 'a batch of lines of more months than one transaction may name', () => {
  let database: FreshDatabase;
  let doors: Doors;
  beforeAll(async () => {
    database = await migratedDatabase('months_of_fees');
    doors = await openDoors(database.url);
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  const message = (n: number, value: Buffer): LogMessage => ({
    topic: TOPIC,
    partition: 0,
    offset: String(n),
    key: null,
    value,
    headers: {},
    timestamp: String(1_750_000_000_000 + n),
  });
  const monthOf = (n: number): string =>
    `${2010 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}-10 10:00:00`;

  test('is settled in parts, each message once', async () => {
    const messages = Array.from({ length: MONTHS }, (_, n) =>
      message(
        n,
        n % 50 === 49
          ? Buffer.from('{')
          : Buffer.from(JSON.stringify(wireLine({ mdtrt_id: `V${n}`, fee_ocur_time: monthOf(n) }))),
      ),
    );
    const batch = {
      topic: TOPIC,
      topicId: 'made for this',
      partition: 0,
      messages,
      highWatermark: String(MONTHS),
    };
    const metrics = new StreamMetrics(doors.parts.metrics);
    const publications = new Publications(doors.parts, metrics);
    await new BatchSettler(doors.parts, publications, metrics, lineWork(doors.parts)).settle(batch, {
      isCurrent: () => true,
      heartbeat: () => Promise.resolve(),
    });

    const bad = Math.floor(MONTHS / 50);
    const published = (topic: string): number =>
      doors.published.filter((it) => it.topic === topic).reduce((sum, it) => sum + it.messages.length, 0);
    expect(published('settlement.lines.dlq.v1')).toBe(bad);
    const { lines, held } = await doors.parts.decisions.countByOutcome();
    expect(lines).toBe(MONTHS - bad);
    expect(published('settlement.decisions.v1') + published('settlement.holds.v1')).toBe(MONTHS - bad);
    expect(held).toBeLessThan(lines);
    const { rows } = await poolOf(doors.parts.dataSource).query(
      'SELECT next_offset::integer, (SELECT count(DISTINCT xmin::text)::integer FROM line_identity) AS transactions FROM stream_position',
    );
    expect(rows).toEqual([{ next_offset: MONTHS, transactions: 2 }]);
    const text = await doors.parts.metrics.text();
    expect(text).toContain(`gatekeeper_lines_read_total ${MONTHS}`);
  });
});
