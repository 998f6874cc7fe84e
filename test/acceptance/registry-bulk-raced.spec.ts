import { inTransaction, openDatabase, poolOf } from '@gatekeeper/database';
import { Relay } from '@gatekeeper/registry-store';
import type { RegistryChange } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import {
  endSessions,
  inSmallPages,
  gate,
  HeldSource,
  killedOnceItPrepared,
  MANY,
  PAGE,
  roster,
  writing,
} from './registry-bulk-parts';
import { emptyRegistry, withdrawal } from './registry-parts';
import type { Stores } from './stores-parts';
import {
  annulment,
  appended,
  clinician,
  FAR_FUTURE,
  openStores,
  restoration,
  sanction,
  visibleAt,
} from './stores-parts';

describeWith(['postgres'], 'a bulk write beside small ones', () => {
  let stores: Stores;
  beforeAll(async () => {
    const opened = await openStores('bulk_raced');
    stores = { ...opened, registry: inSmallPages(opened.dataSource) };
  });
  beforeEach(() => emptyRegistry(stores));
  afterAll(() => stores.close());

  const held = async (subject: string): Promise<readonly string[]> =>
    visibleAt((await stores.registry.timelines([subject])).get(subject), FAR_FUTURE);
  const versionOf = async (subject: string): Promise<number> =>
    (await stores.registry.versions(poolOf(stores.dataSource), [subject])).get(subject) ?? 0;
  const links = async (table: string): Promise<readonly string[]> => {
    const { rows } = await poolOf(stores.dataSource).query<{ link: string }>(
      `SELECT subject || ' ' || record_id AS link FROM ${table} WHERE subject = 'D1' ORDER BY link`,
    );
    return rows.map(({ link }) => link);
  };

  describe('of a sanction whose annulment by document was on file, while another sanction by that document comes', () => {
    const theirs = sanction('theirs', 'doc', 'D1');
    const ours = sanction('ours', 'doc', 'D1');
    beforeEach(async () => {
      appended(await stores.registry.append([annulment('a', 'doc', null), clinician('taken', 'X')]));
    });

    test('leaves the annulment to the other at once, and stands beside it afterwards', async () => {
      const outcome = await writing(stores, [ours], async () => {
        appended(await stores.registry.append([theirs]));
        expect(await held('D1')).toEqual(['a', 'theirs']);
      });
      appended(outcome);
      expect(await held('D1')).toEqual(['a', 'ours', 'theirs']);
      const once = ['D1 a', 'D1 ours', 'D1 theirs'];
      expect([await links('registry_subject'), await links('registry_subject_written')]).toEqual([
        once,
        once,
      ]);
    });

    test('takes nothing along when it is refused', async () => {
      const outcome = await writing(stores, [ours], () => stores.registry.append([theirs]), [
        clinician('taken', 'Y'),
      ]);
      expect(outcome).toEqual({ kind: 'conflict', recordIds: ['taken'] });
      expect(await held('D1')).toEqual(['a', 'theirs']);
    });

    test('takes nothing along when it is killed', async () => {
      await killedOnceItPrepared(stores, [ours, ...roster(MANY - 2)]);
      appended(await stores.registry.append([theirs]));
      appended(await stores.registry.appendInBulk(roster(3)));
      expect([await held('D1'), await links('registry_subject_written')]).toEqual([
        ['a', 'theirs'],
        ['D1 a', 'D1 theirs'],
      ]);
    });
  });

  test('is told as what it is once it is committed, though its session ends before its versions are written to the subjects', async () => {
    appended(await stores.registry.append([clinician('a', 'R7')]));
    const other = await openDatabase(stores.url, { poolSize: 2, applicationName: 'folding' });
    const left: unknown[] = [];
    try {
      await inTransaction(stores.dataSource, async (client) => {
        await client.query(`SELECT FROM subject_version WHERE subject = 'R7' FOR UPDATE`);
        const outcome = inSmallPages(other, (error) => void left.push(error)).appendInBulk(roster(10));
        await until('its session to wait for the row', async () => {
          const { rows } = await poolOf(stores.dataSource).query(
            `SELECT FROM pg_stat_activity
             WHERE application_name = 'folding' AND datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return rows.length > 0;
        });
        await endSessions(stores.dataSource, 'folding');
        const { version } = appended(await outcome);
        expect([left.length, await versionOf('R7'), await held('R8')]).toEqual([1, version, ['roster-8']]);
      });
    } finally {
      await other.destroy();
    }
    appended(await stores.registry.appendInBulk([clinician('next', 'D1')]));
    const { rows } = await poolOf(stores.dataSource).query('SELECT FROM registry_bulk');
    expect([rows.length, await versionOf('R8')]).toEqual([0, await versionOf('R7')]);
  });

  test('is prepared while a small write that links the same stands before its end', async () => {
    appended(await stores.registry.append([annulment('a', 'doc', null)]));
    const [stands, end] = [gate(), gate()];
    const small = stores.registry.append([sanction('theirs', 'doc', 'D1')], {
      alongside: () => {
        stands.open();
        return end.opened;
      },
    });
    await stands.opened;
    const source = new HeldSource([sanction('ours', 'doc', 'D1'), ...roster(MANY - 1)]);
    const bulk = stores.registry.appendInBulk(source);
    await source.prepared;
    end.open();
    source.goOn();
    appended(await small);
    appended(await bulk);
    expect(await links('registry_subject_written')).toEqual(['D1 a', 'D1 ours', 'D1 theirs']);
  });

  test('of what a small write brings in another order at the same moment: neither waits for the other without end', async () => {
    const records = roster(PAGE);
    const outcomes = await inTransaction(stores.dataSource, async (client) => {
      // Who is at it in another order has taken half of them when both come to this one.
      await client.query(`INSERT INTO registry_record_written (record_id, kind, body, recorded_at, write_id)
        VALUES ('roster-${PAGE / 2}', 'clinician', '{}', '2024-01-01', 0)`);
      const waiting = (count: number) =>
        until(`${count} to wait`, async () => {
          const { rows } = await poolOf(stores.dataSource).query(`SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO registry_record_written%'`);
          return rows.length === count;
        });
      const small = stores.registry.append([...records].reverse());
      await waiting(1);
      const bulk = stores.registry.appendInBulk(records);
      await waiting(2);
      await client.query('ROLLBACK; BEGIN');
      return { small, bulk };
    });
    expect([appended(await outcomes.small).added, appended(await outcomes.bulk).unchanged]).toEqual([
      PAGE,
      PAGE,
    ]);
  });

  describe('that was killed', () => {
    const running: (() => Promise<void>)[] = [];
    afterEach(() => Promise.all(running.splice(0).map((stop) => stop())));

    /** A relay as in any process, to one sink. @returns whom that was told of. */
    function relay(): readonly string[] {
      const told: string[] = [];
      const apply = (changes: readonly RegistryChange[]) =>
        Promise.resolve(void told.push(...changes.map(({ subject }) => subject)));
      const stop = new AbortController();
      const run = new Relay(stores.dataSource, registryCodec, [{ name: 'topic', apply }], {
        pollIntervalMs: 20,
      }).run(stop.signal);
      running.push(() => {
        stop.abort();
        return run;
      });
      return told;
    }
    const prepared = async (): Promise<number> => {
      const { rows } = await poolOf(stores.dataSource).query<{ count: number }>(`
        SELECT ((SELECT count(*) FROM registry_bulk) + (SELECT count(*) FROM registry_change)
              + (SELECT count(*) FROM registry_record_written) + (SELECT count(*) FROM registry_subject_written))::integer AS count`);
      return rows[0]?.count ?? 0;
    };

    test('keeps its names from nobody, whether or not it is removed first', async () => {
      await killedOnceItPrepared(stores, [sanction('urgent', 'doc', 'D1'), ...roster(MANY - 2)]);
      const { added, subjects } = appended(
        await stores.registry.append([sanction('urgent', 'doc', 'D2'), clinician('roster-1', 'R1', 'other')]),
      );
      expect([added, subjects, await held('D1'), await held('D2')]).toEqual([
        2,
        ['D2', 'R1'],
        [],
        ['urgent'],
      ]);
      appended(await stores.registry.appendInBulk(roster(1)));
      expect([await held('D2'), await held('R1'), await held('R0')]).toEqual([
        ['urgent'],
        ['roster-1'],
        ['roster-0'],
      ]);
      // Three records, links and changes, and no bulk write.
      expect(await prepared()).toBe(9);
    });

    test('keeps no sink from what is urgent, though it cannot be removed yet', async () => {
      await killedOnceItPrepared(stores, roster(MANY - 1));
      appended(await stores.registry.append([sanction('urgent', 'doc', 'D1')]));
      await inTransaction(stores.dataSource, async (client) => {
        await client.query(`SELECT FROM registry_change WHERE subject = 'R1' FOR UPDATE`);
        const told = relay();
        await until('the urgent one to reach the sink', () => told.includes('D1'), { patienceMs: 5_000 });
      });
      await until('what is left to go', async () => (await prepared()) === 2, { patienceMs: 10_000 });
    });

    test('is removed by index, though PostgreSQL has never counted it', async () => {
      const rowsOf = (writeId: number, rows: number): string => `
        INSERT INTO registry_record_written (record_id, kind, body, recorded_at, write_id)
          SELECT '${writeId}-' || n, 'clinician', '{}', '2024-01-01', ${writeId} FROM generate_series(1, ${rows}) AS n;
        INSERT INTO registry_subject_written
          SELECT 'R' || n, '${writeId}-' || n, ${writeId} FROM generate_series(1, ${rows}) AS n;
        INSERT INTO registry_change SELECT ${writeId}, 'R' || n FROM generate_series(1, ${rows}) AS n`;
      const pool = poolOf(stores.dataSource);
      // What it counts is one write that is committed: of any other it believes that there is a row at most.
      await pool.query(`
        ${rowsOf(1, 5_000)};
        INSERT INTO registry_commit (version, received_at, as_recorded, write_id) VALUES (1, '2026-01-01', false, 1)`);
      await pool.query('ANALYZE registry_record_written, registry_subject_written, registry_change');
      await pool.query(`INSERT INTO registry_bulk (write_id) VALUES (2); ${rowsOf(2, 30_000)}`);
      relay();
      const isGone = async (): Promise<boolean> => {
        const { rows } = await pool.query('SELECT FROM registry_bulk');
        return rows.length === 0;
      };
      await until('what is left to go', isGone, { patienceMs: 8_000 });
      const { rows } = await pool.query('SELECT FROM registry_subject_written');
      expect(rows).toHaveLength(5_000);
    });
  });

  test.each([
    ['a withdrawal', withdrawal('ours', 'reference'), []],
    [
      'a restoration of one person',
      { ...restoration('ours', 'doc', 'D1'), supersedes: 'reference' },
      ['ours'],
    ],
  ] as const)(
    'of %s in place of a restoration by document, while that comes to another person, is a new version of theirs too',
    async (_, ours, left) => {
      appended(
        await stores.registry.append([restoration('reference', 'doc', null), sanction('s', 'doc', 'D1')]),
      );
      const outcome = await writing(stores, [ours], async () => {
        appended(await stores.registry.append([sanction('theirs', 'doc', 'D2')]));
        expect(await held('D2')).toEqual(['reference', 'theirs']);
      });
      const { version } = appended(outcome);
      expect([await held('D1'), await held('D2')]).toEqual([[...left, 's'], ['theirs']]);
      expect([await versionOf('D1'), await versionOf('D2')]).toEqual([version, version]);
    },
  );

  test('of a sanction by a document, while its annulment and another sanction of the person come: it is linked once', async () => {
    const outcome = await writing(stores, [sanction('ours', 'doc', 'D1')], () =>
      stores.registry.append([annulment('a', 'doc', null), sanction('theirs', 'doc', 'D1')]),
    );
    appended(outcome);
    expect([await held('D1'), await links('registry_subject')]).toEqual([
      ['a', 'ours', 'theirs'],
      ['D1 a', 'D1 ours', 'D1 theirs'],
    ]);
  });
});
