import fc from 'fast-check';
import type { Day, MonthEnd } from '.';
import {
  addMonths,
  addYears,
  civilDateOf,
  covers,
  dayOf,
  dayOfMonthIn,
  daysInMonth,
  firstDayOfNextMonth,
  formatDay,
  formatInstant,
  formatInterval,
  instantOf,
  isAfter,
  lastDayOfPeriod,
  MONTH_ENDS,
  neverWas,
  nextDay,
  overlaps,
  parseDay,
  parseTime,
  periodOf,
  plusMs,
  previousDay,
  startOfDay,
  yearOf,
} from '.';

const day = (text: string): Day => parseDay(text)!;
const at = (text: string) => parseTime(text)!.instant;
const anyDay = fc.integer({ min: day('1900-01-01'), max: day('2199-12-31') }).map((days) => days as Day);
const someMonths = fc.integer({ min: -1300, max: 1300 });

describe('a number of calendar months later', () => {
  it.each([
    ['2025-06-10', 3, '2025-09-10'],
    ['2025-06-10', 0, '2025-06-10'],
    ['2025-06-10', 1, '2025-07-10'],
    ['2025-06-10', 6, '2025-12-10'],
    ['2025-06-10', 7, '2026-01-10'],
    ['2025-12-01', 1, '2026-01-01'],
    ['2025-11-30', 1, '2025-12-30'],
    ['2025-01-01', 11, '2025-12-01'],
    ['2025-01-01', 12, '2026-01-01'],
    ['2025-01-01', 13, '2026-02-01'],
    ['2024-12-31', 12, '2025-12-31'],
    ['2025-06-10', 24, '2027-06-10'],
    ['2025-06-10', -5, '2025-01-10'],
    ['2025-06-10', -6, '2024-12-10'],
    ['2025-01-15', -1, '2024-12-15'],
    ['2025-06-10', -12, '2024-06-10'],
  ])('%s and %d: %s', (from, months, expected) => {
    expect(formatDay(addMonths(day(from), months))).toBe(expected);
  });

  describe('is clamped to the end of a month that is too short', () => {
    it.each([
      ['2025-01-27', 1, '2025-02-27'],
      ['2025-01-28', 1, '2025-02-28'],
      ['2025-01-29', 1, '2025-02-28'],
      ['2025-01-31', 1, '2025-02-28'],
      ['2024-01-28', 1, '2024-02-28'],
      ['2024-01-29', 1, '2024-02-29'],
      ['2024-01-30', 1, '2024-02-29'],
      ['2025-03-30', 1, '2025-04-30'],
      ['2025-03-31', 1, '2025-04-30'],
      ['2025-03-31', 2, '2025-05-31'],
      ['2025-02-28', 1, '2025-03-28'],
      ['2025-08-31', 6, '2026-02-28'],
      ['2025-12-31', 2, '2026-02-28'],
      ['2025-12-31', -1, '2025-11-30'],
      ['2025-03-31', -1, '2025-02-28'],
    ])('%s and %d: %s', (from, months, expected) => {
      expect(formatDay(addMonths(day(from), months))).toBe(expected);
    });
  });

  it('always lands in the month counted to, on the same day or on its last', () => {
    fc.assert(
      fc.property(anyDay, someMonths, (from, months) => {
        const { year, month, dayOfMonth } = civilDateOf(from);
        const reached = civilDateOf(addMonths(from, months));
        expect(reached.year * 12 + reached.month).toBe(year * 12 + month + months);
        expect(reached.dayOfMonth).toBe(Math.min(dayOfMonth, daysInMonth(reached.year, reached.month)));
      }),
    );
  });

  it('keeps the order of days, and more months are later', () => {
    fc.assert(
      fc.property(anyDay, anyDay, someMonths, (a, b, months) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(isAfter(addMonths(earlier, months), addMonths(later, months))).toBe(false);
        expect(isAfter(addMonths(a, months + 1), addMonths(a, months))).toBe(true);
      }),
    );
  });
});

describe('a number of years later', () => {
  it.each([
    ['2025-06-10', 1, '2026-06-10'],
    ['2025-06-10', 3, '2028-06-10'],
    ['2025-06-10', 0, '2025-06-10'],
    ['2025-06-10', -1, '2024-06-10'],
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2024-02-28', 1, '2025-02-28'],
    ['2023-02-28', 1, '2024-02-28'],
    ['2096-02-29', 4, '2100-02-28'],
    ['1996-02-29', 4, '2000-02-29'],
  ])('%s and %d: %s', (from, years, expected) => {
    expect(formatDay(addYears(day(from), years))).toBe(expected);
  });
});

