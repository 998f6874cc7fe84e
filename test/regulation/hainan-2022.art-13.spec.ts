import { answersOn, DOCTOR, finding, hainanPoints, OTHER_DOCTOR, scoring, shortScores } from './scoring';

const PACK = 'hainan-2022';

describe('hainan-2022 art. 13: 12 points at the beginning of a natural year, cleared at 24:00 of 31 December', () => {
  it.each([
    ['the last second of the old year', '2025-12-31 23:59:59', [6, 9], 2025],
    ['the first second of the new', '2026-01-01 00:00:00', [6, 3], 2026],
    ['the same second, told from UTC', '2025-12-31T16:00:00Z', [6, 3], 2026],
    ['a second earlier, told from UTC', '2025-12-31T15:59:59Z', [6, 9], 2025],
  ] as const)('6 points in June, 3 more decided in %s (%s): totals %j', (_, when, totals, year) => {
    const answers = answersOn(PACK, [...hainanPoints(6), ...hainanPoints(3, when)]);
    expect(answers.map(({ yearTotal }) => yearTotal)).toEqual(totals);
    expect(answers.at(-1)?.year).toBe(year);
  });

  it('deductions accumulate decision by decision, and what remains is counted down from 12', () => {
    const stated = ['2025-01-02', '2025-03-04', '2025-05-06'].flatMap((when) => hainanPoints(2, when));
    const answers = answersOn(PACK, stated);
    expect(answers.map(({ yearTotal, remaining }) => [yearTotal, remaining])).toEqual([
      [2, 10],
      [4, 8],
      [6, 6],
    ]);
  });

  it('no more than the 12 points of a year are lost', () => {
    const stated = [...hainanPoints(11, '2025-02-03'), ...hainanPoints(6, '2025-07-08')];
    expect(answersOn(PACK, stated).map(({ yearTotal, remaining }) => [yearTotal, remaining])).toEqual([
      [11, 1],
      [12, 0],
    ]);
  });

  it('read the other way: without a cap the total goes on, and nothing less than nothing remains', () => {
    const stated = [...hainanPoints(11, '2025-02-03'), ...hainanPoints(6, '2025-07-08')];
    const answers = answersOn(PACK, stated, { annualCap: 'none' });
    expect(answers.map(({ yearTotal, remaining }) => [yearTotal, remaining])).toEqual([
      [11, 1],
      [17, 0],
    ]);
  });

  it('read the other way: counted up, the deductions are the same and nothing remains to be told', () => {
    const [answer] = answersOn(PACK, hainanPoints(7), { scoreDirection: 'up' });
    expect(answer).toMatchObject({ yearTotal: 7, remaining: null, grade: 'D' });
  });

  it('each doctor has points of their own, wherever it happened', () => {
    const stated = [
      finding('HI22-16-1', { code: DOCTOR, site: 'H46010000001' }),
      finding('HI22-17-1', { code: DOCTOR, site: 'H46010000002', at: '2025-06-11' }),
      finding('HI22-17-1', { code: OTHER_DOCTOR }),
    ];
    expect(answersOn(PACK, stated).map(({ code, yearTotal }) => [code, yearTotal])).toEqual([
      [DOCTOR, 6],
      [OTHER_DOCTOR, 3],
      [DOCTOR, 9],
    ]);
  });

  it('a placeholder is nobody who could lose points', () => {
    expect(scoring(PACK, [finding('HI22-16-1', { code: '009999' })])).toEqual({
      answers: [],
      problems: [expect.objectContaining({ index: 0, field: 'code', got: '009999' })],
    });
  });

  it('a year begins anew though the one before was lost altogether', () => {
    const stated = [...hainanPoints(12, '2025-12-31 23:59:59'), ...hainanPoints(1, '2026-01-01')];
    expect(shortScores(PACK, stated)).toEqual(['12 → suspend 12 months 2025-12-31/2026-12-30', '1 → none']);
  });
});
