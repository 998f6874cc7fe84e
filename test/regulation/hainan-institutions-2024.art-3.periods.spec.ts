import { covers, formatInterval } from '@gatekeeper/calendar';
import { guidancePeriod, mayReapplyFrom } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { dayInShort, parametersOf } from './parameters';

const pack = 'hainan-institutions-2024';
const guided = (firstDay: string, lightBreach = false, values = {}) =>
  guidancePeriod(dayOn(firstDay), lightBreach, parametersOf(pack, values));
const written = (period: ReturnType<typeof guided>) => (period === 'none' ? period : formatInterval(period));

describe('hainan-institutions-2024 art. 3: guidance for 6 months, and for 6 more after a light breach', () => {
  it.each([
    ['none', '2025-01-10', false, '2025-01-10/2025-07-10'],
    ['a light one', '2025-01-10', true, '2025-01-10/2026-01-10'],
    ['none, from the end of August', '2025-08-31', false, '2025-08-31/2026-03-01'],
    ['a light one, from the end of August', '2025-08-31', true, '2025-08-31/2026-08-31'],
  ])('breach %s, from %s: %s', (_, firstDay, lightBreach, expected) => {
    expect(written(guided(firstDay, lightBreach))).toBe(expected);
  });

  it.each([
    ['2025-01-09 23:59:59', false, false],
    ['2025-01-10 00:00:00', true, true],
    ['2025-07-09 23:59:59', true, true],
    ['2025-07-10 00:00:00', false, true],
    ['2026-01-09 23:59:59', false, true],
    ['2026-01-10 00:00:00', false, false],
  ])('from 2025-01-10, at %s in guidance: %s; extended: %s', (moment, plain, extended) => {
    const inside = (period: ReturnType<typeof guided>) => period !== 'none' && covers(period, at(moment));
    expect(inside(guided('2025-01-10'))).toBe(plain);
    expect(inside(guided('2025-01-10', true))).toBe(extended);
  });

  it('where a text extends nothing, a breach changes nothing; where it knows no guidance there is none', () => {
    expect(written(guided('2025-01-10', true, { guidanceExtensionMonths: 'none' }))).toBe(
      '2025-01-10/2025-07-10',
    );
    expect(guided('2025-01-10', true, { guidanceMonths: 'none' })).toBe('none');
    expect(guidancePeriod(dayOn('2025-01-10'), true, parametersOf('national-2024'))).toBe('none');
  });

  it.each([
    ['2025-01-10', '2026-01-10'],
    ['2024-02-29', '2025-03-01'],
  ])('terminated in guidance on %s: no new application before %s', (ended, expected) => {
    expect(dayInShort(mayReapplyFrom(dayOn(ended), parametersOf(pack)))).toBe(expected);
  });

  it('read the other way, 3 years as the national notice of 2018 has them', () => {
    const three = parametersOf(pack, { reapplyBanYears: '3' });
    expect(dayInShort(mayReapplyFrom(dayOn('2025-01-10'), three))).toBe('2028-01-10');
  });
});
