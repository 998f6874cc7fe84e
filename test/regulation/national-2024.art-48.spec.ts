import { ask, COLLEAGUE, inGoodStanding, outpatient, sanction, setting, shortly } from './facts';

const pack = 'national-2024';
const registry = [...inGoodStanding(), sanction()];
const knownAt = '2025-07-01 00:00:00';

describe('national-2024 art. 48: what was paid is recovered', () => {
  it.each([
    ['never', null, 'reject CLINICIAN_SUSPENDED'],
    ['the second before asking', '2025-06-30 23:59:59', 'claw_back CLINICIAN_SUSPENDED'],
    ['at the moment of asking', '2025-07-01 00:00:00', 'claw_back CLINICIAN_SUSPENDED'],
    ['the second after asking', '2025-07-01 00:00:01', 'reject CLINICIAN_SUSPENDED'],
  ])('paid %s (%s) → %s', (_, paidAt, expected) => {
    expect(shortly({ line: outpatient({ paidAt }), registry, pack, knownAt })).toBe(expected);
  });

  it('all fund money of the line', () => {
    const paid = ask({ line: outpatient({ paidAt: '2025-06-20' }), registry, pack });
    expect(paid).toMatchObject({ refused: 0n, recover: 8000n, fundScope: 'all' });
    const unpaid = ask({ line: outpatient(), registry, pack });
    expect(unpaid).toMatchObject({ refused: 8000n, recover: 0n });
  });

  it('not what the exceptions cover', () => {
    const line = outpatient({ paidAt: '2025-06-20', medicalCategory: '13' });
    expect(shortly({ line, registry, pack })).toBe('accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT');
  });

  it('of who ordered; who performed is noted, and read the other way bars too', () => {
    const line = outpatient({ performingCode: COLLEAGUE, paidAt: '2025-06-20' });
    const values = setting(pack, { checkedRoles: 'ordering+performing' });
    expect(shortly({ line, registry: inGoodStanding(), pack })).toBe(
      'accept ~CLINICIAN_UNKNOWN(performing) ~IN_GOOD_STANDING',
    );
    expect(shortly({ line, registry: inGoodStanding(), pack, values })).toBe(
      'claw_back CLINICIAN_UNKNOWN(performing)',
    );
  });

  it('read the other way, a paid line is refused like an unpaid one', () => {
    const values = setting(pack, { onPaidLine: 'reject' });
    expect(shortly({ line: outpatient({ paidAt: '2025-06-20' }), registry, pack, values })).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
  });
});
