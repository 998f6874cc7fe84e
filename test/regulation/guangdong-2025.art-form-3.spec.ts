import { covers, formatInterval } from '@gatekeeper/calendar';
import {
  admissionOf,
  appealBy,
  appealClause,
  noticePeriod,
  noticeRecipients,
  restorationAddressee,
} from '@gatekeeper/scoring';
import { at, dayOn, HOSPITAL, OTHER_HOSPITAL } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const terms = parametersOf(pack);
const THIRD = 'H44010600099';

describe('guangdong-2025 art. form-3: what the printed notice says, and what governs where the rules say another thing', () => {
  it('prints the days and the addressee that govern', () => {
    expect(appealClause(terms)).toEqual({ workingDays: 10, addressee: 'agency' });
  });

  it.each([
    ['2025-06-18 23:59:59', 'in_time', 'in_time'],
    ['2025-06-19 23:59:59', 'in_time', 'in_time'],
    ['2025-06-20 00:00:00', 'in_time', 'waived'],
    ['2025-06-24 23:59:59', 'in_time', 'waived'],
    ['2025-06-25 00:00:00', 'waived', 'waived'],
  ])('received on 2025-06-10, appealed %s: %s; read the other way, by its 7 days: %s', (made, ten, seven) => {
    const admitted = (values = {}) =>
      admissionOf(at(made), appealBy(dayOn('2025-06-10'), parametersOf(pack, values), officialWorkingDays));
    expect(admitted()).toBe(ten);
    expect(admitted({ appealWorkingDays: '7' })).toBe(seven);
  });

  it('7 working days over National Day', () => {
    const seven = parametersOf(pack, { appealWorkingDays: '7' });
    expect(dayInShort(appealBy(dayOn('2025-09-24'), seven, officialWorkingDays))).toBe('2025-10-10');
  });

  it('read the other way, the appeal goes to the department', () => {
    const form = parametersOf(pack, { appealWorkingDays: '7', appealAddressee: 'admin_dept' });
    expect(appealClause(form)).toEqual({ workingDays: 7, addressee: 'admin_dept' });
  });

  it('read the other way, every institution where the person practises receives it, each once', () => {
    const form = parametersOf(pack, { noticeRecipients: 'every_site' });
    expect(noticeRecipients(HOSPITAL, [OTHER_HOSPITAL, HOSPITAL, THIRD], form)).toEqual([
      HOSPITAL,
      OTHER_HOSPITAL,
      THIRD,
    ]);
    expect(noticeRecipients(HOSPITAL, [OTHER_HOSPITAL, THIRD], terms)).toEqual([HOSPITAL]);
  });

  it('read the other way, restoration is applied for with the agency', () => {
    const form = parametersOf(pack, { restorationRoute: 'direct' });
    const there = { leftIt: false, itsAgreementEnded: false };
    expect(restorationAddressee(there, form)).toBe('agency');
    expect(restorationAddressee({ ...there, leftIt: true }, form)).toBe('agency');
    expect(restorationAddressee(there, terms)).toBe('institution_of_behaviour');
  });

  it.each([
    ['3 months', 3, '2025-11-03', '2025-08-04/2025-11-04'],
    ['1 month', 1, '2025-09-03', '2025-08-04/2025-09-04'],
  ])('%s from 2025-08-04, as a published notice prints it (G11b)', (_, months, lastDay, expected) => {
    const firstDay = dayOn('2025-08-04');
    expect(formatInterval(noticePeriod({ firstDay, months }, terms))).toBe(expected);
    expect(formatInterval(noticePeriod({ firstDay, lastDay: dayOn(lastDay) }, terms))).toBe(expected);
  });

  it.each([
    ['2025-08-03 23:59:59', false],
    ['2025-08-04 00:00:00', true],
    ['2025-11-03 23:59:59', true],
    ['2025-11-04 00:00:00', false],
  ])('of these 3 months, %s is inside: %s', (moment, inside) => {
    expect(covers(noticePeriod({ firstDay: dayOn('2025-08-04'), months: 3 }, terms), at(moment))).toBe(
      inside,
    );
  });

  it('dates written in the notice govern, whatever months would come to', () => {
    const written = { firstDay: dayOn('2025-01-31'), lastDay: dayOn('2025-03-31') };
    expect(formatInterval(noticePeriod(written, terms))).toBe('2025-01-31/2025-04-01');
  });
});