const anyReading = fc.constantFrom(...MONTH_ENDS);
const fewMonths = fc.integer({ min: 1, max: 60 });
const READ: MonthEnd = 'last_day_of_month';

describe('a period of months has its first day in it and ends the day before', () => {
  it.each([
    ['a notice of 3 months', '2025-06-10', 3, '2025-09-09', '2025-06-10/2025-09-10'],
    ['READINGS 6, case G11b, 3 months', '2025-08-04', 3, '2025-11-03', '2025-08-04/2025-11-04'],
    ['READINGS 6, case G11b, 1 month', '2025-08-04', 1, '2025-09-03', '2025-08-04/2025-09-04'],
    ['from the first of a month', '2025-06-01', 1, '2025-06-30', '2025-06-01/2025-07-01'],
    ['not clamped by the month before', '2025-03-01', 1, '2025-03-31', '2025-03-01/2025-04-01'],
    ['over New Year', '2025-11-15', 6, '2026-05-14', '2025-11-15/2026-05-15'],
    ['a natural year', '2025-01-01', 12, '2025-12-31', '2025-01-01/2026-01-01'],
    ['from a last day to a month as long', '2025-01-31', 2, '2025-03-30', '2025-01-31/2025-03-31'],
    ['from 28 February to a leap year', '2023-02-28', 12, '2024-02-27', '2023-02-28/2024-02-28'],
  ])('%s, read either way: from %s for %d ends with %s', (_, first, months, last, interval) => {
    for (const monthEnd of MONTH_ENDS) {
      expect(formatDay(lastDayOfPeriod(day(first), months, monthEnd))).toBe(last);
      expect(formatInterval(periodOf(day(first), months, monthEnd))).toBe(interval);
    }
  });

  it.each([
    ['the last second before', '2025-06-09 23:59:59', false],
    ['its first second', '2025-06-10 00:00:00', true],
    ['its last second', '2025-09-09 23:59:59', true],
    ['the first second after', '2025-09-10 00:00:00', false],
  ])('3 months from 2025-06-10 at %s', (_, moment, inside) => {
    expect(covers(periodOf(day('2025-06-10'), 3, READ), at(moment))).toBe(inside);
  });

  it('without months it never was', () => {
    for (const monthEnd of MONTH_ENDS) {
      expect(formatDay(lastDayOfPeriod(day('2025-06-10'), 0, monthEnd))).toBe('2025-06-09');
      expect(neverWas(periodOf(day('2025-06-10'), 0, monthEnd))).toBe(true);
      expect(neverWas(periodOf(day('2025-06-10'), 1, monthEnd))).toBe(false);
    }
  });

  it('it holds its first day and its last and none outside', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 120 }), anyReading, (first, months, monthEnd) => {
        const period = periodOf(first, months, monthEnd);
        const last = lastDayOfPeriod(first, months, monthEnd);
        const probes = [previousDay(first), first, last, nextDay(last)].map(startOfDay);
        expect(probes.map((probe) => covers(period, probe))).toEqual([false, true, true, false]);
        expect(covers(period, plusMs(startOfDay(nextDay(last)), -1))).toBe(true);
      }),
    );
  });

  it('one that starts when another is over neither meets it nor leaves a gap', () => {
    fc.assert(
      fc.property(anyDay, fewMonths, fewMonths, anyReading, (first, one, two, monthEnd) => {
        const next = nextDay(lastDayOfPeriod(first, one, monthEnd));
        const [before, after] = [periodOf(first, one, monthEnd), periodOf(next, two, monthEnd)];
        expect(overlaps(before, after)).toBe(false);
        expect(before.until).toBe(after.from);
        if (civilDateOf(first).dayOfMonth <= 28)
          expect(lastDayOfPeriod(next, two, monthEnd)).toBe(lastDayOfPeriod(first, one + two, monthEnd));
      }),
    );
  });
});

