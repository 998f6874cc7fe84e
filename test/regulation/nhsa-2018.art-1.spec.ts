import { mayReapplyFrom, suspensionsEndAgreement } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { dayInShort, parametersOf } from './parameters';

const terms = parametersOf('nhsa-2018');

describe('nhsa-2018 art. 1: the third suspension ends an agreement, and for 3 years no new one is applied for', () => {
  it.each([
    [1, false, false],
    [2, false, true],
    [3, true, true],
    [4, true, true],
  ])('%d suspensions end it: %s; read the other way, from two on: %s', (suspensions, byThree, byTwo) => {
    expect(suspensionsEndAgreement(suspensions, terms)).toBe(byThree);
    expect(
      suspensionsEndAgreement(suspensions, parametersOf('nhsa-2018', { suspensionsToTerminate: '2' })),
    ).toBe(byTwo);
  });

  it('where a text counts no suspensions none ends it', () => {
    const none = parametersOf('nhsa-2018', { suspensionsToTerminate: 'none' });
    expect(suspensionsEndAgreement(100, none)).toBe(false);
  });

  it.each([
    ['2025-06-10', '2028-06-10'],
    ['2024-02-29', '2027-03-01'],
  ])('ended on %s: no application before %s', (ended, expected) => {
    expect(dayInShort(mayReapplyFrom(dayOn(ended), terms))).toBe(expected);
  });

  it('read the other way, 1 year as Hainan has it for institutions in guidance', () => {
    const one = parametersOf('nhsa-2018', { reapplyBanYears: '1' });
    expect(dayInShort(mayReapplyFrom(dayOn('2025-06-10'), one))).toBe('2026-06-10');
  });
});
