import { itFixesPoints } from './fixed-points';
import { finding, lastScore, shortScores } from './scoring';

const PACK = 'hainan-2022';
const ARTICLE = 15;

describe('hainan-2022 art. 15: all 12 points of the year', () => {
  itFixesPoints(ARTICLE, 12, 6);

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
