import { answersOn, finding, lastScore, loaded, problemsOn } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 19;

describe('hainan-2022 art. 19: 1 point a case', () => {
  it.each([
    ['HI22-19-1', 1],
    ['HI22-19-2', 1],
    ['HI22-19-3', 1],
  ])('%s: %i points', (situation, points) => {
    expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
      counted: [{ situation, points }],
      yearTotal: points,
    });
  });

  it('has no further item', () => {
    const codes = [...loaded(PACK).editions[0]!.catalogue.keys()];
    expect(codes.filter((code) => code.startsWith(`HI22-${ARTICLE}-`))).toHaveLength(3);
    expect(problemsOn(PACK, [finding('HI22-19-4')])).toEqual([
      'situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got HI22-19-4',
    ]);
  });

  it.each([
    ['other points', 2],
    ['the same points', 1],
  ])('the article fixes the points: a finding that states %s is refused', (_, points) => {
    expect(problemsOn(PACK, [finding('HI22-19-1', { points })])).toEqual([
      `points: expected none: HI22-19-1 is 1 point, got ${points}`,
    ]);
  });

  it('cites its own item', () => {
    const { catalogue } = loaded(PACK).editions[0]!;
    expect([...catalogue.values()].flatMap(({ citation: { article } }) => article ?? [])).toContain(
      '19 item 3',
    );
  });

  it('each case of another inspection counts', () => {
    const cases = (number: number) =>
      Array.from({ length: number }, (_, position) => finding('HI22-19-1', { inspection: `I${position}` }));
    expect([1, 2, 3].map((number) => lastScore(PACK, cases(number)))).toEqual([
      '1 → none',
      '2 → none',
      '3 → none',
    ]);
  });
});
