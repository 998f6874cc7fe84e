import { ADVISORY_LOCKS, inTransaction, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Relay } from '@gatekeeper/registry-store';
import type { RegistryChange } from '@gatekeeper/registry-store';
import { Outage } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import {
  HeldSource,
  inSmallPages,
  killedOnceItPrepared,
  MANY,
  PAGE,
  roster,
  writing as writingBeside,
} from './registry-bulk-parts';
import { asserted, emptyRegistry, registration, withdrawal } from './registry-parts';
import type { Stores } from './stores-parts';
import {
  appended,
  clinician,
  collect,
  decisionOn,
  FAR_FUTURE,
  identity,
  openStores,
  recordedLine,
  restoration,
  revisionOf,
  sanction,
  visibleAt,
} from './stores-parts';

describeWith(['postgres'], 'a bulk write', () => {
  let stores: Stores;
  beforeAll(async () => {
    const opened = await openStores('bulk');
    stores = { ...opened, registry: inSmallPages(opened.dataSource) };
  });
  beforeEach(() => emptyRegistry(stores));
  afterAll(() => stores.close());

  const count = async (table: string, client: Queryable = poolOf(stores.dataSource)): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  };
  const held = async (subject: string): Promise<readonly string[]> =>
    visibleAt((await stores.registry.timelines([subject])).get(subject), FAR_FUTURE);
  const versionOf = async (subject: string): Promise<number> =>
    (await stores.registry.versions(poolOf(stores.dataSource), [subject])).get(subject) ?? 0;

  const writing = (
    records: readonly RegistryRecord[],
    meanwhile: () => Promise<unknown>,
    rest?: readonly RegistryRecord[],
  ) => writingBeside(stores, records, meanwhile, rest);

  test('holds up no other write while it is prepared, and shows nothing before all of it', async () => {
    const outcome = await writing(
      [clinician('first', 'D1')],
      async () => {
        expect(await count('registry_record_written')).toBe(MANY - 1);
        const urgent = appended(await stores.registry.append([sanction('s', 'doc', 'D1')]));
        expect(urgent.subjects).toEqual(['D1']);
        expect([await held('D1'), await held('R30'), await versionOf('R30')]).toEqual([['s'], [], 0]);
        expect((await collect(stores.registry.exportRecords())).map(({ recordId }) => recordId)).toEqual([
          's',
        ]);
        expect(await stores.registry.version()).toBe(urgent.version);
      },
      [clinician('last', 'D1', 'other')],
    );
    const { added, version } = appended(outcome);
    expect([added, await count('registry_record'), await versionOf('D1')]).toEqual([MANY, MANY + 1, version]);
    expect(await held('D1')).toEqual(['first', 'last', 's']);
    expect([await count('registry_bulk'), await count('subject_version')]).toEqual([0, MANY - 1]);
  });

  test('is seen by nobody in half, at any moment', async () => {
    const ends = ['R0', `R${MANY - 1}`];
    const seen = new Set<string>();
    const look = (): Promise<void> =>
      inTransaction(stores.dataSource, async (client) => {
        const { versions, registryVersion } = await stores.registry.openFence(client, ends);
        const timelines = await stores.registry.timelines(ends, client);
        const each = ends.map((subject) => {
          const timeline = timelines.get(subject);
          expect(timeline?.version).toBe(versions.get(subject));
          return `${timeline?.records.length} at ${timeline?.version === registryVersion ? 'the last write' : 'none'}`;
        });
        seen.add([...each, await count('registry_record', client)].join(', '));
      });
    appended(await stores.registry.append([clinician('before', 'D1')]));
    let writingOn = true;
    const reader = async (): Promise<void> => {
      while (writingOn) await look();
    };
    const readers = [reader(), reader()];
    for (let n = 0; n < 5; n++) await look();
    appended(await stores.registry.appendInBulk(roster()));
    await look();
    writingOn = false;
    await Promise.all(readers);
    expect([...seen].sort()).toEqual([
      '0 at none, 0 at none, 1',
      `1 at the last write, 1 at the last write, ${MANY + 1}`,
    ]);
  });

  test('has its versions from its first moment, though they are written to the subjects afterwards', async () => {
    appended(await stores.registry.append([clinician('a', 'R7')]));
    let written: Promise<unknown> = Promise.resolve();
    await inTransaction(stores.dataSource, async (client) => {
      const before = await versionOf('R7');
      // Whoever holds the row keeps the version from being written to it, not from being seen.
      await client.query(`UPDATE subject_version SET version = version WHERE subject = 'R7'`);
      written = stores.registry.appendInBulk(roster(10));
      const version = await until('the bulk write', async () => {
        const now = await stores.registry.version();
        return now !== before && now;
      });
      const subjects = ['R7', 'R8', 'R99'];
      const fence = await inTransaction(stores.dataSource, (other) =>
        stores.registry.openFence(other, subjects),
      );
      expect([...fence.versions.values()]).toEqual([version, version, 0]);
      expect([await versionOf('R7'), await count('registry_bulk')]).toEqual([version, 1]);
      expect((await stores.registry.timelines(['R8'])).get('R8')?.version).toBe(version);
    });
    const { version } = appended((await written) as Parameters<typeof appended>[0]);
    expect([await versionOf('R7'), await count('registry_bulk')]).toEqual([version, 0]);
  });

  test('goes to every sink once, in pages, in its place among the writes', async () => {
    const taken: RegistryChange[] = [];
    const sink = {
      name: 'topic',
      apply: (changes: readonly RegistryChange[]) => Promise.resolve(void taken.push(...changes)),
    };
    const relay = new Relay(stores.dataSource, registryCodec, [sink], { batchSize: 7 });
    await stores.registry.append([clinician('a', 'D1')]);
    await stores.registry.appendInBulk(roster(20));
    await stores.registry.append([clinician('b', 'D1', 'other')]);
    expect(await relay.backlog()).toBe(22);
    await relay.drain();
    expect(taken.map(({ subject }) => subject)).toEqual([
      'D1',
      ...roster(20)
        .map((_, n) => `R${n}`)
        .sort(),
      'D1',
    ]);
    expect(taken.flatMap(({ added }) => added)).toHaveLength(22);
    expect([await relay.backlog(), await count('registry_change')]).toEqual([0, 0]);
  });

  describe('that is killed while it is prepared', () => {
    async function killed(): Promise<void> {
      expect(await killedOnceItPrepared(stores, roster(MANY - 1), [sanction('s', 'doc', 'D1')])).toHaveLength(
        1,
      );
      expect([await stores.registry.version(), await count('registry_bulk')]).toEqual([0, 1]);
      expect(await count('registry_record_written')).toBeGreaterThanOrEqual(MANY - 1);
    }

    test('nothing is left to be seen, and the next one removes the rest', async () => {
      await killed();
      expect([await held('R1'), await count('registry_record')]).toEqual([[], 0]);
      expect(appended(await stores.registry.appendInBulk(roster(10))).added).toBe(10);
      expect(
        await Promise.all(
          ['registry_record_written', 'registry_subject_written', 'registry_bulk'].map((table) =>
            count(table),
          ),
        ),
      ).toEqual([10, 10, 0]);
    });

    test('so does a process that starts', async () => {
      await killed();
      const stop = new AbortController();
      const relay = new Relay(
        stores.dataSource,
        registryCodec,
        [{ name: 'topic', apply: () => Promise.resolve() }],
        {
          pollIntervalMs: 20,
        },
      );
      const work = relay.run(stop.signal);
      await until('what is left to go', async () => (await count('registry_bulk')) === 0);
      stop.abort();
      await work;
      expect(
        await Promise.all(
          ['registry_record_written', 'registry_subject_written', 'registry_change'].map((table) =>
            count(table),
          ),
        ),
      ).toEqual([0, 0, 0]);
    });
  });

  test('two at once come one after the other', async () => {
    const outcomes = await Promise.all([
      stores.registry.appendInBulk(roster(300)),
      stores.registry.appendInBulk([...roster(300), clinician('more', 'D1')]),
    ]);
    expect(
      outcomes.map((outcome) => appended(outcome).added + appended(outcome).unchanged).sort((a, b) => a - b),
    ).toEqual([300, 301]);
    expect(outcomes.reduce((sum, outcome) => sum + appended(outcome).added, 0)).toBe(301);
    expect(await count('registry_record')).toBe(301);
  });

  describe('answers as any write', () => {
    test.each([
      [
        'a conflict with the file',
        [clinician('taken', 'D1', 'other')],
        { kind: 'conflict', recordIds: ['taken'] },
      ],
      [
        'a conflict within itself, pages apart',
        [...roster(MANY - 1), clinician('roster-0', 'other')],
        { kind: 'conflict', recordIds: ['roster-0'] },
      ],
      [
        'an overlap',
        [
          registration({ recordId: 'b', supersedes: 'old' }),
          registration({ recordId: 'c', supersedes: 'old' }),
        ],
        { kind: 'overlap', recordIds: ['b', 'c'] },
      ],
      [
        'a ring',
        [clinician('x', 'D1', 'n', 'y'), clinician('y', 'D1', 'n', 'x')],
        { kind: 'ring', recordIds: ['x', 'y'] },
      ],
    ] as const)('%s', async (_, records, outcome) => {
      appended(await stores.registry.append([clinician('taken', 'D1'), registration({ recordId: 'old' })]));
      const version = await stores.registry.version();
      expect(await stores.registry.appendInBulk(records)).toEqual(outcome);
      expect([await stores.registry.version(), await count('registry_record_written')]).toEqual([version, 2]);
    });

    test('a conflict ends the preparation, and names what the other door would', async () => {
      appended(await stores.registry.append([clinician('taken', 'D1'), clinician('taken too', 'D1')]));
      const [before, beside, after] = [roster(MANY - 1), roster(PAGE - 2), roster(MANY + PAGE).slice(MANY)];
      const records = [
        ...before,
        ...[clinician('taken', 'D2'), clinician('twice', 'D1')],
        ...beside,
        ...after,
        ...[clinician('twice', 'D2'), clinician('taken too', 'D2'), clinician('roster-0', 'D2')],
      ];
      const source = new HeldSource(records);
      const outcome = stores.registry.appendInBulk(source);
      await source.prepared;
      const written = await count('registry_record_written');
      source.goOn();
      expect([(await outcome).kind, written]).toEqual(['conflict', 2 + before.length]);
      expect(await outcome).toEqual(await stores.registry.append(records));
      expect(await outcome).toEqual({
        kind: 'conflict',
        recordIds: ['roster-0', 'taken', 'taken too', 'twice'],
      });
      appended(await stores.registry.appendInBulk(roster(1)));
    });

    test('the same again adds nothing, and is a write of no version', async () => {
      const { version } = appended(await stores.registry.appendInBulk(roster(10)));
      expect(appended(await stores.registry.appendInBulk([...roster(10), ...roster(10)]))).toEqual({
        kind: 'appended',
        added: 0,
        unchanged: 20,
        version,
        subjects: [],
      });
    });

    test('what goes alongside undoes it', async () => {
      const failure = new Error('no paper');
      await expect(
        stores.registry.appendInBulk(roster(10), { alongside: () => Promise.reject(failure) }),
      ).rejects.toBe(failure);
      expect([await count('registry_record_written'), await count('registry_bulk')]).toEqual([0, 0]);
    });

    test('a load of history is refused once a line was decided', async () => {
      const line = revisionOf(identity('1'));
      await inTransaction(stores.dataSource, (client) =>
        stores.decisions.append(client, {
          newLines: [recordedLine(line)],
          newRevisions: [],
          decisions: [decisionOn(line, 'd')],
          holds: [],
          releases: [],
          tallies: [],
          carveOuts: [],
        }),
      );
      expect(await stores.registry.appendInBulk(roster(2), { asRecorded: true })).toEqual({
        kind: 'as_recorded_refused',
      });
    });
  });

  describe('of what was compared with a registry that has moved', () => {
    test.each([
      ['not at all', [false], 0],
      ['before it was prepared', [true, false], 1],
      ['after that was looked at', [false, true, true, false], 1],
    ])('%s', async (_, moved, expected) => {
      const answers = [...moved];
      let comparedAgain = 0;
      const outcome = await stores.registry.appendInBulk(roster(3), {
        compared: {
          version: 0,
          movedSince: () => Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) === true),
          again: () => Promise.resolve(void (comparedAgain += 1)),
        },
      });
      expect([appended(outcome).added, comparedAgain]).toEqual([3, expected]);
    });

    const nothingIsLeft = async (): Promise<void> =>
      expect([await count('registry_record_written'), await count('registry_bulk')]).toEqual([0, 0]);

    test('whenever it is looked at, is an outage, and nobody else waited for it', async () => {
      const WRITERS_LOCK = `pg_locks WHERE locktype = 'advisory' AND objid = ${ADVISORY_LOCKS.registryWriter}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      const writersHeldUp: number[] = [];
      const written = stores.registry.appendInBulk(roster(3), {
        compared: {
          version: 0,
          movedSince: () => Promise.resolve(true),
          again: async () => void writersHeldUp.push(await count(WRITERS_LOCK)),
        },
      });
      await expect(written).rejects.toThrow(Outage);
      expect(writersHeldUp).toEqual(Array(10).fill(0));
      await nothingIsLeft();
    });

    test('and that now comes out otherwise, leaves nothing', async () => {
      const otherwise = new Error('otherwise');
      const written = stores.registry.appendInBulk(roster(3), {
        compared: {
          version: 0,
          movedSince: () => Promise.resolve(true),
          again: () => Promise.reject(otherwise),
        },
      });
      await expect(written).rejects.toBe(otherwise);
      await nothingIsLeft();
    });
  });

  describe('and what others write while it is prepared', () => {
    test('a name that is being prepared is nobody else’s until then', async () => {
      const outcome = await writing([clinician('taken', 'D1')], () =>
        expect(stores.registry.append([clinician('taken', 'D2', 'other')])).rejects.toThrow(Outage),
      );
      appended(outcome);
      expect(await stores.registry.append([clinician('taken', 'D2', 'other')])).toMatchObject({
        kind: 'conflict',
      });
    });

    test('a name that came on file meanwhile is looked at again', async () => {
      const outcome = await writing([], () => stores.registry.append([clinician('late', 'D1')]), [
        clinician('late', 'D1'),
      ]);
      expect(appended(outcome).unchanged).toBe(1);
      expect(await held('D1')).toEqual(['late']);
    });

    test.each([
      ['a restoration of what it sanctions', sanction('s', 'doc', 'D1'), restoration('r', 'doc', null)],
      ['a sanction that it restores', restoration('r', 'doc', null), sanction('s', 'doc', 'D1')],
    ])('%s belongs to the person', async (_, ours, theirs) => {
      const { version } = appended(await writing([ours], () => stores.registry.append([theirs])));
      expect([await held('D1'), await versionOf('D1')]).toEqual([['r', 's'], version]);
    });

    test('a correction of what it brings counts, and one by it too', async () => {
      const outcome = await writing(
        [
          registration({ recordId: 'ours', code: 'D1' }),
          registration({ recordId: 'mended', code: 'D2', supersedes: 'theirs' }),
        ],
        () =>
          stores.registry.append([
            registration({ recordId: 'theirs', code: 'D3' }),
            registration({ recordId: 'corrected', code: 'D1', supersedes: 'ours' }),
          ]),
      );
      const { version } = appended(outcome);
      expect([await held('D1'), await held('D2'), await held('D3')]).toEqual([['corrected'], ['mended'], []]);
      expect(await versionOf('D3')).toBe(version);
      expect(await asserted(stores)).toEqual([
        'corrected of ours: held',
        'mended of theirs: held',
        'ours of ours: never',
        'theirs of theirs: closed',
      ]);
    });

    test('two corrections of one record still never hold for the same time', async () => {
      appended(await stores.registry.append([registration({ recordId: 'wrong' })]));
      const outcome = await writing([registration({ recordId: 'ours', supersedes: 'wrong' })], () =>
        stores.registry.append([registration({ recordId: 'theirs', supersedes: 'wrong' })]),
      );
      expect(outcome).toEqual({ kind: 'overlap', recordIds: ['ours', 'theirs'] });
      expect([await held('D1'), await count('registry_record_written')]).toEqual([['theirs'], 2]);
    });

    test('a ring that only the two close is refused', async () => {
      const outcome = await writing([withdrawal('ours', 'theirs')], () =>
        stores.registry.append([withdrawal('theirs', 'ours')]),
      );
      expect(outcome).toEqual({ kind: 'ring', recordIds: ['ours', 'theirs'] });
    });
  });
});
