/** Calendar months in Asia/Shanghai: how they are written, and which moments and days lie in them. */
import type { Day, Instant, Interval } from '@gatekeeper/calendar';
import {
  civilDateOf,
  covers,
  dayAt,
  dayOfMonthIn,
  plusMs,
  previousDay,
  startOfDay,
} from '@gatekeeper/calendar';
import { Defect } from '@gatekeeper/runtime';
import type { Month } from '@gatekeeper/scoring';

const MONTHS_PER_YEAR = 12;

/** A month that was checked at the door, `YYYY-MM`. @throws a defect for another text. */
export function monthIn(written: string): Month {
  const [year, month] = written.split('-').map(Number);
  if (year === undefined || month === undefined || !Number.isInteger(year + month))
    throw new Defect('a month that was checked cannot be read');
  return { year, month };
}

/** `YYYY-MM`. */
export const formatMonth = ({ year, month }: Month): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;

export const firstDayOf = ({ year, month }: Month): Day => dayOfMonthIn(year, month, 1);

/** From the first moment of the month to the first after it. */
export const momentsOf = ({ year, month }: Month): Interval => ({
  from: startOfDay(dayOfMonthIn(year, month, 1)),
  until: startOfDay(dayOfMonthIn(year, month + 1, 1)),
});

export const lastDayOf = ({ year, month }: Month): Day => previousDay(dayOfMonthIn(year, month + 1, 1));

/** The last millisecond of what ends before `until`: what holds then held at the end. */
export const lastMomentOf = ({ until }: Interval): Instant => plusMs(until, -1);

/** The month a moment lies in. */
export function monthOf(moment: Instant): Month {
  const { year, month } = civilDateOf(dayAt(moment));
  return { year, month };
}

/** The months from one that are over at a moment, in their order. */
export function monthsOver(first: Month, at: Instant): readonly Month[] {
  const last = monthOf(at);
  const count = (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month;
  return Array.from({ length: Math.max(0, count) }, (_, later) =>
    monthOf(startOfDay(dayOfMonthIn(first.year, first.month + later, 1))),
  );
}

/** Whether a moment of a record lies within; one that is not there does not. */
export const fellIn = (span: Interval, moment: Instant | null): boolean =>
  moment !== null && covers(span, moment);
