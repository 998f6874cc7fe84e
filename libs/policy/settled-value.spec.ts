import type { CitedValue, Edition, Settings } from '.';
import { NATIONAL_2024_EDITION_1 } from '.';
import { valueOn, valuesOf } from './settled-value';

const citation = {
  pack: 'p',
  article: '1',
  summary: 'as written',
  document: 'd',
  lastCheckedOn: '2026-01-01',
};
const from = (value: number, start: string | null, until: string | null): CitedValue<number> => ({
  value,
  citation,
  holds: { from: start, until },
});
const withSettings = (settings: Settings): Edition => ({
  ...NATIONAL_2024_EDITION_1,
  settings,
  parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
});
const DATED = withSettings({
  appealWorkingDays: [
    from(7, null, '2026-01-01'),
    from(10, '2026-01-01', '2027-01-01'),
    from(15, '2027-01-01', null),
  ],
});

describe('the value of a parameter on a day', () => {
  it.each([
    ['2025-12-31', 7],
    ['2026-01-01', 10],
    ['2026-12-31', 10],
    ['2027-01-01', 15],
    [null, 15],
  ])('%s: %s', (day, value) => {
    expect(valueOn(DATED, 'appealWorkingDays', day)).toBe(value);
  });

  it.each([
    ['before the first', '2024-01-01', 7],
    ['after the last', '2028-01-01', 10],
  ])('%s it reaches', (_, day, value) => {
    const closed = withSettings({
      appealWorkingDays: [from(7, '2025-01-01', '2026-01-01'), from(10, '2026-01-01', '2027-01-01')],
    });
    expect(valueOn(closed, 'appealWorkingDays', day)).toBe(value);
  });

  it("is the parent's where the text is silent, and says so", () => {
    expect(valueOn(DATED, 'reviewWorkingDays', null)).toBe(20);
    expect(valuesOf(DATED, 'reviewWorkingDays').map(({ inheritedFrom }) => inheritedFrom)).toEqual([
      'national-2024',
    ]);
    expect(valuesOf(DATED, 'appealWorkingDays').map(({ inheritedFrom }) => inheritedFrom)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is not there where it is left blank', () => {
    const blank = withSettings({ appealWorkingDays: { blank: true, citation } });
    expect(valueOn(blank, 'appealWorkingDays', null)).toBeNull();
    expect(valuesOf(blank, 'appealWorkingDays')).toEqual([
      { value: null, citation, holds: { from: null, until: null }, inheritedFrom: null },
    ]);
  });

  it('is not there where nobody sets it', () => {
    const bare: Edition = { ...NATIONAL_2024_EDITION_1, settings: {} };
    expect(valuesOf(bare, 'appealWorkingDays')).toEqual([]);
    expect(valueOn(bare, 'appealWorkingDays', null)).toBeNull();
  });
});
