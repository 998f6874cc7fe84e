import {
  addWorkingDays,
  civilDateOf,
  dayOf,
  exceeds,
  formatDay,
  isWorkingDay,
  nextDay,
  parseDay,
  previousDay,
  subtractWorkingDays,
  workingDaysBetween,
} from '@gatekeeper/calendar';
import type { Day, UnpublishedYear } from '@gatekeeper/calendar';
import { execFileSync } from 'node:child_process';
import { officialWorkingDays } from '.';
import { workingCalendarFrom } from './official-working-days';

const day = (text: string): Day => parseDay(text)!;
const shown = (answer: Day | UnpublishedYear): string =>
  typeof answer === 'number' ? formatDay(answer) : `unpublished ${answer.unpublishedYear}`;

const FIRST_YEAR = 2007;
const LAST_YEAR = Math.max(...officialWorkingDays.keys());
const LAST_DAY = dayOf(LAST_YEAR, 12, 31)!;

describe('the years covered', () => {
  it('are those from 2007 to the last notice, without a gap', () => {
    const years = [...officialWorkingDays.keys()].sort((a, b) => a - b);
    expect(years).toEqual(
      Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index),
    );
    expect(LAST_YEAR).toBeGreaterThanOrEqual(2026);
  });

  it('hold each day in its own year, weekend days made working days on weekends only, none of them also off', () => {
    for (const [year, { daysOff, madeWorkingDays }] of officialWorkingDays) {
      expect([...daysOff, ...madeWorkingDays].filter((each) => civilDateOf(each).year !== year)).toEqual([]);
      expect([...madeWorkingDays].filter((each) => daysOff.has(each)).map(formatDay)).toEqual([]);
      const onWeekdays = [...madeWorkingDays].filter((each) => ![0, 6].includes(weekdayOf(each)));
      expect(onWeekdays.map(formatDay)).toEqual([]);
    }
  });

  it('agree with chinese-days on every day', () => {
    const days: Day[] = [];
    for (let each = dayOf(FIRST_YEAR, 1, 1)!; each <= LAST_DAY; each = nextDay(each)) days.push(each);
    const theirs = asChineseDaysSays(days.map(formatDay));
    expect(theirs).toHaveLength(days.length);
    const parted = days.filter((each, index) => isWorkingDay(each, officialWorkingDays) !== theirs[index]);
    expect(parted.map(formatDay)).toEqual([]);
  });

  it.each([
    ['the day before the first', '2006-12-31'],
    ['a year in the data that was never compared', '2005-06-01'],
    ['a year before the data', '1999-10-08'],
  ])('%s is refused', (_, date) => {
    expect(isWorkingDay(day(date), officialWorkingDays)).toBe('unpublished');
  });

  /** Days of the year less its weekend days less its statutory holidays: moving days about changes nothing. */
  it.each([
    [2024, 366 - 104 - 11],
    [2025, 365 - 104 - 13],
    [2026, 365 - 104 - 13],
  ])('%d has %d working days', (year, expected) => {
    expect(workingDaysBetween(dayOf(year - 1, 12, 31)!, dayOf(year, 12, 31)!, officialWorkingDays)).toBe(
      expected,
    );
  });
});

