import { changeHandledBy, changeReportBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { filledLinfen } from './linfen-filled';
import { dayInShort, officialWorkingDays } from './parameters';

const terms = filledLinfen({ changeReportWorkingDays: '10', changeHandlingWorkingDays: '5' });
const reported = changeReportBy(dayOn('2025-06-10'), terms, officialWorkingDays);
const handled = changeHandledBy(dayOn('2025-06-10'), terms, officialWorkingDays);

describe('linfen art. 2-4: a transfer is reported, and handled, in the working days filled in', () => {
  it('each has its own number', () => {
    expect([reported, handled].map(dayInShort)).toEqual(['2025-06-24', '2025-06-17']);
  });

  it.each([
    ['2025-06-23 23:59:59', 'in_time'],
    ['2025-06-24 23:59:59', 'in_time'],
    ['2025-06-25 00:00:00', 'late'],
  ])('reported %s: %s', (moment, expected) => {
    expect(timelinessOf(at(moment), reported)).toBe(expected);
  });

  it.each([
    ['2025-06-16 23:59:59', 'in_time'],
    ['2025-06-17 23:59:59', 'in_time'],
    ['2025-06-18 00:00:00', 'late'],
  ])('handled %s: %s', (moment, expected) => {
    expect(timelinessOf(at(moment), handled)).toBe(expected);
  });
});
