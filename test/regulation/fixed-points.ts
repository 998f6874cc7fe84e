/** What the articles of Hainan's catalogue have in common: so many items, each with the same fixed points. */
import { answersOn, finding, loaded, problemsOn } from './scoring';

const PACK = 'hainan-2022';

/** Inside the `describe` of an article: its items score, there is no further one, a finding states no points, it is cited. */
export function itFixesPoints(article: number, points: number, items: number): void {
  const item = (number: number): string => `HI22-${article}-${number}`;
  const catalogue = () => loaded(PACK).editions[0]!.catalogue;

  it.each(Array.from({ length: items }, (_, position) => [item(position + 1)]))(
    `%s: ${points} points`,
    (situation) => {
      expect(answersOn(PACK, [finding(situation)])[0]).toMatchObject({
        counted: [{ situation, points }],
        yearTotal: points,
      });
    },
  );

  it('has no further item', () => {
    expect([...catalogue().keys()].filter((code) => code.startsWith(`HI22-${article}-`))).toHaveLength(items);
    expect(problemsOn(PACK, [finding(item(items + 1))])).toEqual([
      `situation: expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got ${item(items + 1)}`,
    ]);
  });

  it.each([
    ['other points', points + 1],
    ['the same points', points],
  ])('the article fixes the points: a finding that states %s is refused', (_, stated) => {
    expect(problemsOn(PACK, [finding(item(1), { points: stated })])).toEqual([
      `points: expected none: ${item(1)} is ${points} point${points === 1 ? '' : 's'}, got ${stated}`,
    ]);
  });

  it('cites its own item', () => {
    expect([...catalogue().values()].map(({ citation }) => citation.article)).toContain(
      `${article} item ${items}`,
    );
  });
}

/** What the year comes to after one, two and three cases of an article's first item, each in an inspection of its own. */
export const casesOf = (article: number) =>
  [1, 2, 3].map((number) =>
    Array.from({ length: number }, (_, position) =>
      finding(`HI22-${article}-1`, { inspection: `I${position}` }),
    ),
  );
