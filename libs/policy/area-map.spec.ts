import type { Interval } from '@gatekeeper/calendar';
import { dayOf, instantOf, OPEN_END, startOfDay } from '@gatekeeper/calendar';
import type { AreaEntry, AreaMap, Pack } from '.';
import { bindPolicy, DEFAULT_AREA_MAP, loadPacks, NATIONAL_2024, PACKS, unknownPacks } from '.';

const on = (year: number, month = 1, day = 1) => startOfDay(dayOf(year, month, day)!);
const named = (name: string): Pack => ({ ...NATIONAL_2024, name });
const packs = loadPacks(['a', 'b', 'c'].map(named), (_, { number }) => number).packs;
const undated = (...names: string[]): readonly AreaEntry[] => names.map((pack) => ({ pack, dated: null }));
const dated = (pack: string, from: number, until?: number): AreaEntry => ({
  pack,
  dated: { from: on(from), until: until === undefined ? OPEN_END : on(until) } satisfies Interval,
});
const governing = (map: AreaMap, area: string, at = on(2025)) =>
  bindPolicy(map, packs)
    .governing(area, at)
    ?.map(({ pack }) => pack.name) ?? 'none';

describe('the area map: the longest prefix wins', () => {
  const map: AreaMap = new Map([
    ['', undated('a')],
    ['44', undated('b', 'c')],
    ['4401', undated('c')],
    ['440305', undated('a', 'b')],
    ['4406', []],
  ]);
  it.each([
    ['110101', ['a']],
    ['', ['a']],
    ['4', ['a']],
    ['44', ['b', 'c']],
    ['449999', ['b', 'c']],
    ['440', ['b', 'c']],
    ['440106', ['c']],
    ['440305', ['a', 'b']],
    ['440304', ['b', 'c']],
    ['144400', ['a']],
    ['440606', 'none'],
  ])('area %s → %s', (area, expected) => {
    expect(governing(map, area)).toEqual(expected);
  });

  it('covers nothing besides its prefixes', () => {
    expect(governing(new Map([['44', undated('a')]]), '450000')).toBe('none');
    expect(governing(new Map(), '440106')).toBe('none');
  });

  it('a fee after the last day of the last edition is still decided by it', () => {
    const [edition] = NATIONAL_2024.editions;
    const ended = {
      ...NATIONAL_2024,
      editions: [{ ...edition!, holds: { from: null, until: '2025-01-01' } }],
    };
    const loaded = loadPacks([ended], (_, { number }) => number).packs;
    const policy = bindPolicy(new Map([['', undated('national-2024')]]), loaded);
    for (const year of [2024, 2025, 2099])
      expect(policy.governing('440106', on(year))?.map(({ edition: name }) => name)).toEqual(['1']);
  });

  it('answers alike when asked again', () => {
    const policy = bindPolicy(map, packs);
    expect(policy.governing('440106', on(2025))).toEqual(policy.governing('440106', on(2025)));
  });
});

describe('the area map: a dated entry covers its days only', () => {
  const map: AreaMap = new Map([['', [dated('a', 2024, 2025), dated('b', 2025), ...undated('c')]]]);
  it.each([
    ['before all dated entries', instantOf(on(2024) - 1), ['c']],
    ['the first moment of the first', on(2024), ['a', 'c']],
    ['the last moment of the first', instantOf(on(2025) - 1), ['a', 'c']],
    ['the first moment of the second', on(2025), ['b', 'c']],
    ['for good', on(2099), ['b', 'c']],
  ])('%s', (_, at, expected) => {
    expect(governing(map, '440106', at)).toEqual(expected);
  });

  it('covers none outside them, and leaves the area to no shorter prefix', () => {
    const two: AreaMap = new Map([
      ['', undated('a')],
      ['44', [dated('b', 2025)]],
    ]);
    expect(governing(two, '440106', on(2024))).toBe('none');
    expect(governing(two, '450106', on(2024))).toEqual(['a']);
  });
});

describe('the area map: packs that are not loaded', () => {
  it('are left out, so that an area may be covered by none', () => {
    expect(governing(new Map([['', undated('x', 'a')]]), '440106')).toEqual(['a']);
    const two: AreaMap = new Map([
      ['', undated('a')],
      ['46', undated('x', 'y')],
    ]);
    expect(governing(two, '460106')).toBe('none');
  });

  it('are named, once each', () => {
    const map: AreaMap = new Map([
      ['', undated('a', 'x')],
      ['46', undated('y', 'x')],
    ]);
    expect(unknownPacks(map, packs)).toEqual(['x', 'y']);
    expect(unknownPacks(new Map([['', undated('a', 'b')]]), packs)).toEqual([]);
  });
});

describe('the default area map', () => {
  const shipped = loadPacks(PACKS, (_, { number }) => number);
  const policy = bindPolicy(DEFAULT_AREA_MAP, shipped.packs);
  it.each([
    ['440106', ['guangdong-2025', 'nhsa-2018']],
    ['110101', ['national-2024']],
    ['140100', ['national-2024']],
    ['141002', ['linfen']],
    ['460105', ['hainan-2022', 'hainan-institutions-2024']],
  ])('area %s → %s', (area, expected) => {
    expect(policy.governing(area, on(2025))?.map(({ pack }) => pack.name)).toEqual(expected);
  });

  it('names the packs of the contract, the leading one first', () => {
    const written = [...DEFAULT_AREA_MAP].map(([prefix, entries]) => [
      prefix,
      ...entries.map(({ pack }) => pack),
    ]);
    expect(written).toEqual([
      ['46', 'hainan-2022', 'hainan-institutions-2024'],
      ['44', 'guangdong-2025', 'nhsa-2018'],
      ['1410', 'linfen'],
      ['', 'national-2024'],
    ]);
    expect([...DEFAULT_AREA_MAP.values()].flat().every((entry) => entry.dated === null)).toBe(true);
  });
});
