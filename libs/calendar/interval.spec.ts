import fc from 'fast-check';
import type { Interval } from '.';
import {
  BEFORE_ALL,
  covers,
  formatInterval,
  instantOf,
  intersectionOf,
  intervalFrom,
  neverWas,
  OPEN_END,
  outsideOf,
  overlaps,
  parseTime,
} from '.';

const of = (from: number, until: number): Interval => ({ from: instantOf(from), until: instantOf(until) });

describe('an interval is half-open', () => {
  it.each([
    [9, false],
    [10, true],
    [11, true],
    [19, true],
    [20, false],
    [21, false],
  ])('[10, 20) at %d: %s', (at, inside) => {
    expect(covers(of(10, 20), instantOf(at))).toBe(inside);
  });

  it('without an end it covers everything from its start, without a start everything before its end', () => {
    expect(intervalFrom(instantOf(10))).toEqual({ from: 10, until: OPEN_END });
    expect(intervalFrom(instantOf(10), instantOf(20))).toEqual(of(10, 20));
    expect(covers(intervalFrom(instantOf(10)), instantOf(Number.MAX_SAFE_INTEGER))).toBe(true);
    expect(covers(intervalFrom(instantOf(10)), OPEN_END)).toBe(false);
    expect(covers({ from: BEFORE_ALL, until: instantOf(10) }, BEFORE_ALL)).toBe(true);
  });

  it.each([
    [10, 9, true],
    [10, 10, true],
    [10, 11, false],
  ])('[%d, %d) never was: %s', (from, until, never) => {
    expect(neverWas(of(from, until))).toBe(never);
  });
});

describe('two intervals overlap when some instant lies in both', () => {
  it.each([
    [of(10, 20), of(20, 30), false],
    [of(10, 20), of(19, 30), true],
    [of(10, 20), of(12, 15), true],
    [of(10, 20), of(10, 20), true],
    [of(10, 20), of(0, 10), false],
    [of(10, 20), of(0, 11), true],
    [of(10, 20), of(15, 15), false],
    [of(10, 20), of(18, 12), false],
    [of(15, 15), of(15, 15), false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });

  it('as counting says', () => {
    const small = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        const instants = [...Array(14).keys()].map(instantOf);
        const both = instants.some((at) => covers(of(a, b), at) && covers(of(c, d), at));
        expect(overlaps(of(a, b), of(c, d))).toBe(both);
        expect(neverWas(of(a, b))).toBe(!instants.some((at) => covers(of(a, b), at)));
      }),
    );
  });
});

describe('what lies in two intervals, and what of one outside of others', () => {
  it.each([
    [of(10, 20), of(15, 30), of(15, 20)],
    [of(10, 20), of(12, 15), of(12, 15)],
    [intervalFrom(instantOf(10)), { from: BEFORE_ALL, until: instantOf(15) }, of(10, 15)],
  ])('%j and %j: %j', (a, b, expected) => {
    expect(intersectionOf(a, b)).toEqual(expected);
    expect(intersectionOf(b, a)).toEqual(expected);
  });

  it.each<readonly [readonly Interval[], readonly Interval[], readonly Interval[]]>([
    [[of(10, 20)], [], [of(10, 20)]],
    [[of(10, 20)], [of(12, 15)], [of(10, 12), of(15, 20)]],
    [[of(10, 20)], [of(10, 15)], [of(15, 20)]],
    [[of(10, 20)], [of(15, 20)], [of(10, 15)]],
    [[of(10, 20)], [of(20, 30), of(5, 10)], [of(10, 20)]],
    [[of(10, 20), of(30, 40)], [of(15, 35)], [of(10, 15), of(35, 40)]],
    [[of(10, 20)], [of(12, 13), of(15, 16)], [of(10, 12), of(13, 15), of(16, 20)]],
    [
      [{ from: BEFORE_ALL, until: OPEN_END }],
      [of(10, 20)],
      [{ from: BEFORE_ALL, until: instantOf(10) }, intervalFrom(instantOf(20))],
    ],
    [[of(10, 20)], [{ from: BEFORE_ALL, until: OPEN_END }], []],
    [[of(10, 20)], [of(15, 15)], [of(10, 20)]],
  ])('of %j outside of %j: %j', (intervals, covered, expected) => {
    expect(outsideOf(intervals, covered)).toEqual(expected);
  });

  it('as counting says', () => {
    const small = fc.integer({ min: 0, max: 12 });
    const one = fc.tuple(small, small).map(([a, b]) => of(a, b));
    fc.assert(
      fc.property(one, fc.array(one, { maxLength: 4 }), (a, others) => {
        for (const at of [...Array(14).keys()].map(instantOf)) {
          const covered = others.some((other) => covers(other, at));
          expect(outsideOf([a], others).some((left) => covers(left, at))).toBe(covers(a, at) && !covered);
          for (const b of others)
            expect(covers(intersectionOf(a, b), at)).toBe(covers(a, at) && covers(b, at));
        }
      }),
    );
  });
});

describe('an interval is written with its end excluded', () => {
  it.each([
    ['2025-06-10', '2025-09-10', '2025-06-10/2025-09-10'],
    ['2025-06-10 09:30:00', '2025-09-10', '2025-06-10T09:30:00+08:00/2025-09-10'],
    ['2025-06-10', null, '2025-06-10/..'],
  ])('%s until %s: %s', (from, until, expected) => {
    const read = (text: string) => parseTime(text)?.instant ?? instantOf(0);
    expect(formatInterval(intervalFrom(read(from), until === null ? OPEN_END : read(until)))).toBe(expected);
  });
});
