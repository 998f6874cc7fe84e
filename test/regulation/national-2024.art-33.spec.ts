import { noticeDeliveryBy, timelinessOf } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const by = (form: 'paper' | 'platform', values = {}) =>
  noticeDeliveryBy(dayOn('2025-04-24'), form, parametersOf('national-2024', values), officialWorkingDays);

describe('national-2024 art. 33: delivered within 3 working days of issue, whatever its form', () => {
  it.each(['paper', 'platform'] as const)('%s: over a Sunday that was worked', (form) => {
    expect(dayInShort(by(form))).toBe('2025-04-28');
  });

  it.each([
    ['2025-04-27 23:59:59', 'in_time'],
    ['2025-04-28 23:59:59', 'in_time'],
    ['2025-04-29 00:00:00', 'late'],
  ])('delivered %s: %s', (delivered, expected) => {
    expect(timelinessOf(at(delivered), by('platform'))).toBe(expected);
  });

  it('read the other way, the limit binds paper only', () => {
    expect(by('platform', { noticeDeliveryBinds: 'paper' })).toBe('none');
    expect(dayInShort(by('paper', { noticeDeliveryBinds: 'paper' }))).toBe('2025-04-28');
  });

  it('the institution brings the status up to date', () => {
    expect(parametersOf('national-2024').statusMaintainer).toBe('institution');
  });
});
