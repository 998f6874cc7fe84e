import { dayOf, startOfDay } from '@gatekeeper/calendar';
import type { Edition, EditionDifferences, Pack, SetValues } from '.';
import {
  ALL_DAYS,
  amendedFrom,
  editionDifferences,
  GUANGDONG_2025,
  isNothingOtherwise,
  loadPacks,
  oneAfterAnother,
  PACKS,
  withSetValues,
} from '.';

const DAY = '2026-03-01';
const [SHIPPED_FIRST] = GUANGDONG_2025.editions as readonly [Edition];
/** As if nothing had changed since, whatever ships. */
const FIRST: Edition = { ...SHIPPED_FIRST, holds: ALL_DAYS };
const cite = (article: string) => ({
  pack: 'guangdong-2025',
  article,
  summary: 'changed',
  document: '粤医保规〔2026〕1号',
  lastCheckedOn: '2026-02-20',
});
const throughout = <Value>(value: Value, article: string) => [
  { value, citation: cite(article), holds: { from: null, until: null } },
];
const loadedFrom = (packs: readonly Pack[], values: SetValues = new Map()) => {
  const { packs: loaded, problems } = loadPacks(
    withSetValues(packs, values).packs,
    (_, { number }) => number,
  );
  expect(problems).toEqual([]);
  return loaded;
};
const SHIPPED = loadedFrom(PACKS);
const firstOf = (pack: string, packs = SHIPPED) => packs.get(pack)!.editions[0]!;
const between = (first: string, second: string) => editionDifferences(firstOf(first), firstOf(second));

/** The first edition beside a second that differs from it as said. */
function amendedBy(more: Partial<Edition>): EditionDifferences {
  const second: Edition = { ...amendedFrom(DAY, FIRST, {}), ...more };
  const [one, other] = loadedFrom([{ ...GUANGDONG_2025, editions: oneAfterAnother(FIRST, second) }]).get(
    'guangdong-2025',
  )!.editions;
  return editionDifferences(one!, other!);
}
const NONE = { parameters: [], articles: [], catalogue: [], medicalCategories: [] };
const STAYING = { parameters: [], articles: [], catalogue: [] };

describe('an edition beside itself', () => {
  it.each([...SHIPPED.keys()])('%s: nothing differs, not even where it stands', (pack) => {
    const differences = between(pack, pack);
    expect(differences).toMatchObject({ ...NONE, elsewhere: STAYING });
    expect(isNothingOtherwise(differences)).toBe(true);
  });

  it('and beside one that only begins later: its days are told, and are no difference', () => {
    const differences = amendedBy({});
    expect(differences).toMatchObject({
      ...NONE,
      elsewhere: STAYING,
      editions: {
        first: { name: 'guangdong-2025', edition: '1', holds: { from: null, until: DAY } },
        second: { name: 'guangdong-2025', edition: '2', holds: { from: DAY, until: null } },
      },
    });
    expect(isNothingOtherwise(differences)).toBe(true);
  });
});

describe('a value that changed on a day', () => {
  it('stands on both sides with its article, its words and since when', () => {
    const differences = amendedBy({ settings: { ...FIRST.settings, fundScope: throughout('all', '3') } });
    expect(differences).toMatchObject({ ...NONE, parameters: [{ name: 'fundScope' }], elsewhere: STAYING });
    expect(differences.parameters[0]).toMatchObject({
      group: 'line',
      en: 'which money a bar refuses',
      first: [{ written: 'pooled', article: 'guangdong-2025 art. 15', holds: { from: null, until: DAY } }],
      second: [
        {
          written: 'all',
          words: { zh: '全部医保基金', en: 'all fund money' },
          article: 'guangdong-2025 art. 3',
          holds: { from: DAY, until: null },
        },
      ],
    });
    expect(isNothingOtherwise(differences)).toBe(false);
  });

  it('the same value by another article stands elsewhere, and is no difference', () => {
    const differences = amendedBy({ settings: { ...FIRST.settings, fundScope: throughout('pooled', '3') } });
    expect(differences).toMatchObject({ ...NONE, elsewhere: { ...STAYING, parameters: ['fundScope'] } });
    expect(isNothingOtherwise(differences)).toBe(true);
  });

  const stepping = (from: string) => [
    { value: 12, citation: cite('4'), holds: { from: null, until: from } },
    { value: 10, citation: cite('4'), holds: { from, until: null } },
  ];
  it.each([
    [
      'within the edition',
      '2027-01-01',
      [
        ['12', DAY, '2027-01-01'],
        ['10', '2027-01-01', null],
      ],
    ],
    ['before it begins, so that only the last is told', '2025-01-01', [['10', DAY, null]]],
    ['on the day on which it begins', DAY, [['10', DAY, null]]],
  ])('one that changes once more %s', (_, from, expected) => {
    const [cap] = amendedBy({ settings: { ...FIRST.settings, annualCap: stepping(from) } }).parameters;
    expect(cap).toMatchObject({ name: 'annualCap', first: [{ written: '12' }] });
    expect(cap!.second.map(({ written, holds }) => [written, holds.from, holds.until])).toEqual(expected);
  });

  it('one that changes once more after the edition ended is alike in it', () => {
    const first: Edition = { ...FIRST, settings: { ...FIRST.settings, annualCap: stepping('2027-01-01') } };
    const [one, other] = loadedFrom([
      {
        ...GUANGDONG_2025,
        editions: oneAfterAnother(
          first,
          amendedFrom(DAY, first, { settings: { annualCap: throughout(12, '4') } }),
        ),
      },
    ]).get('guangdong-2025')!.editions;
    expect(editionDifferences(one!, other!)).toMatchObject({ ...NONE, elsewhere: STAYING });
  });
});

