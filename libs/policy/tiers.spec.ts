import type { ParameterKind } from '.';
import { consecutiveYears, grade, PARAMETER_KINDS, termination, tier } from '.';

const range = (from: number, to = from) => ({ from, to });

function readsAs<Value>(
  kind: ParameterKind<Value>,
  rows: readonly (readonly [string, Value | null])[],
): void {
  for (const [written, value] of rows) {
    expect([written, kind.read(written)]).toEqual([written, value]);
    if (value !== null) expect(kind.read(kind.write(value))).toEqual(value);
  }
}

const refuses = (kind: ParameterKind<unknown>, rows: readonly string[]): void => {
  expect(rows.filter((written) => kind.read(written) !== null)).toEqual([]);
};

describe('a tier: from so many points to below so many, and what it leads to', () => {
  it('informs, or suspends for so many months', () => {
    readsAs(tier, [
      ['[0,9) inform', { from: 0, below: 9, action: 'inform', months: null }],
      ['[9,12) suspend 1-6', { from: 9, below: 12, action: 'suspend', months: range(1, 6) }],
      ['[10,..) suspend 12', { from: 10, below: null, action: 'suspend', months: range(12) }],
      ['[9,10) suspend 60', { from: 9, below: 10, action: 'suspend', months: range(60) }],
      ['[100,200) suspend 10-12', { from: 100, below: 200, action: 'suspend', months: range(10, 12) }],
    ]);
  });

  it('is written as it is read', () => {
    for (const written of ['[0,9) inform', '[9,12) suspend 1-6', '[10,..) suspend 12'])
      expect(tier.write(tier.read(written)!)).toBe(written);
  });

  it('holds at least one number of points', () => {
    expect([8, 9, 10].map((below) => tier.read(`[9,${below}) inform`)?.below ?? null)).toEqual([
      null,
      null,
      10,
    ]);
  });

  it('suspends for a number of months, informs without one, does nothing else', () => {
    refuses(tier, [
      '[9,12) suspend',
      '[9,12) suspend 0',
      '[9,12) suspend 61',
      '[9,12) suspend 6-1',
      '[0,9) inform 1',
      '[0,9) inform 0',
      '[0,9) terminate',
      '[9,12] suspend 1-6',
      '(9,12) suspend 1-6',
      'a [9,12) suspend 1-6',
      '[9,12) suspend 1-6 b',
      '[..,12) suspend 1-6',
      '[9,1234) suspend 1',
      '[1234,..) suspend 1',
      '[9,12)suspend 1',
      '',
    ]);
  });
});

describe('a termination: at so many points, for so many years', () => {
  it('by how the points were reached', () => {
    readsAs(termination, [
      ['at 12: accumulated 1, one-off 3', { at: 12, accumulatedYears: range(1), oneOffYears: range(3) }],
      [
        'at 9: accumulated 1-3, one-off 10-30',
        { at: 9, accumulatedYears: range(1, 3), oneOffYears: range(10, 30) },
      ],
      [
        'at 12: accumulated 10-12, one-off 20-30',
        { at: 12, accumulatedYears: range(10, 12), oneOffYears: range(20, 30) },
      ],
      ['at 100: accumulated 10, one-off 5', { at: 100, accumulatedYears: range(10), oneOffYears: range(5) }],
    ]);
    expect(termination.write({ at: 12, accumulatedYears: range(1), oneOffYears: range(3) })).toBe(
      'at 12: accumulated 1, one-off 3',
    );
  });

  it('of both kinds, from 1 to 30 years', () => {
    refuses(termination, [
      'at 12: accumulated 0, one-off 3',
      'at 12: accumulated 31, one-off 3',
      'at 12: accumulated 1, one-off 31',
      'at 12: accumulated 3-1, one-off 3',
      'at 12: accumulated 1',
      'at 1234: accumulated 1, one-off 3',
      'it is at 12: accumulated 1, one-off 3',
      'at 12: accumulated 1, one-off 3 years',
      'at x: accumulated 1, one-off 3',
      '',
    ]);
  });
});

describe('years one after the other: so many, each with so many points', () => {
  it('at least two', () => {
    readsAs(consecutiveYears, [
      ['2 years of 9: terminate 1', { years: 2, pointsEach: 9, barYears: range(1) }],
      ['3 years of 12: terminate 10-12', { years: 3, pointsEach: 12, barYears: range(10, 12) }],
      ['1 years of 9: terminate 1', null],
    ]);
    expect(consecutiveYears.write({ years: 3, pointsEach: 9, barYears: range(1, 3) })).toBe(
      '3 years of 9: terminate 1-3',
    );
  });

  it('in these words', () => {
    refuses(consecutiveYears, [
      '10 years of 9: terminate 1',
      '3 years of 1234: terminate 1',
      '3 years of 9: terminate 0',
      '3 years of 9: terminate 31',
      '3 years of 9: terminate',
      'in 3 years of 9: terminate 1',
      '3 years of 9: terminate 1 more',
      '',
    ]);
  });
});

describe('a grade: a letter and the fewest remaining points', () => {
  it('as it is written', () => {
    readsAs(grade, [
      ['A:12', { grade: 'A', from: 12 }],
      ['D:0', { grade: 'D', from: 0 }],
      ['B:100', { grade: 'B', from: 100 }],
    ]);
    expect(grade.write({ grade: 'C', from: 4 })).toBe('C:4');
    refuses(grade, ['a:12', 'AB:12', 'A:', 'A:1234', 'A12', 'A:-1', '']);
  });
});

describe('liquidated damages: percentages by the heaviest measure', () => {
  const damages = PARAMETER_KINDS.liquidatedDamages;
  it('all three, or none', () => {
    readsAs(damages, [
      ['none', 'none'],
      ['refused 10, suspended 20, terminated 30', { refused: 10, suspended: 20, terminated: 30 }],
      ['refused 0, suspended 5, terminated 100', { refused: 0, suspended: 5, terminated: 100 }],
    ]);
    expect(damages.write({ refused: 10, suspended: 20, terminated: 30 })).toBe(
      'refused 10, suspended 20, terminated 30',
    );
    refuses(damages, [
      'refused 10, suspended 20',
      'refused 10, suspended 20, terminated 1234',
      'refused 1234, suspended 20, terminated 30',
      'refused 10, suspended 1234, terminated 30',
      'is refused 10, suspended 20, terminated 30',
      'refused 10, suspended 20, terminated 30 %',
      '',
    ]);
  });
});
