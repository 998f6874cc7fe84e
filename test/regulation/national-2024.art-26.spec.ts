import { answersOn, finding, lastScore, OTHER_DOCTOR, shortScores } from './scoring';

const PACK = 'national-2024';
const SUMMED = { sameActSeveralSituations: 'summed' };
const PER_CASE = { sameKindInSameInspection: 'perCase' };

const found = (situation: string, points: number, stated = {}) =>
  finding(situation, { inspection: 'I1', points, ...stated });

describe('national-2024 art. 26: types of one inspection add up; one act counts as its heaviest situation', () => {
  it('different types of one inspection add up', () => {
    const stated = [found('N23-1-3-1', 2), found('N23-4-6-1', 5)];
    expect(shortScores(PACK, stated)).toEqual(['7 → inform']);
  });

  it('the same type several times is one, the heaviest', () => {
    const stated = [found('N23-4-6-1', 4), found('N23-4-6-1', 6), found('N23-4-6-1', 5)];
    expect(shortScores(PACK, stated)).toEqual(['6 → inform']);
    expect(lastScore(PACK, stated, PER_CASE)).toBe('12 → terminate 3 years 2025-06-10/2028-06-09');
  });

  it('one act of several situations is the heaviest only; read the other way they add up', () => {
    const stated = [
      found('N23-1-3-1', 3, { act: 'A1' }),
      found('N23-7-9-1', 8, { act: 'A1' }),
      found('N23-4-6-1', 4, { act: 'A1' }),
    ];
    expect(shortScores(PACK, stated)).toEqual(['8 → inform']);
    expect(shortScores(PACK, stated, SUMMED)).toEqual(['12 → terminate 3 years 2025-06-10/2028-06-09']);
  });

  it.each([
    ['two acts add up', 'A1', 'A2', 7],
    ['acts that are not named are two', undefined, undefined, 7],
    ['an act that is named and one that is not are two', 'A1', undefined, 7],
    ['one act is one', 'A1', 'A1', 5],
  ])('%s', (_, first, second, total) => {
    const act = (name: string | undefined) => (name === undefined ? {} : { act: name });
    const stated = [found('N23-1-3-1', 2, act(first)), found('N23-4-6-1', 5, act(second))];
    expect(answersOn(PACK, stated)[0]?.yearTotal).toBe(total);
  });

  it('of equally heavy situations of an act the first finding counts', () => {
    const stated = [
      found('N23-4-6-2', 5, { id: 'B', act: 'A1' }),
      found('N23-4-6-1', 5, { id: 'A', act: 'A1' }),
    ];
    expect(answersOn(PACK, stated)[0]?.counted).toEqual([
      { findingId: 'A', situation: 'N23-4-6-1', points: 5 },
    ]);
  });

  it('acts are told apart within an inspection and a person', () => {
    const stated = [
      found('N23-1-3-1', 2, { act: 'A1' }),
      found('N23-4-6-1', 4, { act: 'A1', inspection: 'I2' }),
      found('N23-7-9-1', 8, { act: 'A1', code: OTHER_DOCTOR }),
    ];
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([6, 8]);
  });

  it('acts are judged first: one whose heaviest situation was found before adds nothing to it', () => {
    const before = [found('N23-1-3-1', 3, { act: 'A1' }), found('N23-4-6-1', 6, { act: 'A2' })];
    expect(answersOn(PACK, before)[0]?.yearTotal).toBe(9);
    const heavier = [...before, found('N23-4-6-1', 5, { act: 'A1' })];
    expect(answersOn(PACK, heavier)[0]?.yearTotal).toBe(6);
  });

  it.each([
    ['lighter', 4, 0],
    ['as heavy', 6, 0],
    ['heavier', 8, 2],
  ])('an inspection decided on again, the same act now %s (%i): %i more', (_, points, more) => {
    const band = points > 6 ? 'N23-7-9-1' : 'N23-4-6-2';
    const stated = [
      found('N23-4-6-1', 6, { act: 'A1', at: '2025-06-01' }),
      found(band, points, { act: 'A1', at: '2025-06-10' }),
    ];
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([6, 6 + more]);
    expect(answersOn(PACK, stated, SUMMED).map(({ yearTotal }) => yearTotal)).toEqual([
      6,
      Math.min(12, 6 + points),
    ]);
  });

  it.each([
    ['lighter', 4, 0],
    ['as heavy', 5, 0],
    ['heavier', 6, 1],
  ])('an inspection decided on again, the same type now %s (%i): %i more', (_, points, more) => {
    const stated = [
      found('N23-4-6-1', 5, { at: '2025-06-01' }),
      found('N23-4-6-1', points, { at: '2025-06-10' }),
    ];
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([5, 5 + more]);
    expect(answersOn(PACK, stated, PER_CASE).map(({ yearTotal }) => yearTotal)).toEqual([5, 5 + points]);
  });

  it.each([
    ['an act', { act: 'A1' }, 'N23-4-6-2'],
    ['a type', {}, 'N23-4-6-1'],
  ])('%s decided on three times counts up to its heaviest', (_, act, other) => {
    const times = [
      ['N23-4-6-1', 5, '2025-06-01'],
      [other, 4, '2025-06-02'],
      ['N23-4-6-1', 6, '2025-06-03'],
      [other, 5, '2025-06-04'],
    ] as const;
    const stated = times.map(([situation, points, when]) => found(situation, points, { ...act, at: when }));
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([5, 5, 6, 6]);
  });

  it('an act and a type that were counted before are taken off once, not twice', () => {
    const stated = [
      found('N23-4-6-1', 4, { act: 'A1', at: '2025-06-01' }),
      found('N23-4-6-1', 6, { act: 'A1', at: '2025-06-10' }),
    ];
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([4, 6]);
  });

  it('an act that one of its type outweighed has been judged all the same', () => {
    const stated = [
      found('N23-4-6-1', 5, { act: 'A1', at: '2025-06-01' }),
      found('N23-4-6-1', 6, { act: 'A2', at: '2025-06-01' }),
      found('N23-1-3-1', 3, { act: 'A1', at: '2025-06-10' }),
    ];
    expect(answersOn(PACK, stated).map(({ yearTotal }) => yearTotal)).toEqual([6, 6]);
  });

  it('the points of a person at several sites, or over several pharmacies, are one account', () => {
    const stated = [
      finding('N23-4-6-1', { points: 5, site: 'H44010000001', at: '2025-03-01' }),
      finding('N23-4-6-1', { points: 4, site: 'P44010000002', at: '2025-06-10' }),
    ];
    expect(shortScores(PACK, stated)).toEqual(['5 → inform', '9 → suspend 1-6 months 2025-06-10/..']);
  });
});