describe('what else may differ', () => {
  const [bar] = FIRST.articles;
  it.each([
    ['one that is by the day of deciding', { ...bar!, governedBy: 'deciding' as const }],
    [
      'one that begins later',
      { ...bar!, inForce: { ...bar!.inForce, from: startOfDay(dayOf(2026, 7, 1)!) } },
    ],
  ])('articles: %s', (_, article) => {
    const differences = amendedBy({ articles: [article, ...FIRST.articles.slice(1)] });
    expect(differences.articles).toMatchObject([
      {
        code: 'CODE_MISSING',
        effect: 'bars',
        first: { governedBy: 'fee' },
        second: { code: 'CODE_MISSING' },
      },
    ]);
    expect(differences.articles[0]!.text.zh).toMatch(/\p{Script=Han}/u);
    expect(isNothingOtherwise(differences)).toBe(false);
  });

  it('an article said alike in another place', () => {
    const moved = { ...bar!, citation: cite('5'), article: 'guangdong-2025 art. 5' };
    expect(amendedBy({ articles: [moved, ...FIRST.articles.slice(1)] })).toMatchObject({
      ...NONE,
      elsewhere: { ...STAYING, articles: ['bars CODE_MISSING'] },
    });
  });

  it('points of a situation, one that is new, and one said elsewhere', () => {
    const [one, two, three, ...rest] = FIRST.catalogue;
    const differences = amendedBy({
      catalogue: [
        { ...one!, points: { from: 1, to: 1 } },
        { ...two!, citation: cite('9') },
        ...rest,
        { ...three!, code: 'N26-1' },
      ],
    });
    expect(
      differences.catalogue.map(({ code, first, second }) => [
        code,
        first?.points ?? null,
        second?.points ?? null,
      ]),
    ).toEqual([
      [one!.code, one!.points, { from: 1, to: 1 }],
      [three!.code, three!.points, null],
      ['N26-1', null, three!.points],
    ]);
    expect(differences.elsewhere.catalogue).toEqual([two!.code]);
    expect(isNothingOtherwise(differences)).toBe(false);
  });

  it('medical categories: of another class, gone, new', () => {
    const { '11': _, ...kept } = FIRST.medicalCategories;
    const differences = amendedBy({ medicalCategories: { ...kept, '12': 'chronic', '999': 'other' } });
    expect(differences.medicalCategories.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toEqual([
      { code: '11', first: 'outpatient', second: null },
      { code: '12', first: 'outpatient', second: 'chronic' },
      { code: '999', first: null, second: 'other' },
    ]);
    expect(isNothingOtherwise(differences)).toBe(false);
  });
});

describe('two texts', () => {
  it('what a province says otherwise than the scheme it carries out', () => {
    const differences = between('national-2024', 'guangdong-2025');
    expect(differences.parameters.map(({ name }) => name)).toEqual([
      'fundScope',
      'inpatientCarveOut',
      'noticeDeliveryBinds',
    ]);
    expect(differences.articles.map(({ code, effect, first }) => [code, effect, first])).toEqual([
      ['INPATIENT_BEFORE_STATUS_CHANGE', 'lifts', null],
    ]);
    expect(differences.elsewhere.parameters).toContain('restore');
  });

  it('a blank, and what fills it', () => {
    const filled = loadedFrom(PACKS, new Map([['linfen', new Map([['certificateValidityYears', '3']])]]));
    expect(editionDifferences(firstOf('linfen'), firstOf('linfen', filled)).parameters).toMatchObject([
      {
        name: 'certificateValidityYears',
        first: [{ written: null, isSetByHand: false }],
        second: [{ written: '3', isSetByHand: true }],
      },
    ]);
  });

  it('are plain data', () => {
    const differences = between('hainan-2022', 'national-2024');
    expect(JSON.parse(JSON.stringify(differences))).toEqual(differences);
  });
});
