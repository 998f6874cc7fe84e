import { dayOf, instantOf, startOfDay } from '@gatekeeper/calendar';
import type { FundScope } from '@gatekeeper/vocabulary';
import type { Article, CitedValue, Edition, Pack, Settings, WrittenDays } from '.';
import { editionAt, loadPacks, NATIONAL_2024, PACKS, PARAMETER_NAMES, spanAt } from '.';

const on = (year: number) => startOfDay(dayOf(year, 1, 1)!);
const between = (from: number | null, until: number | null): WrittenDays => ({
  from: from === null ? null : `${from}-01-01`,
  until: until === null ? null : `${until}-01-01`,
});
const [FIRST] = NATIONAL_2024.editions as readonly [Edition];
const edition = (number: string, holds: WrittenDays, more: Partial<Edition> = {}): Edition => ({
  ...FIRST,
  number,
  holds,
  ...more,
});
const packOf = (editions: readonly Edition[], more: Partial<Pack> = {}): Pack => ({
  ...NATIONAL_2024,
  editions,
  ...more,
});
const citation = { pack: 'p', article: '1', summary: '', document: '', lastCheckedOn: '' };
const value = <Value>(held: Value, from: number | null, until: number | null): CitedValue<Value> => ({
  value: held,
  citation,
  holds: between(from, until),
});
const withSettings = (settings: Settings, holds = between(null, null)): Pack =>
  packOf([edition('1', holds, { settings: { ...FIRST.settings, ...settings } })]);
const load = (...packs: Pack[]) => loadPacks(packs, (_, { number }) => number);
const problemsOf = (pack: Pack) => load(pack).problems.map(({ field, reason }) => `${field} ${reason}`);

const scope = (held: FundScope, from: number | null, until: number | null): CitedValue<FundScope> =>
  value(held, from, until);
describe('loading packs', () => {
  it('the packs that ship load without a problem, complete', () => {
    const { packs, problems } = load(...PACKS);
    expect(problems).toEqual([]);
    expect([...packs.keys()]).toEqual(PACKS.map(({ name }) => name));
    for (const { editions, pack } of packs.values()) {
      for (const { blanks, spans } of editions) {
        expect(blanks.length > 0).toBe(pack.status === 'template');
        if (pack.status === 'template') {
          expect(spans).toEqual([]);
          continue;
        }
        expect(spans).toHaveLength(1);
        expect(Object.keys(spans[0]?.parameters ?? {}).sort()).toEqual([...PARAMETER_NAMES].sort());
      }
    }
  });

  it.each([
    ['no edition', packOf([]), ['editions is empty']],
    [
      'one that holds for no day',
      packOf([edition('1', between(2025, 2025))]),
      ['edition 1 holds for no day'],
    ],
    [
      'two that overlap',
      packOf([edition('1', between(null, 2026)), edition('2', between(2025, null))]),
      ['edition 2 overlaps edition 1'],
    ],
    [
      'two with a gap between them',
      packOf([edition('1', between(null, 2024)), edition('2', between(2025, null))]),
      ['edition 2 does not begin where edition 1 ends'],
    ],
    [
      'two in the wrong order',
      packOf([edition('2', between(2025, null)), edition('1', between(null, 2025))]),
      ['edition 1 does not begin where edition 2 ends'],
    ],
    [
      'two of one number',
      packOf([edition('1', between(null, 2025)), edition('1', between(2025, null))]),
      ['edition 1 is numbered like another'],
    ],
    ['two that adjoin', packOf([edition('1', between(null, 2025)), edition('2', between(2025, null))]), []],
  ])('editions: %s', (_, pack, expected) => {
    expect(problemsOf(pack)).toEqual(expected);
  });

  it.each([
    ['2025-02-29', null, ['inForce.from is no day that exists: 2025-02-29']],
    ['2025-01-01', '2025-13-01', ['inForce.until is no day that exists: 2025-13-01']],
    [
      'soon',
      'later',
      ['inForce.from is no day that exists: soon', 'inForce.until is no day that exists: later'],
    ],
    ['2024-02-29', '2025-01-01', []],
  ])('in force from %s until %s', (from, until, expected) => {
    expect(problemsOf({ ...NATIONAL_2024, inForce: { from, until } })).toEqual(expected);
  });

  it.each([
    ['none at all', [], ['edition 1.fundScope has no value on any day']],
    ['none at first', [scope('all', 2025, null)], ['edition 1.fundScope has no value on some day']],
    ['none at last', [scope('all', null, 2025)], ['edition 1.fundScope has no value on some day']],
    [
      'none in between',
      [scope('all', null, 2024), scope('pooled', 2025, null)],
      ['edition 1.fundScope has no value on some day'],
    ],
    [
      'two at once',
      [scope('all', null, 2026), scope('pooled', 2025, null)],
      ['edition 1.fundScope has two values on one day'],
    ],
    ['one after the other', [scope('all', null, 2025), scope('pooled', 2025, null)], []],
  ])('a value for each day: %s', (_, fundScope, expected) => {
    expect(problemsOf(withSettings({ fundScope }))).toEqual(expected);
  });

  it('asks for values on the days of the edition only', () => {
    expect(problemsOf(withSettings({ fundScope: [scope('all', 2020, 2030)] }, between(2024, 2026)))).toEqual(
      [],
    );
    expect(problemsOf(withSettings({ fundScope: [scope('all', 2024, 2026)] }, between(2024, 2026)))).toEqual(
      [],
    );
  });

  it('refuses an earliest fee day that does not exist', () => {
    expect(problemsOf(withSettings({ feeEarliestDay: [value('2025-02-30', null, null)] }))).toEqual([
      'edition 1.feeEarliestDay is no day that exists: 2025-02-30',
    ]);
  });

  it.each([
    'INPATIENT_BEFORE_STATUS_CHANGE',
    'NO_FUND_MONEY',
    'REFUND_MIRRORS_ORIGINAL',
    'IN_GOOD_STANDING',
    'OUTSIDE_PACK_IN_FORCE',
  ])('needs an article to cite for %s', (code) => {
    const articles = FIRST.articles.filter((article) => article.code !== code);
    expect(problemsOf(packOf([edition('1', between(null, null), { articles })]))).toEqual([
      `edition 1.articles has none for ${code}`,
    ]);
  });

  it('keeps its bars in the order in which reasons are listed', () => {
    const articles: readonly Article[] = [...FIRST.articles].reverse();
    expect(problemsOf(packOf([edition('1', between(null, null), { articles })]))).toEqual([
      'edition 1.articles lists its bars in another order than the reason codes',
    ]);
  });

  it('leaves out the pack with a problem, loads the others, and takes a name once', () => {
    const { packs, problems } = load(
      packOf([]),
      { ...NATIONAL_2024, name: 'other' },
      { ...NATIONAL_2024, name: 'other' },
    );
    expect([...packs.keys()]).toEqual(['other']);
    expect(problems).toEqual([
      {
        pack: 'national-2024',
        file: 'libs/policy/packs/national-2024.ts',
        field: 'editions',
        reason: 'is empty',
      },
      { pack: 'other', file: 'libs/policy/packs/other.ts', field: 'name', reason: 'is used by two packs' },
    ]);
  });

  it('loads a template with blank values, and names them', () => {
    const blank = { blank: true, citation } as const;
    const { packs, problems } = load(withSettings({ fundScope: blank, restore: blank }));
    expect(problems).toEqual([]);
    const [loaded] = packs.get('national-2024')?.editions ?? [];
    expect(loaded?.blanks).toEqual(['fundScope', 'restore']);
    expect(loaded === undefined ? undefined : spanAt(loaded, on(2025))).toBeNull();
  });

  it('names editions as it is told', () => {
    const { packs } = loadPacks([NATIONAL_2024], ({ name }, { number }) => `${name}-${number}+ff`);
    expect(packs.get('national-2024')?.editions[0]?.edition).toBe('national-2024-1+ff');
  });
});

