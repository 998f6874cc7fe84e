import type { CitedValue, Edition, Settings } from '.';
import { LINFEN, loadPacks, NATIONAL_2024, PARAMETER_KINDS } from '.';

const citation = { pack: 'p', article: '1', summary: '', document: '', lastCheckedOn: '' };
const value = (
  number: number,
  from: string | null = null,
  until: string | null = null,
): CitedValue<number> => ({
  value: number,
  citation,
  holds: { from, until },
});
const [national] = NATIONAL_2024.editions as readonly [Edition];
const problemsOf = (settings: Settings) => {
  const editions = [{ ...national, settings: { ...national.settings, ...settings } }];
  return loadPacks([{ ...NATIONAL_2024, editions }], (_, { number }) => number).problems.map(
    ({ file, field, reason }) => `${file}: ${field} ${reason}`,
  );
};
const SETTINGS = 'libs/policy/packs/national-2024-settings.ts: edition 1.';

describe('values that must stand in an order', () => {
  it.each([
    ['qualifiedScoreFrom', 79, 'excellentScoreFrom', 80, null],
    ['qualifiedScoreFrom', 80, 'excellentScoreFrom', 80, 'is 80, which is not below excellentScoreFrom (80)'],
    ['qualifiedScoreFrom', 81, 'excellentScoreFrom', 80, 'is 81, which is not below excellentScoreFrom (80)'],
    ['unqualifiedSuspensionMonthsFrom', 11, 'unqualifiedSuspensionYearsUpTo', 1, null],
    ['unqualifiedSuspensionMonthsFrom', 12, 'unqualifiedSuspensionYearsUpTo', 1, null],
    [
      'unqualifiedSuspensionMonthsFrom',
      13,
      'unqualifiedSuspensionYearsUpTo',
      1,
      'is 13, which is longer than unqualifiedSuspensionYearsUpTo (1)',
    ],
    ['heavierSuspensionMonthsFrom', 24, 'heavierSuspensionYearsUpTo', 2, null],
    [
      'heavierSuspensionMonthsFrom',
      25,
      'heavierSuspensionYearsUpTo',
      2,
      'is 25, which is longer than heavierSuspensionYearsUpTo (2)',
    ],
    ['certificateRenewalMonths', 35, 'certificateValidityYears', 3, null],
    [
      'certificateRenewalMonths',
      36,
      'certificateValidityYears',
      3,
      'is 36, which is not shorter than certificateValidityYears (3)',
    ],
    [
      'certificateRenewalMonths',
      37,
      'certificateValidityYears',
      3,
      'is 37, which is not shorter than certificateValidityYears (3)',
    ],
  ] as const)('%s %d with %s %d: %s', (name, number, limit, against, reason) => {
    const settings = { [name]: [value(number)], [limit]: [value(against)] };
    expect(problemsOf(settings)).toEqual(reason === null ? [] : [`${SETTINGS}${name} ${reason}`]);
  });

  type Days = readonly [from: string | null, until: string | null];
  /** A number on these days, another on all others. */
  const on = (number: number, [from, until]: Days, otherwise: number): readonly CitedValue<number>[] => [
    ...(from === null ? [] : [value(otherwise, null, from)]),
    value(number, from, until),
    ...(until === null ? [] : [value(otherwise, until)]),
  ];
  const [EVE, DAY] = ['2025-01-01', '2025-01-02'];
  it.each([
    ['both always', [null, null], [null, null], true],
    ['the value until the first day of the limit', [null, DAY], [DAY, null], false],
    ['the value until after it', [null, DAY], [EVE, null], true],
    ['the value from the day the limit ends', [DAY, null], [null, DAY], false],
    ['the value from before it ends', [EVE, null], [null, DAY], true],
    ['the value from a day on, the limit always', [DAY, null], [null, null], true],
    ['the value until a day, the limit always', [null, DAY], [null, null], true],
    ['the value always, the limit from a day on', [null, null], [DAY, null], true],
    ['the value always, the limit until a day', [null, null], [null, DAY], true],
    ['each on one day, the same', [EVE, DAY], [EVE, DAY], true],
    ['the value a day before the limit', [EVE, DAY], [DAY, '2025-01-03'], false],
    ['the value a day after the limit', [DAY, '2025-01-03'], [EVE, DAY], false],
  ] as const)('only where both hold on a day: %s', (_, ofValue, ofLimit, together) => {
    const settings = {
      qualifiedScoreFrom: on(90, ofValue, 10),
      excellentScoreFrom: on(80, ofLimit, 100),
    };
    expect(problemsOf(settings)).toEqual(
      together ? [`${SETTINGS}qualifiedScoreFrom is 90, which is not below excellentScoreFrom (80)`] : [],
    );
  });

  it('not where one regulates nothing or is still blank', () => {
    expect(problemsOf({ qualifiedScoreFrom: [value(90)] })).toEqual([]);
    const excellentScoreFrom = { blank: true, citation } as const;
    expect(problemsOf({ qualifiedScoreFrom: [value(90)], excellentScoreFrom })).toEqual([]);
    expect(loadPacks([LINFEN], (_, { number }) => number).problems).toEqual([]);
  });
});

describe('a value that nobody sets stands in no order', () => {
  it.each(['qualifiedScoreFrom', 'excellentScoreFrom', 'tiers'] as const)(
    '%s: it is what is missed',
    (name) => {
      const { [name]: _, ...settings } = national.settings;
      const { problems } = loadPacks(
        [{ ...NATIONAL_2024, editions: [{ ...national, settings }] }],
        (__, { number }) => number,
      );
      expect(problems.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
        `edition 1.${name} is set neither by this text nor by a parent`,
      ]);
    },
  );
});

describe('tiers', () => {
  const tiersAs = (written: string): Settings => {
    const read = PARAMETER_KINDS.tiers.read(written);
    if (read === null) throw new Error(`no tiers: ${written}`);
    return { tiers: [{ value: read, citation, holds: { from: null, until: null } }] };
  };

  it.each([
    ['[0,9) inform;[9,12) suspend 1-6', null],
    ['[9,12) suspend 1-6;[0,9) inform', null],
    ['[0,8) inform;[9,12) suspend 1-6', null],
    ['[0,10) inform;[9,12) suspend 1-6', 9],
    ['[9,12) suspend 1-6;[0,10) inform', 9],
    ['[6,8) suspend 3;[6,8) suspend 6', 6],
    ['[6,8) suspend 3;[8,..) suspend 6', null],
    ['[6,..) suspend 3;[8,12) suspend 6', 8],
    ['', null],
  ])('%s: two measures for %s', (written, total) => {
    expect(problemsOf(tiersAs(written))).toEqual(
      total === null ? [] : [`${SETTINGS}tiers have two measures for a total of ${total}`],
    );
  });
});
