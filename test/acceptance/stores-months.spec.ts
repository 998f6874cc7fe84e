/** Lines and decisions are cut by fee month: what that asks of recording, and what it must not change. */
import { instantOf } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { DecisionStore, EMPTY_BATCH, feeMonthOf, LineRaced, monthsAhead } from '@gatekeeper/decision-store';
import type { RecordedBatch } from '@gatekeeper/decision-store';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { QueryResultRow } from 'pg';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { at, decisionOn, heldOn, identity, openStores, recordedLine, revisionOf } from './stores-parts';

describeWith(['postgres'], 'months of fees', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('months');
  });
  afterAll(() => stores.close());

  let visits = 0;
  let line: LineIdentity;
  let refund: LineIdentity;
  beforeEach(() => {
    const visitId = `V${++visits}`;
    line = { ...identity('1'), visitId };
    refund = { ...identity('2'), visitId };
  });

  const record = (
    batch: Partial<RecordedBatch>,
    decisions: DecisionStore = stores.decisions,
  ): Promise<void> =>
    inTransaction(stores.dataSource, (client) => decisions.append(client, { ...EMPTY_BATCH, ...batch }));
  const known = async (one: LineIdentity) =>
    (await stores.decisions.findLines(poolOf(stores.dataSource), [one])).get(identityKey(one));
  const sql = async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await poolOf(stores.dataSource).query<Row>(text, [...values])).rows;
  const id = (name: string): string => `${line.visitId}-${name}`;

  /** Which partitions hold the rows of the line's visit. */
  const partitionsOf = async (table: string): Promise<readonly string[]> =>
    (
      await sql<{ part: string }>(
        `SELECT tableoid::regclass::text AS part FROM ${table} WHERE mdtrt_id = $1 ORDER BY 1`,
        [line.visitId],
      )
    ).map(({ part }) => part);

  test.each([
    ['the last second of a month in China', '2031-05-31 23:59:59', '_2031_05'],
    ['the first second of the next', '2031-06-01 00:00:00', '_2031_06'],
    ['the last moment before 2000', '1999-12-31 23:59:59', '_before_2000'],
    ['the first moment of 2000', '2000-01-01 00:00:00', '_2000_01'],
    ['the last moment before 2100', '2099-12-31 23:59:59', '_2099_12'],
    ['the first moment of 2100', '2100-01-01 00:00:00', '_from_2100'],
    ['before year 1', '0000-01-01 00:00:00', '_before_2000'],
    ['the end of 9999', '9999-12-31 23:59:59', '_from_2100'],
  ])('a fee in %s', async (_, feeOccurredAt, part) => {
    const revision = revisionOf(line);
    const decision = decisionOn(revision, id('d'));
    await record({
      newLines: [recordedLine(revision, { feeOccurredAt: at(feeOccurredAt) })],
      decisions: [decision],
    });
    expect(await partitionsOf('settlement_line')).toEqual([`settlement_line${part}`]);
    expect(await partitionsOf('decision')).toEqual([`decision${part}`]);
    expect(await known(line)).toMatchObject({ current: decision });
  });

  test('a re-upload may move a line to another month; held there, its decision stands in the first', async () => {
    const [first, second] = [revisionOf(line), revisionOf(line, 2)];
    const decision = decisionOn(first, id('1'));
    await record({
      newLines: [recordedLine(first, { feeOccurredAt: at('2026-01-31 12:00:00') })],
      decisions: [decision],
    });
    await record({
      newRevisions: [recordedLine(second, { feeOccurredAt: at('2026-03-01 12:00:00') })],
      holds: [heldOn(second)],
    });
    expect(await known(line)).toMatchObject({ revision: 2, current: decision, held: heldOn(second) });

    const released = decisionOn(second, id('2'), { supersedes: id('1'), trigger: 'hold_released' });
    await record({ decisions: [released], releases: [{ line: second, releasedBy: id('2') }] });
    expect(await known(line)).toMatchObject({ current: released, held: null });
    expect(await partitionsOf('decision')).toEqual(['decision_2026_01', 'decision_2026_03']);
  });

  test('contents of three months in one batch, each with its decision, and the first decided twice', async () => {
    const months = ['2027-01-05 00:00:00', '2027-02-05 00:00:00', '2027-03-05 00:00:00'];
    const [first, second, third] = [revisionOf(line), revisionOf(line, 2), revisionOf(line, 3)];
    const ids = ['1', '2', '3', '4'].map(id);
    await record({
      newLines: [recordedLine(first, { feeOccurredAt: at(months[0] ?? '') })],
      newRevisions: [second, third].map((one, place) =>
        recordedLine(one, { feeOccurredAt: at(months[place + 1] ?? '') }),
      ),
      decisions: [first, first, second, third].map((one, place) =>
        decisionOn(one, ids[place] ?? '', { supersedes: ids[place - 1] ?? null }),
      ),
    });
    expect(await known(line)).toMatchObject({ revision: 3, current: { decisionId: id('4') } });
    expect(await partitionsOf('decision')).toEqual(
      ['2027_01', '2027_01', '2027_02', '2027_03'].map((month) => `decision_${month}`),
    );
  });

  test('a line decided again is decided in the month of its own revision', async () => {
    const revision = revisionOf(refund);
    const feeOccurredAt = at('2025-02-28 23:59:59');
    await record({
      newLines: [recordedLine(revision, { feeOccurredAt, originalLineNo: '1' })],
      decisions: [decisionOn(revision, id('1'))],
    });
    await record({ decisions: [decisionOn(revision, id('2'), { supersedes: id('1') })] });
    const [stored] = await stores.decisions.findRefundsOf(poolOf(stores.dataSource), [line]);
    expect(stored).toMatchObject({
      known: { current: { decisionId: id('2') } },
      receivedAt: decisionOn(revision, id('1')).knownAt,
    });
    expect(await partitionsOf('decision')).toEqual(['decision_2025_02', 'decision_2025_02']);
  });

  describe('a decision is superseded once', () => {
    const insert = (table: string, decisionId: string, month: string, supersedes: string | null) =>
      sql(
        `INSERT INTO ${table} (fixmedins_code, decision_id, fee_month, mdtrt_id, feedetl_sn, chrg_bchno, revision,
           content_hash, outcome, reasons, refused_fen, recover_fen, liable, fund_scope, pack, edition, supersedes,
           registry_version, known_at, decided_at, trigger)
         VALUES ('H1', $1, $2, $3, '1', '', 1, '', 'reject', '[]', 0, 0, 'none', 'all', '', '', $4, 1, now(), now(),
           're_upload')`,
        [decisionId, month, line.visitId, supersedes],
      );

    test('whatever months the decisions lie in, and whoever writes them', async () => {
      await sql(`SELECT make_fee_month(month) FROM unnest('{2025-06-01,2025-07-01}'::date[]) AS month`);
      await insert('decision', id('1'), '2025-06-01', null);
      await insert('decision', id('2'), '2025-06-01', id('1'));
      await expect(insert('decision', id('3'), '2025-07-01', id('1'))).rejects.toThrow('decision_succession');
      await expect(insert('decision_2025_07', id('3'), '2025-07-01', id('1'))).rejects.toThrow(
        'decision_succession',
      );
      expect(
        await sql('SELECT decision_id, fee_month::text FROM decision_succession WHERE supersedes = $1', [
          id('1'),
        ]),
      ).toEqual([{ decision_id: id('2'), fee_month: '2025-06-01' }]);
    });
  });

  describe('months that are missing', () => {
    const partitions = async (like: string): Promise<readonly string[]> =>
      (
        await sql<{ part: string }>(
          `SELECT inhrelid::regclass::text AS part FROM pg_inherits
           WHERE inhparent IN ('settlement_line'::regclass, 'decision'::regclass)
             AND inhrelid::regclass::text LIKE $1 ORDER BY 1`,
          [like],
        )
      ).map(({ part }) => part);

    test('are made once by ten processes that need them at the same moment', async () => {
      const months = ['2044-01-15', '2044-02-15', '2044-03-15'].map((day) => feeMonthOf(at(day)));
      await Promise.all(
        Array.from({ length: 10 }, () => new DecisionStore(stores.dataSource).ensureMonths(months)),
      );
      expect(await partitions('%2044%')).toHaveLength(6);
    });

    test('are made while another recording of the same table is open, and neither waits for the other', async () => {
      const other = { ...line, visitId: `${line.visitId}x` };
      await inTransaction(stores.dataSource, async (client) => {
        const batch = { ...EMPTY_BATCH, newLines: [recordedLine(revisionOf(other))] };
        await stores.decisions.append(client, batch);
        await record({
          newLines: [recordedLine(revisionOf(line), { feeOccurredAt: at('2045-01-01 00:00:00') })],
        });
        // The open transaction sees the new month at once.
        const next = { ...other, lineNo: '9' };
        await stores.decisions.append(client, {
          ...EMPTY_BATCH,
          newLines: [recordedLine(revisionOf(next), { feeOccurredAt: at('2045-01-02 00:00:00') })],
        });
      });
      expect(await partitions('%2045%')).toEqual(['decision_2045_01', 'settlement_line_2045_01']);
    });

    test('are 1,200 at most, whatever senders write', async () => {
      const years = [-1, 0, 1, 1_000, 1_999, 2_100, 9_999, 12_000];
      const before = await partitions('%');
      await stores.decisions.ensureMonths(years.map((year) => feeMonthOf(instantOf(Date.UTC(year, 5, 15)))));
      expect(await partitions('%')).toEqual(before);
    });

    test('are made three months ahead of the clock', () => {
      expect(monthsAhead(at('2026-10-31 23:59:59'))).toEqual([
        '2026-10-01',
        '2026-11-01',
        '2026-12-01',
        '2027-01-01',
      ]);
    });

    test('and were there when this process looked: the batch is decided again, and goes through', async () => {
      const batch = (one: LineIdentity): Partial<RecordedBatch> => ({
        newLines: [recordedLine(revisionOf(one), { feeOccurredAt: at('2046-05-01 00:00:00') })],
      });
      await record(batch(line));
      for (const table of ['settlement_line', 'decision']) {
        await sql(`ALTER TABLE ${table} DETACH PARTITION ${table}_2046_05`);
        await sql(`ALTER TABLE ${table}_2046_05 RENAME TO ${table}_2046_05_archived`);
      }
      await expect(record(batch(refund))).rejects.toThrow(LineRaced);
      await record(batch(refund));
      expect(await partitionsOf('settlement_line')).toEqual(['settlement_line_2046_05']);
    });

    test('are not made for who may not record', async () => {
      const role = `reader_of_${stores.url.slice(-8)}`;
      const made = inTransaction(stores.dataSource, async (client) => {
        await client.query(`CREATE ROLE ${role}`);
        await client.query(`SET LOCAL SESSION AUTHORIZATION ${role}`);
        await client.query(`SELECT make_fee_month('2047-01-01')`);
      });
      await expect(made).rejects.toThrow('may not record');
      expect(await partitions('%2047%')).toEqual([]);
    });
  });

  describe('the settlement month', () => {
    const monthOf = async (): Promise<string | undefined> =>
      (
        await sql<{ month: string }>(
          'SELECT settlement_month::text AS month FROM line_identity WHERE mdtrt_id = $1',
          [line.visitId],
        )
      )[0]?.month;
    const feeOccurredAt = at('2025-01-31 12:00:00');
    let offset = 0;
    const settled = (settledAt: string | null, settlementId: string | null = null) => ({
      line: revisionOf(line),
      standing: null,
      stated: {
        ...{ settlementId, settledAt: settledAt === null ? null : at(settledAt), paidAt: null },
        feeOccurredAt,
      },
      source: { topic: 't', partition: 0, offset: String((offset += 1)) },
    });

    test('is that of the fee until a settlement is stated, then of the latest stated', async () => {
      await record({ newLines: [recordedLine(revisionOf(line), { feeOccurredAt })] });
      expect(await monthOf()).toBe('2025-01-01');
      // By a resend: 00:30 in China is the day before by UTC.
      await record({ settlements: [settled('2025-03-01 00:30:00', 'S1')] });
      expect(await monthOf()).toBe('2025-03-01');
      await record({ settlements: [settled(null, 'S2')] });
      expect(await monthOf()).toBe('2025-03-01');
      // A re-upload that states none keeps it, one that does moves it, whatever month its fee lies in.
      const next = (revision: number, more: Parameters<typeof recordedLine>[1]) =>
        record({ newRevisions: [recordedLine(revisionOf(line, revision), { feeOccurredAt, ...more })] });
      await next(2, { feeOccurredAt: at('2025-02-02 00:00:00') });
      expect(await monthOf()).toBe('2025-03-01');
      await next(3, { settledAt: at('2025-04-30 23:59:59') });
      expect(await monthOf()).toBe('2025-04-01');
    });

    test('of a batch that states several is the one stated last', async () => {
      await record({
        newLines: [recordedLine(revisionOf(line), { feeOccurredAt, settledAt: at('2025-02-01 00:00:00') })],
        settlements: [settled('2025-03-01 00:00:00')],
        newRevisions: [
          recordedLine(revisionOf(line, 2), { feeOccurredAt, settledAt: at('2025-06-01 00:00:00') }),
        ],
      });
      expect(await monthOf()).toBe('2025-06-01');
    });
  });

  test('lines carry the known_at of their batch', async () => {
    const knownAt = at('2025-09-01T10:00:00.123+08:00');
    await record({
      knownAt,
      newLines: [recordedLine(revisionOf(line))],
    });
    const received = (table: string) =>
      sql(`SELECT (extract(epoch FROM received_at) * 1000)::float8 AS ms FROM ${table} WHERE mdtrt_id = $1`, [
        line.visitId,
      ]);
    expect(await received('settlement_line')).toEqual([{ ms: knownAt }]);
  });
});
