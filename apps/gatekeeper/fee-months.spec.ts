import { parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { firstBeyondMonths } from './fee-months';

function lineOf(day: string): { readonly line: { readonly feeOccurredAt: Instant }; readonly day: string } {
  const time = parseTime(`${day} 12:00:00`);
  if (time === null) throw new TypeError(`not a day: ${day}`);
  return { line: { feeOccurredAt: time.instant }, day };
}

describe('the first line of one month more than a batch may name', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['none of no lines', [], undefined],
    ['none of as many months as it may', ['2025-01-01', '2025-02-01'], undefined],
    ['none of many lines of few months', ['2025-01-01', '2025-02-01', '2025-01-31', '2025-02-28'], undefined],
    ['the third month', ['2025-01-01', '2025-02-01', '2025-01-02', '2025-03-01', '2025-04-01'], '2025-03-01'],
    ['the same month of another year', ['2025-01-01', '2024-01-01', '2023-01-01'], '2023-01-01'],
  ])('%s', (_, days, expected) => {
    expect(firstBeyondMonths(days.map(lineOf), 2)?.day).toBe(expected);
  });
});
