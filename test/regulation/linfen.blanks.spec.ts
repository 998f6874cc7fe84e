import { DEFAULT_AREA_MAP, LINFEN } from '@gatekeeper/policy';
import { loadPolicy } from '@gatekeeper/wire';
import type { Read } from '@gatekeeper/wire';
import { ask, inGoodStanding, outpatient, reasonsFor, setting, shortly } from './facts';
import { LINFEN_VALUES } from './linfen-filled';

const BLANKS: readonly (readonly [name: string, article: string])[] = [
  ['certificateReviewWorkingDays', '2-2'],
  ['certificateValidityYears', '2-3'],
  ['certificateRenewalMonths', '2-3'],
  ['changeReportWorkingDays', '2-4'],
  ['changeHandlingWorkingDays', '2-4'],
  ['publicationWorkingDays', '4-4'],
  ['excellentScoreFrom', '4-4'],
  ['qualifiedScoreFrom', '4-4'],
  ['unqualifiedSuspensionMonthsFrom', '4-5'],
  ['unqualifiedSuspensionYearsUpTo', '4-5'],
  ['onSiteChecksPerYear', '5-3'],
  ['heavierSuspensionMonthsFrom', '5-4'],
  ['heavierSuspensionYearsUpTo', '5-4'],
];
const line = outpatient({ treatmentArea: '141002', insuranceArea: '141002' });
const registry = inGoodStanding();
const pack = 'linfen';
const needOf = (name: string) => `a value for linfen.${name}（政策包待填参数）`;
const without = (name: string) =>
  setting(pack, Object.fromEntries(Object.entries(LINFEN_VALUES).filter(([other]) => other !== name)));

describe('linfen: every number of the form is blank', () => {
  it.each(BLANKS)('%s (art. %s)', (name, article) => {
    expect(LINFEN.editions[0]?.settings).toMatchObject({
      [name]: { blank: true, citation: { pack, article } },
    });
  });

  it('and nothing else is', () => {
    const blank = Object.entries(LINFEN.editions[0]!.settings).filter(([, value]) => 'blank' in value);
    expect(blank.map(([name]) => name).sort()).toEqual(BLANKS.map(([name]) => name).sort());
  });

  it('as long as one is, lines are held; each is named', () => {
    const answer = ask({ line, registry, map: DEFAULT_AREA_MAP });
    expect(answer).toMatchObject({ kind: 'hold', holdCode: 'PACK_INCOMPLETE', pack, edition: '1' });
    expect(answer.kind === 'hold' && [...answer.needs].sort()).toEqual(
      BLANKS.map(([name]) => needOf(name)).sort(),
    );
  });

  it.each(BLANKS)('only %s still blank: held, and that one named', (name) => {
    expect(ask({ line, registry, pack, values: without(name) })).toMatchObject({
      holdCode: 'PACK_INCOMPLETE',
      needs: [needOf(name)],
    });
  });

  it('a value of zero, of nobody’s number or of words fills none', () => {
    for (const value of ['0', '', 'three', '-1', '1.5'])
      expect(() =>
        ask({
          line,
          registry,
          pack,
          values: setting(pack, { ...LINFEN_VALUES, certificateValidityYears: value }),
        }),
      ).toThrow(/certificateValidityYears/);
  });

  it('all filled, lines of 1410 are decided, with the note that the form never was law', () => {
    const values = setting(pack, LINFEN_VALUES);
    expect(shortly({ line, registry, map: DEFAULT_AREA_MAP, values })).toBe('accept ~IN_GOOD_STANDING');
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', { line, registry, pack, values })).toMatchObject([
      { article: 'linfen reading', evidence: ['pack status template'] },
    ]);
  });

  it.each([
    ['below 1410', '141000', 'linfen'],
    ['inside 1410', '141099', 'linfen'],
    ['beside it', '140999', 'national-2024'],
    ['above it', '141100', 'national-2024'],
  ])('area %s (%s) → %s', (_, treatmentArea, expected) => {
    const question = { line: outpatient({ treatmentArea }), registry, map: DEFAULT_AREA_MAP };
    expect(ask({ ...question, values: setting(pack, LINFEN_VALUES) })).toMatchObject({ pack: expected });
  });
});

describe('linfen filled in: the edition', () => {
  const asNumbers = Object.fromEntries(
    Object.entries(LINFEN_VALUES).map(([name, value]) => [name, Number(value)]),
  );
  const valuesFile = {
    name: 'V.json',
    values: setting(
      pack,
      Object.fromEntries(Object.entries(asNumbers).map(([name, value]) => [name, String(value)])),
    ),
  };
  const editionOf = (
    loaded: Read<{ packs: ReadonlyMap<string, { editions: readonly { edition: string }[] }> }>,
  ) => (loaded.ok ? loaded.value.packs.get(pack)?.editions[0]?.edition : loaded.problems);

  it('is 1 with 8 hex digits, the same from options and from a file, another for another value', () => {
    const byOptions = editionOf(loadPolicy({ values: setting(pack, LINFEN_VALUES) }));
    expect(byOptions).toMatch(/^1\+[0-9a-f]{8}$/);
    expect(editionOf(loadPolicy({ valuesFile }))).toBe(byOptions);
    const other = setting(pack, { certificateValidityYears: '4' });
    expect(editionOf(loadPolicy({ valuesFile, values: other }))).not.toBe(byOptions);
  });

  it.each([
    [{ qualifiedScoreFrom: '90' }, 'qualifiedScoreFrom is 90, which is not below excellentScoreFrom (90)'],
    [
      { unqualifiedSuspensionMonthsFrom: '25' },
      'unqualifiedSuspensionMonthsFrom is 25, which is longer than unqualifiedSuspensionYearsUpTo (2)',
    ],
    [
      { heavierSuspensionMonthsFrom: '13' },
      'heavierSuspensionMonthsFrom is 13, which is longer than heavierSuspensionYearsUpTo (1)',
    ],
    [
      { certificateRenewalMonths: '36' },
      'certificateRenewalMonths is 36, which is not shorter than certificateValidityYears (3)',
    ],
  ])('a form filled in out of order stops: %j', (wrong, reason) => {
    const loaded = loadPolicy({ values: setting(pack, { ...LINFEN_VALUES, ...wrong }) });
    expect(loaded.ok ? [] : loaded.problems.map((problem) => `${problem.field} ${problem.reason}`)).toEqual([
      `linfen.${reason}`,
    ]);
  });
});
