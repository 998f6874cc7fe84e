import { dayOf, startOfDay } from '@gatekeeper/calendar';
import type { AreaMap, LoadedPack, PackPage, ParameterOnPage, SetValues } from '.';
import {
  articlesOf,
  DEFAULT_AREA_MAP,
  loadPacks,
  NATIONAL_2024,
  packPage,
  packSummary,
  PACKS,
  PARAMETER_GROUPS,
  PARAMETER_KINDS,
  PARAMETER_NAMES,
  settingOf,
  withSetValues,
} from '.';

const loadedWith = (values: SetValues = new Map()): ReadonlyMap<string, LoadedPack> =>
  loadPacks(withSetValues(PACKS, values).packs, (_, { number }) => number).packs;
const AS_SHIPPED = loadedWith();
const pageOf = (pack: string, packs = AS_SHIPPED, areas: AreaMap = DEFAULT_AREA_MAP): PackPage =>
  packPage(packs.get(pack)!, areas);
const parametersOf = (page: PackPage): readonly ParameterOnPage[] =>
  page.pages.flatMap(({ parameters }) => parameters.flatMap((group) => group.parameters));
const parameterOf = (page: PackPage, name: string): ParameterOnPage =>
  parametersOf(page).find((parameter) => parameter.name === name)!;

describe.each(PACKS.map((pack) => [pack.name, pack] as const))('the page of %s', (name, pack) => {
  const page = pageOf(name);

  it('has a page for each edition, with every parameter once, in its group, with value and place', () => {
    expect(page.pages).toHaveLength(pack.editions.length);
    for (const [index, edition] of pack.editions.entries()) {
      const groups = page.pages[index]!.parameters;
      expect(groups.map(({ parameters }) => parameters.map((parameter) => parameter.name))).toEqual(
        PARAMETER_GROUPS.map(({ names }) => names),
      );
      for (const parameter of groups.flatMap(({ parameters }) => parameters)) {
        const { setting, inheritedFrom } = settingOf(edition, parameter.name)!;
        const places = 'blank' in setting ? [setting.citation] : setting.map(({ citation }) => citation);
        expect(parameter.values.map(({ summary, document }) => [summary, document])).toEqual(
          places.map(({ summary, document }) => [summary, document]),
        );
        expect(parameter.values.every((value) => value.inheritedFrom === inheritedFrom)).toBe(true);
      }
    }
  });

  it('has every article, own and inherited', () => {
    for (const [index, edition] of pack.editions.entries()) {
      const own = new Set(edition.articles.map(({ code }) => code));
      expect(
        page.pages[index]!.articles.map(({ code, effect, article, summary, inheritedFrom }) => ({
          code,
          effect,
          article,
          summary,
          isOwn: inheritedFrom === null,
        })),
      ).toEqual(
        articlesOf(edition).map(({ code, effect, article, citation: { summary } }) => ({
          code,
          effect,
          article,
          summary,
          isOwn: own.has(code),
        })),
      );
    }
  });

  it('has all it scores, and where it says so', () => {
    for (const [index, { catalogue }] of pack.editions.entries()) {
      const onPage = page.pages[index]!.catalogue;
      expect(onPage.map(({ code, points, zh, en }) => ({ code, points, zh, en }))).toEqual(
        catalogue.map(({ code, points, zh, en }) => ({ code, points, zh, en })),
      );
      expect(onPage.map(({ inheritedFrom }) => inheritedFrom)).toEqual(
        catalogue.map(({ citation }) => (citation.pack === name ? null : citation.pack)),
      );
    }
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });
});

