import { plusMs } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import {
  annulment,
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

describeWith(['postgres'], 'the registry of record', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores('registry');
  });
  afterEach(() => stores.close());

  const seen = async (subject: string, knownAt = FAR_FUTURE): Promise<readonly string[]> =>
    visibleAt((await stores.registry.timelines([subject])).get(subject), knownAt);
  const versionsOf = async (...subjects: string[]): Promise<readonly (number | undefined)[]> => {
    const versions = await stores.registry.versions(poolOf(stores.dataSource), subjects);
    return subjects.map((subject) => versions.get(subject));
  };

  test('a write raises the version of the subjects it touches, and of no other', async () => {
    const first = appended(await stores.registry.append([clinician('a', 'D1'), clinician('b', 'D2')]));
    expect(first).toMatchObject({ added: 2, unchanged: 0, subjects: ['D1', 'D2'] });
    const second = appended(await stores.registry.append([clinician('c', 'D2', 'other')]));
    expect(second.version).toBeGreaterThan(first.version);
    expect(await versionsOf('D1', 'D2', 'D3')).toEqual([first.version, second.version, 0]);
    expect(await stores.registry.version()).toBe(second.version);
  });

  test('a version is never counted twice, not even by a database made anew', async () => {
    const records = [clinician('a', 'D1')];
    const { version } = appended(await stores.registry.append(records));
    const another = await openStores('registry_anew');
    try {
      expect(appended(await another.registry.append(records)).version).toBeGreaterThan(version);
    } finally {
      await another.close();
    }
  });

  test('a subject that is not on file has version 0 and no records', async () => {
    expect((await stores.registry.timelines(['D9'])).get('D9')).toEqual({
      subject: 'D9',
      version: 0,
      records: [],
    });
  });

  test('the same records again, or twice in one write, add nothing and raise no version', async () => {
    const records = [clinician('a', 'D1'), sanction('s', 'doc', 'D1')];
    const { version } = appended(await stores.registry.append(records));
    expect(appended(await stores.registry.append([...records, ...records]))).toMatchObject({
      added: 0,
      unchanged: 4,
      version,
      subjects: [],
    });
    const next = appended(await stores.registry.append([clinician('b', 'D2'), clinician('b', 'D2')]));
    expect(next).toMatchObject({ added: 1, unchanged: 1 });
    expect(next.version).toBeGreaterThan(version);
  });

  test.each<[string, readonly RegistryRecord[]]>([
    ['on file', [clinician('new', 'D5'), clinician('a', 'D1', 'another name')]],
    ['twice in the write', [clinician('a', 'D1'), clinician('x', 'D5'), clinician('x', 'D6')]],
  ])('an id %s with other content is named, and nothing is written', async (_, records) => {
    const { version } = appended(await stores.registry.append([clinician('a', 'D1')]));
    const conflicting = records.length === 2 ? ['a'] : ['x'];
    expect(await stores.registry.append(records)).toEqual({ kind: 'conflict', recordIds: conflicting });
    expect(await versionsOf('D1', 'D5', 'D6')).toEqual([version, 0, 0]);
    expect(await stores.registry.version()).toBe(version);
  });

  test('a record is read back as it was written, known from the moment of the commit', async () => {
    const record = sanction('s', 'doc', 'D1');
    await stores.registry.append([{ ...record, receivedAt: FAR_FUTURE, knownFrom: FAR_FUTURE }]);
    const [only] = (await stores.registry.timelines(['D1'])).get('D1')?.records ?? [];
    const receivedAt = only?.fact.receivedAt ?? FAR_FUTURE;
    expect(receivedAt).toBeGreaterThan(record.recordedAt);
    expect(receivedAt).toBeLessThan(FAR_FUTURE);
    expect(only).toEqual({
      fact: { ...record, receivedAt, knownFrom: receivedAt },
      recorded: { from: receivedAt, until: Infinity },
    });
  });

  test('a correction closes the corrected record, on the other person too, and both axes can be asked', async () => {
    await stores.registry.append([sanction('wrong', 'doc', 'D1')]);
    const { version } = appended(await stores.registry.append([sanction('right', 'doc', 'D2', 'wrong')]));
    expect(await versionsOf('D1', 'D2')).toEqual([version, version]);
    const correctedAt =
      (await stores.registry.timelines(['D2'])).get('D2')?.records[0]?.recorded.from ?? FAR_FUTURE;
    expect(await seen('D1', plusMs(correctedAt, -1))).toEqual(['wrong']);
    expect(await seen('D1', correctedAt)).toEqual([]);
    expect(await seen('D2', plusMs(correctedAt, -1))).toEqual([]);
    expect(await seen('D2', correctedAt)).toEqual(['right']);
  });

  test('a correction that comes before what it corrects leaves nothing of it visible', async () => {
    await stores.registry.append([sanction('right', 'doc', 'D2', 'wrong')]);
    await stores.registry.append([sanction('wrong', 'doc', 'D1')]);
    expect(await seen('D1')).toEqual([]);
  });

  describe('a reference that names a document and no person', () => {
    test('belongs to every person the document sanctions', async () => {
      await stores.registry.append([
        sanction('s1', 'doc', 'D1'),
        sanction('s2', 'doc', 'D2'),
        sanction('s3', 'no', 'D3'),
      ]);
      expect(appended(await stores.registry.append([restoration('r', 'doc', null)])).subjects).toEqual([
        'D1',
        'D2',
      ]);
      expect(await Promise.all(['D1', 'D2', 'D3'].map((code) => seen(code)))).toEqual([
        ['r', 's1'],
        ['r', 's2'],
        ['s3'],
      ]);
    });

    test('waits for its document, and then belongs to each person as the sanctions come', async () => {
      expect(appended(await stores.registry.append([annulment('a', 'doc', null)])).subjects).toEqual([]);
      const first = appended(await stores.registry.append([sanction('s1', 'doc', 'D1')]));
      expect(await seen('D1')).toEqual(['a', 's1']);
      const second = appended(await stores.registry.append([sanction('s2', 'doc', 'D2')]));
      expect([await seen('D2'), await versionsOf('D1', 'D2')]).toEqual([
        ['a', 's2'],
        [first.version, second.version],
      ]);
    });

    test('comes in one write with its sanction, in either order', async () => {
      await stores.registry.append([restoration('r', 'doc', null), sanction('s', 'doc', 'D1')]);
      expect(await seen('D1')).toEqual(['r', 's']);
    });

    test('once corrected, touches those it belonged to', async () => {
      await stores.registry.append([sanction('s', 'doc', 'D1'), restoration('r', 'doc', null)]);
      const outcome = await stores.registry.append([
        { ...restoration('r2', 'other', null), supersedes: 'r' },
      ]);
      expect(appended(outcome).subjects).toEqual(['D1']);
      expect(await seen('D1')).toEqual(['s']);
    });
  });

  test('a reference that names its person belongs to that person alone', async () => {
    await stores.registry.append([sanction('s1', 'doc', 'D1'), sanction('s2', 'doc', 'D2')]);
    await stores.registry.append([restoration('r', 'doc', 'D2')]);
    expect([await seen('D1'), await seen('D2')]).toEqual([['s1'], ['r', 's2']]);
  });

  test('history loaded as recorded is known from the sender’s moment', async () => {
    const record = clinician('a', 'D1');
    await stores.registry.append([record], { asRecorded: true });
    expect(await seen('D1', plusMs(record.recordedAt, -1))).toEqual([]);
    expect(await seen('D1', record.recordedAt)).toEqual(['a']);
  });

  test('history can no longer be loaded as recorded once a decision exists', async () => {
    const line = revisionOf(identity('1'));
    await inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, {
        newLines: [recordedLine(line)],
        newRevisions: [],
        decisions: [decisionOn(line, 'd1')],
        holds: [],
        releases: [],
        tallies: [],
        carveOuts: [],
      }),
    );
    const outcome = await stores.registry.append([clinician('a', 'D1')], { asRecorded: true });
    expect([outcome, await stores.registry.version()]).toEqual([{ kind: 'as_recorded_refused' }, 0]);
  });

  test('writers at once are served one after the other, each with its own version and a later moment', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => stores.registry.append([clinician(`r${n}`, 'D1', `${n}`)])),
    );
    expect(new Set(outcomes.map((outcome) => appended(outcome).version)).size).toBe(8);
    const moments = (await stores.registry.timelines(['D1']))
      .get('D1')
      ?.records.map(({ recorded }) => recorded.from);
    expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
  });

  test.each([
    'registry_record_written',
    'registry_commit',
    'registry_subject_written',
    'decision',
    'settlement_line',
    'payment_notice',
  ])('%s refuses to be changed or emptied', async (table) => {
    const pool = poolOf(stores.dataSource);
    await stores.registry.append([clinician('a', 'D1')]);
    const refusal = `${table} is append-only`;
    const [{ column }] = (
      await pool.query<{ column: string }>(
        'SELECT column_name AS column FROM information_schema.columns WHERE table_name = $1 LIMIT 1',
        [table],
      )
    ).rows as [{ column: string }];
    await expect(pool.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow(refusal);
    await expect(pool.query(`DELETE FROM ${table}`)).rejects.toThrow(refusal);
    await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
  });

  test('an export gives every record once, with the moment it was received', async () => {
    const records = Array.from({ length: 4_500 }, (_, n) =>
      clinician(`r${String(n).padStart(5, '0')}`, `D${n}`),
    );
    await stores.registry.append(records);
    const exported = await collect(stores.registry.exportRecords());
    expect(exported.map(({ recordId }) => recordId)).toEqual(records.map(({ recordId }) => recordId));
    expect(new Set(exported.map(({ receivedAt }) => receivedAt)).size).toBe(1);
  });
});
