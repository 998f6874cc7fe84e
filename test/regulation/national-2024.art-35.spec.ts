import { deregistration, inGoodStanding, outpatient, reasonsFor, registration, shortly } from './facts';

const pack = 'national-2024';

describe('national-2024 art. 35: who has left, retired or lost the licence is deregistered', () => {
  it.each([
    ['the second before', '2025-02-28 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-03-01 00:00:00', 'reject DEREGISTERED'],
    ['ever after', '2025-12-31 23:59:59', 'reject DEREGISTERED'],
  ])('from 2025-03-01: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const registry = [...inGoodStanding(), deregistration()];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it.each(['left', 'retired', 'deceased', 'licence_cancelled', 'other'] as const)('because: %s', (reason) => {
    const registry = [...inGoodStanding(), deregistration({ reason })];
    expect(reasonsFor('DEREGISTERED', { line: outpatient(), registry, pack })).toMatchObject([
      { article: 'national-2024 art. 35', evidence: ['every site', reason, 'from 2025-03-01'] },
    ]);
  });

  it('is undone by a registration that begins later', () => {
    const registry = [...inGoodStanding(), deregistration(), registration({ from: '2025-03-02' })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('is not lifted by emergency', () => {
    const registry = [...inGoodStanding(), deregistration()];
    expect(shortly({ line: outpatient({ medicalCategory: '13' }), registry, pack })).toBe(
      'reject DEREGISTERED',
    );
  });
});
