import { bearerOfDelay } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const pack = 'guangdong-2025';

describe('guangdong-2025 art. 39: what is lost while a status is not maintained is borne by the institution', () => {
  it.each([
    ['before the first day', '2025-06-09', 'nobody'],
    ['on the first day', '2025-06-10', 'nobody'],
    ['a day later', '2025-06-11', 'institution'],
    ['not at all', null, 'institution'],
  ])('shown %s (%s): borne by %s', (_, maintainedOn, bearer) => {
    const order = {
      orderedFrom: dayOn('2025-06-10'),
      maintainedOn: maintainedOn === null ? null : dayOn(maintainedOn),
    };
    expect(bearerOfDelay(order, dayOn('2025-07-01'), parametersOf(pack))).toBe(bearer);
  });

  it.each([
    ['the last day but one', '2025-06-12', 'not_regulated', 'institution'],
    ['the last day', '2025-06-13', 'not_regulated', 'institution'],
    ['the day after', '2025-06-14', 'institution', 'institution'],
    ['not at all', null, 'institution', 'institution'],
  ])(
    'in time until 2025-06-13, shown %s (%s): %s; without a number: %s',
    (_, shown, numbered, unnumbered) => {
      const order = { orderedFrom: dayOn('2025-06-10'), maintainedOn: shown === null ? null : dayOn(shown) };
      const bearer = (inTimeUntil: 'none' | ReturnType<typeof dayOn>) =>
        bearerOfDelay(order, dayOn('2025-07-01'), parametersOf(pack), inTimeUntil);
      expect(bearer(dayOn('2025-06-13'))).toBe(numbered);
      expect(bearer('none')).toBe(unnumbered);
    },
  );

  it('whether it was late is not known where in time ends in a year whose working days are not published', () => {
    const bearer = (orderedFrom: string, statusMaintainer: 'institution' | 'agency') =>
      bearerOfDelay(
        { orderedFrom: dayOn(orderedFrom), maintainedOn: null },
        dayOn('2025-12-31'),
        parametersOf(pack, { statusMaintainer }),
        { unpublishedYear: 2026 },
      );
    expect(bearer('2025-12-30', 'institution')).toEqual({ unpublishedYear: 2026 });
    expect(bearer('2025-12-31', 'institution')).toBe('nobody');
    expect(bearer('2025-12-30', 'agency')).toBe('not_regulated');
  });
});
