import { casesOf, itFixesPoints } from './fixed-points';
import { lastScore } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 19;

describe('hainan-2022 art. 19: 1 point a case', () => {
  itFixesPoints(ARTICLE, 1, 3);

  it('each case of another inspection counts', () => {
    expect(casesOf(ARTICLE).map((cases) => lastScore(PACK, cases))).toEqual([
      '1 → none',
      '2 → none',
      '3 → none',
    ]);
  });
});