describe('which edition and which values govern a fee', () => {
  const { packs } = load(packOf([edition('1', between(2020, 2024)), edition('2', between(2024, 2026))]));
  const pack = packs.get('national-2024')!;
  it.each([
    ['long before the first edition', on(1999), '1'],
    ['its first moment', on(2020), '1'],
    ['its last moment', instantOf(on(2024) - 1), '1'],
    ['the first moment of the next', on(2024), '2'],
    ['after the last', on(2026), '2'],
    ['long after', on(2099), '2'],
  ])('%s → edition %s', (_, at, expected) => {
    expect(editionAt(pack, at)?.edition).toBe(expected);
  });

  it('a parameter changes on its day', () => {
    const changing = load(
      withSettings({
        feeAheadHours: [value(24, null, 2024), value(48, 2024, 2025), value(12, 2025, null)],
        fundScope: [scope('all', null, 2025), scope('pooled', 2025, null)],
      }),
    ).packs.get('national-2024')!.editions[0]!;
    const at = (moment: ReturnType<typeof on>) => {
      const span = spanAt(changing, moment);
      return [span?.parameters.feeAheadHours, span?.parameters.fundScope];
    };
    expect(changing.spans).toHaveLength(3);
    expect(at(instantOf(on(2024) - 1))).toEqual([24, 'all']);
    expect(at(on(2024))).toEqual([48, 'all']);
    expect(at(instantOf(on(2025) - 1))).toEqual([48, 'all']);
    expect(at(on(2025))).toEqual([12, 'pooled']);
  });

  it('its values, too, reach before its first day and past its last', () => {
    const bounded = load(
      withSettings({ feeAheadHours: [value(24, null, 2025), value(48, 2025, null)] }, between(2024, 2026)),
    ).packs.get('national-2024')!.editions[0]!;
    expect(spanAt(bounded, on(2000))?.parameters.feeAheadHours).toBe(24);
    expect(spanAt(bounded, on(2099))?.parameters.feeAheadHours).toBe(48);
  });
});
