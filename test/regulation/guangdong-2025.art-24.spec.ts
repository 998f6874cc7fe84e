import { bearerOfDelay, daysBehind } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const pack = 'guangdong-2025';
const asOf = dayOn('2025-07-01');
const order = (maintainedOn: string | null) => ({
  orderedFrom: dayOn('2025-06-10'),
  maintainedOn: maintainedOn === null ? null : dayOn(maintainedOn),
});

describe('guangdong-2025 art. 24: the status ordered is kept up on the platform', () => {
  it.each([
    ['before the first day', '2025-06-09', 0],
    ['on the first day', '2025-06-10', 0],
    ['a day later', '2025-06-11', 1],
    ['not yet', null, 21],
  ])('shown %s (%s): %d days behind', (_, maintainedOn, days) => {
    expect(daysBehind(order(maintainedOn), asOf)).toBe(days);
  });

  it('read the other way, the agency maintains: a loss by its delay is regulated nowhere', () => {
    const byAgency = parametersOf(pack, { statusMaintainer: 'agency' });
    expect(bearerOfDelay(order(null), asOf, byAgency)).toBe('not_regulated');
    expect(bearerOfDelay(order('2025-06-10'), asOf, byAgency)).toBe('nobody');
    expect(bearerOfDelay(order(null), asOf, parametersOf(pack))).toBe('institution');
  });
});
