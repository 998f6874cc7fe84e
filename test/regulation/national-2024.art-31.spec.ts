import { noticeIssueBy, noticeRecipients, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn, HOSPITAL, OTHER_HOSPITAL } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const terms = parametersOf('national-2024');
const by = noticeIssueBy(
  { kind: 'agreement_handling', decidedOn: dayOn('2026-02-12') },
  terms,
  officialWorkingDays,
);

describe('national-2024 art. 31: the notice within 5 working days of the decision or of its receipt', () => {
  it('over Spring Festival, with a Saturday worked', () => {
    expect(dayInShort(by)).toBe('2026-02-26');
  });

  it.each([
    ['2026-02-25 23:59:59', 'in_time'],
    ['2026-02-26 23:59:59', 'in_time'],
    ['2026-02-27 00:00:00', 'late'],
  ])('issued %s: %s', (issued, expected) => {
    expect(timelinessOf(at(issued), by)).toBe(expected);
  });

  it('from the receipt of a penalty', () => {
    const received = { kind: 'penalty', receivedOn: dayOn('2025-06-10') } as const;
    expect(dayInShort(noticeIssueBy(received, terms, officialWorkingDays))).toBe('2025-06-17');
  });

  it('goes to the institution where it happened; read the other way, to every one', () => {
    const sites = [HOSPITAL, OTHER_HOSPITAL];
    const every = parametersOf('national-2024', { noticeRecipients: 'every_site' });
    expect(noticeRecipients(OTHER_HOSPITAL, sites, terms)).toEqual([OTHER_HOSPITAL]);
    expect(noticeRecipients(OTHER_HOSPITAL, sites, every)).toEqual([OTHER_HOSPITAL, HOSPITAL]);
  });
});
