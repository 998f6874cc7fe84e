import { inGoodStanding, outpatient, sanction, setting, shortly } from './facts';

const pack = 'national-2024';
const during = outpatient({ medicalCategory: '13' });
const after = outpatient({ medicalCategory: '13', feeOccurredAt: '2025-09-10 00:00:00' });
const suspended = [...inGoodStanding(), sanction()];
const terminated = [...inGoodStanding(), sanction({ status: 'terminated' })];

/** N23's annex excepts emergency in a suspension only; N34 art. 16, the later text, in a termination as well. */
const BY_THE_ANNEX = setting(pack, { emergencyException: 'suspended' });

describe('national-2024 art. N23-annex-1: emergency is excepted in a suspension, and in a termination?', () => {
  it.each([
    ['a suspension', during, suspended, 'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT'],
    ['a termination', during, terminated, 'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT'],
    ['a served period not restored', after, suspended, 'accept NOT_RESTORED +EMERGENCY_EXEMPT'],
  ])('as art. 16 says, the reading taken: in %s', (_, line, registry, expected) => {
    expect(shortly({ line, registry, pack })).toBe(expected);
  });

  it.each([
    ['a suspension', during, suspended, 'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT'],
    ['a termination', during, terminated, 'reject CLINICIAN_TERMINATED'],
    ['a served period not restored', after, suspended, 'reject NOT_RESTORED'],
  ])('read the other way, as the annex says: in %s', (_, line, registry, expected) => {
    expect(shortly({ line, registry, pack, values: BY_THE_ANNEX })).toBe(expected);
  });

  it.each([
    ['the second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-06-10 00:00:00', 'reject CLINICIAN_TERMINATED'],
    ['the last second', '2025-09-09 23:59:59', 'reject CLINICIAN_TERMINATED'],
    ['the second after', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
  ])('a termination of 2025-06-10 to 2025-09-09 read so: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const line = outpatient({ medicalCategory: '13', feeOccurredAt });
    expect(shortly({ line, registry: terminated, pack, values: BY_THE_ANNEX })).toBe(expected);
  });
});
