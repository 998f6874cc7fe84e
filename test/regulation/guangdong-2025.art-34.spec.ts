import { covers, formatInterval, periodOf } from '@gatekeeper/calendar';
import { admissionOf, appealBy, runningDuring } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const by = (received: string, values = {}) =>
  appealBy(dayOn(received), parametersOf(pack, values), officialWorkingDays);
const SUSPENDED = periodOf(dayOn('2025-06-10'), 3, 'last_day_of_month');
const running = (filedOn: string, answeredOn: string | null, values = {}) =>
  runningDuring(
    SUSPENDED,
    { filedOn: dayOn(filedOn), answeredOn: answeredOn === null ? null : dayOn(answeredOn) },
    parametersOf(pack, values),
  );

describe('guangdong-2025 art. 34: an appeal within 10 working days of the notice, which is carried out meanwhile', () => {
  it.each([
    ['plain weeks', '2025-06-10', '2025-06-24'],
    ['over National Day, with two weekend days worked', '2025-09-24', '2025-10-14'],
    ['over Spring Festival', '2025-01-23', '2025-02-12'],
    ['into a year whose calendar is not published', '2026-12-25', 'unpublished 2027'],
  ])('%s: received %s, until %s', (_, received, expected) => {
    expect(dayInShort(by(received))).toBe(expected);
  });

  it.each([
    ['2025-06-23 23:59:59', 'in_time'],
    ['2025-06-24 23:59:59', 'in_time'],
    ['2025-06-25 00:00:00', 'waived'],
  ])('made %s: %s', (made, expected) => {
    expect(admissionOf(at(made), by('2025-06-10'))).toBe(expected);
  });

  it('without a calendar nobody is told that it came too late', () => {
    expect(admissionOf(at('2027-03-01 00:00:00'), by('2026-12-25'))).toEqual({ unpublishedYear: 2027 });
  });

  it('where a text sets no limit, no appeal is late', () => {
    expect(admissionOf(at('2030-01-01 00:00:00'), by('2025-06-10', { appealWorkingDays: 'none' }))).toBe(
      'no_limit',
    );
  });

  it.each([
    ['examined for ten days', '2025-06-20', '2025-06-30'],
    ['not answered yet', '2025-06-20', null],
  ])('%s: the sanction runs on', (_, filedOn, answeredOn) => {
    expect(running(filedOn, answeredOn)).toEqual([SUSPENDED]);
  });

  it.each([
    ['inside the period', '2025-06-20', '2025-06-30', '2025-06-10/2025-06-20 2025-06-30/2025-09-20'],
    ['not answered yet', '2025-06-20', null, '2025-06-10/2025-06-20'],
    ['on its first day', '2025-06-10', '2025-06-30', '2025-06-30/2025-09-30'],
    ['before it, answered inside', '2025-06-01', '2025-06-11', '2025-06-11/2025-09-11'],
    ['before it, answered on its first day', '2025-06-01', '2025-06-10', '2025-06-10/2025-09-10'],
    ['before it, answered before it', '2025-06-01', '2025-06-09', '2025-06-10/2025-09-10'],
    ['before it, not answered yet', '2025-06-01', null, ''],
    ['on its last day', '2025-09-09', '2025-09-19', '2025-06-10/2025-09-09 2025-09-19/2025-09-20'],
    ['long after it', '2025-09-15', '2025-09-20', '2025-06-10/2025-09-10'],
    ['after it', '2025-09-10', '2025-09-20', '2025-06-10/2025-09-10'],
    ['answered the same day', '2025-06-20', '2025-06-20', '2025-06-10/2025-09-10'],
  ])('read the other way, it pauses while examined: filed %s', (_, filedOn, answeredOn, expected) => {
    const intervals = running(filedOn, answeredOn, { sanctionRunsDuringAppeal: 'false' });
    expect(intervals.map(formatInterval).join(' ')).toBe(expected);
  });

  it.each([
    ['the last second before filing', '2025-06-19 23:59:59', true],
    ['the first of the examination', '2025-06-20 00:00:00', false],
    ['the last of the examination', '2025-06-29 23:59:59', false],
    ['the first after the result', '2025-06-30 00:00:00', true],
    ['the last of what was left', '2025-09-19 23:59:59', true],
    ['the first after it', '2025-09-20 00:00:00', false],
  ])('paused: %s (%s) bars: %s', (_, moment, bars) => {
    const paused = running('2025-06-20', '2025-06-30', { sanctionRunsDuringAppeal: 'false' });
    expect(paused.some((interval) => covers(interval, at(moment)))).toBe(bars);
    expect(running('2025-06-20', '2025-06-30').some((interval) => covers(interval, at(moment)))).toBe(
      moment < '2025-09-10',
    );
  });

  it('goes to the agency', () => {
    expect(parametersOf(pack).appealAddressee).toBe('agency');
  });
});
