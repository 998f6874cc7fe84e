import { poolOf } from '@gatekeeper/database';
import type { RegistrationRecord, RegistryRecord } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { describeWith } from '../servers/addresses';
import { asserted, registration, withdrawal } from './registry-parts';
import type { Stores } from './stores-parts';
import { appended, clinician, FAR_FUTURE, openStores, sanction, visibleAt } from './stores-parts';

describeWith(['postgres'], 'chains of corrections', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores('chains');
  });
  afterEach(() => stores.close());

  const write = (...records: RegistryRecord[]) => stores.registry.append(records);
  const sql = (text: string) => poolOf(stores.dataSource).query(text);
  const held = async (subject = 'D1'): Promise<readonly string[]> =>
    visibleAt((await stores.registry.timelines([subject])).get(subject), FAR_FUTURE);

  const wrong = registration({ recordId: 'wrong' });
  const first = registration({ recordId: 'first', supersedes: 'wrong', until: '2025-06-01' });
  const second = registration({ recordId: 'second', supersedes: 'wrong', from: '2025-06-01' });
  const clashing = registration({ recordId: 'clashing', supersedes: 'wrong', from: '2025-05-31' });

  test('a record that corrects nothing costs no row', async () => {
    appended(await write(wrong, clinician('c', 'D1'), sanction('s', 'doc', 'D1')));
    expect(await asserted(stores)).toEqual([]);
  });

  test.each([
    ['one after the other', [[wrong], [first], [second]]],
    ['in one write', [[wrong, first, second]]],
    ['corrections first', [[first], [second], [wrong]]],
    ['one of them first', [[second], [wrong], [first]]],
  ])('a record may be parted in two that adjoin: %s', async (_, writes) => {
    for (const records of writes) appended(await write(...records));
    const [known] = [(await asserted(stores)).at(-1)];
    expect(known).toMatch(/^wrong of wrong: (closed|never)$/);
    expect(await held()).toEqual(['first', 'second']);
  });

  test.each([
    ['one after the other', [[wrong], [first]], [clashing]],
    ['in one write', [], [wrong, first, clashing]],
    ['corrections first', [[first]], [clashing]],
    ['what they correct comes last, with one of them', [[first]], [wrong, clashing]],
  ])('two corrections of one record never hold for the same time: %s', async (_, before, last) => {
    for (const records of before) appended(await write(...records));
    const [rows, version] = [await asserted(stores), await stores.registry.version()];
    expect(await write(...last)).toEqual({ kind: 'overlap', recordIds: ['clashing', 'first'] });
    expect(await asserted(stores)).toEqual(rows);
    expect(await stores.registry.version()).toBe(version);
  });

  test('a correction of a correction must not meet what another correction holds', async () => {
    appended(await write(wrong, first, second));
    const wider = registration({ recordId: 'wider', supersedes: 'first', until: '2025-07-01' });
    expect(await write(wider)).toEqual({ kind: 'overlap', recordIds: ['second', 'wider'] });
    appended(await write(registration({ recordId: 'narrower', supersedes: 'first', until: '2025-05-01' })));
    expect(await held()).toEqual(['narrower', 'second']);
  });

  test('two chains become one when the first record of one turns out to correct the other', async () => {
    appended(await write(registration({ recordId: 'root' }), first));
    expect(await asserted(stores)).toEqual(['first of wrong: held']);
    const joining = registration({ recordId: 'wrong', supersedes: 'root' });
    const meeting = registration({ recordId: 'meeting', supersedes: 'root', from: '2025-05-31' });
    expect(await write(joining, meeting)).toEqual({ kind: 'overlap', recordIds: ['first', 'meeting'] });
    const adjoining = registration({ recordId: 'adjoining', supersedes: 'root', from: '2025-06-01' });
    appended(await write(joining, adjoining));
    expect(await asserted(stores)).toEqual([
      'adjoining of root: held',
      'first of root: held',
      'root of root: closed',
      'wrong of root: never',
    ]);
  });

  test('two different sanctions may run at once; two corrections of one may not', async () => {
    appended(await write(sanction('a', 'doc 1', 'D1'), sanction('b', 'doc 2', 'D1')));
    appended(await write(sanction('a2', 'doc 1', 'D1', 'a'), sanction('b2', 'doc 2', 'D1', 'b')));
    expect(await write(sanction('a3', 'doc 1', 'D1', 'a'))).toEqual({
      kind: 'overlap',
      recordIds: ['a2', 'a3'],
    });
    expect(await held()).toEqual(['a2', 'b2']);
  });

  test('what states no interval holds always', async () => {
    appended(await write(clinician('a', 'D1'), clinician('b', 'D1', 'other', 'a')));
    expect(await write(clinician('c', 'D1', 'third', 'a'))).toEqual({
      kind: 'overlap',
      recordIds: ['b', 'c'],
    });
  });

  test.each([
    ['two of one write', [], [clinician('a', 'D1', 'n', 'b'), clinician('b', 'D1', 'n', 'a')], ['a', 'b']],
    ['two of two writes', [clinician('a', 'D1', 'n', 'b')], [clinician('b', 'D2', 'n', 'a')], ['a', 'b']],
    [
      'one that closes piece by piece',
      [clinician('a', 'D1', 'n', 'b'), clinician('b', 'D1', 'n', 'd'), clinician('c', 'D1', 'n', 'a')],
      [clinician('d', 'D1', 'n', 'c'), clinician('e', 'D1', 'n')],
      ['a', 'b', 'c', 'd'],
    ],
    [
      'one that a withdrawal closes',
      [clinician('a', 'D1', 'n', 'w')],
      [withdrawal('w', 'a'), clinician('e', 'D1', 'n')],
      ['a', 'w'],
    ],
  ] as const)(
    'a ring is refused with the names of its records: %s',
    async (_, before, closing, recordIds) => {
      appended(await write(...before));
      const version = await stores.registry.version();
      expect(await write(...closing)).toEqual({ kind: 'ring', recordIds });
      expect(await stores.registry.version()).toBe(version);
    },
  );

  test('what corrects a correction that corrects a third is no ring', async () => {
    appended(await write(clinician('a', 'D1', 'n', 'b'), clinician('b', 'D1', 'n', 'c')));
    appended(await write(clinician('c', 'D1', 'n', 'd'), clinician('z', 'D1', 'n', 'a')));
    expect(await held()).toEqual(['z']);
  });

  describe('a withdrawal', () => {
    test('ends what it names, holds for no time of its own, and touches whose timeline that is in', async () => {
      const { version } = appended(await write(registration({ recordId: 'a' })));
      const withdrawn = appended(await write(withdrawal('w', 'a')));
      expect(withdrawn.subjects).toEqual(['D1']);
      expect(withdrawn.version).toBeGreaterThan(version);
      expect(await held()).toEqual([]);
      // For the same time as the withdrawn one, in the same chain: the withdrawal does not stand in the way.
      appended(await write(registration({ recordId: 'again', supersedes: 'w' })));
      appended(
        await write(
          registration({ recordId: 'beside', supersedes: 'a', until: '2024-01-01', from: '2023-01-01' }),
        ),
      );
      expect(await asserted(stores)).toContain('w of a: closed');
      expect(await held()).toEqual(['again', 'beside']);
    });

    test('of a correction leaves what that had superseded closed, until it is stated again', async () => {
      appended(await write(registration({ recordId: 'a' })));
      appended(await write(registration({ recordId: 'b', supersedes: 'a', until: '2025-06-01' })));
      appended(await write(withdrawal('w', 'b')));
      expect(await held()).toEqual([]);
      appended(await write(registration({ recordId: 'a again' })));
      expect(await held()).toEqual(['a again']);
    });

    test('known before what it names leaves nothing of it', async () => {
      appended(await write(withdrawal('w', 'a')));
      expect(appended(await write(registration({ recordId: 'a' }))).subjects).toEqual(['D1']);
      expect(await held()).toEqual([]);
      expect(await asserted(stores)).toEqual(['a of a: never', 'w of a: held']);
    });
  });

  test('history loaded as recorded counts by the claims of its senders, in any order of loading', async () => {
    const loaded = (record: RegistrationRecord) => stores.registry.append([record], { asRecorded: true });
    appended(await loaded(registration({ recordId: 'wrong', recordedAt: '2024-01-01' })));
    appended(await loaded(registration({ recordId: 'last', supersedes: 'early', recordedAt: '2024-03-01' })));
    appended(
      await loaded(registration({ recordId: 'early', supersedes: 'wrong', recordedAt: '2024-02-01' })),
    );
    expect(await asserted(stores)).toEqual([
      'early of wrong: closed',
      'last of wrong: held',
      'wrong of wrong: closed',
    ]);
    // Known a month before: what was closed in March is closed in January.
    const earlier = {
      supersedes: 'early',
      from: '2024-01-01',
      until: '2024-06-01',
      recordedAt: '2024-02-15',
    };
    appended(await loaded(registration({ recordId: 'earlier', ...earlier })));
    const { rows } = await sql(
      `SELECT upper(recorded)::text AS closed FROM registry_assertion WHERE record_id = 'early'`,
    );
    expect(rows).toEqual([{ closed: expect.stringContaining('2024-02-1') as unknown }]);
  });

  test('whatever is written in whatever order, no two records of a chain are held for one time', async () => {
    const day = fc.integer({ min: 1, max: 6 });
    const records = fc.array(
      fc.record({ corrects: fc.option(fc.nat({ max: 7 }), { nil: null }), from: day, days: day }),
      { minLength: 2, maxLength: 8 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.boolean()), async (drawn, together) => {
        run += 1;
        const code = `D${run}`;
        const drawnRecords = drawn.map(({ corrects, from, days }, n) =>
          registration({
            recordId: `${code}-${n}`,
            ...(corrects === null || corrects === n ? {} : { supersedes: `${code}-${corrects}` }),
            code,
            from: `2025-01-0${from}`,
            until: `2025-01-${String(from + days).padStart(2, '0')}`,
          }),
        );
        let batch: RegistryRecord[] = [];
        for (const record of drawnRecords) {
          batch.push(record);
          if (together.next().value === true) continue;
          await write(...batch);
          batch = [];
        }
        await write(...batch);
        const timeline = (await stores.registry.timelines([code])).get(code);
        const onFile = (timeline?.records ?? []).map(({ fact }) => fact);
        const seenNow = (timeline?.records ?? []).filter(({ recorded }) => recorded.until === Infinity);
        for (const one of seenNow)
          for (const other of seenNow)
            if (one !== other && rootOf(one.fact, onFile) === rootOf(other.fact, onFile))
              expect(meet(one.fact, other.fact)).toBe(false);
      }),
      { numRuns: 12 },
    );
  });
});

/** The name at the end of the way up, as the records say it: of a ring, its least. */
function rootOf({ recordId }: RegistryRecord, records: readonly RegistryRecord[]): string {
  const walked: string[] = [];
  for (let here = recordId; ;) {
    if (walked.includes(here)) return walked.slice(walked.indexOf(here)).sort()[0] ?? here;
    walked.push(here);
    const corrected = records.find((record) => record.recordId === here)?.supersedes ?? null;
    if (corrected === null) return here;
    here = corrected;
  }
}

const meet = (a: RegistryRecord, b: RegistryRecord): boolean =>
  a.kind === 'registration' && b.kind === 'registration' && a.from < b.until && b.from < a.until;
