import { answersOn, finding, loaded, problemsOn, shortScores } from './scoring';

const PACK = 'national-2024';
const BANDS = [
  ['N23-1-3', 1, 3, 3],
  ['N23-4-6', 4, 6, 2],
  ['N23-7-9', 7, 9, 2],
  ['N23-10-12', 10, 12, 3],
] as const;

const warningsOn = (situation: string, points: number, values = {}) =>
  answersOn(PACK, [finding(situation, { points })], values)[0]?.warnings;

describe('national-2024 art. N23-annex-2: points are chosen inside the band of the situation', () => {
  it.each(BANDS)('%s: %i to %i points, %i situations', (band, from, to, situations) => {
    const catalogue = [...loaded(PACK).editions[0]!.catalogue.values()].filter(({ code }) =>
      code.startsWith(`${band}-`),
    );
    expect(catalogue.map(({ code, points }) => [code, points])).toEqual(
      Array.from({ length: situations }, (_, position) => [`${band}-${position + 1}`, { from, to }]),
    );
  });

  it.each(BANDS)('%s: the lowest (%i) and the highest (%i) count without a word', (band, from, to) => {
    expect(warningsOn(`${band}-1`, from)).toEqual([]);
    expect(warningsOn(`${band}-1`, to)).toEqual([]);
  });

  it.each([
    ['N23-4-6-1', 3],
    ['N23-4-6-1', 7],
    ['N23-1-3-1', 4],
    ['N23-7-9-1', 6],
    ['N23-10-12-1', 9],
  ] as const)('%s with %i points, a band up or down: they count, with a warning', (situation, points) => {
    const [answer] = answersOn(PACK, [finding(situation, { points })]);
    expect(answer?.counted[0]?.points).toBe(points);
    expect(answer?.warnings).toEqual([
      expect.objectContaining({ warning: 'outside_band', situation, points }),
    ]);
  });

  it.each([
    ['none', undefined, 'points: expected 4 to 6, chosen for N23-4-6-1, got nothing'],
    ['0', 0, 'points: expected a whole number from 1 to 12, got 0'],
    ['more than a year has', 13, 'points: expected a whole number from 1 to 12, got 13'],
    ['a half', 4.5, 'points: expected a whole number from 1 to 12, got 4.5'],
  ])('points are asked for: %s is refused', (_, points, expected) => {
    expect(problemsOn(PACK, [finding('N23-4-6-1', points === undefined ? {} : { points })])).toEqual([
      expected,
    ]);
  });

  it.each([1, 12])('%i points are what a year can hold', (points) => {
    expect(answersOn(PACK, [finding('N23-4-6-1', { points })])[0]?.yearTotal).toBe(points);
  });

  it('read without a cap, more points are taken as stated', () => {
    expect(
      answersOn(PACK, [finding('N23-10-12-1', { points: 13 })], { annualCap: 'none' })[0]?.yearTotal,
    ).toBe(13);
    expect(problemsOn(PACK, [finding('N23-4-6-1', { points: 0 })], { annualCap: 'none' })).toEqual([
      'points: expected a whole number from 1, got 0',
    ]);
  });

  it('every problem of every finding is named, and nothing is scored', () => {
    const stated = [finding('N23-4-6-9'), finding('N23-4-6-1'), finding('N23-1-3-1', { points: 2 })];
    expect(problemsOn(PACK, stated)).toEqual([
      'situation: expected a code of the catalogue of national-2024 (N23-1-3-1 to N23-10-12-3), got N23-4-6-9',
      'points: expected 4 to 6, chosen for N23-4-6-1, got nothing',
    ]);
  });

  describe('a violation that comes again within the year', () => {
    const again = (points: number, stated = {}) => [
      finding('N23-4-6-1', { points: 4, at: '2025-03-01', inspection: 'I1' }),
      finding('N23-4-6-1', { points, at: '2025-06-10', inspection: 'I2', ...stated }),
    ];
    const warned = (stated: ReturnType<typeof again>, values = {}) =>
      answersOn(PACK, stated, values).map(({ warnings }) => warnings.map(({ warning }) => warning));
    const RISES = { repeatSameViolationBand: '7-9' };

    it('has no band of its own', () => {
      expect(warned(again(5))).toEqual([[], []]);
    });

    it.each([
      [6, [[], ['below_repeat_band']]],
      [7, [[], ['outside_band']]],
      [9, [[], ['outside_band']]],
      [3, [[], ['outside_band', 'below_repeat_band']]],
    ])('read the other way, it rises into 7 to 9: %i points', (points, expected) => {
      expect(warned(again(points), RISES)).toEqual(expected);
    });

    it.each([
      ['another year', { at: '2026-03-01' }],
      ['the same inspection', { inspection: 'I1' }],
      ['another person', { code: 'D460100000009' }],
    ])('%s is no repetition', (_, stated) => {
      expect(warned(again(5, stated), RISES).flat()).toEqual([]);
    });

    it('another situation is none either, and findings without an inspection are', () => {
      const first = finding('N23-4-6-1', { points: 4, at: '2025-03-01' });
      const other = finding('N23-4-6-2', { points: 4, at: '2025-06-10' });
      const same = finding('N23-4-6-1', { points: 4, at: '2025-06-10' });
      expect(warned([first, other], RISES)).toEqual([[], []]);
      expect(warned([first, same], RISES)).toEqual([[], ['below_repeat_band']]);
    });
  });

  it('warnings come by finding id, for findings that did not count too', () => {
    const stated = ['B', 'A'].map((id) => finding('N23-4-6-1', { id, points: 7 }));
    expect(answersOn(PACK, stated)[0]?.warnings.map(({ findingId }) => findingId)).toEqual(['A', 'B']);
    expect(shortScores(PACK, stated)).toEqual(['7 → inform']);
  });
});
