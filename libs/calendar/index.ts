/**
 * Each name is listed: a door made with `export *` compiles to an object that V8 keeps as a dictionary, and every call
 * through it, several times for each line, then costs a look-up.
 */
export { exceeds, reaches, isBefore, isAfter } from './comparison';
export {
  MS_PER_SECOND,
  MS_PER_HOUR,
  MS_PER_DAY,
  OPEN_END,
  BEFORE_ALL,
  instantOf,
  dayOf,
  civilDateOf,
  isLeapYear,
  daysInMonth,
  startOfDay,
  dayAt,
  nextDay,
  previousDay,
  plusDays,
  plusMs,
  isStartOfDay,
  earlierOf,
  laterOf,
} from './instant';
export type { Instant, Day, CivilDate } from './instant';
export {
  intervalFrom,
  covers,
  neverWas,
  overlaps,
  intersectionOf,
  outsideOf,
  formatInterval,
} from './interval';
export type { Interval } from './interval';
export {
  addMonths,
  addYears,
  dayOfMonthIn,
  firstDayOfNextMonth,
  lastDayOfPeriod,
  MONTH_ENDS,
  periodOf,
  yearOf,
} from './months';
export type { MonthEnd } from './months';
export {
  dayIn,
  formatBoundary,
  formatDay,
  formatInstant,
  instantIn,
  isDayText,
  isMomentText,
  parseDay,
  parseTime,
  startOf,
} from './notation';
export type { DayText, MomentText, WrittenTime } from './notation';
export { rememberingLast } from './remembering';
export { recordedFacts, heldAt, ringsAmong } from './timeline';
export type { Recorded, Traceable } from './timeline';
export { isWorkingDay, addWorkingDays, subtractWorkingDays, workingDaysBetween } from './working-days';
export type { PublishedYear, UnpublishedYear, WorkingCalendar } from './working-days';
