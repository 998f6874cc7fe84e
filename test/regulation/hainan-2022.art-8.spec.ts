import {
  deregistration,
  HOSPITAL,
  inGoodStanding,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  setting,
  shortly,
} from './facts';

const pack = 'hainan-2022';
const GONE = 'reject DEREGISTERED';
const PAID = 'accept ~IN_GOOD_STANDING';

describe('hainan-2022 art. 8: who has left, retired or died is taken off', () => {
  it.each([
    ['the second before', '2025-02-28 23:59:59', PAID],
    ['the first second', '2025-03-01 00:00:00', GONE],
    ['the second after', '2025-03-01 00:00:01', GONE],
    ['long after', '2025-12-31 23:59:59', GONE],
  ])('%s (%s) → %s', (_, feeOccurredAt, expected) => {
    const registry = [...inGoodStanding(), deregistration()];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it.each([
    ['at this site', HOSPITAL, GONE],
    ['at another', OTHER_HOSPITAL, PAID],
    ['everywhere', null, GONE],
  ])('%s → %s', (_, fixmedinsCode, expected) => {
    const registry = [...inGoodStanding(), deregistration({ fixmedinsCode })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(expected);
  });

  it.each([
    ['the second before', '2025-05-31 23:59:59', GONE],
    ['the first second', '2025-06-01 00:00:00', PAID],
  ])('retired and hired again from 2025-06-01, %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const registry = [
      ...inGoodStanding(),
      deregistration({ reason: 'retired' }),
      registration({ from: '2025-06-01', committed: null }),
    ];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
  });

  it('is cited', () => {
    const registry = [...inGoodStanding(), deregistration()];
    const [reason] = reasonsFor('DEREGISTERED', { line: outpatient(), registry, pack });
    expect(reason?.article).toBe('hainan-2022 art. 8');
  });
});

describe('hainan-2022 art. 8 and 22 para. 2: emergency excuses whoever is off the register, the dead apart', () => {
  it.each([
    ['left', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['retired', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['licence_cancelled', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['other', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['deceased', GONE],
  ] as const)('%s → %s; read the other way, barred', (reason, expected) => {
    const line = outpatient({ medicalCategory: '13' });
    const registry = [...inGoodStanding(), deregistration({ reason })];
    expect(shortly({ line, registry, pack })).toBe(expected);
    const values = setting(pack, { emergencyException: 'suspended,terminated,not_restored' });
    expect(shortly({ line, registry, pack, values })).toBe(GONE);
  });
});