describe('a value on the page', () => {
  it.each([
    ['guangdong-2025', 'fundScope', 'pooled', '统筹基金', 'the pooled fund'],
    ['hainan-2022', 'scoreDirection', 'down', '从初始积分扣减', "down from the year's beginning"],
    ['hainan-2022', 'initialPoints', '12', '12分', '12 points'],
    ['hainan-2022', 'departmentRule', '2', '2人', '2 persons'],
    ['hainan-2022', 'trainingsPerYear', '1', '1次', '1 training'],
    ['hainan-2022', 'institutionRatio', '25', '25%', '25 %'],
    ['hainan-2022', 'institutionReportDay', '5', '每月5日前', 'by day 5 of each month'],
    ['hainan-2022', 'titleReviewBarMonths', '6', '6个月', '6 months'],
    ['national-2024', 'commitmentRequired', 'true', '是', 'yes'],
    ['national-2024', 'certificateChecked', 'false', '否', 'no'],
    ['national-2024', 'institutionRatio', 'none', '未作规定', 'not regulated'],
    [
      'national-2024',
      'repair',
      'reduces_points,shortens_period,recomputes_tier',
      '减分、缩短期限、按修复后分值重算',
      'reduce points, shorten the period, compute the measure again',
    ],
    ['national-2024', 'siteBoundCauses', '', '无', 'none'],
    [
      'national-2024',
      'tiers',
      '[0,9) inform;[9,12) suspend 1-6',
      '0分以上不满9分：告知机构；9分以上不满12分：暂停1至6个月',
      '0 to below 9 points: the institution is informed; 9 to below 12 points: suspended for 1 to 6 months',
    ],
    [
      'national-2024',
      'terminate',
      'at 12: accumulated 1, one-off 3',
      '12分：累计的终止1年，一次性的终止3年',
      'at 12 points: for 1 year when accumulated, for 3 years when at once',
    ],
    ['nhsa-2018', 'fraudStopYears', '1-5', '1至5年', '1 to 5 years'],
    [
      'hainan-institutions-2024',
      'liquidatedDamages',
      'refused 10, suspended 20, terminated 30',
      '不予支付或追回的10%，并中止协议的20%，并解除协议的30%',
      '10 % where it is refused or recovered, 20 % where the agreement is suspended too, 30 % where it is terminated',
    ],
    ['hainan-institutions-2024', 'samplingMinPercent', '5', '5%', '5 %'],
  ])('%s %s: %s is %s, %s', (pack, name, written, zh, en) => {
    const [value, ...others] = parameterOf(pageOf(pack), name).values;
    expect(others).toEqual([]);
    expect([value?.written, value?.words]).toEqual([written, { zh, en }]);
  });

  it('tiers without an upper end, grades and years in a row are said too', () => {
    const given = {
      tiers: '[10,..) suspend 12',
      grades: 'A:12,B:10',
      consecutiveYears: '3 years of 9: terminate 1',
    };
    const packs = loadedWith(new Map([['national-2024', new Map(Object.entries(given))]]));
    const said = (name: string) => parameterOf(pageOf('national-2024', packs), name).values[0]?.words;
    expect(said('tiers')).toEqual({
      zh: '10分以上：暂停12个月',
      en: '10 points or more: suspended for 12 months',
    });
    expect(said('grades')).toEqual({
      zh: 'A级：剩余12分以上、B级：剩余10分以上',
      en: 'A from 12 remaining, B from 10 remaining',
    });
    expect(said('consecutiveYears')).toEqual({
      zh: '连续3年每年9分以上：终止1年',
      en: '3 years in a row with 9 points each: terminated for 1 year',
    });
  });

  it('of every pack is written as --set takes it, and said in both languages', () => {
    for (const pack of AS_SHIPPED.keys()) {
      for (const { name, zh, en, values } of parametersOf(pageOf(pack))) {
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en).toMatch(/^[\x20-\x7e]+$/u);
        for (const { written, words } of values) {
          if (written !== null) expect(PARAMETER_KINDS[name].read(written)).not.toBeNull();
          expect(words.zh).not.toMatch(/^$|undefined|null|\[object/u);
          expect(words.en).not.toMatch(/^$|undefined|null|\[object/u);
        }
      }
    }
  });

  it('that a reading carries is marked as one, that a parent says as inherited', () => {
    const page = pageOf('guangdong-2025');
    expect(parameterOf(page, 'fundScope').values).toMatchObject([
      { article: 'guangdong-2025 art. 15', isReading: false, inheritedFrom: null, isSetByHand: false },
    ]);
    expect(parameterOf(page, 'feeAheadHours').values).toMatchObject([
      {
        article: 'national-2024 reading',
        isReading: true,
        inheritedFrom: 'national-2024',
        isSetByHand: false,
      },
    ]);
  });

  it("that the operator set is neither the text's nor a reading", () => {
    const packs = loadedWith(new Map([['linfen', new Map([['certificateValidityYears', '3']])]]));
    const parameter = parameterOf(pageOf('linfen', packs), 'certificateValidityYears');
    expect(parameter.values).toMatchObject([{ written: '3', isSetByHand: true, isReading: false }]);
    expect(parameter.fillWith).toBeNull();
  });

  it('that is left blank says how to fill it in', () => {
    const parameter = parameterOf(pageOf('linfen'), 'certificateValidityYears');
    expect(parameter.values).toMatchObject([
      { written: null, words: { zh: '待填', en: 'to be filled in' }, isReading: false },
    ]);
    expect(parameter.fillWith).toBe('--set linfen.certificateValidityYears=…');
    expect(parameter.expected).toBe(PARAMETER_KINDS.certificateValidityYears.expected);
  });
});

describe('the row of a pack', () => {
  it('names each blank once', () => {
    const { blanks } = pageOf('linfen');
    expect(blanks).toContain('certificateValidityYears');
    expect(new Set(blanks).size).toBe(blanks.length);
    expect(PARAMETER_NAMES).toEqual(expect.arrayContaining([...blanks]));
    expect(pageOf('national-2024').blanks).toEqual([]);
  });

  it.each([
    ['national-2024', [{ prefix: '', position: 1, stack: ['national-2024'], dated: null }]],
    ['guangdong-2025', [{ prefix: '44', position: 1, stack: ['guangdong-2025', 'nhsa-2018'], dated: null }]],
    ['nhsa-2018', [{ prefix: '44', position: 2, stack: ['guangdong-2025', 'nhsa-2018'], dated: null }]],
  ])('%s: where the area map puts it', (pack, places) => {
    expect(pageOf(pack).areas).toEqual(places);
  });

  it('an entry with days of its own says them', () => {
    const from = startOfDay(dayOf(2025, 1, 1)!);
    const until = startOfDay(dayOf(2026, 1, 1)!);
    const map: AreaMap = new Map([['44', [{ pack: 'nhsa-2018', dated: { from, until } }]]]);
    expect(pageOf('nhsa-2018', AS_SHIPPED, map).areas).toEqual([
      { prefix: '44', position: 1, stack: ['nhsa-2018'], dated: { from: '2025-01-01', until: '2026-01-01' } },
    ]);
    expect(pageOf('linfen', AS_SHIPPED, map).areas).toEqual([]);
  });

  it('says what it is worth, and whose values stand where it is silent', () => {
    expect(packSummary(AS_SHIPPED.get('hainan-2022')!, DEFAULT_AREA_MAP)).toMatchObject({
      name: 'hainan-2022',
      status: 'draft',
      superseded: { from: '2025-04-01' },
      inForce: null,
      editions: ['1'],
    });
    expect(pageOf('hainan-2022').pages[0]?.parent).toEqual({ name: 'national-2024', edition: '1' });
    expect(pageOf('national-2024').pages[0]?.parent).toBeNull();
  });
});

describe('an edition and an article of certain days', () => {
  const [edition] = NATIONAL_2024.editions;
  const days = { from: '2025-01-01', until: '2026-01-01' };
  const instants = { from: startOfDay(dayOf(2025, 1, 1)!), until: startOfDay(dayOf(2026, 1, 1)!) };
  const doctored = {
    ...NATIONAL_2024,
    editions: [
      {
        ...edition!,
        holds: days,
        articles: edition!.articles.map((article) => ({
          ...article,
          inForce: instants,
          governedBy: 'deciding' as const,
        })),
      },
    ],
  };
  const { packs } = loadPacks([doctored], (_, { number }) => number);

  it('say which, and by which day', () => {
    const page = pageOf('national-2024', packs);
    expect(page.pages[0]?.holds).toEqual(days);
    expect(page.pages[0]?.articles[0]).toMatchObject({ inForce: days, governedBy: 'deciding', lifts: [] });
    expect(page.pages[0]?.articles.find(({ effect }) => effect === 'lifts')?.lifts).toContain(
      'CLINICIAN_SUSPENDED',
    );
  });

  it('else all days, by the day of the fee', () => {
    const always = { from: null, until: null };
    expect(pageOf('national-2024').pages[0]?.holds).toEqual(always);
    expect(pageOf('national-2024').pages[0]?.articles[0]).toMatchObject({
      inForce: always,
      governedBy: 'fee',
    });
  });
});
