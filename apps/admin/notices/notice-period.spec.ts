import { parseDay } from '@gatekeeper/calendar';
import { monthsOf } from './notice-period';

describe('the months a notice prints beside its days', () => {
  it.each([
    ['the day before three months are full', '2025-06-10', '2025-09-08', 3],
    ['three months, the last day inside', '2025-06-10', '2025-09-09', 3],
    ['a day more', '2025-06-10', '2025-09-10', 4],
    ['clamped at the end of February', '2025-01-31', '2025-02-27', 1],
    ['one day', '2025-06-10', '2025-06-10', 1],
  ] as const)('%s', (_, first, last, months) => {
    expect(monthsOf(parseDay(first)!, parseDay(last)!)).toBe(months);
  });
});
