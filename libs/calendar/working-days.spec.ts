import fc from 'fast-check';
import type { Day, PublishedYear, UnpublishedYear, WorkingCalendar } from '.';
import {
  addWorkingDays,
  formatDay,
  isWorkingDay,
  nextDay,
  parseDay,
  previousDay,
  subtractWorkingDays,
  workingDaysBetween,
} from '.';

const day = (text: string): Day => parseDay(text)!;
const daysFrom = (first: string, last: string): readonly Day[] => {
  const days: Day[] = [];
  for (let each = day(first); each <= day(last); each = nextDay(each)) days.push(each);
  return days;
};
const year = (daysOff: readonly Day[], madeWorkingDays: readonly string[]): PublishedYear => ({
  daysOff: new Set(daysOff),
  madeWorkingDays: new Set(madeWorkingDays.map(day)),
});

/** Three years with one long holiday each; 2026 is not published. */
const CALENDAR: WorkingCalendar = new Map([
  [2023, year([day('2023-01-02')], [])],
  [2024, year([day('2024-01-01'), ...daysFrom('2024-10-01', '2024-10-07')], ['2024-09-29', '2024-10-12'])],
  [2025, year([day('2025-01-01'), ...daysFrom('2025-01-28', '2025-02-04')], ['2025-01-26', '2025-02-08'])],
]);
const shown = (answer: Day | UnpublishedYear): string =>
  typeof answer === 'number' ? formatDay(answer) : `unpublished ${answer.unpublishedYear}`;

describe('a working day', () => {
  it.each([
    ['a Monday', '2025-03-03', true],
    ['a Tuesday', '2025-03-04', true],
    ['a Wednesday', '2025-03-05', true],
    ['a Thursday', '2025-03-06', true],
    ['a Friday', '2025-03-07', true],
    ['a Saturday', '2025-03-08', false],
    ['a Sunday', '2025-03-09', false],
    ['a Monday again', '2025-03-10', true],
    ['a holiday on a Wednesday', '2025-01-01', false],
    ['the last day before the festival', '2025-01-27', true],
    ['its first day', '2025-01-28', false],
    ['its Saturday', '2025-02-01', false],
    ['its last day', '2025-02-04', false],
    ['the first day after', '2025-02-05', true],
    ['a Sunday made a working day', '2025-01-26', true],
    ['the Saturday before it', '2025-01-25', false],
    ['a Saturday made a working day', '2025-02-08', true],
    ['the Sunday after it', '2025-02-09', false],
    ['the last day of a published year', '2025-12-31', true],
    ['the first day after it', '2026-01-01', 'unpublished'],
    ['a Sunday after it', '2026-01-04', 'unpublished'],
    ['the first day of the first published year', '2023-01-01', false],
    ['the day before it', '2022-12-31', 'unpublished'],
  ] as const)('%s, %s: %s', (_, date, expected) => {
    expect(isWorkingDay(day(date), CALENDAR)).toBe(expected);
  });

  it.each([
    ['1969-12-27', false],
    ['1969-12-28', false],
    ['1969-12-29', true],
    ['1969-12-31', true],
    ['1970-01-01', true],
    ['1970-01-02', true],
    ['1970-01-03', false],
    ['1970-01-04', false],
    ['1970-01-05', true],
  ])('weekends are counted through the start of the count of days: %s %s', (date, expected) => {
    const plain: WorkingCalendar = new Map([
      [1969, year([], [])],
      [1970, year([], [])],
    ]);
    expect(isWorkingDay(day(date), plain)).toBe(expected);
  });

  it('a day both off and made a working day works', () => {
    const both: WorkingCalendar = new Map([[2025, year([day('2025-02-08')], ['2025-02-08'])]]);
    expect(isWorkingDay(day('2025-02-08'), both)).toBe(true);
  });

  it('without any published year nothing is known', () => {
    expect(isWorkingDay(day('2025-03-04'), new Map())).toBe('unpublished');
  });
});

