import { bearerOfDelay } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const order = (maintainedOn: string | null) => ({
  orderedFrom: dayOn('2025-06-10'),
  maintainedOn: maintainedOn === null ? null : dayOn(maintainedOn),
});

describe('national-2024 art. 46: what is lost by late maintenance is borne by the institution', () => {
  it.each([
    ['on time', '2025-06-10', 'nobody'],
    ['a day late', '2025-06-11', 'institution'],
    ['still not', null, 'institution'],
  ])('maintained %s: borne by %s', (_, maintainedOn, bearer) => {
    expect(bearerOfDelay(order(maintainedOn), dayOn('2025-06-20'), parametersOf('national-2024'))).toBe(
      bearer,
    );
  });

  it('before its first day a status cannot be late', () => {
    expect(bearerOfDelay(order(null), dayOn('2025-06-10'), parametersOf('national-2024'))).toBe('nobody');
  });

  it('read the other way, where the agency maintains no text says who bears it', () => {
    const byAgency = parametersOf('national-2024', { statusMaintainer: 'agency' });
    expect(bearerOfDelay(order(null), dayOn('2025-06-20'), byAgency)).toBe('not_regulated');
  });
});
