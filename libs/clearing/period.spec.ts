import fc from 'fast-check';
import { formatDay, formatInstant, instantOf, plusMs } from '@gatekeeper/calendar';
import { daysOf, isMonthOf, monthAfter, monthAt, monthBefore, parsePeriod } from '.';
import { at, periodOf } from './testing/cleared';

describe('a period is a month or a year from midnight to midnight in Asia/Shanghai', () => {
  it.each([
    ['2025-06', '2025-06-01T00:00:00+08:00', '2025-07-01T00:00:00+08:00', 1],
    ['2025-12', '2025-12-01T00:00:00+08:00', '2026-01-01T00:00:00+08:00', 1],
    ['2024-02', '2024-02-01T00:00:00+08:00', '2024-03-01T00:00:00+08:00', 1],
    ['2025', '2025-01-01T00:00:00+08:00', '2026-01-01T00:00:00+08:00', 12],
  ])('%s: from %s until %s', (text, from, until, months) => {
    const period = periodOf(text);
    expect([formatInstant(period.from), formatInstant(period.until)]).toEqual([from, until]);
    const days = daysOf(period);
    expect([formatDay(days.from), formatDay(days.until)]).toEqual([from.slice(0, 10), until.slice(0, 10)]);
    expect(period.months).toHaveLength(months);
    expect(period.months.every((month) => isMonthOf(month, text))).toBe(true);
  });

  it('a year has its months in order', () => {
    expect(periodOf('2025').months.join(' ')).toBe(
      '2025-01 2025-02 2025-03 2025-04 2025-05 2025-06 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12',
    );
  });

  it.each([
    '2025-00',
    '2025-13',
    '2025-6',
    '202506',
    '2025-06-01',
    '1999',
    '',
    '2025 ',
    '2100',
    'x2025',
    '12025-06',
  ])('%j is none', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });

  it.each([
    ['2025-05-31 23:59:59', '2025-05'],
    ['2025-06-01 00:00:00', '2025-06'],
    ['2025-06-30 23:59:59', '2025-06'],
    ['2025-07-01 00:00:00', '2025-07'],
    ['2025-06-30T16:00:00Z', '2025-07'],
    ['2025-11-01 00:00:00', '2025-11'],
  ])('%s lies in %s', (moment, month) => {
    expect(monthAt(at(moment))).toBe(month);
  });

  it('each moment lies in the period of its month, and the next month begins where it ends', () => {
    const moments = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2098-12-31') });
    fc.assert(
      fc.property(moments, (moment) => {
        const month = monthAt(instantOf(moment));
        const { from, until } = periodOf(month);
        expect(from <= moment && moment < until).toBe(true);
        expect(monthAt(until)).toBe(monthAfter(month));
        expect(monthAt(plusMs(until, -1))).toBe(month);
        expect(monthBefore(monthAfter(month))).toBe(month);
        expect(monthAt(plusMs(from, -1))).toBe(monthBefore(month));
      }),
    );
  });

  it.each([
    ['2025-06', '2025-06', true],
    ['2025-06', '2025', true],
    ['2025-06', '2025-07', false],
    ['2025-06', '2024', false],
    ['2025-06', '2025-0', false],
  ])('%s is of %s: %s', (month, period, is) => {
    expect(isMonthOf(month, period)).toBe(is);
  });
});
