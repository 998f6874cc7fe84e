import { promptlyBy, stillOwedIn, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const received = dayOn('2025-06-20');
const by = (values = {}) => promptlyBy(received, parametersOf(pack, values), officialWorkingDays);

describe('guangdong-2025 art. 28: the institution maintains the status, tells the person and trains, in time', () => {
  it('in time is no number: no day is too late by itself', () => {
    expect(by()).toBe('none');
    expect(timelinessOf(at('2026-06-20 00:00:00'), by())).toBe('no_limit');
  });

  it.each([
    ['2025-06-24 23:59:59', 'in_time'],
    ['2025-06-25 23:59:59', 'in_time'],
    ['2025-06-26 00:00:00', 'late'],
  ])('read the other way, as 3 working days: maintained %s: %s', (maintained, expected) => {
    const limit = by({ promptWorkingDays: '3' });
    expect(dayInShort(limit)).toBe('2025-06-25');
    expect(timelinessOf(at(maintained), limit)).toBe(expected);
  });

  it('trains regularly, without a number', () => {
    expect(stillOwedIn(2025, [], parametersOf(pack).trainingsPerYear)).toBe(0);
  });
});
