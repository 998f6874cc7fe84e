import { formatInterval } from '@gatekeeper/calendar';
import { certificateValidity, renewalBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { filledLinfen } from './linfen-filled';
import { dayInShort, parametersOf } from './parameters';

const validity = (issued: string, years: string) => {
  const interval = certificateValidity(dayOn(issued), filledLinfen({ certificateValidityYears: years }));
  return interval === 'none' ? interval : formatInterval(interval);
};
const renewal = (lastDay: string, months: string) =>
  renewalBy(dayOn(lastDay), filledLinfen({ certificateRenewalMonths: months }));

describe('linfen art. 2-3: a certificate is valid for the years filled in, and renewed the months before', () => {
  it.each([
    ['2025-06-10', '3', '2025-06-10/2028-06-10'],
    ['2025-06-10', '2', '2025-06-10/2027-06-10'],
    ['2024-02-29', '3', '2024-02-29/2027-03-01'],
  ])('issued on %s for %s years: %s', (issued, years, expected) => {
    expect(validity(issued, years)).toBe(expected);
  });

  it.each([
    ['2028-06-09', '3', '2028-03-09'],
    ['2028-06-09', '1', '2028-05-09'],
    ['2028-05-31', '3', '2028-02-29'],
  ])('valid until %s, renewal %s months before: by %s', (lastDay, months, expected) => {
    expect(dayInShort(renewal(lastDay, months))).toBe(expected);
  });

  it.each([
    ['2028-03-08 23:59:59', 'in_time'],
    ['2028-03-09 23:59:59', 'in_time'],
    ['2028-03-10 00:00:00', 'late'],
  ])('applied %s: %s', (applied, expected) => {
    expect(timelinessOf(at(applied), renewal('2028-06-09', '3'))).toBe(expected);
  });

  it('a text without certificates has neither', () => {
    const national = parametersOf('national-2024');
    expect(certificateValidity(dayOn('2025-06-10'), national)).toBe('none');
    expect(renewalBy(dayOn('2025-06-10'), national)).toBe('none');
  });
});
