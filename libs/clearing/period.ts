/** Periods that are cleared: a month or a natural year in Asia/Shanghai. */
import type { Instant } from '@gatekeeper/calendar';
import { civilDateOf, dayAt, dayOfMonthIn, rememberingLast, startOfDay } from '@gatekeeper/calendar';

/** Half-open `[from, until)`, from midnight to midnight in Asia/Shanghai. */
export interface Period {
  /** `2025-06`, or `2025`. */
  readonly text: string;
  readonly from: Instant;
  readonly until: Instant;
  /** `2025-06`, one or twelve of them, in order. */
  readonly months: readonly string[];
}

const WRITTEN = /^(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?$/;
const MONTHS_PER_YEAR = 12;

/** Reads `2025-06` or `2025`; `null`: another text, or a year outside of 2000 to 2099. */
export function parsePeriod(text: string): Period | null {
  const match = WRITTEN.exec(text);
  if (match === null) return null;
  const [, year, month] = match;
  const first = month === undefined ? 1 : Number(month);
  const count = month === undefined ? MONTHS_PER_YEAR : 1;
  return {
    text,
    from: startOfDay(dayOfMonthIn(Number(year), first, 1)),
    until: startOfDay(dayOfMonthIn(Number(year), first + count, 1)),
    months: Array.from({ length: count }, (_, n) => `${year}-${twoDigits(first + n)}`),
  };
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** The month in which a moment lies in Asia/Shanghai: `2025-06`. Not of an open end. */
export function monthAt(instant: Instant): string {
  return monthOfDay(startOfDay(dayAt(instant)));
}

/** Lines come in order of visits, whose moments often share a day. */
const monthOfDay = rememberingLast((instant) => {
  const { year, month } = civilDateOf(dayAt(instant));
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}`;
});

/** The month after `2025-06`. */
export function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return monthAt(startOfDay(dayOfMonthIn(year ?? 0, (number ?? 0) + 1, 1)));
}

/** The month before `2025-06`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${twoDigits(number - 1)}`;
}

/** Whether a month is the period written, or lies in the year written. */
export const isMonthOf = (month: string, period: string): boolean =>
  month === period || (period.length === 4 && month.startsWith(`${period}-`));