describe('the n-th working day after a day, which is not counted itself', () => {
  it.each([
    ['a plain week', '2025-03-03', 1, '2025-03-04'],
    ['to its Friday', '2025-03-03', 4, '2025-03-07'],
    ['over a weekend', '2025-03-03', 5, '2025-03-10'],
    ['from a Friday', '2025-03-07', 1, '2025-03-10'],
    ['from a Saturday', '2025-03-08', 1, '2025-03-10'],
    ['from a Sunday', '2025-03-09', 1, '2025-03-10'],
    ['before a Sunday that works', '2025-01-24', 1, '2025-01-26'],
    ['from a Sunday that works', '2025-01-26', 1, '2025-01-27'],
    ['over the festival', '2025-01-27', 1, '2025-02-05'],
    ['from inside the festival', '2025-01-31', 1, '2025-02-05'],
    ['to the Saturday that works', '2025-01-27', 4, '2025-02-08'],
    ['and past it', '2025-01-27', 5, '2025-02-10'],
    ['over New Year', '2024-12-30', 2, '2025-01-02'],
    ['0 on a working day is that day', '2025-03-04', 0, '2025-03-04'],
    ['0 on a day off is that day too', '2025-03-08', 0, '2025-03-08'],
  ])('%s: %s and %d', (_, from, n, expected) => {
    expect(shown(addWorkingDays(day(from), n, CALENDAR))).toBe(expected);
  });

  it.each([
    ['the last working day on file', '2025-12-30', 1, '2025-12-31'],
    ['one more', '2025-12-30', 2, 'unpublished 2026'],
    ['from the last day', '2025-12-31', 1, 'unpublished 2026'],
    ['far into the dark', '2025-12-31', 500, 'unpublished 2026'],
    ['from a year before the first: its days are not counted', '2022-12-31', 1, '2023-01-03'],
    ['from further before', '2022-12-30', 1, 'unpublished 2022'],
    ['0 in an unpublished year', '2026-03-08', 0, '2026-03-08'],
    ['1 in an unpublished year', '2026-03-08', 1, 'unpublished 2026'],
  ])('a year not published is refused, %s: %s and %d', (_, from, n, expected) => {
    expect(shown(addWorkingDays(day(from), n, CALENDAR))).toBe(expected);
  });

  it('a gap among the published years is refused also when it is only passed through', () => {
    const gap: WorkingCalendar = new Map([...CALENDAR].filter(([published]) => published !== 2024));
    expect(shown(addWorkingDays(day('2023-12-28'), 1, gap))).toBe('2023-12-29');
    expect(shown(addWorkingDays(day('2023-12-28'), 2, gap))).toBe('unpublished 2024');
    expect(shown(addWorkingDays(day('2023-12-28'), 300, gap))).toBe('unpublished 2024');
    expect(shown(subtractWorkingDays(day('2025-01-06'), 300, gap))).toBe('unpublished 2024');
    expect(workingDaysBetween(day('2023-12-28'), day('2025-01-06'), gap)).toEqual({ unpublishedYear: 2024 });
  });
});

describe('the n-th working day before a day', () => {
  it.each([
    ['in a plain week', '2025-03-07', 1, '2025-03-06'],
    ['over a weekend', '2025-03-10', 1, '2025-03-07'],
    ['from a Sunday', '2025-03-09', 1, '2025-03-07'],
    ['from the Monday after a Saturday that works', '2025-02-10', 1, '2025-02-08'],
    ['over the festival', '2025-02-05', 1, '2025-01-27'],
    ['to the Sunday that works', '2025-02-05', 2, '2025-01-26'],
    ['and past it', '2025-02-05', 3, '2025-01-24'],
    ['from inside the festival', '2025-01-31', 1, '2025-01-27'],
    ['over New Year', '2025-01-02', 1, '2024-12-31'],
    ['15 before the end of a period', '2024-10-20', 15, '2024-09-25'],
    ['0 on a day off is that day', '2025-03-08', 0, '2025-03-08'],
    ['the first working day on file', '2023-01-04', 1, '2023-01-03'],
    ['one more', '2023-01-04', 2, 'unpublished 2022'],
    ['from the year after the last: its days are not counted', '2026-01-01', 1, '2025-12-31'],
    ['from further after', '2026-01-02', 1, 'unpublished 2026'],
  ])('%s: %s less %d', (_, from, n, expected) => {
    expect(shown(subtractWorkingDays(day(from), n, CALENDAR))).toBe(expected);
  });
});

