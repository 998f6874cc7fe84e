import {
  gapDays,
  mayRestoreEarly,
  neededAnew,
  pointsAfterRestoration,
  restorationAddressee,
  restorationApplicationBy,
  restorationAssessmentBy,
  restoredFrom,
  timelinessOf,
} from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const terms = parametersOf(pack);
const LAST_DAY = dayOn('2025-09-09');
const appliesBy = (lastDay: string, values = {}) =>
  restorationApplicationBy(dayOn(lastDay), parametersOf(pack, values), officialWorkingDays);
const passed = (day: string | null) => (day === null ? null : { passedOn: dayOn(day) });

describe('guangdong-2025 art. 31: restoration is applied for 15 working days ahead and assessed within 10', () => {
  it.each([
    ['plain weeks', '2025-09-09', '2025-08-19'],
    ['over National Day', '2025-10-20', '2025-09-23'],
    ['a last day on a Sunday', '2025-09-07', '2025-08-18'],
    ['out of a year whose calendar is not published', '2027-01-08', 'unpublished 2027'],
  ])('%s: last day %s, applied for by %s', (_, lastDay, expected) => {
    expect(dayInShort(appliesBy(lastDay))).toBe(expected);
  });

  it('where a text sets no limit there is none', () => {
    expect(appliesBy('2025-09-09', { applyBeforeWorkingDays: 'none' })).toBe('none');
  });

  it.each([
    ['2025-08-18 23:59:59', 'in_time'],
    ['2025-08-19 23:59:59', 'in_time'],
    ['2025-08-20 00:00:00', 'late'],
  ])('applied %s: %s', (applied, expected) => {
    expect(timelinessOf(at(applied), appliesBy('2025-09-09'))).toBe(expected);
  });

  it.each([
    ['2025-09-01 23:59:59', 'in_time'],
    ['2025-09-02 23:59:59', 'in_time'],
    ['2025-09-03 00:00:00', 'late'],
  ])('applied for on 2025-08-19, assessed %s: %s', (assessed, expected) => {
    const by = restorationAssessmentBy(dayOn('2025-08-19'), terms, officialWorkingDays);
    expect(timelinessOf(at(assessed), by)).toBe(expected);
  });

  it.each([
    ['in time', '2025-09-02', '2025-09-10', 0],
    ['on the last day', '2025-09-09', '2025-09-10', 0],
    ['the day after it', '2025-09-10', '2025-09-10', 0],
    ['a day later: a gap of one day', '2025-09-11', '2025-09-11', 1],
    ['ten days later', '2025-09-20', '2025-09-20', 10],
  ])('the assessment passed %s (%s): restored from %s, %d days in between', (_, passedOn, from, gap) => {
    expect(dayInShort(restoredFrom(LAST_DAY, passed(passedOn), terms))).toBe(from);
    expect(gapDays(LAST_DAY, dayOn(from))).toBe(gap);
  });

  it('none applied for, or not passed: not restored, however long ago', () => {
    expect(restoredFrom(LAST_DAY, null, terms)).toBe('not_restored');
  });

  it('read the other way, by itself: the day after the last, and nothing to apply for', () => {
    const auto = parametersOf(pack, { restore: 'auto' });
    expect(dayInShort(restoredFrom(LAST_DAY, null, auto))).toBe('2025-09-10');
    expect(dayInShort(restoredFrom(LAST_DAY, passed('2025-09-20'), auto))).toBe('2025-09-10');
    expect(appliesBy('2025-09-09', { restore: 'auto' })).toBe('none');
  });

  it.each([
    ['still there', false, false, 'institution_of_behaviour'],
    ['left it', true, false, 'present_institution'],
    ['its agreement ended', false, true, 'present_institution'],
    ['both', true, true, 'present_institution'],
  ])('%s: handed to the %s', (_, leftIt, itsAgreementEnded, addressee) => {
    expect(restorationAddressee({ leftIt, itsAgreementEnded }, terms)).toBe(addressee);
  });

  it('a termination needs a new registration and commitment, a suspension neither', () => {
    expect(neededAnew('terminated', terms)).toEqual({ registration: true, commitment: true });
    expect(neededAnew('suspended', terms)).toEqual({ registration: false, commitment: false });
    expect(neededAnew('terminated', parametersOf(pack, { commitmentRequired: 'false' }))).toEqual({
      registration: true,
      commitment: false,
    });
  });

  it.each([
    ['the last day of the year', '2025-12-31', 10],
    ['the first of the next', '2026-01-01', 0],
  ])('10 points of 2025, restored on %s (%s): %d of them still count', (_, restored, points) => {
    expect(pointsAfterRestoration({ year: 2025, total: 10 }, dayOn(restored))).toBe(points);
  });

  it('before its time a period ends by repair only', () => {
    expect(mayRestoreEarly({ approvedByAdminDepartment: true, assessmentPassed: true }, terms)).toBe(false);
  });
});
