/**
 * The official calendar of working days, from the data that `chinese-days` transcribes from the State Council's yearly
 * notices. Its data is taken, not its functions: those answer "working day" for years nobody has published yet, and are
 * a day off on a machine west of Greenwich.
 */
import { civilDateOf, parseDay } from '@gatekeeper/calendar';
import type { Day, PublishedYear, WorkingCalendar } from '@gatekeeper/calendar';
import published from 'chinese-days/dist/chinese-days.json';

/** Dates `YYYY-MM-DD`, each with the holiday it belongs to. */
export interface PublishedDates {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/** Older years are in the data but not right throughout: 2005-12-31, a Saturday that was worked, is missing. */
const FIRST_YEAR_COMPARED_WITH_THE_NOTICES = 2007;

/**
 * The calendar of the years whose notice is in the data. A notice lays out a whole year and National Day is its last
 * holiday, so a year is covered when its 1 October is a day off; a January announced by the year before covers nothing.
 * Throws on a date that does not exist: the data is part of the installation, so that is a defect.
 */
export function workingCalendarFrom({ holidays, workdays }: PublishedDates): WorkingCalendar {
  const daysOff = byYear(Object.keys(holidays));
  const madeWorkingDays = byYear(Object.keys(workdays));
  const calendar = new Map<number, PublishedYear>();
  for (const [year, days] of daysOff) {
    if (year < FIRST_YEAR_COMPARED_WITH_THE_NOTICES || !Object.hasOwn(holidays, `${year}-10-01`)) continue;
    calendar.set(year, { daysOff: days, madeWorkingDays: madeWorkingDays.get(year) ?? new Set() });
  }
  return calendar;
}

function byYear(dates: readonly string[]): ReadonlyMap<number, ReadonlySet<Day>> {
  const years = new Map<number, Set<Day>>();
  for (const date of dates) {
    const day = parseDay(date);
    if (day === null)
      throw new Error(`chinese-days: ${JSON.stringify(date)} is no date; reinstall the package`);
    const { year } = civilDateOf(day);
    const days = years.get(year);
    if (days === undefined) years.set(year, new Set([day]));
    else days.add(day);
  }
  return years;
}

/**
 * Every year published and compared so far; read once, when this is first loaded. The last days of its last year stand
 * only until the next notice: New Year's arrangement has moved days as early as 29 December (2007, 2018).
 */
export const officialWorkingDays: WorkingCalendar = workingCalendarFrom(published);
