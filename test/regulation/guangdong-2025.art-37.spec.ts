import { reviewBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const by = (received: string, { acceptedOn = null as string | null, expertDays = 0, values = {} } = {}) =>
  reviewBy(
    {
      materialReceivedOn: dayOn(received),
      acceptedOn: acceptedOn === null ? null : dayOn(acceptedOn),
      expertDays,
    },
    parametersOf(pack, values),
    officialWorkingDays,
  );

describe('guangdong-2025 art. 37: answered within 20 working days of the material, expert time apart', () => {
  it.each([
    ['plain weeks', '2025-06-10', '2025-07-08'],
    ['over National Day', '2025-09-15', '2025-10-17'],
    ['into a year whose calendar is not published', '2026-12-10', 'unpublished 2027'],
  ])('%s: received %s, until %s', (_, received, expected) => {
    expect(dayInShort(by(received))).toBe(expected);
  });

  it.each([
    ['2025-07-07 23:59:59', 'in_time'],
    ['2025-07-08 23:59:59', 'in_time'],
    ['2025-07-09 00:00:00', 'late'],
  ])('answered %s: %s', (answered, expected) => {
    expect(timelinessOf(at(answered), by('2025-06-10'))).toBe(expected);
  });

  it.each([
    [0, '2025-07-08'],
    [1, '2025-07-09'],
    [3, '2025-07-11'],
    [4, '2025-07-14'],
    [6, '2025-07-14'],
    [7, '2025-07-15'],
  ])('experts took %d days: until %s, the next working day where that is none', (expertDays, expected) => {
    expect(dayInShort(by('2025-06-10', { expertDays }))).toBe(expected);
  });

  it('when it was accepted does not matter', () => {
    expect(dayInShort(by('2025-06-10', { acceptedOn: '2025-06-12' }))).toBe('2025-07-08');
  });

  it('read the other way, the clock starts with acceptance, and not before', () => {
    const values = { reviewClock: 'acceptance' };
    expect(dayInShort(by('2025-06-10', { acceptedOn: '2025-06-12', values }))).toBe('2025-07-10');
    expect(by('2025-06-10', { values })).toBe('none');
  });
});
