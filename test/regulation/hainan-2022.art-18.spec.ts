import { answersOn, finding, lastScore, loaded, problemsOn } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 18;

describe('hainan-2022 art. 18: 2 points a case', () => {
  it.each([
    ['HI22-18-1', 2],
    ['HI22-18-2', 2],
  ])('%s: %i points', (situation, points) => {
    expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
      counted: [{ situation, points }],
      yearTotal: points,
    });
  });

  it('has no further item', () => {
    const codes = [...loaded(PACK).editions[0]!.catalogue.keys()];
    expect(codes.filter((code) => code.startsWith(`HI22-${ARTICLE}-`))).toHaveLength(2);
    expect(problemsOn(PACK, [finding('HI22-18-3')])).toEqual([
      'situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got HI22-18-3',
    ]);
  });

  it.each([
    ['other points', 3],
    ['the same points', 2],
  ])('the article fixes the points: a finding that states %s is refused', (_, points) => {
    expect(problemsOn(PACK, [finding('HI22-18-1', { points })])).toEqual([
      `points: expected none: HI22-18-1 is 2 points, got ${points}`,
    ]);
  });

  it('cites its own item', () => {
    const { catalogue } = loaded(PACK).editions[0]!;
    expect([...catalogue.values()].flatMap(({ citation: { article } }) => article ?? [])).toContain(
      '18 item 2',
    );
  });

  it('each case of another inspection counts', () => {
    const cases = (number: number) =>
      Array.from({ length: number }, (_, position) => finding('HI22-18-1', { inspection: `I${position}` }));
    expect([1, 2, 3].map((number) => lastScore(PACK, cases(number)))).toEqual([
      '2 → none',
      '4 → none',
      '6 → suspend 3 months 2025-06-10/2025-09-09',
    ]);
  });
});
