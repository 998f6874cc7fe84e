import fc from 'fast-check';
import {
  dayIn,
  formatBoundary,
  formatDay,
  formatInstant,
  instantIn,
  instantOf,
  isDayText,
  isMomentText,
  BEFORE_ALL,
  OPEN_END,
  parseDay,
  parseTime,
  startOf,
  startOfDay,
} from '.';

const utc = (text: string): number => Date.parse(text);

describe('reading a time', () => {
  it.each([
    ['2025-06-10 00:00:00', '2025-06-09T16:00:00Z'],
    ['2025-06-10 23:59:59', '2025-06-10T15:59:59Z'],
    ['2025-06-10T08:30:15', '2025-06-10T00:30:15Z'],
    ['2025-06-10 08:30:15.123', '2025-06-10T00:30:15.123Z'],
    ['2025-06-10 08:30:15.1', '2025-06-10T00:30:15.100Z'],
    ['2025-06-10 08:30:15.123999999', '2025-06-10T00:30:15.123Z'],
    ['2025-06-10T08:30:15Z', '2025-06-10T08:30:15Z'],
    ['2025-06-10T08:30:15.5Z', '2025-06-10T08:30:15.500Z'],
    ['2025-06-10T08:30:15+08:00', '2025-06-10T00:30:15Z'],
    ['2025-06-10T08:30:15+0800', '2025-06-10T00:30:15Z'],
    ['2025-06-10T08:30:15-03:30', '2025-06-10T12:00:15Z'],
    ['2025-06-10T08:30:15-00:00', '2025-06-10T08:30:15Z'],
    ['2025-06-10T08:30:15+14:00', '2025-06-09T18:30:15Z'],
    ['2025-06-10T08:30:15+05:58', '2025-06-10T02:32:15Z'],
    ['2025-06-10T08:30:15+05:59', '2025-06-10T02:31:15Z'],
    ['2025-12-31T23:30:00-05:00', '2026-01-01T04:30:00Z'],
    ['2021/1/13 9:05:07', '2021-01-13T01:05:07Z'],
    ['2021/01/13 09:05:07', '2021-01-13T01:05:07Z'],
    ['2021/12/31 23:59:59', '2021-12-31T15:59:59Z'],
    ['2024-02-29 12:00:00', '2024-02-29T04:00:00Z'],
    ['1999-12-31 23:59:59', '1999-12-31T15:59:59Z'],
    ['0001-01-01 08:00:00', '0001-01-01T00:00:00Z'],
    ['9999-12-31 23:59:59', '9999-12-31T15:59:59Z'],
  ])('%s', (text, expected) => {
    expect(parseTime(text)).toEqual({ instant: utc(expected), isBareDate: false });
    expect(parseDay(text)).toBeNull();
  });

  it.each([
    ['2025-06-10', '2025-06-09T16:00:00Z'],
    ['2025/6/1', '2025-05-31T16:00:00Z'],
    ['2025/06/01', '2025-05-31T16:00:00Z'],
    ['2024-02-29', '2024-02-28T16:00:00Z'],
  ])('a bare date stands for its first moment: %s', (text, expected) => {
    expect(parseTime(text)).toEqual({ instant: utc(expected), isBareDate: true });
    expect(parseDay(text)).toBe(Math.round((utc(expected) + 28_800_000) / 86_400_000));
  });

  it.each([
    '',
    ' ',
    'soon',
    '2025-02-29',
    '2025-02-29 00:00:00',
    '2100-02-29 00:00:00',
    '2025-04-31 00:00:00',
    '2025-00-10 00:00:00',
    '2025-13-10 00:00:00',
    '2025-06-00 00:00:00',
    '2025-06-10 24:00:00',
    '2025-06-10 23:60:00',
    '2025-06-10 23:59:60',
    '2025-06-10 9:05:07',
    '2025-06-10 09:05',
    '2025-06-10  09:05:07',
    '2025-06-10 09:05:07.',
    '2025-06-10 09:05:07.1234567890',
    '2025-06-10 09:05:07 ',
    ' 2025-06-10 09:05:07',
    '2025-06-10 09:05:07\n',
    '2025-06-10t09:05:07',
    '2025-06-10T09:05:07z',
    '2025-06-10T09:05:07+8',
    '2025-06-10T09:05:07+08',
    '2025-06-10T09:05:07+15:00',
    '2025-06-10T09:05:07+08:60',
    '2025-06-10T09:05:07 +08:00',
    '2025-06-10Z',
    '2025-06-10+08:00',
    '2025-6-1',
    '2025-6-1 9:05:07',
    '2025-06/10',
    '2025/06-10',
    '2025/6/1 9:5:7',
    '2025/6/1T9:05:07',
    '2025/6/1 9:05:07Z',
    '2025/2/29 9:05:07',
    '2025/13/1',
    '2025/6/31',
    '2025/6/1 24:00:00',
    '12025/6/1',
    'x2025/6/1 9:05:07',
    '12025-06-01',
    '20250610',
    '20250610090507',
    '25-06-10',
    '+002025-06-10 00:00:00',
    '-2025-06-10 00:00:00',
    '２０２５-06-10 00:00:00',
    '1749513600000',
    '2025-W24-2',
  ])('%j is no time', (text) => {
    expect(parseTime(text)).toBeNull();
    expect(parseDay(text)).toBeNull();
  });
});

