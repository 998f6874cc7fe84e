import { casesOf, itFixesPoints } from './fixed-points';
import { lastScore } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 16;

describe('hainan-2022 art. 16: 6 points a case', () => {
  itFixesPoints(ARTICLE, 6, 3);

  it('each case of another inspection counts', () => {
    expect(casesOf(ARTICLE).map((cases) => lastScore(PACK, cases))).toEqual([
      '6 → suspend 3 months 2025-06-10/2025-09-09',
      '12 → suspend 12 months 2025-06-10/2026-06-09',
      '12 → suspend 12 months 2025-06-10/2026-06-09',
    ]);
  });
});
