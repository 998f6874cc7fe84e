import { GUANGDONG_2025 } from '@gatekeeper/policy';
import { inGoodStanding, outpatient, reasonsFor } from './facts';

describe('guangdong-2025 art. 52: the day of coming into force is left blank', () => {
  it('so the draft never was law, and says so', () => {
    expect(GUANGDONG_2025).toMatchObject({ status: 'draft', inForce: null });
  });

  it.each(['2019-01-01 00:00:00', '2024-12-31 23:59:59', '2025-01-01 00:00:00', '2025-12-31 23:59:59'])(
    'a fee of %s is decided by it all the same, with a note',
    (feeOccurredAt) => {
      const question = { line: outpatient({ feeOccurredAt }), registry: inGoodStanding() };
      expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toEqual([
        {
          code: 'OUTSIDE_PACK_IN_FORCE',
          effect: 'notes',
          role: null,
          article: 'guangdong-2025 art. 52',
          evidence: ['pack status draft'],
        },
      ]);
    },
  );
});
