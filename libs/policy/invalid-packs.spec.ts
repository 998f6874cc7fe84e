import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CitedValue, Edition, Pack, PackPart, Settings, WrittenDays } from '.';
import {
  ALL_DAYS,
  fileOf,
  GUANGDONG_2025,
  LINFEN,
  loadPacks,
  NATIONAL_2024,
  NHSA_2018,
  PACKS,
  withSetValues,
} from '.';

const ROOT = join(__dirname, '..', '..');
const FILE = 'libs/policy/packs/';

const editionOf = ({ editions: [edition] }: Pack): Edition => edition!;
/** The packs that ship, one of them doctored. */
const instead = (doctored: Pack): readonly Pack[] =>
  PACKS.map((pack) => (pack.name === doctored.name ? doctored : pack));
const withEdition = (pack: Pack, more: Partial<Edition>): Pack => ({
  ...pack,
  editions: [{ ...editionOf(pack), ...more }],
});
const withSettings = (pack: Pack, settings: Settings): Pack =>
  withEdition(pack, { settings: { ...editionOf(pack).settings, ...settings } });
const days = (from: string | null, until: string | null): WrittenDays => ({ from, until });
const citation = { pack: 'p', article: '1', summary: '', document: '', lastCheckedOn: '2026-11-22' };
const scope = (holds: WrittenDays, lastCheckedOn = '2026-11-22'): CitedValue<'all'> => ({
  value: 'all',
  citation: { ...citation, lastCheckedOn },
  holds,
});
const load = (packs: readonly Pack[]) => loadPacks(packs, (_, { number }) => number);
const problemsOf = (packs: readonly Pack[]) =>
  load(packs).problems.map(({ file, field, reason }) => `${file}: ${field} ${reason}`);

const without = (pack: Pack, name: string): Settings =>
  Object.fromEntries(Object.entries(editionOf(pack).settings).filter(([other]) => other !== name));
const { articles, catalogue } = editionOf(NATIONAL_2024);

describe('where a pack is written', () => {
  const parts = PACKS.flatMap((pack) =>
    (['articles', 'settings', 'catalogue'] as const)
      .filter((part) => part !== 'catalogue' || isOwnCatalogue(pack))
      .map((part): [string, PackPart] => [pack.name, part]),
  );
  it.each(parts)('%s, its %s', (pack, part) => {
    expect(existsSync(join(ROOT, fileOf(pack, part)))).toBe(true);
  });

  it('a catalogue that is the parent’s is written in the parent’s file', () => {
    expect(editionOf(GUANGDONG_2025).catalogue).toBe(catalogue);
  });

  function isOwnCatalogue(pack: Pack): boolean {
    const own = editionOf(pack);
    return own.catalogue.length > 0 && own.catalogue !== own.parent?.edition.catalogue;
  }
});

