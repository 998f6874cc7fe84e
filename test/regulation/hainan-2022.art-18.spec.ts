import { casesOf, itFixesPoints } from './fixed-points';
import { lastScore } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 18;

describe('hainan-2022 art. 18: 2 points a case', () => {
  itFixesPoints(ARTICLE, 2, 2);

  it('each case of another inspection counts', () => {
    expect(casesOf(ARTICLE).map((cases) => lastScore(PACK, cases))).toEqual([
      '2 → none',
      '4 → none',
      '6 → suspend 3 months 2025-06-10/2025-09-09',
    ]);
  });
});
