/** What holds of scoring whatever was found, by generated findings under the packs that score and readings of them. */
import * as fc from 'fast-check';
import type { LoadedPack } from '@gatekeeper/policy';
import type { Finding, ScoreAnswer } from '@gatekeeper/scoring';
import { scoreFindings } from '@gatekeeper/scoring';
import type { Values } from './scoring';
import { finding, loaded } from './scoring';

const READINGS: readonly (readonly [pack: string, values: Values])[] = [
  ['hainan-2022', {}],
  ['hainan-2022', { sameKindInSameInspection: 'perCase', tierEscalation: 'topUp' }],
  ['hainan-2022', { sameActSeveralSituations: 'highest', annualCap: 'none' }],
  ['national-2024', {}],
  ['national-2024', { sameActSeveralSituations: 'summed', oneOffBy: 'finding', annualCap: 'none' }],
  ['national-2024', { sameKindInSameInspection: 'perCase', consecutiveYears: '2 years of 6: terminate 1' }],
  ['guangdong-2025', { tierEscalation: 'none', effectiveFrom: 'next_month' }],
];
const PACKS = READINGS.map(([pack, values]) => loaded(pack, values));
const pack = fc.constantFrom(...PACKS);

const SITUATIONS = {
  'hainan-2022': ['HI22-16-1', 'HI22-17-1', 'HI22-17-2', 'HI22-19-1'].map(
    (code) => [code, undefined] as const,
  ),
  national: [
    ['N23-1-3-1', 2],
    ['N23-4-6-1', 4],
    ['N23-4-6-1', 6],
    ['N23-7-9-2', 7],
    ['N23-10-12-1', 12],
  ] as const,
};

/** Moments on both sides of two turns of the year; an inspection lies within one year. */
const stated = fc.record({
  when: fc.constantFrom(
    '2024-12-31 23:59:59',
    '2025-01-01 00:00:00',
    '2025-06-10',
    '2025-12-31',
    '2026-01-01',
  ),
  code: fc.constantFrom('D460100000001', 'D460100000002'),
  inspection: fc.option(fc.constantFrom('I1', 'I2')),
  act: fc.option(fc.constantFrom('A1', 'A2')),
  which: fc.nat({ max: 19 }),
});
type Stated = typeof stated extends fc.Arbitrary<infer Shape> ? Shape : never;

function findingsOf({ pack: { name } }: LoadedPack, all: readonly Stated[]): readonly Finding[] {
  return all.map(({ when, code, inspection, act, which }, position) => {
    const situations = name === 'hainan-2022' ? SITUATIONS['hainan-2022'] : SITUATIONS.national;
    const [situation, points] = situations[which % situations.length]!;
    return finding(situation, {
      id: `F${String(position).padStart(3, '0')}`,
      at: when,
      code,
      ...(points === undefined ? {} : { points }),
      ...(inspection === null ? {} : { inspection: `${when.slice(0, 4)} ${inspection}` }),
      ...(act === null ? {} : { act }),
    });
  });
}

function answersOn(rules: LoadedPack, findings: readonly Finding[]): readonly ScoreAnswer[] {
  const { answers, problems } = scoreFindings(findings, rules);
  expect(problems).toEqual([]);
  return answers;
}

/** The last total of each person's years. */
const totals = (answers: readonly ScoreAnswer[]): ReadonlyMap<string, number> =>
  new Map(answers.map(({ code, year, yearTotal }) => [`${code} ${year}`, yearTotal]));

const many = fc.array(stated, { maxLength: 12 });

describe('scoring', () => {
  it('answers once for each decision on a person, by time and then by code', () => {
    fc.assert(
      fc.property(pack, many, (rules, all) => {
        const findings = findingsOf(rules, all);
        const keys = answersOn(rules, findings).map(({ decidedAt, code }) => `${decidedAt} ${code}`);
        expect(keys).toEqual(
          [...new Set(findings.map(({ decidedAt, code }) => `${decidedAt} ${code}`))].sort(),
        );
      }),
    );
  });

  it('does not mind the order of findings', () => {
    fc.assert(
      fc.property(
        pack,
        many.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
        ),
        (rules, [all, order]) => {
          const findings = findingsOf(rules, all);
          expect(
            answersOn(
              rules,
              order.map((position) => findings[position]!),
            ),
          ).toEqual(answersOn(rules, findings));
        },
      ),
    );
  });

  it('never lowers a total for one finding more, of an act of its own', () => {
    fc.assert(
      fc.property(pack, many, stated, (rules, all, more) => {
        const findings = findingsOf(rules, [...all, { ...more, act: null }]);
        const before = totals(answersOn(rules, findings.slice(0, -1)));
        const after = totals(answersOn(rules, findings));
        for (const [year, total] of before) expect(after.get(year)).toBeGreaterThanOrEqual(total);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps a year’s total to the findings of that year and person', () => {
    fc.assert(
      fc.property(pack, many, (rules, all) => {
        const answers = answersOn(rules, findingsOf(rules, all));
        for (const [key, total] of totals(answers)) {
          const alone = findingsOf(rules, all).filter(
            ({ code, findingId }) => key === `${code} ${all[Number(findingId.slice(1))]!.when.slice(0, 4)}`,
          );
          expect(totals(answersOn(rules, alone))).toEqual(new Map([[key, total]]));
        }
      }),
    );
  });

  it('lets a year’s total only grow, up to the cap, by what counted', () => {
    fc.assert(
      fc.property(pack, many, (rules, all) => {
        const cap = rules.editions[0]!.spans[0]!.parameters.annualCap;
        const sums = new Map<string, number>();
        for (const { code, year, counted, yearTotal } of answersOn(rules, findingsOf(rules, all))) {
          const key = `${code} ${year}`;
          const sum = (sums.get(key) ?? 0) + counted.reduce((total, { points }) => total + points, 0);
          sums.set(key, sum);
          expect(yearTotal).toBe(cap === 'none' ? sum : Math.min(cap, sum));
          expect(counted.every(({ points }) => points > 0)).toBe(true);
        }
      }),
    );
  });

  it('begins no measure before its decision, and ends none before it begins', () => {
    fc.assert(
      fc.property(pack, many, (rules, all) => {
        for (const { measure, decidedAt } of answersOn(rules, findingsOf(rules, all))) {
          if (measure.outcome === 'none' || measure.outcome === 'inform') continue;
          expect((measure.from + 1) * 86_400_000 - 8 * 3_600_000).toBeGreaterThan(decidedAt);
          if (measure.lastDay !== null) expect(measure.lastDay).toBeGreaterThan(measure.from);
        }
      }),
    );
  });
});
