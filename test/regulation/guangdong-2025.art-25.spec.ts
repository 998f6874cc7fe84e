import { noticeDeliveryBy, noticeIssueBy, noticeRecipients, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn, HOSPITAL, OTHER_HOSPITAL } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const terms = parametersOf(pack);
const decided = (day: string) =>
  noticeIssueBy(
    { kind: 'agreement_handling', decidedOn: dayOn(day) },
    parametersOf(pack),
    officialWorkingDays,
  );
const delivered = (form: 'paper' | 'platform', values = {}) =>
  noticeDeliveryBy(dayOn('2025-06-17'), form, parametersOf(pack, values), officialWorkingDays);

describe('guangdong-2025 art. 25: 5 working days to the notice, 3 more to its delivery on paper', () => {
  it.each([
    ['a plain week', '2025-06-10', '2025-06-17'],
    ['on a Saturday', '2025-06-14', '2025-06-20'],
    ['over National Day, a Sunday worked', '2025-09-25', '2025-10-09'],
    ['into a year whose calendar is not published', '2026-12-28', 'unpublished 2027'],
  ])('%s: decided %s, issued by %s', (_, day, expected) => {
    expect(dayInShort(decided(day))).toBe(expected);
  });

  it('counts from the receipt of a penalty decided elsewhere', () => {
    const received = { kind: 'penalty', receivedOn: dayOn('2025-06-12') } as const;
    expect(dayInShort(noticeIssueBy(received, terms, officialWorkingDays))).toBe('2025-06-19');
  });

  it.each([
    ['2025-06-16 23:59:59', 'in_time'],
    ['2025-06-17 23:59:59', 'in_time'],
    ['2025-06-18 00:00:00', 'late'],
  ])('issued %s: %s', (issued, expected) => {
    expect(timelinessOf(at(issued), decided('2025-06-10'))).toBe(expected);
  });

  it('no calendar, no answer', () => {
    expect(timelinessOf(at('2027-01-10 00:00:00'), decided('2026-12-28'))).toEqual({ unpublishedYear: 2027 });
  });

  it.each([
    ['2025-06-19 23:59:59', 'in_time'],
    ['2025-06-20 23:59:59', 'in_time'],
    ['2025-06-21 00:00:00', 'late'],
  ])('issued on 2025-06-17, delivered on paper %s: %s', (moment, expected) => {
    expect(timelinessOf(at(moment), delivered('paper'))).toBe(expected);
  });

  it('on the platform there is no limit for delivery', () => {
    expect(delivered('platform')).toBe('none');
    expect(timelinessOf(at('2030-01-01 00:00:00'), delivered('platform'))).toBe('no_limit');
  });

  it('read the other way, the limit binds every notice', () => {
    expect(dayInShort(delivered('platform', { noticeDeliveryBinds: 'every_notice' }))).toBe('2025-06-20');
    expect(dayInShort(delivered('paper', { noticeDeliveryBinds: 'every_notice' }))).toBe('2025-06-20');
  });

  it('goes to the institution where it happened', () => {
    expect(noticeRecipients(HOSPITAL, [HOSPITAL, OTHER_HOSPITAL], terms)).toEqual([HOSPITAL]);
  });
});
