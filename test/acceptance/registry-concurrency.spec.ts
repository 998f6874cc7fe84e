import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, inTransaction, isOutage, openDatabase, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import { registration } from './registry-parts';
import type { Stores } from './stores-parts';
import { appended, clinician, collect, FAR_FUTURE, openStores, visibleAt } from './stores-parts';

const WRITERS = 50;
const ROUNDS = 4;

describeWith(['postgres'], 'writers of the registry at once', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores('concurrency');
    await poolOf(stores.dataSource).query('CREATE TABLE note (text text PRIMARY KEY)');
  });
  afterEach(() => stores.close());

  /** As another process has it: writers of one wait for each other before they reach the database. */
  const another = (): RegistryStore => new RegistryStore(stores.dataSource, registryCodec);
  const versionOf = async (subject: string): Promise<number> =>
    (await stores.registry.versions(poolOf(stores.dataSource), [subject])).get(subject) ?? 0;
  const notes = async (): Promise<readonly string[]> => {
    const { rows } = await poolOf(stores.dataSource).query<{ text: string }>(
      'SELECT text FROM note ORDER BY 1',
    );
    return rows.map(({ text }) => text);
  };

  test(`of ${WRITERS} who read the same version one wins, in each of ${ROUNDS} rounds, and none is lost`, async () => {
    appended(await stores.registry.append([registration({ recordId: 'round 0' })]));
    let holds = 'round 0';
    for (let round = 1; round <= ROUNDS; round++) {
      const expected = new Map([['D1', await versionOf('D1')]]);
      const outcomes = await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) => {
          const recordId = `round ${round} of ${writer}`;
          const record = registration({ recordId, supersedes: holds, until: `2026-01-${10 + round}` });
          return untilHeard(() =>
            another().append([record], {
              expected,
              alongside: (client) => note(client, recordId),
            }),
          );
        }),
      );
      const won = outcomes.flatMap((outcome, writer) => (outcome.kind === 'appended' ? [writer] : []));
      expect(won).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'stale')).toHaveLength(WRITERS - 1);
      holds = `round ${round} of ${won[0]}`;
      const timeline = (await stores.registry.timelines(['D1'])).get('D1');
      expect(visibleAt(timeline, FAR_FUTURE)).toEqual([holds]);
      expect(timeline?.records).toHaveLength(round + 1);
      expect(await notes()).toHaveLength(round);
      expect(await notes()).toContain(holds);
    }
  });

  test(`of ${WRITERS} who correct one record without saying what they read one wins: intervals never overlap`, async () => {
    appended(await stores.registry.append([registration({ recordId: 'wrong' })]));
    const outcomes = await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        untilHeard(() => another().append([registration({ recordId: `by ${writer}`, supersedes: 'wrong' })])),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'overlap')).toHaveLength(WRITERS - 1);
    expect(visibleAt((await stores.registry.timelines(['D1'])).get('D1'), FAR_FUTURE)).toHaveLength(1);
  });

  test('a subject that was never on file is expected at version 0', async () => {
    const write = (recordId: string) =>
      stores.registry.append([clinician(recordId, 'D9')], { expected: new Map([['D9', 0]]) });
    appended(await write('a'));
    expect(await write('b')).toEqual({ kind: 'stale', subjects: ['D9'] });
    expect(
      await stores.registry.append([clinician('c', 'D8')], {
        expected: new Map([
          ['D8', 0],
          ['D9', 0],
          ['D7', 1],
        ]),
      }),
    ).toEqual({ kind: 'stale', subjects: ['D9', 'D7'] });
    expect(await versionOf('D8')).toBe(0);
  });

  test('writers that wait leave the connections to those who read', async () => {
    const few = await openDatabase(stores.url, { poolSize: 2, applicationName: 'few connections' });
    try {
      const registry = new RegistryStore(few, registryCodec);
      const outcomes = await inTransaction(stores.dataSource, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.registryWriter]);
        const waiting = Array.from({ length: 15 }, (_, n) =>
          registry.append([clinician(`w${n}`, 'D1', `${n}`)]),
        );
        await registry.timelines(['D1']);
        expect(await registry.version()).toBe(0);
        return { waiting };
      });
      expect((await Promise.all(outcomes.waiting)).map(({ kind }) => kind)).toEqual(
        Array(15).fill('appended'),
      );
    } finally {
      await few.destroy();
    }
  });

  describe('what goes alongside', () => {
    const noting = (text: string) => ({
      alongside: async (client: Queryable) => note(client, text),
    });

    test('sees the records that are written, and is committed with them', async () => {
      const seen: unknown[] = [];
      const outcome = await stores.registry.append([clinician('a', 'D1')], {
        alongside: async (client, written) => {
          const { rows } = await client.query('SELECT record_id, version::float8 FROM registry_record');
          seen.push(rows, written);
          await note(client, 'a');
        },
      });
      const { version } = appended(outcome);
      expect(seen).toEqual([[{ record_id: 'a', version }], outcome]);
      expect(await notes()).toEqual(['a']);
    });

    test('is done also where nothing was added', async () => {
      appended(await stores.registry.append([clinician('a', 'D1')]));
      expect(appended(await stores.registry.append([clinician('a', 'D1')], noting('again'))).added).toBe(0);
      expect(await notes()).toEqual(['again']);
    });

    test('undoes the write when it fails, and its failure is told as it was', async () => {
      const failure = new Error('no paper');
      const writing = stores.registry.append([clinician('a', 'D1')], {
        alongside: async (client) => {
          await note(client, 'a');
          throw failure;
        },
      });
      await expect(writing).rejects.toBe(failure);
      expect([await notes(), await stores.registry.version(), await versionOf('D1')]).toEqual([[], 0, 0]);
    });

    test.each([
      [
        'an overlap',
        [registration({ recordId: 'b', supersedes: 'a' }), registration({ recordId: 'c', supersedes: 'a' })],
      ],
      ['a conflict', [clinician('taken', 'D1', 'other')]],
    ])('is undone with %s', async (_, records) => {
      appended(await stores.registry.append([clinician('taken', 'D1'), registration({ recordId: 'a' })]));
      expect((await stores.registry.append(records, noting('never'))).kind).not.toBe('appended');
      expect(await notes()).toEqual([]);
    });

    test('holds up no recording: the fence is closed after it', async () => {
      const outcome = await stores.registry.append([clinician('a', 'D1')], {
        alongside: async () => {
          const { registryVersion } = await inTransaction(stores.dataSource, (client) =>
            stores.registry.openFence(client, ['D1']),
          );
          expect(registryVersion).toBe(0);
        },
      });
      expect(appended(outcome).added).toBe(1);
    });
  });

  test('records may come one by one from elsewhere; a source that fails leaves nothing', async () => {
    async function* source(fails: boolean) {
      for (let n = 0; n < 300; n++) {
        if (n % 100 === 0) await stores.registry.version();
        yield clinician(`r${n}`, `D${n}`);
      }
      if (fails) throw new Error('the line went dead');
    }
    await expect(stores.registry.append(source(true))).rejects.toThrow('the line went dead');
    expect(await collect(stores.registry.exportRecords())).toEqual([]);
    expect(appended(await stores.registry.append(source(false))).added).toBe(300);
  });
});

async function note(client: Queryable, text: string): Promise<void> {
  await client.query('INSERT INTO note VALUES ($1)', [text]);
}

/** Again, where no connection came free in time: nothing was written then. */
async function untilHeard<T>(write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
  }
}
