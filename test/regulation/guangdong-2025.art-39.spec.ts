import { bearerOfDelay } from '@gatekeeper/scoring';
import { ask, at, dayOn, inGoodStanding, outpatient, sanction } from './facts';
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

describe('guangdong-2025 art. 39: a claw-back says who bears it, and by which article (fee of 2025-06-15 10:00:00)', () => {
  const borne = (delivered: string, maintained: string | null) => {
    const record = sanction({
      deliveredAt: at(delivered),
      maintainedAt: maintained === null ? null : at(maintained),
    });
    const decided = ask({
      line: outpatient({ paidAt: '2025-06-18' }),
      registry: [...inGoodStanding(), record],
    });
    return 'borneBy' in decided
      ? decided.borneBy?.map(({ who, because, article }) => `${who}, ${because}, ${article}`)
      : null;
  };
  it.each([
    [
      'maintained the second after the fee',
      '2025-06-12',
      '2025-06-15 10:00:01',
      'institution, MAINTAINED_LATE, guangdong-2025 art. 39',
    ],
    ['not maintained', '2025-06-12', null, 'institution, NOT_MAINTAINED, guangdong-2025 art. 39'],
    [
      'maintained in the second of the fee',
      '2025-06-12',
      '2025-06-15 10:00:00',
      'institution, PAID_THOUGH_RECORDED, guangdong-2025 art. 41',
    ],
    [
      'told only after the fee',
      '2025-06-15 10:00:01',
      null,
      'agency, NOT_DELIVERED_YET, guangdong-2025 reading',
    ],
  ])('%s (delivered %s, maintained %s): %s', (_, delivered, maintained, expected) => {
    expect(borne(delivered, maintained)).toEqual([expected]);
  });
});