describe('days as the notices say', () => {
  it.each([
    ['国办发明电〔2023〕7号', '2024-02-04', true],
    ['国办发明电〔2023〕7号: New Year’s Eve is only recommended', '2024-02-09', true],
    ['国办发明电〔2023〕7号', '2024-02-12', false],
    ['国办发明电〔2023〕7号', '2024-02-18', true],
    ['国办发明电〔2023〕7号', '2024-04-07', true],
    ['国办发明电〔2023〕7号', '2024-05-11', true],
    ['国办发明电〔2023〕7号', '2024-09-14', true],
    ['国办发明电〔2023〕7号', '2024-09-29', true],
    ['国办发明电〔2023〕7号', '2024-10-07', false],
    ['国办发明电〔2023〕7号', '2024-10-12', true],
    ['国办发明电〔2024〕12号: Sunday', '2025-01-26', true],
    ['国办发明电〔2024〕12号', '2025-01-27', true],
    ['国办发明电〔2024〕12号', '2025-01-28', false],
    ['国办发明电〔2024〕12号', '2025-02-04', false],
    ['国办发明电〔2024〕12号', '2025-02-05', true],
    ['国办发明电〔2024〕12号: Saturday', '2025-02-08', true],
    ['国办发明电〔2024〕12号', '2025-04-27', true],
    ['国办发明电〔2024〕12号', '2025-09-28', true],
    ['国办发明电〔2024〕12号', '2025-10-08', false],
    ['国办发明电〔2024〕12号', '2025-10-11', true],
    ['国办发明电〔2025〕7号', '2026-01-02', false],
    ['国办发明电〔2025〕7号', '2026-01-04', true],
    ['国办发明电〔2025〕7号', '2026-02-14', true],
    ['国办发明电〔2025〕7号', '2026-02-23', false],
    ['国办发明电〔2025〕7号', '2026-02-28', true],
    ['国办发明电〔2025〕7号', '2026-09-20', true],
    ['国办发明电〔2025〕7号', '2026-10-10', true],
    ['the festival prolonged in 2020', '2020-01-31', false],
    ['the festival prolonged in 2020', '2020-02-03', true],
    ['the extra day of 2015', '2015-09-03', false],
    ['New Year 2019 as arranged in December 2018', '2018-12-29', true],
    ['New Year 2019 as arranged in December 2018', '2018-12-31', false],
  ])('%s: %s %s', (_, date, works) => {
    expect(isWorkingDay(day(date), officialWorkingDays)).toBe(works);
  });
});

describe('deadlines in working days, one fewer, the number, one more', () => {
  it.each([
    ['paper delivery over the Spring Festival', '2025-01-22', 3, ['2025-01-24', '2025-01-26', '2025-01-27']],
    ['a notice over the Spring Festival', '2025-01-22', 5, ['2025-01-27', '2025-02-05', '2025-02-06']],
    ['an appeal over the Spring Festival', '2025-01-22', 10, ['2025-02-10', '2025-02-11', '2025-02-12']],
    ['15 over the Spring Festival', '2025-01-22', 15, ['2025-02-17', '2025-02-18', '2025-02-19']],
    ['a result over the Spring Festival', '2025-01-22', 20, ['2025-02-24', '2025-02-25', '2025-02-26']],
    ['from inside the Spring Festival', '2025-01-30', 3, ['2025-02-06', '2025-02-07', '2025-02-08']],
    ['paper delivery over National Day', '2025-09-25', 3, ['2025-09-28', '2025-09-29', '2025-09-30']],
    ['a notice over National Day', '2025-09-25', 5, ['2025-09-30', '2025-10-09', '2025-10-10']],
    ['an appeal over National Day', '2025-09-25', 10, ['2025-10-14', '2025-10-15', '2025-10-16']],
    ['15 over National Day', '2025-09-25', 15, ['2025-10-21', '2025-10-22', '2025-10-23']],
    ['a result over National Day', '2025-09-25', 20, ['2025-10-28', '2025-10-29', '2025-10-30']],
    ['over New Year, both years published', '2024-12-27', 3, ['2024-12-31', '2025-01-02', '2025-01-03']],
  ] as const)('%s: %s and %d', (_, event, n, expected) => {
    const deadlines = [n - 1, n, n + 1].map((each) => addWorkingDays(day(event), each, officialWorkingDays));
    expect(deadlines.map(shown)).toEqual(expected);
    const late = expected.map((acted) => {
      const taken = workingDaysBetween(day(event), day(acted), officialWorkingDays);
      return typeof taken === 'number' ? exceeds(taken, n) : taken;
    });
    expect(late).toEqual([false, false, true]);
  });

  it.each([
    ['14 before', 14, '2025-09-24'],
    ['15 before', 15, '2025-09-23'],
    ['16 before', 16, '2025-09-22'],
  ])('an application %s the end of a period on 2025-10-20: by %s', (_, n, expected) => {
    expect(shown(subtractWorkingDays(day('2025-10-20'), n, officialWorkingDays))).toBe(expected);
  });
});

