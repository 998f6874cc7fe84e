import fc from 'fast-check';
import { intervalFrom } from '@gatekeeper/calendar';
import type { BreachMeasure } from '@gatekeeper/scoring';
import { measuresIn } from '.';
import { addBase, addDamages, baseOf, damagesData, damagesOwed, noDamages } from './damages';
import type { ClearingValues } from './line-terms';
import { at, lineOf, periodOf } from './testing/cleared';

const HAINAN: ClearingValues = {
  samplingBase: 'all_passed',
  samplingMinPercent: 5,
  liquidatedDamages: { refused: 10, suspended: 20, terminated: 30 },
  clearedDamagesBase: 'refused_and_recovered',
  prepaymentCutPercent: 50,
  stayPrescriptionsExcluded: true,
};

const owed = (bases: readonly bigint[], measures: readonly BreachMeasure[], values = HAINAN): bigint => {
  const soFar = noDamages();
  for (const measure of measures) soFar.measures.add(measure);
  for (const base of bases) addBase(soFar, base, values);
  return damagesOwed(soFar);
};

describe('hainan-institutions-2024 art. 5-2 in clearing: the rate of the heaviest measure on the whole base', () => {
  it.each<[string, readonly bigint[], readonly BreachMeasure[], bigint]>([
    ['refused or recovered: 10 %', [100_000n], [], 10_000n],
    ['with a suspension: 20 %, not the sum', [100_000n], ['suspended'], 20_000n],
    ['with a termination: 30 %', [100_000n], ['suspended', 'terminated'], 30_000n],
    ['¥31 at 30 % (G22)', [3_100n], ['terminated'], 930n],
    ['below half a fen', [4n], [], 0n],
    ['half a fen', [5n], [], 1n],
    ['rounded once, on the whole', [4n, 4n, 4n], [], 1n],
    ['a refund takes away', [100_000n, -40_000n], [], 6_000n],
    ['all given back', [100_000n, -100_000n], [], 0n],
    ['more given back', [100_000n, -100_005n], [], 0n],
    ['nothing', [], ['terminated'], 0n],
  ])('%s', (_, bases, measures, expected) => {
    expect(owed(bases, measures)).toBe(expected);
  });

  it('a text that knows none asks for none', () => {
    expect(owed([100_000n], ['terminated'], { ...HAINAN, liquidatedDamages: 'none' })).toBe(0n);
  });

  it('each set of rates by itself', () => {
    const soFar = noDamages();
    addBase(soFar, 5n, HAINAN);
    addBase(soFar, 5n, { ...HAINAN, liquidatedDamages: { refused: 20, suspended: 30, terminated: 40 } });
    expect(damagesOwed(soFar)).toBe(2n);
  });

  it.each([
    ['refused_and_recovered', 5_000n],
    ['violating_fees', 10_000n],
    ['fund_part', 8_000n],
  ] as const)('taken of %s', (clearedDamagesBase, base) => {
    const money = { outcome: 'clawedBack', claimed: 6_000n, refused: 1_000n, recover: 4_000n } as const;
    expect(baseOf(lineOf(), money, { clearedDamagesBase })).toBe(base);
  });

  it('parts add up, in any order, to what the whole owes', () => {
    const parts = fc.array(
      fc.record({
        base: fc.bigInt({ min: -1000n, max: 100_000n }),
        measure: fc.constantFrom<BreachMeasure>('refused', 'suspended', 'terminated'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(parts, (all) => {
        const merged = noDamages();
        for (const { base, measure } of all.toReversed()) {
          const part = noDamages();
          part.measures.add(measure);
          addBase(part, base, HAINAN);
          addDamages(merged, damagesData('H1', part));
        }
        expect(damagesOwed(merged)).toBe(
          owed(
            all.map(({ base }) => base),
            all.map(({ measure }) => measure),
          ),
        );
      }),
    );
  });
});

describe('what cannot be reckoned owes nothing', () => {
  it.each(['none', 'ten percent'])('rates %j', (rates) => {
    const soFar = noDamages();
    const kept = { fixmedinsCode: 'H1', measures: [], bases: [[rates, '1000'] as const], prepaymentCuts: [] };
    addDamages(soFar, kept);
    expect(damagesOwed(soFar)).toBe(0n);
  });

  it('a text without rates keeps no base', () => {
    const soFar = noDamages();
    addBase(soFar, 1_000n, { ...HAINAN, liquidatedDamages: 'none' });
    expect(damagesData('H1', soFar).bases).toEqual([]);
  });
});

describe('the measures of a period', () => {
  const from = (
    status: 'suspended' | 'terminated' | 'exit_audit' | 'guidance',
    since: string,
    until?: string,
  ) => ({
    status,
    interval: intervalFrom(at(since), until === undefined ? undefined : at(until)),
  });
  it.each<[string, Parameters<typeof measuresIn>[0], readonly BreachMeasure[]]>([
    ['none', [], ['refused']],
    ['suspended within', [from('suspended', '2025-06-10', '2025-06-20')], ['refused', 'suspended']],
    ['over before it', [from('suspended', '2025-05-10', '2025-06-01')], ['refused']],
    [
      'for its first second',
      [from('suspended', '2025-05-10', '2025-06-01 00:00:01')],
      ['refused', 'suspended'],
    ],
    ['for its last second', [from('suspended', '2025-06-30 23:59:59')], ['refused', 'suspended']],
    ['only after it', [from('terminated', '2025-07-01')], ['refused']],
    [
      'both',
      [from('terminated', '2025-06-20'), from('suspended', '2025-01-01', '2025-06-20')],
      ['refused', 'suspended', 'terminated'],
    ],
    ['never was', [from('terminated', '2025-06-20', '2025-06-20')], ['refused']],
    ['no measure', [from('exit_audit', '2025-06-01'), from('guidance', '2025-06-01')], ['refused']],
  ])('%s', (_, statuses, expected) => {
    expect(measuresIn(statuses, periodOf('2025-06'))).toEqual(expected);
  });
});