describe('a date that does not exist', () => {
  const [article, ...otherArticles] = articles;
  const [situation, ...otherSituations] = catalogue;
  const dated = { ...citation, lastCheckedOn: '2026-11-31' };
  it.each<[string, Pack, string]>([
    [
      'of an edition’s first day',
      withEdition(NHSA_2018, { holds: days('2018-02-29', null) }),
      'nhsa-2018.ts: edition 1.from is no day that exists: 2018-02-29',
    ],
    [
      'of an edition’s end',
      withEdition(NHSA_2018, { holds: days(null, '2025-06-31') }),
      'nhsa-2018.ts: edition 1.until is no day that exists: 2025-06-31',
    ],
    [
      'on which a value begins',
      withSettings(NHSA_2018, { fundScope: [scope(days('2025-00-01', null))] }),
      'nhsa-2018-settings.ts: edition 1.fundScope.from is no day that exists: 2025-00-01',
    ],
    [
      'on which a value ends',
      withSettings(NHSA_2018, { fundScope: [scope(days(null, 'never'))] }),
      'nhsa-2018-settings.ts: edition 1.fundScope.until is no day that exists: never',
    ],
    [
      'of a value’s last check',
      withSettings(NHSA_2018, { fundScope: [scope(ALL_DAYS, '2026-11-31')] }),
      'nhsa-2018-settings.ts: edition 1.fundScope.lastCheckedOn is no day that exists: 2026-11-31',
    ],
    [
      'of a blank’s last check',
      withSettings(LINFEN, { certificateValidityYears: { blank: true, citation: dated } }),
      'linfen-settings.ts: edition 1.certificateValidityYears.lastCheckedOn is no day that exists: 2026-11-31',
    ],
    [
      'in a form with blanks, of a value it has',
      withSettings(LINFEN, { certificateChecked: [{ value: true, citation: dated, holds: ALL_DAYS }] }),
      'linfen-settings.ts: edition 1.certificateChecked.lastCheckedOn is no day that exists: 2026-11-31',
    ],
    [
      'of an article’s last check',
      withEdition(NATIONAL_2024, { articles: [{ ...article!, citation: dated }, ...otherArticles] }),
      'national-2024.ts: edition 1.CODE_MISSING.lastCheckedOn is no day that exists: 2026-11-31',
    ],
    [
      'of a situation’s last check',
      withEdition(NATIONAL_2024, { catalogue: [{ ...situation!, citation: dated }, ...otherSituations] }),
      `national-2024-catalogue.ts: edition 1.catalogue ${situation?.code}.lastCheckedOn is no day that exists: 2026-11-31`,
    ],
    [
      'on which the text came into force',
      { ...NHSA_2018, inForce: days('2018-11-31', null) },
      'nhsa-2018.ts: inForce.from is no day that exists: 2018-11-31',
    ],
    [
      'on which it went out of force',
      { ...NHSA_2018, inForce: days(null, '2025-13-01') },
      'nhsa-2018.ts: inForce.until is no day that exists: 2025-13-01',
    ],
    [
      'of a source’s issue',
      { ...NHSA_2018, sources: [{ document: 'D', titleZh: '', issuedOn: '2018-11-31' }] },
      'nhsa-2018.ts: source D is no day that exists: 2018-11-31',
    ],
    [
      'from which it was superseded',
      { ...NHSA_2018, superseded: { by: 'x', from: '2025-04-31' } },
      'nhsa-2018.ts: superseded.from is no day that exists: 2025-04-31',
    ],
  ])('%s', (_, doctored, problem) => {
    expect(problemsOf(instead(doctored))).toEqual([`${FILE}${problem}`]);
    expect(load(instead(doctored)).packs.has(doctored.name)).toBe(false);
  });
});

describe('editions, values and articles that cannot be', () => {
  const own = editionOf(NHSA_2018);
  const lift = articles.find(({ effect }) => effect === 'lifts')!;
  it.each<[string, Pack, string[]]>([
    [
      'two editions for one day',
      {
        ...NHSA_2018,
        editions: [
          { ...own, number: '1', holds: days(null, '2025-01-02') },
          { ...own, number: '2', holds: days('2025-01-01', null) },
        ],
      },
      ['nhsa-2018.ts: edition 2 overlaps edition 1'],
    ],
    [
      'no edition for a day',
      {
        ...NHSA_2018,
        editions: [
          { ...own, number: '1', holds: days(null, '2025-01-01') },
          { ...own, number: '2', holds: days('2025-01-02', null) },
        ],
      },
      ['nhsa-2018.ts: edition 2 does not begin where edition 1 ends'],
    ],
    [
      'a parameter neither set nor inherited',
      withEdition(NATIONAL_2024, { settings: without(NATIONAL_2024, 'annualCap') }),
      ['national-2024-settings.ts: edition 1.annualCap is set neither by this text nor by a parent'],
    ],
    [
      'two values on a day',
      withSettings(NHSA_2018, {
        fundScope: [scope(days(null, '2025-01-02')), scope(days('2025-01-01', null))],
      }),
      ['nhsa-2018-settings.ts: edition 1.fundScope has two values on one day'],
    ],
    [
      'no value on a day',
      withSettings(NHSA_2018, {
        fundScope: [scope(days(null, '2025-01-01')), scope(days('2025-01-02', null))],
      }),
      ['nhsa-2018-settings.ts: edition 1.fundScope has no value on some day'],
    ],
    [
      'values that hold on no day',
      withSettings(NHSA_2018, { fundScope: [] }),
      ['nhsa-2018-settings.ts: edition 1.fundScope has no value on any day'],
    ],
    [
      'a lift of what no article bars',
      withEdition(NHSA_2018, {
        articles: [
          ...own.articles,
          {
            ...lift,
            effect: 'lifts',
            code: 'EXEMPTION_GRANTED',
            lifts: ['INSTITUTION_GUIDANCE'],
          } as typeof lift,
        ],
      }),
      ['nhsa-2018.ts: edition 1.EXEMPTION_GRANTED lifts INSTITUTION_GUIDANCE, for which there is no article'],
    ],
    [
      'a situation listed twice, without points',
      withEdition(NHSA_2018, {
        catalogue: [catalogue[0]!, { ...catalogue[0]!, points: { from: 3, to: 1 } }],
      }),
      [
        `nhsa-2018-catalogue.ts: edition 1.catalogue ${catalogue[0]?.code} is listed twice`,
        `nhsa-2018-catalogue.ts: edition 1.catalogue ${catalogue[0]?.code} has no points to choose from`,
      ],
    ],
  ])('%s', (_, doctored, problems) => {
    expect(problemsOf(instead(doctored))).toEqual(problems.map((problem) => FILE + problem));
    expect(load(instead(doctored)).packs.has(doctored.name)).toBe(false);
  });

  it('of several problems each is named', () => {
    const doctored = withEdition(
      { ...NHSA_2018, inForce: days('2018-11-31', null) },
      { holds: days('soon', null), settings: { ...own.settings, fundScope: [] } },
    );
    expect(problemsOf(instead(doctored))).toEqual([
      `${FILE}nhsa-2018.ts: inForce.from is no day that exists: 2018-11-31`,
      `${FILE}nhsa-2018.ts: edition 1.from is no day that exists: soon`,
      `${FILE}nhsa-2018-settings.ts: edition 1.fundScope has no value on any day`,
    ]);
  });
});

