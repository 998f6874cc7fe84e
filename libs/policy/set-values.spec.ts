import type { Pack, ParameterName, SetValues } from '.';
import {
  GUANGDONG_2025,
  inTheirOwnWords,
  isBlank,
  loadPacks,
  NATIONAL_2024,
  PACKS,
  PARAMETER_KINDS,
  PARAMETER_NAMES,
  settingOf,
  withSetValues,
} from '.';

const setting = (pack: string, field: string, written: string): SetValues =>
  new Map([[pack, new Map([[field, written]])]]);
const settle = (field: string, written: string, packs: readonly Pack[] = PACKS) => {
  const set = withSetValues(packs, setting('national-2024', field, written));
  const loaded = loadPacks(set.packs, (_, { number }) => number);
  const parameters = loaded.packs.get('national-2024')?.editions[0]?.spans[0]?.parameters;
  return {
    problems: [...set.problems, ...loaded.problems].map(({ reason }) => reason),
    value: parameters?.[field as ParameterName],
  };
};

describe('values set by hand (--set pack.parameter=value)', () => {
  it.each([
    ['fundScope', 'pooled', 'pooled'],
    ['restore', 'auto', 'auto'],
    ['commitmentRequired', 'false', false],
    ['certificateChecked', 'true', true],
    ['siteBoundCauses', 'institution,department', ['institution', 'department']],
    ['siteBoundCauses', 'institution , department', ['institution', 'department']],
    ['siteBoundCauses', '', []],
    ['institutionStatuses', 'guidance', ['guidance']],
    ['emergencyCategories', '13,1301,24', ['13', '1301', '24']],
    ['feeAheadHours', '0', 0],
    ['feeAheadHours', '8760', 8760],
    ['feeEarliestDay', '2024-02-29', '2024-02-29'],
    ['feeBeforeAdmissionDays', '366', 366],
  ])('%s=%s', (field, written, value) => {
    expect(settle(field, written)).toEqual({ problems: [], value });
  });

  it.each([
    ['fundScope', 'both', 'must be one of pooled, all, not "both"'],
    ['fundScope', '', 'must be one of pooled, all, not ""'],
    ['fundScope', 'Pooled', 'must be one of pooled, all, not "Pooled"'],
    ['commitmentRequired', 'yes', 'must be true or false, not "yes"'],
    ['feeAheadHours', '-1', 'must be a whole number from 0 to 8760, not "-1"'],
    ['feeAheadHours', '8761', 'must be a whole number from 0 to 8760, not "8761"'],
    ['feeAheadHours', '1.5', 'must be a whole number from 0 to 8760, not "1.5"'],
    ['feeAheadHours', '1e3', 'must be a whole number from 0 to 8760, not "1e3"'],
    ['feeAheadHours', ' 1', 'must be a whole number from 0 to 8760, not " 1"'],
    ['feeBeforeAdmissionDays', '367', 'must be a whole number from 0 to 366, not "367"'],
    ['feeEarliestDay', '2025-1-1', 'must be a day, YYYY-MM-DD, not "2025-1-1"'],
    ['feeEarliestDay', '2025-02-30', 'is no day that exists: 2025-02-30'],
    ['emergencyCategories', '13,,24', 'must be a list separated by ",", each a category code, not "13,,24"'],
    [
      'emergencyCategories',
      '1234567',
      'must be a list separated by ",", each a category code, not "1234567"',
    ],
    [
      'siteBoundCauses',
      'institution,weather',
      'must be a list separated by ",", each one of points, discipline, practice_order, certificate, institution, department, other, not "institution,weather"',
    ],
  ])('%s=%s is refused', (field, written, reason) => {
    expect(settle(field, written).problems).toEqual([reason]);
  });

  it('names a parameter that is none, listing those that are, and a pack that is none', () => {
    expect(settle('fundscope', 'all').problems).toEqual([
      `is no parameter; there are ${PARAMETER_NAMES.join(', ')}`,
    ]);
    expect(settle('constructor', 'all').problems).toHaveLength(1);
    expect(withSetValues(PACKS, setting('national-2025', 'fundScope', 'all')).problems).toEqual([
      { pack: 'national-2025', field: 'name', reason: 'is no known pack' },
    ]);
  });

  it('changes the named pack only, also where another inherits from it', () => {
    const { packs } = withSetValues(PACKS, setting('national-2024', 'onMissingCode', 'accept'));
    expect(packs.map(({ name }) => name)).toEqual(PACKS.map(({ name }) => name));
    expect(packs[1]).toBe(GUANGDONG_2025);
    expect(packs[0]).not.toBe(NATIONAL_2024);
    expect(NATIONAL_2024.editions[0]?.settings.onMissingCode).toMatchObject([{ value: 'reject' }]);
  });

  it('changes every edition of it, for every day', () => {
    const [first] = NATIONAL_2024.editions;
    const two = { ...NATIONAL_2024, editions: [first!, { ...first!, number: '2' }] };
    const { packs } = withSetValues([two], setting('national-2024', 'fundScope', 'pooled'));
    for (const { settings } of packs[0]!.editions)
      expect(settings.fundScope).toMatchObject([{ value: 'pooled' }]);
  });

  it('says who set the value, and to what', () => {
    const { packs } = withSetValues(PACKS, setting('national-2024', 'fundScope', 'pooled'));
    expect(packs[0]?.editions[0]?.settings.fundScope).toMatchObject([
      {
        citation: {
          pack: 'national-2024',
          article: null,
          summary: 'set by the operator',
          document: 'fundScope=pooled',
        },
      },
    ]);
  });

  it.each([
    ['siteBoundCauses', 'institution , department', 'institution,department'],
    ['annualCap', '012', '12'],
    ['annualCap', 'none', 'none'],
    ['tiers', '[9,12) suspend 1-6; [0,9) inform', '[9,12) suspend 1-6;[0,9) inform'],
    ['annualCap', 'much', 'much'],
    ['noSuchParameter', ' 1', ' 1'],
  ])('%s=%s is written %s, the same value the same text', (field, written, expected) => {
    expect([...inTheirOwnWords(new Map([[field, written]]))]).toEqual([[field, expected]]);
  });

  it('says the value in those words, too', () => {
    const { packs } = withSetValues(PACKS, setting('national-2024', 'annualCap', '012'));
    expect(packs[0]?.editions[0]?.settings.annualCap).toMatchObject([
      { value: 12, citation: { document: 'annualCap=12' } },
    ]);
  });

  it('names a problem once, however many editions there are', () => {
    const [first] = NATIONAL_2024.editions;
    const two = { ...NATIONAL_2024, editions: [first!, { ...first!, number: '2' }] };
    expect(withSetValues([two], setting('national-2024', 'fundScope', 'a\nb')).problems).toEqual([
      { pack: 'national-2024', field: 'fundScope', reason: 'must be one of pooled, all, not "a\\nb"' },
    ]);
  });

  it('fills a blank', () => {
    const [first] = NATIONAL_2024.editions;
    const citation = { pack: 'p', article: null, summary: '', document: '', lastCheckedOn: '' };
    const settings = { ...first!.settings, fundScope: { blank: true, citation } as const };
    expect(settle('fundScope', 'all', [{ ...NATIONAL_2024, editions: [{ ...first!, settings }] }])).toEqual({
      problems: [],
      value: 'all',
    });
  });
});

describe('how parameters are written', () => {
  const written = PACKS.flatMap(({ name, editions }) =>
    editions.flatMap((edition) =>
      PARAMETER_NAMES.flatMap((parameter) => {
        const setting = settingOf(edition, parameter)?.setting ?? [];
        return isBlank(setting)
          ? []
          : setting.map(({ value }) => [`${name}.${parameter}`, parameter, value] as const);
      }),
    ),
  );
  it.each(written)('%s reads back what it prints', (_, parameter, value) => {
    const kind = PARAMETER_KINDS[parameter] as (typeof PARAMETER_KINDS)['feeAheadHours'];
    expect(kind.read(kind.write(value as number))).toEqual(value);
  });
});
