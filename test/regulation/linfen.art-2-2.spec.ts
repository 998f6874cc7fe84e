import { certificateReviewBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { filledLinfen } from './linfen-filled';
import { dayInShort, officialWorkingDays } from './parameters';

const by = (received: string, workingDays: string) =>
  certificateReviewBy(
    dayOn(received),
    filledLinfen({ certificateReviewWorkingDays: workingDays }),
    officialWorkingDays,
  );

describe('linfen art. 2-2: an application is examined in the working days filled in', () => {
  it.each([
    ['20', '2025-07-08'],
    ['10', '2025-06-24'],
    ['1', '2025-06-11'],
  ])('%s of them from 2025-06-10: by %s', (workingDays, expected) => {
    expect(dayInShort(by('2025-06-10', workingDays))).toBe(expected);
  });

  it.each([
    ['2025-06-23 23:59:59', 'in_time'],
    ['2025-06-24 23:59:59', 'in_time'],
    ['2025-06-25 00:00:00', 'late'],
  ])('10 of them, answered %s: %s', (answered, expected) => {
    expect(timelinessOf(at(answered), by('2025-06-10', '10'))).toBe(expected);
  });
});
