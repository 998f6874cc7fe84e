import { formatInterval, periodOf } from '@gatekeeper/calendar';
import {
  admissionOf,
  appealBy,
  noticeDeliveryBy,
  noticeIssueBy,
  noticeRecipients,
  reviewBy,
  runningDuring,
  timelinessOf,
} from '@gatekeeper/scoring';
import { at, dayOn, HOSPITAL, OTHER_HOSPITAL } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'hainan-2022';
const terms = parametersOf(pack);
const by = (received: string) => appealBy(dayOn(received), terms, officialWorkingDays);
const answerBy = (acceptedOn: string | null, values = {}) =>
  reviewBy(
    {
      materialReceivedOn: dayOn('2022-06-15'),
      acceptedOn: acceptedOn === null ? null : dayOn(acceptedOn),
      expertDays: 0,
    },
    parametersOf(pack, values),
    officialWorkingDays,
  );

describe('hainan-2022 art. 24: appeal within 10 working days, answered within 20 of its acceptance', () => {
  it.each([
    ['plain weeks', '2022-06-14', '2022-06-28'],
    ['over National Day, with two weekend days worked', '2022-09-23', '2022-10-12'],
  ])('%s: received %s, until %s', (_, received, expected) => {
    expect(dayInShort(by(received))).toBe(expected);
  });

  it.each([
    ['2022-06-27 23:59:59', 'in_time'],
    ['2022-06-28 23:59:59', 'in_time'],
    ['2022-06-29 00:00:00', 'waived'],
  ])('received on 2022-06-14, appealed %s: %s', (made, expected) => {
    expect(admissionOf(at(made), by('2022-06-14'))).toBe(expected);
  });

  it.each([
    ['2022-07-14 23:59:59', 'in_time'],
    ['2022-07-15 23:59:59', 'in_time'],
    ['2022-07-16 00:00:00', 'late'],
  ])('accepted on 2022-06-17, answered %s: %s', (answered, expected) => {
    expect(timelinessOf(at(answered), answerBy('2022-06-17'))).toBe(expected);
  });

  it('not accepted yet, no clock runs', () => {
    expect(answerBy(null)).toBe('none');
  });

  it('read the other way, from receipt of the material', () => {
    const values = { reviewClock: 'receipt' };
    expect(dayInShort(answerBy('2022-06-17', values))).toBe('2022-07-13');
    expect(dayInShort(answerBy(null, values))).toBe('2022-07-13');
  });

  it('is silent on the sanction meanwhile: it runs; read the other way, it waits', () => {
    const sanction = periodOf(dayOn('2022-06-20'), 3, 'last_day_of_month');
    const appeal = { filedOn: dayOn('2022-06-27'), answeredOn: dayOn('2022-07-07') };
    const running = (values = {}) =>
      runningDuring(sanction, appeal, parametersOf(pack, values)).map(formatInterval);
    expect(running()).toEqual(['2022-06-20/2022-09-20']);
    expect(running({ sanctionRunsDuringAppeal: 'false' })).toEqual([
      '2022-06-20/2022-06-27',
      '2022-07-07/2022-09-30',
    ]);
  });

  it('the notice is in writing to the institution, without limits of days', () => {
    const decided = { kind: 'agreement_handling', decidedOn: dayOn('2022-06-14') } as const;
    expect(noticeIssueBy(decided, terms, officialWorkingDays)).toBe('none');
    expect(noticeDeliveryBy(dayOn('2022-06-14'), 'paper', terms, officialWorkingDays)).toBe('none');
    expect(noticeRecipients(HOSPITAL, [HOSPITAL, OTHER_HOSPITAL], terms)).toEqual([HOSPITAL]);
    expect(terms.appealAddressee).toBe('agency');
  });
});
