import { inGoodStanding, inpatient, outpatient, reasonsFor, sanction, setting, shortly } from './facts';

const byAdmission = setting('guangdong-2025', { carveOutClock: 'admission' });
const PAID = 'accept CLINICIAN_SUSPENDED +INPATIENT_BEFORE_STATUS_CHANGE';
const BARRED = 'reject CLINICIAN_SUSPENDED';
const suspended = [...inGoodStanding(), sanction()];

describe('guangdong-2025 art. 38 para. 2, read by the day of admission: a stay that began before the change is paid whole', () => {
  it.each([
    ['the second before the change', '2025-06-09 23:59:59', PAID],
    ['in the second of the change', '2025-06-10 00:00:00', BARRED],
    ['the second after it', '2025-06-10 00:00:01', BARRED],
  ])('admitted %s (%s), a fee after the change → %s', (_, admittedAt, expected) => {
    const line = inpatient({ admittedAt, feeOccurredAt: '2025-06-12 09:00:00' });
    expect(shortly({ line, registry: suspended, values: byAdmission })).toBe(expected);
    expect(shortly({ line, registry: suspended })).toBe(BARRED);
  });

  it('only a stay: neither an outpatient line nor one without a day of admission', () => {
    const feeOccurredAt = '2025-06-12 09:00:00';
    const admittedAt = '2025-06-01 08:00:00';
    for (const line of [
      outpatient({ admittedAt, feeOccurredAt }),
      inpatient({ admittedAt: null, feeOccurredAt }),
    ])
      expect(shortly({ line, registry: suspended, values: byAdmission })).toBe(BARRED);
  });

  it.each([
    ['a termination too', 'terminated', 'accept CLINICIAN_TERMINATED +INPATIENT_BEFORE_STATUS_CHANGE'],
    ['a suspension', 'suspended', PAID],
  ] as const)('%s', (_, status, expected) => {
    const line = inpatient({ feeOccurredAt: '2025-06-12 09:00:00' });
    const registry = [...inGoodStanding(), sanction({ status })];
    expect(shortly({ line, registry, values: byAdmission })).toBe(expected);
  });

  it('of two sanctions each is looked at by itself', () => {
    const registry = [...suspended, sanction({ documentNo: '粤医保处〔2025〕0号', from: '2025-05-20' })];
    const line = inpatient({ admittedAt: '2025-06-01 08:00:00', feeOccurredAt: '2025-06-12 09:00:00' });
    expect(shortly({ line, registry, values: byAdmission })).toBe(
      'reject CLINICIAN_SUSPENDED CLINICIAN_SUSPENDED +INPATIENT_BEFORE_STATUS_CHANGE',
    );
  });

  it('names the sanction and its period', () => {
    const line = inpatient({ feeOccurredAt: '2025-06-12 09:00:00' });
    const [reason] = reasonsFor('INPATIENT_BEFORE_STATUS_CHANGE', {
      line,
      registry: suspended,
      values: byAdmission,
    });
    expect(reason).toMatchObject({
      effect: 'lifts',
      role: null,
      evidence: ['document 粤医保处〔2025〕1号', '2025-06-10/2025-09-10'],
    });
  });
});
