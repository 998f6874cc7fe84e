import { casesOf, itFixesPoints } from './fixed-points';
import { lastScore } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 17;

describe('hainan-2022 art. 17: 3 points a case', () => {
  itFixesPoints(ARTICLE, 3, 8);

  it('each case of another inspection counts', () => {
    expect(casesOf(ARTICLE).map((cases) => lastScore(PACK, cases))).toEqual([
      '3 → none',
      '6 → suspend 3 months 2025-06-10/2025-09-09',
      '9 → suspend 6 months 2025-06-10/2025-12-09',
    ]);
  });
});