describe('printing', () => {
  it.each([
    ['2025-06-09T16:00:00Z', '2025-06-10T00:00:00+08:00', '2025-06-10'],
    ['2025-06-10T15:59:59Z', '2025-06-10T23:59:59+08:00', '2025-06-10T23:59:59+08:00'],
    ['2025-06-10T15:59:59.007Z', '2025-06-10T23:59:59.007+08:00', '2025-06-10T23:59:59.007+08:00'],
    ['2025-06-09T16:00:00.100Z', '2025-06-10T00:00:00.100+08:00', '2025-06-10T00:00:00.100+08:00'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31T23:59:59.999+08:00', '1969-12-31T23:59:59.999+08:00'],
    ['0099-12-31T16:00:00Z', '0100-01-01T00:00:00+08:00', '0100-01-01'],
  ])('%s', (at, full, boundary) => {
    expect(formatInstant(instantOf(utc(at)))).toBe(full);
    expect(formatBoundary(instantOf(utc(at)))).toBe(boundary);
  });

  it('an open end has no date', () => {
    expect([formatBoundary(OPEN_END), formatBoundary(BEFORE_ALL)]).toEqual(['..', '..']);
  });

  it('what is printed reads back, to the millisecond, from year 1 to 9999', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: utc('0001-01-02T00:00:00Z'), max: utc('9999-12-30T00:00:00Z') }),
        (at) => {
          const instant = instantOf(at);
          expect(parseTime(formatInstant(instant))).toEqual({ instant, isBareDate: false });
          const day = parseDay(formatInstant(instant).slice(0, 10));
          expect(day === null ? null : formatDay(day)).toBe(formatInstant(instant).slice(0, 10));
        },
      ),
    );
  });

  it('no text makes reading fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9/T :.Z+-]{0,30}$/)), (text) => {
        const read = parseTime(text);
        expect(read === null || Number.isInteger(read.instant)).toBe(true);
      }),
    );
  });
});

describe('text that was found to be a day or a time', () => {
  it.each([
    ['2025-06-10', true, true],
    ['2025/6/10', true, true],
    ['2025-02-29', false, false],
    ['2025-06-10 08:30:00', false, true],
    ['2025-06-10T08:30:00Z', false, true],
    ['', false, false],
  ])('%j is a day: %s, a time: %s', (text, isDay, isTime) => {
    expect([isDayText(text), isMomentText(text)]).toEqual([isDay, isTime]);
    if (isDayText(text)) expect(startOf(text)).toBe(startOfDay(dayIn(text)));
    if (isDayText(text)) expect(formatDay(dayIn(text))).toBe('2025-06-10');
    if (isMomentText(text)) expect(instantIn(text)).toBe(parseTime(text)?.instant);
  });
});
