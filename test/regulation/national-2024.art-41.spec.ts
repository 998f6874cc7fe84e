import { admissionOf, appealBy } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const terms = parametersOf('national-2024');
const by = appealBy(dayOn('2026-04-28'), terms, officialWorkingDays);

describe('national-2024 art. 41: an appeal within 10 working days of receipt', () => {
  it('over Labour Day, with a Saturday worked', () => {
    expect(dayInShort(by)).toBe('2026-05-14');
  });

  it.each([
    ['2026-05-13 23:59:59', 'in_time'],
    ['2026-05-14 23:59:59', 'in_time'],
    ['2026-05-15 00:00:00', 'waived'],
  ])('appealed %s: %s', (made, expected) => {
    expect(admissionOf(at(made), by)).toBe(expected);
  });

  it('goes to the agency', () => {
    expect(terms.appealAddressee).toBe('agency');
  });
});
