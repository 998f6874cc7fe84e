/** Redis is compared with the registry all the time: each divergence is found, named, repaired and kept on file. */
import { inTransaction, poolOf } from '@gatekeeper/database';
import { Metrics, repeat } from '@gatekeeper/runtime';
import { Reconciler, requestRebuild, SyncMetrics, syncReport } from '@gatekeeper/sync';
import type { DivergenceKind, ReconcilerOptions } from '@gatekeeper/sync';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { PrivateServer } from '../servers/private-server';
import { clinician, decisionOn, identity, recordedLine, revisionOf, sanction } from './stores-parts';
import { SyncSuite } from './sync-sides';

const never = new AbortController().signal;
const NO_DIVERGENCE = { missing: 0, behind: 0, ahead: 0, corrupt: 0, orphan: 0 };

describeWith(['postgres', 'redis'], 'the reconciler', () => {
  let suite: SyncSuite;
  let told: DivergenceKind[];
  let failures: unknown[];
  beforeEach(async () => {
    suite = await SyncSuite.open('reconciler');
    [told, failures] = [[], []];
    const names = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'];
    await suite.stores.registry.append(names.map((code) => clinician(`of-${code}`, code)));
    await suite.project();
  });
  afterEach(() => suite.close());

  const reconcilerOn = (sides = suite.sides, options: ReconcilerOptions = {}): Reconciler =>
    new Reconciler(sides, (kind) => told.push(kind), {
      sampleSize: 50,
      sampleEveryMs: 10,
      scanPauseMs: 0,
      ...options,
    });
  const scan = (): Promise<void> => reconcilerOn(undefined, { scanEveryMs: 0 }).round(never);
  const query = (statement: string) => poolOf(suite.stores.dataSource).query(statement);

  /** As when a change was lost on its way: the queue says it was passed on, Redis was not told. */
  async function losing(record: Parameters<SyncSuite['stores']['registry']['append']>[0]): Promise<void> {
    await suite.stores.registry.append(record);
    await query(
      'UPDATE relay_cursor SET version = (SELECT max(version) FROM registry_commit), subject = NULL',
    );
  }

  async function spoilEachWay(): Promise<void> {
    await losing([sanction('s', 'doc', 'D1')]);
    const d3 = await suite.timelineOf('D3');
    const d5 = await suite.timelineOf('D5');
    await suite.redis.del(suite.keyOf('D2'));
    await suite.put({ ...d3, version: d3.version + 10 });
    await suite.redis.append(suite.keyOf('D4'), 'x');
    await suite.put({ ...d5, records: [] });
    await suite.put({ subject: 'X9', version: 3, records: [] });
  }
  const EACH_WAY = ['behind D1', 'missing D2', 'ahead D3', 'corrupt D4', 'corrupt D5', 'orphan X9'];

  test('a scan finds each kind, repairs it, and keeps it on file', async () => {
    await spoilEachWay();
    await scan();
    expect(await suite.divergences()).toEqual(EACH_WAY.map((each) => `${each} scan repaired`));
    expect(told).toEqual(EACH_WAY.map((each) => each.split(' ')[0]));
    expect(await suite.held()).toEqual(await suite.expected());
    const { lastScan, divergences } = await syncReport(suite.stores.dataSource);
    expect(lastScan).toMatchObject({ subjects: 6, entries: 7, divergences: 6 });
    expect(divergences).toEqual({
      lastDay: { missing: 1, behind: 1, ahead: 1, corrupt: 2, orphan: 1 },
      open: NO_DIVERGENCE,
    });
    await scan();
    expect(told).toHaveLength(6);
  });

  test('a sample finds what is on file; an entry of nobody waits for the scan', async () => {
    await scan();
    await spoilEachWay();
    await reconcilerOn().round(never);
    expect([...(await suite.divergences())].sort()).toEqual(
      EACH_WAY.slice(0, 5)
        .map((each) => `${each} sample repaired`)
        .sort(),
    );
    const { lastSample, lastScan } = await syncReport(suite.stores.dataSource);
    expect(lastSample).toMatchObject({ subjects: 6, divergences: 5, rounds: 1, subjectsInAll: 6 });
    expect(lastScan).toMatchObject({ divergences: 0 });
    await reconcilerOn().round(never);
    expect((await syncReport(suite.stores.dataSource)).lastSample).toMatchObject({
      divergences: 0,
      rounds: 2,
      subjectsInAll: 12,
    });
  });

  test('a change that is still queued is no divergence, but lag', async () => {
    await suite.stores.registry.append([sanction('s', 'doc', 'D1'), clinician('new', 'D7')]);
    await scan();
    expect(await suite.divergences()).toEqual([]);
    const metrics = new Metrics();
    await new SyncMetrics(suite.stores.dataSource, metrics).look();
    const { sinks } = await syncReport(suite.stores.dataSource);
    expect(sinks).toEqual([{ sink: 'redis', queued: 2, oldestAgeMs: expect.any(Number) }]);
    expect(await metrics.text()).toContain('registry_sync_backlog{sink="redis"} 2');
    expect(await metrics.text()).toMatch(/registry_sync_lag_seconds\{sink="redis"\} 0\.\d*[1-9]/);
    await suite.project();
    await scan();
    expect(await suite.divergences()).toEqual([]);
    expect((await syncReport(suite.stores.dataSource)).sinks).toEqual([
      { sink: 'redis', queued: 0, oldestAgeMs: null },
    ]);
  });

  test('keeps how many decisions were recorded about the subject since its version', async () => {
    const knownAt = (await suite.timelineOf('D1')).records[0]?.recorded.from;
    if (knownAt === undefined) throw new Error('D1 has no record');
    for (const lineNo of ['1', '2', 'of another', 'before']) {
      const line = revisionOf(identity(lineNo));
      const about = lineNo === 'of another' ? 'D2' : 'D1';
      const performingCode = lineNo === '2' ? about : null;
      await inTransaction(suite.stores.dataSource, (client) =>
        suite.stores.decisions.append(client, {
          newLines: [recordedLine(line, { orderingCode: about, performingCode })],
          newRevisions: [],
          decisions: [decisionOn(line, `d-${lineNo}`, lineNo === 'before' ? {} : { knownAt })],
          holds: [],
          releases: [],
          tallies: [],
          carveOuts: [],
        }),
      );
    }
    for (const subject of ['D1', 'D2', 'D3']) await suite.redis.set(suite.keyOf(subject), 'x');
    await suite.put({ subject: 'X9', version: 3, records: [] });
    await scan();
    const { rows } = await query('SELECT subject, decisions_since FROM sync_divergence ORDER BY subject');
    expect(rows).toEqual([
      { subject: 'D1', decisions_since: '2' },
      { subject: 'D2', decisions_since: '1' },
      { subject: 'D3', decisions_since: '0' },
      { subject: 'X9', decisions_since: null },
    ]);
  });

  test('what an earlier round could not repair is ended by the next, and written down once', async () => {
    await query(`
      INSERT INTO sync_divergence (subject, kind, found_by, found_at, registry_version)
      SELECT subject, 'missing', 'scan', clock_timestamp(), 1 FROM unnest(ARRAY['D1', 'D2']) AS subject`);
    await suite.redis.del(suite.keyOf('D2'));
    expect((await syncReport(suite.stores.dataSource)).divergences.open).toMatchObject({ missing: 2 });
    await reconcilerOn(undefined, { sampleSize: 0 }).round(never);
    await reconcilerOn(undefined, { sampleSize: 0 }).round(never);
    expect(await suite.divergences()).toEqual(['missing D1 scan repaired', 'missing D2 scan repaired']);
    expect(told).toEqual([]);
    expect(await suite.held()).toEqual(await suite.expected());
  });

  test.each([
    ['what was found', `UPDATE sync_divergence SET kind = 'ahead'`],
    ['when it was repaired', 'UPDATE sync_divergence SET repaired_at = NULL'],
    ['that it was found', 'DELETE FROM sync_divergence'],
    ['all of it', 'TRUNCATE sync_divergence'],
    ['a scan', 'UPDATE sync_scan SET divergences = 0'],
    ['that it was scanned', 'DELETE FROM sync_scan'],
  ])('the ledger refuses to have changed: %s', async (_, statement) => {
    await suite.redis.del(suite.keyOf('D2'));
    await scan();
    await expect(query(statement)).rejects.toThrow('append-only');
  });

  test('several at once look one at a time; a scan is not begun again before its time, nor beside a rebuild', async () => {
    await requestRebuild(poolOf(suite.stores.dataSource), 'op');
    await reconcilerOn().round(never);
    expect((await syncReport(suite.stores.dataSource)).lastScan).toBeNull();
    await query(`UPDATE sync_rebuild SET phase = 'done', ended_at = clock_timestamp()`);
    await suite.redis.del(suite.keyOf('D2'));
    await Promise.all([
      reconcilerOn().round(never),
      reconcilerOn().round(never),
      reconcilerOn().round(never),
    ]);
    await reconcilerOn().round(never);
    const { rows } = await query('SELECT count(*)::integer AS scans FROM sync_scan');
    expect(rows).toEqual([{ scans: 1 }]);
    expect(told).toEqual(['missing']);
  });

  test('outlives a Redis that is killed, and mends what it forgot', async () => {
    const server = await PrivateServer.start('redis');
    const away = await SyncSuite.open('reconciler-away', server.url);
    try {
      await away.stores.registry.append([clinician('a', 'D1'), clinician('b', 'D2')]);
      await away.project();
      const stop = new AbortController();
      const running = repeat(reconcilerOn(away.sides).loop(), stop.signal, {
        onFailure: (error) => failures.push(error),
      });
      await until('a first round', async () => (await syncReport(away.stores.dataSource)).lastScan !== null);
      await server.kill('SIGKILL');
      await until('an outage', () => failures.length > 0);
      await server.restart();
      await until('what was forgotten', async () => (await away.held()).size === 2, {
        explain: () => failures.map(String).join('\n'),
      });
      await until('its repair on file', async () =>
        (await away.divergences()).every((it) => it.endsWith('repaired')),
      );
      stop.abort();
      await running;
      expect(await away.held()).toEqual(await away.expected());
      expect([...(await away.divergences())].sort()).toEqual([
        'missing D1 sample repaired',
        'missing D2 sample repaired',
      ]);
    } finally {
      await away.close();
      await server.stop();
    }
  });
});