describe('working days after one day, up to and with another', () => {
  it.each([
    ['the day itself', '2025-03-03', '2025-03-03', 0],
    ['a day earlier', '2025-03-04', '2025-03-03', 0],
    ['the next day', '2025-03-03', '2025-03-04', 1],
    ['a week', '2025-03-03', '2025-03-10', 5],
    ['a weekend', '2025-03-07', '2025-03-09', 0],
    ['up to its Monday', '2025-03-07', '2025-03-10', 1],
    ['over the festival', '2025-01-24', '2025-02-08', 6],
    ['over New Year', '2024-12-30', '2025-01-02', 2],
    ['to the last day on file', '2025-12-29', '2025-12-31', 2],
    ['from the day before the first on file', '2022-12-31', '2023-01-03', 1],
    ['nothing to count in an unpublished year', '2026-03-09', '2026-03-09', 0],
  ])('%s: %s to %s', (_, after, upTo, expected) => {
    expect(workingDaysBetween(day(after), day(upTo), CALENDAR)).toBe(expected);
  });

  it.each([
    ['2025-12-29', '2026-01-01', 2026],
    ['2025-12-31', '2026-01-01', 2026],
    ['2022-12-30', '2023-01-03', 2022],
    ['2020-06-01', '2025-03-03', 2020],
  ])('a year not published is refused: %s to %s', (after, upTo, unpublishedYear) => {
    expect(workingDaysBetween(day(after), day(upTo), CALENDAR)).toEqual({ unpublishedYear });
  });
});

describe('whatever the days', () => {
  const published = fc.integer({ min: day('2023-06-01'), max: day('2025-06-01') }).map((days) => days as Day);
  const some = fc.integer({ min: 1, max: 60 });

  it('forward and back returns to a working day', () => {
    fc.assert(
      fc.property(published, some, (from, n) => {
        fc.pre(isWorkingDay(from, CALENDAR) === true);
        const later = addWorkingDays(from, n, CALENDAR);
        expect(typeof later === 'number' && subtractWorkingDays(later, n, CALENDAR)).toBe(from);
        const earlier = subtractWorkingDays(from, n, CALENDAR);
        expect(typeof earlier === 'number' && addWorkingDays(earlier, n, CALENDAR)).toBe(from);
      }),
    );
  });

  it('a deadline is a working day, later than the event, with n working days up to it and fewer the day before', () => {
    fc.assert(
      fc.property(published, some, (from, n) => {
        const deadline = addWorkingDays(from, n, CALENDAR);
        if (typeof deadline !== 'number') throw new Error(`${from} and ${n} is not in the calendar`);
        expect(isWorkingDay(deadline, CALENDAR)).toBe(true);
        expect(deadline).toBeGreaterThan(from);
        expect(workingDaysBetween(from, deadline, CALENDAR)).toBe(n);
        expect(workingDaysBetween(from, previousDay(deadline), CALENDAR)).toBe(n - 1);
      }),
    );
  });

  it('a later event never has an earlier deadline', () => {
    fc.assert(
      fc.property(published, published, some, (a, b, n) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        const [first, second] = [addWorkingDays(earlier, n, CALENDAR), addWorkingDays(later, n, CALENDAR)];
        expect(typeof first === 'number' && typeof second === 'number' && first <= second).toBe(true);
      }),
    );
  });
});
