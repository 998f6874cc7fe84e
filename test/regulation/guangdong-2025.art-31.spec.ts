import { inGoodStanding, outpatient, reasonsFor, restoration, sanction, setting, shortly } from './facts';

const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });
const suspended = (...more: ReturnType<typeof restoration>[]) => [...inGoodStanding(), sanction(), ...more];

describe('guangdong-2025 art. 31: a served period ends only by an approved application', () => {
  it.each([
    ['the last second of the period', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['the first second after it', '2025-09-10 00:00:00', 'reject NOT_RESTORED'],
    ['a year later', '2026-06-01 00:00:00', 'reject NOT_RESTORED'],
  ])('without an application: %s → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: suspended(), knownAt: '2026-12-31' })).toBe(expected);
  });

  it.each([
    ['before the restoration', '2025-09-19 23:59:59', 'reject NOT_RESTORED'],
    ['from its first second', '2025-09-20 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('restored ten days late: %s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: suspended(restoration('2025-09-20')) })).toBe(expected);
  });

  it.each([
    ['the last second of the period', '2025-09-09 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['the first second after', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('restored on time: %s → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: suspended(restoration('2025-09-10')) })).toBe(expected);
  });

  it('names the document, the period and that nothing restored it', () => {
    expect(reasonsFor('NOT_RESTORED', { line: feeAt('2025-10-01 00:00:00'), registry: suspended() })).toEqual(
      [
        {
          code: 'NOT_RESTORED',
          effect: 'bars',
          role: 'ordering',
          article: 'guangdong-2025 art. 31',
          evidence: [
            'document 粤医保处〔2025〕1号',
            '2025-06-10/2025-09-10',
            'cause points, scope person',
            'no restoration on file',
          ],
        },
      ],
    );
  });

  it('names from when it will be restored, for a fee before that', () => {
    const registry = suspended(restoration('2025-09-20'));
    expect(reasonsFor('NOT_RESTORED', { line: feeAt('2025-09-15 00:00:00'), registry })[0]?.evidence[3]).toBe(
      'restored from 2025-09-20',
    );
  });

  it('rests good standing on the restoration once there is one', () => {
    const registry = suspended(restoration('2025-09-20'));
    const evidenceAt = (fee: string) =>
      reasonsFor('IN_GOOD_STANDING', { line: feeAt(fee), registry })[0]?.evidence;
    const place = ['registration 2012-01-01/..', 'commitment 2012-01-01'];
    expect(evidenceAt('2025-06-01 00:00:00')).toEqual(place);
    expect(evidenceAt('2025-09-20 00:00:00')).toEqual([
      ...place,
      'document 粤医保处〔2025〕1号',
      'restored from 2025-09-20',
    ]);
  });

  it('holds for a termination whose years are over as for a suspension', () => {
    const registry = [...inGoodStanding(), sanction({ status: 'terminated' })];
    expect(shortly({ line: feeAt('2025-09-10 00:00:00'), registry })).toBe('reject NOT_RESTORED');
  });

  it('is a parameter: restored by itself, nothing bars after the period nor is a restoration named', () => {
    const values = setting('guangdong-2025', { restore: 'auto' });
    const registry = suspended(restoration('2025-09-20'));
    const line = feeAt('2025-10-01 00:00:00');
    expect(shortly({ line, registry: suspended(), values })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: feeAt('2025-09-09 00:00:00'), registry: suspended(), values })).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
    expect(reasonsFor('IN_GOOD_STANDING', { line, registry, values })[0]?.evidence).toHaveLength(2);
  });
});
