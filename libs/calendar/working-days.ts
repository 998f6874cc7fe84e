/**
 * Deadlines in working days (工作日) on a published calendar: Monday to Friday, without the holidays and the days moved to
 * bridge them, with the weekend days worked instead (调休). The State Council publishes these for one year at a time; a
 * year that is not in the calendar is refused, never guessed as plain weekends.
 */
import { isAfter, isBefore } from './comparison';
import { civilDateOf, nextDay, previousDay } from './instant';
import type { Day } from './instant';

/** What was published for one year. */
export interface PublishedYear {
  /** Holidays and the days moved to bridge them; may name weekend days as well. */
  readonly daysOff: ReadonlySet<Day>;
  /** Weekend days made working days. */
  readonly madeWorkingDays: ReadonlySet<Day>;
}

/** By year; a year that is absent is not published. */
export type WorkingCalendar = ReadonlyMap<number, PublishedYear>;

/** The answer to a count that touches a year not in the calendar: the first such year it came to. */
export interface UnpublishedYear {
  readonly unpublishedYear: number;
}

export function isWorkingDay(day: Day, calendar: WorkingCalendar): boolean | 'unpublished' {
  const published = calendar.get(civilDateOf(day).year);
  if (published === undefined) return 'unpublished';
  return published.madeWorkingDays.has(day) || !(isWeekend(day) || published.daysOff.has(day));
}

/**
 * The n-th working day after `day`; the day of the event is not counted (Civil Code art. 201), whatever day it is.
 * `n` is whole and not negative. 0 working days after a day is that day itself, also when it is none; nothing is
 * counted, so nothing needs to be published. The same holds for the year of `day` when all counted days lie in another.
 */
export const addWorkingDays = (day: Day, n: number, calendar: WorkingCalendar): Day | UnpublishedYear =>
  nthWorkingDay(day, n, calendar, nextDay);

/** The n-th working day before `day`: the last day to act that long before it. Counts as `addWorkingDays` does. */
export const subtractWorkingDays = (day: Day, n: number, calendar: WorkingCalendar): Day | UnpublishedYear =>
  nthWorkingDay(day, n, calendar, previousDay);

/** How many working days lie after `after`, up to and with `upTo`; 0 when `upTo` is not later. */
export function workingDaysBetween(
  after: Day,
  upTo: Day,
  calendar: WorkingCalendar,
): number | UnpublishedYear {
  let counted = 0;
  for (let day = nextDay(after); !isAfter(day, upTo); day = nextDay(day)) {
    const works = isWorkingDay(day, calendar);
    if (works === 'unpublished') return unpublishedYearOf(day);
    if (works) counted += 1;
  }
  return counted;
}

function nthWorkingDay(
  start: Day,
  n: number,
  calendar: WorkingCalendar,
  step: (day: Day) => Day,
): Day | UnpublishedYear {
  let day = start;
  let counted = 0;
  while (isBefore(counted, n)) {
    day = step(day);
    const works = isWorkingDay(day, calendar);
    if (works === 'unpublished') return unpublishedYearOf(day);
    if (works) counted += 1;
  }
  return day;
}

const unpublishedYearOf = (day: Day): UnpublishedYear => ({ unpublishedYear: civilDateOf(day).year });

/** 1970-01-01 was a Thursday, three days into a week that starts on Monday. */
const daysSinceMonday = (day: Day): number => {
  const days = (day + 3) % 7;
  return days < 0 ? days + 7 : days;
};

const isWeekend = (day: Day): boolean => daysSinceMonday(day) >= 5;
