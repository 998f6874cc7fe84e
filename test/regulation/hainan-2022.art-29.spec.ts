import { barredFromTitleReview } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { parametersOf } from './parameters';

const terms = parametersOf('hainan-2022');
const suspended = (firstDay: string, lastDay: string, decidedAt = `${firstDay} 10:00:00`) => ({
  status: 'suspended' as const,
  decidedAt: at(decidedAt),
  firstDay: dayOn(firstDay),
  lastDay: dayOn(lastDay),
});
const cancelled = (decidedAt: string) => ({ status: 'terminated' as const, decidedAt: at(decidedAt) });

describe('hainan-2022 art. 29: no title review in the year of a suspension of 6 months or of a cancellation', () => {
  it.each([
    ['a day short of 6 months', '2025-12-08', false],
    ['6 months', '2025-12-09', true],
    ['12 months', '2026-06-09', true],
  ])('suspended from 2025-06-10, %s (last day %s): barred in 2025: %s', (_, lastDay, barred) => {
    expect(barredFromTitleReview([suspended('2025-06-10', lastDay)], 2025, terms)).toBe(barred);
  });

  it('6 months from the end of August reach the end of February', () => {
    expect(barredFromTitleReview([suspended('2025-08-31', '2026-02-26')], 2025, terms)).toBe(false);
    expect(barredFromTitleReview([suspended('2025-08-31', '2026-02-27')], 2025, terms)).toBe(true);
  });

  it.each([
    ['the year before the decision', 2024, false],
    ['the year of the decision', 2025, true],
    ['the year after, while it still runs', 2026, false],
  ])('%s (%d): %s', (_, year, barred) => {
    expect(barredFromTitleReview([suspended('2025-12-01', '2026-11-30')], year, terms)).toBe(barred);
    expect(barredFromTitleReview([cancelled('2025-12-31 23:59:59')], year, terms)).toBe(barred);
  });

  it('goes by the decision, not by the first day', () => {
    const decidedBefore = suspended('2026-01-05', '2026-07-04', '2025-12-31 23:59:59');
    expect(barredFromTitleReview([decidedBefore], 2025, terms)).toBe(true);
    expect(barredFromTitleReview([decidedBefore], 2026, terms)).toBe(false);
  });

  it('short suspensions are not added up, and nothing decided bars nobody', () => {
    const short = [suspended('2025-01-10', '2025-04-09'), suspended('2025-06-10', '2025-09-09')];
    expect(barredFromTitleReview(short, 2025, terms)).toBe(false);
    expect(barredFromTitleReview([], 2025, terms)).toBe(false);
  });

  it('a text silent on titles bars nobody', () => {
    const national = parametersOf('national-2024');
    expect(barredFromTitleReview([cancelled('2025-06-10 10:00:00')], 2025, national)).toBe(false);
  });
});