describe('what a parent leaves wrong or open', () => {
  const inheriting = (settings: Settings): readonly Pack[] => {
    const parent = withSettings(NATIONAL_2024, settings);
    return PACKS.map((pack) =>
      pack.name === 'national-2024'
        ? parent
        : withEdition(pack, { parent: { name: 'national-2024', edition: editionOf(parent) } }),
    );
  };

  it('a day that does not exist is named once, where it is written, and stops every pack that inherits it', () => {
    const packs = inheriting({ annualCap: [{ value: 12, citation, holds: days('2025-02-30', null) }] });
    expect(problemsOf(packs)).toEqual([
      `${FILE}national-2024-settings.ts: edition 1.annualCap.from is no day that exists: 2025-02-30`,
    ]);
    expect([...load(packs).packs.keys()]).toEqual(['hainan-2022']);
  });

  it('two values on a day likewise', () => {
    const value = { value: 12, citation, holds: ALL_DAYS };
    expect(problemsOf(inheriting({ annualCap: [value, value] }))).toEqual([
      `${FILE}national-2024-settings.ts: edition 1.annualCap has two values on one day`,
    ]);
  });

  it('a day without a value is a fault of each pack that has that day', () => {
    const packs = inheriting({ annualCap: [{ value: 12, citation, holds: days('2025-01-01', null) }] });
    const reason = 'edition 1.annualCap has no value on some day';
    expect(problemsOf(packs)).toEqual(
      ['national-2024', 'guangdong-2025', 'nhsa-2018', 'linfen', 'hainan-institutions-2024'].map(
        (pack) => `${FILE}${pack}-settings.ts: ${reason}`,
      ),
    );
  });

  it('a blank is each child’s blank, and filled in the child that is to decide', () => {
    const packs = inheriting({ annualCap: { blank: true, citation } });
    const blanksOf = (pack: string, of: readonly Pack[]) => load(of).packs.get(pack)?.editions[0]?.blanks;
    expect(load(packs).problems).toEqual([]);
    expect(blanksOf('national-2024', packs)).toEqual(['annualCap']);
    expect(blanksOf('nhsa-2018', packs)).toEqual(['annualCap']);
    expect(blanksOf('hainan-2022', packs)).toEqual([]);
    const filled = (pack: string) =>
      withSetValues(packs, new Map([[pack, new Map([['annualCap', '12']])]])).packs;
    expect(blanksOf('nhsa-2018', filled('nhsa-2018'))).toEqual([]);
    expect(blanksOf('nhsa-2018', filled('national-2024'))).toEqual(['annualCap']);
  });
});
