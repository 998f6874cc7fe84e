import { answersOn, finding, lastScore, loaded, problemsOn, shortScores } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 15;

describe('hainan-2022 art. 15: all 12 points of the year', () => {
  it.each([
    ['HI22-15-1', 12],
    ['HI22-15-2', 12],
    ['HI22-15-3', 12],
    ['HI22-15-4', 12],
    ['HI22-15-5', 12],
    ['HI22-15-6', 12],
  ])('%s: %i points', (situation, points) => {
    expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
      counted: [{ situation, points }],
      yearTotal: points,
    });
  });

  it('has no further item', () => {
    const codes = [...loaded(PACK).editions[0]!.catalogue.keys()];
    expect(codes.filter((code) => code.startsWith(`HI22-${ARTICLE}-`))).toHaveLength(6);
    expect(problemsOn(PACK, [finding('HI22-15-7')])).toEqual([
      'situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got HI22-15-7',
    ]);
  });

  it.each([
    ['other points', 13],
    ['the same points', 12],
  ])('the article fixes the points: a finding that states %s is refused', (_, points) => {
    expect(problemsOn(PACK, [finding('HI22-15-1', { points })])).toEqual([
      `points: expected none: HI22-15-1 is 12 points, got ${points}`,
    ]);
  });

  it('cites its own item', () => {
    const { catalogue } = loaded(PACK).editions[0]!;
    expect([...catalogue.values()].flatMap(({ citation: { article } }) => article ?? [])).toContain(
      '15 item 6',
    );
  });

  it('one such finding is the whole year, whatever was left of it', () => {
    const stated = [finding('HI22-19-1', { at: '2025-03-03' }), finding('HI22-15-1', { at: '2025-06-10' })];
    expect(shortScores(PACK, stated)).toEqual(['1 → none', '12 → suspend 12 months 2025-06-10/2026-06-09']);
  });

  it('with a lighter kind of the same inspection it is no more than the year', () => {
    expect(lastScore(PACK, [finding('HI22-15-1'), finding('HI22-17-1')])).toBe(
      '12 → suspend 12 months 2025-06-10/2026-06-09',
    );
  });
});
