/**
 * Periods in calendar months, as notices print them: `3 months from 2025-06-10` ends with 2025-09-09, the day before the
 * corresponding day of the month reached. Where that month has no such day, two readings are in use (`MonthEnd`).
 *
 * The first day is part of the period (a published notice counts so: READINGS 6, case G11b), which the Civil Code's own count
 * (art. 201 and 202) does not do.
 *
 * A notice's own dates always win over this computation (READINGS 2.4, Effective moment): it serves where only a number
 * of months is on file.
 */
import { civilDateOf, dayAt, dayOfExisting, daysInMonth, nextDay, previousDay, startOfDay } from './instant';
import type { Day, Instant } from './instant';
import type { Interval } from './interval';

const MONTHS_PER_YEAR = 12;

/**
 * That day of that month; a month without it has its last day instead. Months run on into other years: month 13 is
 * January of the next year, month 0 December of the one before. `dayOfMonth` is 1 to 31.
 */
export function dayOfMonthIn(year: number, month: number, dayOfMonth: number): Day {
  const monthsBefore = year * MONTHS_PER_YEAR + month - 1;
  const yearReached = Math.floor(monthsBefore / MONTHS_PER_YEAR);
  const monthReached = monthsBefore - yearReached * MONTHS_PER_YEAR + 1;
  const lastDayOfMonth = daysInMonth(yearReached, monthReached);
  return dayOfExisting(yearReached, monthReached, Math.min(dayOfMonth, lastDayOfMonth));
}

/** The same day of the month `months` calendar months later (earlier when negative), clamped at the month's end. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, dayOfMonth } = civilDateOf(day);
  return dayOfMonthIn(year, month + months, dayOfMonth);
}

/** As that many times twelve months: 29 February becomes 28 February in a common year. */
export const addYears = (day: Day, years: number): Day => addMonths(day, years * MONTHS_PER_YEAR);

export const MONTH_ENDS = ['last_day_of_month', 'day_before_clamped'] as const;

/**
 * With which day a period ends whose first day has no corresponding day in the month reached: with that month's last day,
 * or with the day before it, as if the last day were the corresponding one. One month from 2025-01-31 ends with 2025-02-28
 * or 2025-02-27. The second is never later, and at most a day earlier.
 */
export type MonthEnd = (typeof MONTH_ENDS)[number];

/** The last day still inside a period of whole months that starts with `firstDay`; without months, the day before it. */
export function lastDayOfPeriod(firstDay: Day, months: number, monthEnd: MonthEnd): Day {
  const reached = addMonths(firstDay, months);
  switch (monthEnd) {
    case 'last_day_of_month':
      return isClamped(firstDay, reached) ? reached : previousDay(reached);
    case 'day_before_clamped':
      return previousDay(reached);
  }
}

/** Whether the month reached had no day of that number. */
const isClamped = (firstDay: Day, reached: Day): boolean =>
  civilDateOf(reached).dayOfMonth < civilDateOf(firstDay).dayOfMonth;

/** `[firstDay 00:00, day after the last day 00:00)` in Asia/Shanghai; without months it never was. */
export const periodOf = (firstDay: Day, months: number, monthEnd: MonthEnd): Interval => ({
  from: startOfDay(firstDay),
  until: startOfDay(nextDay(lastDayOfPeriod(firstDay, months, monthEnd))),
});

/** The natural year (自然年度) in Asia/Shanghai of a moment that is not an open end. */
export const yearOf = (instant: Instant): number => civilDateOf(dayAt(instant)).year;

/** The first day of the month after the one `day` lies in. */
export function firstDayOfNextMonth(day: Day): Day {
  const { year, month } = civilDateOf(day);
  return dayOfMonthIn(year, month + 1, 1);
}
