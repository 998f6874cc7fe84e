import { answersOn, finding, lastScore, loaded, problemsOn } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 16;

describe('hainan-2022 art. 16: 6 points a case', () => {
  it.each([
    ['HI22-16-1', 6],
    ['HI22-16-2', 6],
    ['HI22-16-3', 6],
  ])('%s: %i points', (situation, points) => {
    expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
      counted: [{ situation, points }],
      yearTotal: points,
    });
  });

  it('has no further item', () => {
    const codes = [...loaded(PACK).editions[0]!.catalogue.keys()];
    expect(codes.filter((code) => code.startsWith(`HI22-${ARTICLE}-`))).toHaveLength(3);
    expect(problemsOn(PACK, [finding('HI22-16-4')])).toEqual([
      'situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got HI22-16-4',
    ]);
  });

  it.each([
    ['other points', 7],
    ['the same points', 6],
  ])('the article fixes the points: a finding that states %s is refused', (_, points) => {
    expect(problemsOn(PACK, [finding('HI22-16-1', { points })])).toEqual([
      `points: expected none: HI22-16-1 is 6 points, got ${points}`,
    ]);
  });

  it('cites its own item', () => {
    const { catalogue } = loaded(PACK).editions[0]!;
    expect([...catalogue.values()].flatMap(({ citation: { article } }) => article ?? [])).toContain(
      '16 item 3',
    );
  });

  it('each case of another inspection counts', () => {
    const cases = (number: number) =>
      Array.from({ length: number }, (_, position) => finding('HI22-16-1', { inspection: `I${position}` }));
    expect([1, 2, 3].map((number) => lastScore(PACK, cases(number)))).toEqual([
      '6 → suspend 3 months 2025-06-10/2025-09-09',
      '12 → suspend 12 months 2025-06-10/2026-06-09',
      '12 → suspend 12 months 2025-06-10/2026-06-09',
    ]);
  });
});
