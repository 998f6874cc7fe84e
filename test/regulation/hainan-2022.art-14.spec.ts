import { answersOn, finding, shortScores } from './scoring';

const PACK = 'hainan-2022';
const THREE_MONTHS = '2025-06-10/2025-09-09';
const TWELVE_MONTHS = '2025-06-10/2026-06-09';

/** Situations found in one inspection and decided together. */
const together = (...situations: string[]) =>
  situations.map((situation) => finding(situation, { inspection: 'I1' }));
const eachInItsOwn = (...situations: string[]) =>
  situations.map((situation, position) => finding(situation, { inspection: `I${position}` }));
const PER_CASE = { sameKindInSameInspection: 'perCase' };

describe('hainan-2022 art. 14: within one inspection a kind counts once, and kinds add up', () => {
  it.each([
    ['one kind three times', ['HI22-17-2', 'HI22-17-2', 'HI22-17-2'], '3 → none'],
    ['three kinds', ['HI22-17-2', 'HI22-17-3', 'HI22-19-3'], `7 → suspend 3 months ${THREE_MONTHS}`],
    ['6, 3 and 3', ['HI22-16-1', 'HI22-17-1', 'HI22-17-2'], `12 → suspend 12 months ${TWELVE_MONTHS}`],
    ['12 and 3: no more than 12', ['HI22-15-1', 'HI22-17-1'], `12 → suspend 12 months ${TWELVE_MONTHS}`],
  ] as const)('%s: %j → %s', (_, situations, expected) => {
    expect(shortScores(PACK, together(...situations))).toEqual([expected]);
  });

  it.each([
    ['in one inspection', together('HI22-17-2', 'HI22-17-2'), ['3 → none']],
    [
      'in an inspection each',
      eachInItsOwn('HI22-17-2', 'HI22-17-2'),
      [`6 → suspend 3 months ${THREE_MONTHS}`],
    ],
    ['in none that is named', [finding('HI22-17-2'), finding('HI22-17-2')], ['3 → none']],
    [
      'in one that is named and one that is not',
      [finding('HI22-17-2', { inspection: 'I1' }), finding('HI22-17-2')],
      [`6 → suspend 3 months ${THREE_MONTHS}`],
    ],
    [
      'in none that is named, on two days',
      [finding('HI22-17-2'), finding('HI22-17-2', { at: '2025-06-11' })],
      ['3 → none', '6 → suspend 3 months 2025-06-11/2025-09-10'],
    ],
  ] as const)('one kind twice, %s', (_, stated, expected) => {
    expect(shortScores(PACK, stated)).toEqual(expected);
  });

  it('an inspection that is decided on twice counts a kind once, and what is new', () => {
    const stated = [
      finding('HI22-17-2', { id: 'A', inspection: 'I1', at: '2025-06-10' }),
      finding('HI22-17-2', { id: 'B', inspection: 'I1', at: '2025-06-20' }),
      finding('HI22-17-3', { id: 'C', inspection: 'I1', at: '2025-06-20' }),
      finding('HI22-17-2', { id: 'D', inspection: 'I1', at: '2025-06-30' }),
    ];
    const answers = answersOn(PACK, stated);
    expect(answers.map(({ counted }) => counted.map(({ findingId, points }) => [findingId, points]))).toEqual(
      [[['A', 3]], [['C', 3]], []],
    );
    expect(answers.map(({ yearTotal, measure }) => [yearTotal, measure.outcome])).toEqual([
      [3, 'none'],
      [6, 'suspend'],
      [6, 'none'],
    ]);
  });

  it('an inspection stays one over the turn of the year', () => {
    const stated = [
      finding('HI22-17-2', { inspection: 'I1', at: '2025-12-31' }),
      finding('HI22-17-2', { inspection: 'I1', at: '2026-01-05' }),
    ];
    expect(shortScores(PACK, stated)).toEqual(['3 → none', '0 → none']);
  });

  it.each([
    [
      'one kind three times',
      ['HI22-17-2', 'HI22-17-2', 'HI22-17-2'],
      `9 → suspend 6 months 2025-06-10/2025-12-09`,
    ],
    ['three kinds', ['HI22-17-2', 'HI22-17-3', 'HI22-19-3'], `7 → suspend 3 months ${THREE_MONTHS}`],
  ] as const)('read the other way, case by case: %s: %j → %s', (_, situations, expected) => {
    expect(shortScores(PACK, together(...situations), PER_CASE)).toEqual([expected]);
  });

  it('read the other way, a case decided later counts too', () => {
    const stated = [
      finding('HI22-17-2', { inspection: 'I1' }),
      finding('HI22-17-2', { inspection: 'I1', at: '2025-06-11' }),
    ];
    expect(shortScores(PACK, stated, PER_CASE)).toEqual([
      '3 → none',
      '6 → suspend 3 months 2025-06-11/2025-09-10',
    ]);
  });

  it('one act of two kinds is deducted for both, by the draft', () => {
    const stated = [
      finding('HI22-17-2', { inspection: 'I1', act: 'A1' }),
      finding('HI22-17-3', { inspection: 'I1', act: 'A1' }),
    ];
    expect(shortScores(PACK, stated)).toEqual([`6 → suspend 3 months ${THREE_MONTHS}`]);
    expect(shortScores(PACK, stated, { sameActSeveralSituations: 'highest' })).toEqual(['3 → none']);
  });

  it('names the first of equals as the one that counted', () => {
    const stated = ['B', 'A', 'C'].map((id) => finding('HI22-17-2', { id, inspection: 'I1' }));
    expect(answersOn(PACK, stated)[0]?.counted).toEqual([
      { findingId: 'A', situation: 'HI22-17-2', points: 3 },
    ]);
  });
});
