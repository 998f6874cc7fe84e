import { instantOf } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { Listed, ListAsked, Within } from '@gatekeeper/registry-store';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { describeWith } from '../servers/addresses';
import { institution, registration } from './registry-parts';
import type { Stores } from './stores-parts';
import { annulment, appended, at, clinician, FAR_FUTURE, openStores, sanction } from './stores-parts';

const EVERYWHERE: Within = { areas: [''], institutions: [] };

describeWith(['postgres'], 'look-ups in the registry', () => {
  let stores: Stores;
  let lookups: RegistryLookups;
  beforeAll(async () => {
    stores = await openStores('lookups');
    lookups = new RegistryLookups(stores.dataSource, registryCodec);
    const load = (...records: RegistryRecord[]) => stores.registry.append(records, { asRecorded: true });
    appended(
      await load(
        institution({ recordId: 'i1', code: 'H1', area: '460105', name: '海口市人民医院' }),
        institution({ recordId: 'i2', code: 'H2', area: '460106', name: '海南省人民医院' }),
        institution({ recordId: 'i3', code: 'H3', area: '440106', name: '广东省中医院' }),
        institution({
          recordId: 'i3b',
          code: 'H3',
          area: '440305',
          name: '广东省中医院（新址）',
          recordedAt: '2025-05-01',
        }),
        institution({
          recordId: 'i4',
          code: 'P4',
          area: '460105',
          name: 'Island Pharmacy',
          recordedAt: '2025-03-01',
        }),
        clinician('c1', 'D460000000001', '张伟'),
        clinician('c2', 'D460000000002', '张小伟'),
        clinician('c3', 'D440000000003', '王伟'),
        clinician('c4', 'HY46000000004', '李娜'),
        registration({
          recordId: 'r1',
          code: 'D460000000001',
          site: 'H1',
          from: '2024-01-01',
          until: '2025-01-01',
        }),
        registration({ recordId: 'r1b', code: 'D460000000001', site: 'H1', from: '2025-03-01' }),
        registration({ recordId: 'r2', code: 'D460000000002', site: 'H1', from: '2025-02-01' }),
        registration({ recordId: 'r3', code: 'D440000000003', site: 'H3', from: '2024-01-01' }),
        registration({ recordId: 'r4', code: 'HY46000000004', site: 'H1', from: '2024-01-01' }),
        registration({
          recordId: 'r4b',
          code: 'HY46000000004',
          site: 'H2',
          from: '2024-01-01',
          supersedes: 'r4',
          recordedAt: '2025-05-01',
        }),
        sanction('s1', '琼医保〔2025〕1号', 'D460000000001'),
        sanction('s2', '琼医保〔2025〕1号', 'D460000000002'),
        sanction('s3', '琼医保〔2025〕2号', 'D460000000002'),
        { ...annulment('a1', '琼医保〔2025〕1号', null), recordedAt: at('2025-08-01') },
      ),
    );
    await poolOf(stores.dataSource).query('ANALYZE');
  });
  afterAll(() => stores.close());

  const asked = (more: Partial<ListAsked & { area: string }> = {}) => ({
    knownAt: FAR_FUTURE,
    within: EVERYWHERE,
    after: null,
    limit: 50,
    ...more,
  });
  const within = (areas: readonly string[], institutions: readonly string[] = []) => ({
    within: { areas, institutions },
  });

  const allPages = async <Item>(
    page: (after: string | null) => Promise<Listed<Item>>,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for (let after: string | null = null; ;) {
      const listed: Listed<Item> = await page(after);
      items.push(...listed.items);
      if (listed.next === null) return items;
      after = listed.next;
    }
  };

  describe('institutions, by area', () => {
    const codes = async (more: Parameters<typeof asked>[0]) =>
      (await lookups.institutions(asked(more))).items.map(({ fixmedinsCode }) => fixmedinsCode);

    test.each([
      ['all', {}, ['H3', 'H1', 'P4', 'H2']],
      ['of a province', { area: '46' }, ['H1', 'P4', 'H2']],
      ['of a county', { area: '460105' }, ['H1', 'P4']],
      ['of nowhere', { area: '11' }, []],
      ['as known before one was', { area: '46', knownAt: at('2025-02-28') }, ['H1', 'H2']],
      ['where it moved to', { area: '4403' }, ['H3']],
      ['where it was, as known then', { area: '4401', knownAt: at('2025-04-30') }, ['H3']],
      ['not where it was', { area: '4401' }, []],
      ['by a character of the name', { text: '省' }, ['H3', 'H2']],
      ['by a part of the name', { text: '人民' }, ['H1', 'H2']],
      ['not by its characters in another order', { text: '民人' }, []],
      ['by a word in another case', { text: 'island p' }, ['P4']],
      ['by the beginning of the code, however it is written', { text: 'ｈ' }, ['H3', 'H1', 'H2']],
      ['by code and area', { text: 'h1', area: '4601' }, ['H1']],
      ['in the reach of a city', within(['4601']), ['H1', 'P4', 'H2']],
      ['in the reach of a county, of a province', { ...within(['460105', '44']), area: '46' }, ['H1', 'P4']],
      ['in the reach of an institution', within([], ['H2', 'H3']), ['H3', 'H2']],
      ['in the reach of an institution elsewhere', { ...within([], ['H2']), area: '44' }, []],
      ['in the reach of both, once each', within(['460105', '4601'], ['H1', 'H3']), ['H3', 'H1', 'P4', 'H2']],
      ['in the reach of none', within([]), []],
    ])('%s', async (_, more, expected) => expect(await codes(more)).toEqual(expected));

    test('in pages of one, each once', async () => {
      const items = await allPages((after) => lookups.institutions(asked({ after, limit: 1 })));
      expect(items.map(({ fixmedinsCode }) => fixmedinsCode)).toEqual(['H3', 'H1', 'P4', 'H2']);
    });
  });

  describe('clinicians, by code', () => {
    const [ZHANG_WEI, ZHANG_XIAOWEI, WANG_WEI, LI_NA] = [
      'D460000000001',
      'D460000000002',
      'D440000000003',
      'HY46000000004',
    ] as const;
    const codes = async (more: Parameters<typeof asked>[0]) =>
      (await lookups.clinicians(asked(more))).items.map(({ code }) => code);

    test.each([
      ['all', {}, [WANG_WEI, ZHANG_WEI, ZHANG_XIAOWEI, LI_NA]],
      ['by a character of the name', { text: '伟' }, [WANG_WEI, ZHANG_WEI, ZHANG_XIAOWEI]],
      ['by the name', { text: '张伟' }, [ZHANG_WEI]],
      ['by the beginning of the code', { text: 'd46' }, [ZHANG_WEI, ZHANG_XIAOWEI]],
      ['by text that means something to a pattern', { text: '%' }, []],
      ['in the reach of an area', within(['4601']), [ZHANG_WEI, ZHANG_XIAOWEI, LI_NA]],
      ['in the reach of an area, by name', { ...within(['46']), text: '伟' }, [ZHANG_WEI, ZHANG_XIAOWEI]],
      ['in the reach of an institution', within([], ['H2']), [LI_NA]],
      ['where a registration was entered by mistake', within([], ['H1']), [ZHANG_WEI, ZHANG_XIAOWEI, LI_NA]],
      ['in the reach of none', within([]), []],
      ['as known before anything was', { knownAt: at('2023-12-31') }, []],
    ])('%s', async (_, more, expected) => expect(await codes(more)).toEqual(expected));

    test('in pages of one, each once', async () => {
      const items = await allPages((after) =>
        lookups.clinicians(asked({ after, limit: 1, ...within(['46']) })),
      );
      expect(items.map(({ name }) => name)).toEqual(['张伟', '张小伟', '李娜']);
    });
  });

  describe('who is registered at an institution', () => {
    const registered = async (effectiveAt: string | null, knownAt = FAR_FUTURE, site = 'H1') =>
      (
        await lookups.registeredAt(site, {
          ...{ knownAt, effectiveAt: effectiveAt === null ? null : at(effectiveAt) },
          ...{ after: null, limit: 50 },
        })
      ).items.map(({ code, registrations }) =>
        [code.slice(-1), ...registrations.map(({ recordId }) => recordId)].join(' '),
      );

    test.each([
      ['ever', null, undefined, ['1 r1 r1b', '2 r2']],
      ['before a gap', '2024-12-31 23:59:59', undefined, ['1 r1']],
      ['in the gap', '2025-01-01', undefined, []],
      ['on the first day of another', '2025-02-01', undefined, ['2 r2']],
      ['after the gap', '2025-03-01', undefined, ['1 r1b', '2 r2']],
      ['as known before a correction', '2025-03-01', '2025-04-30', ['1 r1b', '2 r2', '4 r4']],
    ])('%s', async (_, effectiveAt, knownAt, expected) =>
      expect(await registered(effectiveAt, knownAt === undefined ? undefined : at(knownAt))).toEqual(
        expected,
      ),
    );

    test('in pages of one person, with all registrations of each', async () => {
      const items = await allPages((after) =>
        lookups.registeredAt('H1', { knownAt: FAR_FUTURE, effectiveAt: null, after, limit: 1 }),
      );
      expect(items.map(({ registrations }) => registrations.length)).toEqual([2, 1]);
    });
  });

  test.each([
    ['whenever', '琼医保〔2025〕1号', null, undefined, ['a1', 's1', 's2']],
    ['another', '琼医保〔2025〕2号', null, undefined, ['s3']],
    ['before it took effect: only what names it', '琼医保〔2025〕1号', '2025-06-09', undefined, ['a1']],
    ['as known before the annulment', '琼医保〔2025〕1号', '2025-06-10', '2025-07-31', ['s1', 's2']],
    ['that nobody wrote', '琼医保', null, undefined, []],
  ])(
    'what a document sanctions and what names it, %s',
    async (_, documentNo, effectiveAt, knownAt, expected) => {
      const found = await lookups.ofDocument(documentNo, {
        knownAt: knownAt === undefined ? FAR_FUTURE : at(knownAt),
        effectiveAt: effectiveAt === null ? null : at(effectiveAt),
      });
      expect(found.map(({ recordId }) => recordId)).toEqual(expected);
    },
  );

  test('where subjects belong', async () => {
    expect(await lookups.areaOfInstitution('H3')).toBe('440305');
    expect(await lookups.areaOfInstitution('H9')).toBeNull();
    // The registration at H1 was an error and is corrected.
    expect(await lookups.institutionsOfClinician('HY46000000004')).toEqual(['H2']);
    expect(await lookups.institutionsOfClinician('D9')).toEqual([]);
  });

  test('what is found says when this store knew it', async () => {
    const { items } = await lookups.institutions(asked({ area: '460105', text: 'P' }));
    expect(items.map(({ knownFrom, receivedAt }) => [knownFrom, receivedAt])).toEqual([
      [at('2025-03-01'), instantOf(at('2025-03-01'))],
    ]);
  });
});
