/**
 * Instants and days of China, counted without the platform's clock or time zones.
 *
 * An `Instant` is whole milliseconds since 1970-01-01T00:00:00Z. A `Day` is whole days since 1970-01-01
 * as a wall calendar in Asia/Shanghai shows it. The offset is +08:00 throughout: lines before 2000 are
 * implausible, and China has kept that offset without summer time since 1991.
 */

declare const instantBrand: unique symbol;
declare const dayBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z; `Infinity` is "no end on file". */
export type Instant = number & { readonly [instantBrand]: true };
/** Days since 1970-01-01 on a wall calendar in Asia/Shanghai. */
export type Day = number & { readonly [dayBrand]: true };

export const MS_PER_SECOND = 1000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * MS_PER_HOUR;

/** The end of an interval that has none. */
export const OPEN_END = Infinity as Instant;
/** Before everything on file. */
export const BEFORE_ALL = -Infinity as Instant;

export const instantOf = (epochMs: number): Instant => epochMs as Instant;

/** Days since 1970-01-01 of a Gregorian date (the era-of-400-years count); `null` when the date does not exist. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | null {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return null;
  return dayOfExisting(year, month, dayOfMonth);
}

/** `dayOf` where the date is known to exist. */
export function dayOfExisting(year: number, month: number, dayOfMonth: number): Day {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) as Day;
}

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
}

/** The inverse of `dayOf`. */
export function civilDateOf(day: Day): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 00:00:00 in Asia/Shanghai of that day: when a whole-day status starts. */
export const startOfDay = (day: Day): Instant => (day * MS_PER_DAY - SHANGHAI_OFFSET_MS) as Instant;

/** The day a wall calendar in Asia/Shanghai shows at that instant. */
export const dayAt = (instant: Instant): Day =>
  Math.floor((instant + SHANGHAI_OFFSET_MS) / MS_PER_DAY) as Day;

export const nextDay = (day: Day): Day => (day + 1) as Day;
export const previousDay = (day: Day): Day => (day - 1) as Day;
/** So many calendar days later; earlier when negative. */
export const plusDays = (day: Day, days: number): Day => (day + days) as Day;

export const plusMs = (instant: Instant, ms: number): Instant => (instant + ms) as Instant;

export const earlierOf = (a: Instant, b: Instant): Instant => instantOf(Math.min(a, b));

export const laterOf = (a: Instant, b: Instant): Instant => instantOf(Math.max(a, b));

/** True for an instant at 00:00:00.000 Asia/Shanghai. */
export const isStartOfDay = (instant: Instant): boolean => startOfDay(dayAt(instant)) === instant;
