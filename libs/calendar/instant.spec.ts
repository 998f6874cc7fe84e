import fc from 'fast-check';
import type { Day } from '.';
import {
  civilDateOf,
  dayAt,
  dayOf,
  daysInMonth,
  instantOf,
  isLeapYear,
  isStartOfDay,
  MS_PER_DAY,
  nextDay,
  plusDays,
  plusMs,
  startOfDay,
} from '.';

describe('leap years', () => {
  it.each([
    [1900, false],
    [1999, false],
    [2000, true],
    [2023, false],
    [2024, true],
    [2100, false],
    [2200, false],
    [2400, true],
  ])('%d: %s', (year, leap) => {
    expect(isLeapYear(year)).toBe(leap);
    expect(daysInMonth(year, 2)).toBe(leap ? 29 : 28);
    expect(dayOf(year, 2, 29) !== null).toBe(leap);
    expect(dayOf(year, 2, 30)).toBeNull();
  });
});

describe('month ends', () => {
  it.each([
    [1, 31],
    [2, 28],
    [3, 31],
    [4, 30],
    [5, 31],
    [6, 30],
    [7, 31],
    [8, 31],
    [9, 30],
    [10, 31],
    [11, 30],
    [12, 31],
  ])('month %d of 2025 has %d days', (month, days) => {
    expect(daysInMonth(2025, month)).toBe(days);
    expect(dayOf(2025, month, days)).not.toBeNull();
    expect(dayOf(2025, month, days + 1)).toBeNull();
  });

  it.each([
    [2025, 0, 1],
    [2025, 13, 1],
    [2025, -1, 1],
    [2025, 1, 0],
    [2025, 1, -1],
  ])('%d-%d-%d does not exist', (year, month, dayOfMonth) => {
    expect(dayOf(year, month, dayOfMonth)).toBeNull();
  });
});

describe('days since 1970-01-01', () => {
  it.each([
    [1970, 1, 1, 0],
    [1970, 1, 2, 1],
    [1969, 12, 31, -1],
    [1900, 1, 1, -25_567],
    [2000, 2, 29, 11_016],
    [2000, 3, 1, 11_017],
    [2025, 6, 10, 20_249],
    [2199, 12, 31, 84_005],
  ])('%d-%d-%d is %d', (year, month, dayOfMonth, days) => {
    expect(dayOf(year, month, dayOfMonth)).toBe(days);
    expect(civilDateOf(days as Day)).toEqual({ year, month, dayOfMonth });
  });

  it('every day from 1900 to 2200 is the one before it and one more', () => {
    let expected = dayOf(1900, 1, 1) ?? 0;
    for (let year = 1900; year <= 2200; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (let dayOfMonth = 1; dayOfMonth <= daysInMonth(year, month); dayOfMonth += 1) {
          const day = dayOf(year, month, dayOfMonth);
          if (day !== expected) throw new Error(`${year}-${month}-${dayOfMonth} is ${day}, not ${expected}`);
          const back = civilDateOf(day);
          if (back.year !== year || back.month !== month || back.dayOfMonth !== dayOfMonth)
            throw new Error(`${day} is not ${year}-${month}-${dayOfMonth}`);
          expected += 1;
        }
      }
    }
    expect(expected).toBe((dayOf(2200, 12, 31) ?? 0) + 1);
  });

  it('agrees with the platform, far beyond those years too', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const platform = new Date(day * MS_PER_DAY);
        const { year, month, dayOfMonth } = civilDateOf(day as Day);
        expect([year, month, dayOfMonth]).toEqual([
          platform.getUTCFullYear(),
          platform.getUTCMonth() + 1,
          platform.getUTCDate(),
        ]);
        expect(dayOf(year, month, dayOfMonth)).toBe(day);
      }),
    );
  });
});

describe('a day begins at 00:00:00 in Asia/Shanghai', () => {
  it.each([
    ['2025-06-09T15:59:59.999Z', '2025-06-09'],
    ['2025-06-09T16:00:00.000Z', '2025-06-10'],
    ['2025-06-10T15:59:59.999Z', '2025-06-10'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31'],
    ['1969-12-31T16:00:00.000Z', '1970-01-01'],
  ])('%s is %s', (utc, date) => {
    const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
    expect(dayAt(instantOf(Date.parse(utc)))).toBe(dayOf(year, month, dayOfMonth));
  });

  it('and holds until the next begins', () => {
    const day = dayOf(2025, 6, 10) ?? (0 as Day);
    const start = startOfDay(day);
    expect(start).toBe(Date.parse('2025-06-09T16:00:00Z'));
    expect([isStartOfDay(start), isStartOfDay(plusMs(start, 1)), isStartOfDay(plusMs(start, -1))]).toEqual([
      true,
      false,
      false,
    ]);
    expect(startOfDay(nextDay(day))).toBe(plusMs(start, MS_PER_DAY));
    expect(dayAt(plusMs(start, MS_PER_DAY - 1))).toBe(day);
  });
});

describe('so many calendar days later', () => {
  it.each([
    ['over the end of a year', [2025, 12, 31], 1, [2026, 1, 1]],
    ['none', [2025, 6, 10], 0, [2025, 6, 10]],
    ['earlier, over a leap day', [2024, 3, 1], -1, [2024, 2, 29]],
  ] as const)('%s', (_, [year, month, dayOfMonth], days, [toYear, toMonth, toDay]) => {
    expect(plusDays(dayOf(year, month, dayOfMonth)!, days)).toBe(dayOf(toYear, toMonth, toDay));
  });
});
