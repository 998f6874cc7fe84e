import { GUANGDONG_2025 } from '@gatekeeper/policy';
import { inGoodStanding, outpatient, reasonsFor, sanction, shortly } from './facts';

const pack = 'guangdong-2025';

describe('guangdong-2025 art. 52: the day from which it holds is left blank, so it never was law', () => {
  it.each([
    ['long before', '2012-06-15'],
    ['the day before the national scheme', '2024-12-31'],
    ['the first day of the national scheme', '2025-01-01'],
    ['the day of the province’s own rules', '2025-04-21'],
    ['a day of this year', '2025-12-31'],
  ])('a fee of %s (%s) is decided by it all the same, and says so', (_, day) => {
    const line = outpatient({ feeOccurredAt: `${day} 10:00:00` });
    const question = { line, registry: inGoodStanding(), pack };
    expect(shortly(question)).toBe('accept ~IN_GOOD_STANDING');
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toEqual([
      {
        code: 'OUTSIDE_PACK_IN_FORCE',
        effect: 'notes',
        role: null,
        article: 'guangdong-2025 art. 52',
        evidence: ['pack status draft'],
      },
    ]);
  });

  it('a refusal says so too', () => {
    const question = { line: outpatient(), registry: [...inGoodStanding(), sanction()], pack };
    expect(shortly(question)).toBe('reject CLINICIAN_SUSPENDED');
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toHaveLength(1);
  });

  it('is a draft without a day in force, and nothing has replaced it', () => {
    expect(GUANGDONG_2025).toMatchObject({ status: 'draft', inForce: null, superseded: null });
  });
});
