import { BAR_CODES } from '@gatekeeper/vocabulary';
import type { Article, CitedValue, Pack, Settings } from '.';
import { loadPacks, NATIONAL_2024, NATIONAL_2024_EDITION_1, PACKS } from '.';

const articles = (...codes: Article['code'][]): readonly Article[] =>
  codes.flatMap((code) => NATIONAL_2024_EDITION_1.articles.filter((article) => article.code === code));
const notBars = NATIONAL_2024_EDITION_1.articles.filter(({ effect }) => effect === 'notes');
const problems = (written: readonly Article[]): readonly string[] => {
  const pack: Pack = {
    ...NATIONAL_2024,
    editions: [{ ...NATIONAL_2024_EDITION_1, articles: [...written, ...notBars] }],
  };
  return loadPacks([pack], (_, { number }) => number).problems.map(({ reason }) => reason);
};

describe('bars are written in the order of the reason codes', () => {
  const disorder = 'lists its bars in another order than the reason codes';
  it.each([
    ['none', [], []],
    ['one', ['CLINICIAN_SUSPENDED'], []],
    ['in order', ['CODE_MISSING', 'CLINICIAN_SUSPENDED', 'DEPARTMENT_SUSPENDED'], []],
    ['two of one code', ['CLINICIAN_SUSPENDED', 'CLINICIAN_SUSPENDED'], []],
    ['the first two the other way round', ['CLINICIAN_SUSPENDED', 'CODE_MISSING'], [disorder]],
    ['the last two the other way round', ['CODE_MISSING', 'NOT_RESTORED', 'CLINICIAN_SUSPENDED'], [disorder]],
  ] as const)('%s', (_, codes, expected) => {
    expect(problems(articles(...codes))).toEqual(expected);
  });
});

describe('bars are asked in the order of the reason codes, also where some are the parent’s', () => {
  const loaded = [...loadPacks(PACKS, (_, { number }) => number).packs.values()];
  it.each(loaded.map(({ pack, editions: [edition] }) => [pack.name, edition!] as const))(
    '%s',
    (_, edition) => {
      for (const bars of [edition.personBars, edition.institutionBars]) {
        const codes = bars.map(({ code }) => code);
        expect(codes).toEqual(BAR_CODES.filter((code) => codes.includes(code)));
      }
      expect(edition.personBars.length + edition.institutionBars.length).toBeGreaterThanOrEqual(14);
    },
  );
});

describe('what a note cites', () => {
  it('is an article that notes it, not one that lifts by it', () => {
    const [lift] = articles('EMERGENCY_EXEMPT');
    const lifting = { ...lift!, code: 'INPATIENT_BEFORE_STATUS_CHANGE' } as Article;
    const notes = notBars.filter(({ code }) => code !== 'INPATIENT_BEFORE_STATUS_CHANGE');
    const pack: Pack = {
      ...NATIONAL_2024,
      editions: [
        {
          ...NATIONAL_2024_EDITION_1,
          articles: [
            ...NATIONAL_2024_EDITION_1.articles.filter(({ effect }) => effect === 'bars'),
            lifting,
            ...notes,
          ],
        },
      ],
    };
    expect(loadPacks([pack], (_, { number }) => number).problems.map(({ reason }) => reason)).toEqual([
      'has none for INPATIENT_BEFORE_STATUS_CHANGE',
    ]);
  });
});

describe('a situation has points to choose from', () => {
  const citation = NATIONAL_2024_EDITION_1.articles[0]!.citation;
  it.each([
    [0, 3, ['has no points to choose from']],
    [1, 3, []],
    [3, 3, []],
    [3, 2, ['has no points to choose from']],
  ])('from %d to %d', (from, to, expected) => {
    const catalogue = [{ code: 'X', points: { from, to }, zh: '', en: '', citation }];
    const pack: Pack = { ...NATIONAL_2024, editions: [{ ...NATIONAL_2024_EDITION_1, catalogue }] };
    expect(loadPacks([pack], (_, { number }) => number).problems.map(({ reason }) => reason)).toEqual(
      expected,
    );
  });
});

describe('what is wrong is named once for each field', () => {
  it('also where two fields of one file are wrong in the same way', () => {
    const [first] = NATIONAL_2024_EDITION_1.settings.fundScope as readonly CitedValue<'all' | 'pooled'>[];
    const twice = { ...NATIONAL_2024_EDITION_1.settings, fundScope: [first!, first!] };
    const [restore] = NATIONAL_2024_EDITION_1.settings.restore as readonly CitedValue<
      'application' | 'auto'
    >[];
    const settings: Settings = { ...twice, restore: [restore!, restore!] };
    const pack: Pack = { ...NATIONAL_2024, editions: [{ ...NATIONAL_2024_EDITION_1, settings }] };
    const { problems: found } = loadPacks([pack], (_, { number }) => number);
    expect(found.map(({ field }) => field)).toHaveLength(2);
    expect(new Set(found.map(({ reason }) => reason)).size).toBe(1);
  });
});