describe('a period of months whose last month has no corresponding day (CONTRACT 7, Periods in months)', () => {
  it.each([
    ['2025-11-27', 3, '2026-02-26', '2026-02-26'],
    ['2025-11-28', 3, '2026-02-27', '2026-02-27'],
    ['2025-11-29', 3, '2026-02-28', '2026-02-27'],
    ['2025-11-30', 3, '2026-02-28', '2026-02-27'],
    ['2025-01-28', 1, '2025-02-27', '2025-02-27'],
    ['2025-01-29', 1, '2025-02-28', '2025-02-27'],
    ['2025-01-30', 1, '2025-02-28', '2025-02-27'],
    ['2025-01-31', 1, '2025-02-28', '2025-02-27'],
    ['2024-01-29', 1, '2024-02-28', '2024-02-28'],
    ['2024-01-30', 1, '2024-02-29', '2024-02-28'],
    ['2024-01-31', 1, '2024-02-29', '2024-02-28'],
    ['2025-03-30', 1, '2025-04-29', '2025-04-29'],
    ['2025-03-31', 1, '2025-04-30', '2025-04-29'],
    ['2024-02-29', 12, '2025-02-28', '2025-02-27'],
    ['2024-02-29', 48, '2028-02-28', '2028-02-28'],
  ])('from %s for %d: %s, or read the other way %s', (first, months, last, clamped) => {
    expect(formatDay(lastDayOfPeriod(day(first), months, 'last_day_of_month'))).toBe(last);
    expect(formatDay(lastDayOfPeriod(day(first), months, 'day_before_clamped'))).toBe(clamped);
  });

  it('the second reading is never later, at most a day earlier, and only from the 29th on', () => {
    fc.assert(
      fc.property(anyDay, fewMonths, (first, months) => {
        const [last, clamped] = MONTH_ENDS.map((monthEnd) => lastDayOfPeriod(first, months, monthEnd));
        const days = (last ?? first) - (clamped ?? first);
        expect(civilDateOf(first).dayOfMonth <= 28 ? [0] : [0, 1]).toContain(days);
      }),
    );
  });

  it('by the second reading two periods in a row never run longer than one of both', () => {
    fc.assert(
      fc.property(anyDay, fewMonths, fewMonths, (first, one, two) => {
        const end = (from: Day, months: number): Day => lastDayOfPeriod(from, months, 'day_before_clamped');
        expect(isAfter(end(nextDay(end(first, one)), two), end(first, one + two))).toBe(false);
      }),
    );
  });
});

describe('the natural year turns at midnight in Asia/Shanghai', () => {
  it.each([
    ['2025-12-31T15:59:59.999Z', 2025],
    ['2025-12-31T16:00:00.000Z', 2026],
    ['2026-01-01T00:00:00.000Z', 2026],
    ['2024-12-31T15:59:59.999Z', 2024],
    ['2024-12-31T16:00:00.000Z', 2025],
    ['2024-02-29T00:00:00.000Z', 2024],
  ])('%s lies in %d', (utc, year) => {
    expect(yearOf(instantOf(Date.parse(utc)))).toBe(year);
  });

  it('as it is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2e12, max: 7e12 }).map(instantOf), (instant) => {
        expect(yearOf(instant)).toBe(Number(formatInstant(instant).slice(0, 4)));
      }),
    );
  });
});

describe('the month after, and a day in a month', () => {
  it.each([
    ['2025-06-01', '2025-07-01'],
    ['2025-06-10', '2025-07-01'],
    ['2025-06-30', '2025-07-01'],
    ['2025-01-31', '2025-02-01'],
    ['2025-11-30', '2025-12-01'],
    ['2025-12-01', '2026-01-01'],
    ['2025-12-31', '2026-01-01'],
    ['2024-02-29', '2024-03-01'],
  ])('after %s the next month starts on %s', (from, first) => {
    expect(formatDay(firstDayOfNextMonth(day(from)))).toBe(first);
  });

  it.each([
    [2025, 7, 5, '2025-07-05'],
    [2025, 12, 10, '2025-12-10'],
    [2025, 13, 5, '2026-01-05'],
    [2025, 24, 5, '2026-12-05'],
    [2025, 25, 5, '2027-01-05'],
    [2025, 1, 10, '2025-01-10'],
    [2025, 0, 10, '2024-12-10'],
    [2025, -11, 10, '2024-01-10'],
    [2025, -12, 10, '2023-12-10'],
    [2025, 2, 28, '2025-02-28'],
    [2025, 2, 29, '2025-02-28'],
    [2024, 2, 30, '2024-02-29'],
    [2025, 4, 31, '2025-04-30'],
    [2025, 14, 31, '2026-02-28'],
  ])('year %d, month %d, day %d is %s', (year, month, dayOfMonth, expected) => {
    expect(formatDay(dayOfMonthIn(year, month, dayOfMonth))).toBe(expected);
  });

  it('is the date itself where it exists', () => {
    fc.assert(
      fc.property(anyDay, (any) => {
        const { year, month, dayOfMonth } = civilDateOf(any);
        expect(dayOfMonthIn(year, month, dayOfMonth)).toBe(any);
        expect(dayOf(year, month, dayOfMonth)).toBe(any);
      }),
    );
  });
});
