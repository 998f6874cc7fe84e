import { dayOf, plusMs, startOfDay } from '@gatekeeper/calendar';
import type { Edition, Pack, Settings, WrittenDays } from '.';
import { ALL_DAYS, citationAt, loadPacks, NATIONAL_2024 } from '.';

const [NATIONAL] = NATIONAL_2024.editions as readonly [Edition];
const CHANGE = startOfDay(dayOf(2025, 7, 1)!);
const on = (year: number) => startOfDay(dayOf(year, 1, 1)!);
const citation = (article: string) => ({ pack: 'p', article, summary: '', document: '', lastCheckedOn: '' });

/** An edition over the national one with these settings, loaded. */
function editionWith(settings: Settings, holds: WrittenDays = ALL_DAYS) {
  const edition: Edition = {
    ...NATIONAL,
    holds,
    parent: { name: 'national-2024', edition: NATIONAL },
    settings,
  };
  const pack: Pack = { ...NATIONAL_2024, name: 'p', editions: [edition] };
  const { packs, problems } = loadPacks([pack], (_, { number }) => number);
  expect(problems).toEqual([]);
  return packs.get('p')!.editions[0]!;
}

const DATED: Settings = {
  annualCap: [
    { value: 12, citation: citation('1'), holds: { from: null, until: '2025-07-01' } },
    { value: 12, citation: citation('2'), holds: { from: '2025-07-01', until: null } },
  ],
};

const DATED_2025: Settings = {
  annualCap: [
    { value: 12, citation: citation('1'), holds: { from: '2025-01-01', until: '2025-07-01' } },
    { value: 12, citation: citation('2'), holds: { from: '2025-07-01', until: '2026-01-01' } },
  ],
};

describe('where a value stands', () => {
  it.each([
    ['the last moment of one value', plusMs(CHANGE, -1), '1'],
    ['the first of the next, the same number', CHANGE, '2'],
  ])('%s', (_, at, article) => {
    expect(citationAt(editionWith(DATED), 'annualCap', at)?.article).toBe(article);
  });

  it('before and after an edition its nearest value counts', () => {
    const edition = editionWith(DATED, { from: '2025-01-01', until: '2026-01-01' });
    expect(citationAt(edition, 'annualCap', startOfDay(dayOf(2020, 1, 1)!))?.article).toBe('1');
    expect(citationAt(edition, 'annualCap', startOfDay(dayOf(2030, 1, 1)!))?.article).toBe('2');
  });

  it('an inherited value stands where the parent says', () => {
    expect(citationAt(editionWith({}), 'tiers', CHANGE)).toMatchObject({
      pack: 'national-2024',
      article: '29',
    });
  });

  it('of values that no day of the edition is without, before and after it the nearest too', () => {
    const edition = editionWith(DATED_2025, { from: '2025-01-01', until: '2026-01-01' });
    expect([2020, 2025, 2030].map((year) => citationAt(edition, 'annualCap', on(year))?.article)).toEqual([
      '1',
      '1',
      '2',
    ]);
  });

  it('of a blank, where the hole is', () => {
    const edition = editionWith({ annualCap: { blank: true, citation: citation('4') } });
    expect(citationAt(edition, 'annualCap', CHANGE)?.article).toBe('4');
  });

  it('of another value beside a blank, where it holds on the day itself, or nowhere', () => {
    const edition = editionWith(
      { ...DATED_2025, departmentRule: { blank: true, citation: citation('4') } },
      { from: '2025-01-01', until: '2026-01-01' },
    );
    expect(citationAt(edition, 'annualCap', CHANGE)?.article).toBe('2');
    expect(citationAt(edition, 'annualCap', on(2020))).toBeNull();
  });

  it('of one that nobody sets, nowhere', () => {
    const edition = editionWith({});
    const bare: Edition = { ...edition.written, settings: {}, parent: null };
    expect(citationAt({ ...edition, written: bare }, 'annualCap', CHANGE)).toBeNull();
  });
});