describe('the year after the last notice is refused', () => {
  const refused = { unpublishedYear: LAST_YEAR + 1 };

  it('for its days, the weekends among them', () => {
    for (let each = nextDay(LAST_DAY); each <= LAST_DAY + 7; each = nextDay(each))
      expect(isWorkingDay(each, officialWorkingDays)).toBe('unpublished');
    expect(isWorkingDay(LAST_DAY, officialWorkingDays)).not.toBe('unpublished');
  });

  it.each([3, 5, 10, 15, 20])('for a deadline of %d working days that runs over New Year', (n) => {
    const eventInTime = subtractWorkingDays(nextDay(LAST_DAY), n + 1, officialWorkingDays);
    if (typeof eventInTime !== 'number') throw new Error('December is published');
    const deadline = addWorkingDays(eventInTime, n, officialWorkingDays);
    expect(typeof deadline === 'number' && civilDateOf(deadline).year).toBe(LAST_YEAR);
    const dayTooLate = addWorkingDays(eventInTime, 1, officialWorkingDays);
    expect(typeof dayTooLate === 'number' && addWorkingDays(dayTooLate, n, officialWorkingDays)).toEqual(
      refused,
    );
  });

  it('for a count that only ends in it', () => {
    expect(workingDaysBetween(previousDay(LAST_DAY), nextDay(LAST_DAY), officialWorkingDays)).toEqual(
      refused,
    );
  });

  it('and so is one before the first, counting back', () => {
    expect(subtractWorkingDays(day('2007-01-04'), 1, officialWorkingDays)).toEqual({ unpublishedYear: 2006 });
  });
});

describe('a calendar from published dates', () => {
  const holidays = { '2030-01-01': 'New Year', '2030-10-01': 'National Day', '2031-01-01': 'New Year' };

  it('covers a year whose National Day is a day off, not one of which only the start is known', () => {
    const calendar = workingCalendarFrom({ holidays, workdays: { '2030-10-12': 'National Day' } });
    expect([...calendar.keys()]).toEqual([2030]);
    const { daysOff, madeWorkingDays } = calendar.get(2030)!;
    expect([...daysOff].map(formatDay)).toEqual(['2030-01-01', '2030-10-01']);
    expect([...madeWorkingDays].map(formatDay)).toEqual(['2030-10-12']);
  });

  it('covers a year without a weekend day made a working day', () => {
    expect(workingCalendarFrom({ holidays, workdays: {} }).get(2030)?.madeWorkingDays.size).toBe(0);
  });

  it.each([
    ['2006-10-01', []],
    ['2007-10-01', [2007]],
  ])('with only %s covers %j', (nationalDay, years) => {
    const calendar = workingCalendarFrom({ holidays: { [nationalDay]: 'National Day' }, workdays: {} });
    expect([...calendar.keys()]).toEqual(years);
  });

  it.each(['2030-02-30', '20300101', 'constructor'])('of %j, which is no date, is a defect', (text) => {
    expect(() => workingCalendarFrom({ holidays: { [text]: '' }, workdays: {} })).toThrow(
      `"${text}" is no date`,
    );
    expect(() => workingCalendarFrom({ holidays: {}, workdays: { [text]: '' } })).toThrow(
      `"${text}" is no date`,
    );
  });
});

/** Asked in a process of its own in Asia/Shanghai: west of Greenwich the package's functions are a day off. */
function asChineseDaysSays(dates: readonly string[]): readonly unknown[] {
  const script = `const { isWorkday } = require('chinese-days');
    const dates = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    process.stdout.write(JSON.stringify(dates.map((date) => isWorkday(date))));`;
  const answer = execFileSync(process.execPath, ['-e', script], {
    cwd: __dirname,
    env: { TZ: 'Asia/Shanghai' },
    input: JSON.stringify(dates),
    encoding: 'utf8',
  });
  const works: unknown = JSON.parse(answer);
  return Array.isArray(works) ? works : [];
}

/** 0 is Sunday. */
function weekdayOf(date: Day): number {
  return new Date(date * 86_400_000).getUTCDay();
}
