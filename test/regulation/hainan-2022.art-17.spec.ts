import { answersOn, finding, lastScore, loaded, problemsOn } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 17;

describe('hainan-2022 art. 17: 3 points a case', () => {
  it.each([
    ['HI22-17-1', 3],
    ['HI22-17-2', 3],
    ['HI22-17-3', 3],
    ['HI22-17-4', 3],
    ['HI22-17-5', 3],
    ['HI22-17-6', 3],
    ['HI22-17-7', 3],
    ['HI22-17-8', 3],
  ])('%s: %i points', (situation, points) => {
    expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
      counted: [{ situation, points }],
      yearTotal: points,
    });
  });

  it('has no further item', () => {
    const codes = [...loaded(PACK).editions[0]!.catalogue.keys()];
    expect(codes.filter((code) => code.startsWith(`HI22-${ARTICLE}-`))).toHaveLength(8);
    expect(problemsOn(PACK, [finding('HI22-17-9')])).toEqual([
      'situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got HI22-17-9',
    ]);
  });

  it.each([
    ['other points', 4],
    ['the same points', 3],
  ])('the article fixes the points: a finding that states %s is refused', (_, points) => {
    expect(problemsOn(PACK, [finding('HI22-17-1', { points })])).toEqual([
      `points: expected none: HI22-17-1 is 3 points, got ${points}`,
    ]);
  });

  it('cites its own item', () => {
    const { catalogue } = loaded(PACK).editions[0]!;
    expect([...catalogue.values()].flatMap(({ citation: { article } }) => article ?? [])).toContain(
      '17 item 8',
    );
  });

  it('each case of another inspection counts', () => {
    const cases = (number: number) =>
      Array.from({ length: number }, (_, position) => finding('HI22-17-1', { inspection: `I${position}` }));
    expect([1, 2, 3].map((number) => lastScore(PACK, cases(number)))).toEqual([
      '3 → none',
      '6 → suspend 3 months 2025-06-10/2025-09-09',
      '9 → suspend 6 months 2025-06-10/2025-12-09',
    ]);
  });
});
