import {
  clinician,
  institution,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('guangdong-2025 art. 20: no service on the fund without a commitment at the site', () => {
  it.each([
    ['the evening before', '2025-06-14 23:59:59', 'reject COMMITMENT_MISSING'],
    ['the first second of its day', '2025-06-15 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['later', '2025-06-16 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('committed on 2025-06-15: %s → %s', (_, fee, expected) => {
    const registry = [institution(), clinician(), registration({ committed: '2025-06-15' })];
    expect(shortly({ line: feeAt(fee), registry })).toBe(expected);
  });

  it.each([
    [null, ['registration 2012-01-01/..', 'no commitment on file']],
    ['2025-07-01', ['registration 2012-01-01/..', 'commitment 2025-07-01']],
  ])('names what is on file: %s', (committed, evidence) => {
    const registry = [institution(), clinician(), registration({ committed })];
    expect(reasonsFor('COMMITMENT_MISSING', { line: outpatient(), registry })).toMatchObject([
      { article: 'guangdong-2025 art. 20', role: 'ordering', evidence },
    ]);
  });

  it('is met by one of several registrations that cover the fee', () => {
    const one = registration({ committed: null });
    const other = registration({ from: '2025-01-01', committed: '2025-01-01' });
    expect(shortly({ line: outpatient(), registry: [institution(), clinician(), one, other] })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });

  it('is not met by a registration that does not cover the fee', () => {
    const over = registration({ until: '2025-01-01' });
    const uncommitted = registration({ from: '2025-01-01', committed: null });
    expect(shortly({ line: outpatient(), registry: [institution(), clinician(), over, uncommitted] })).toBe(
      'reject COMMITMENT_MISSING',
    );
  });

  it('is listed beside a sanction', () => {
    const registry = [institution(), clinician(), registration({ committed: null }), sanction()];
    expect(shortly({ line: outpatient(), registry })).toBe('reject COMMITMENT_MISSING CLINICIAN_SUSPENDED');
  });

  it('is a parameter: read the other way, no commitment is asked for nor named', () => {
    const values = setting('guangdong-2025', { commitmentRequired: 'false' });
    const registry = [institution(), clinician(), registration({ committed: null })];
    expect(shortly({ line: outpatient(), registry, values })).toBe('accept ~IN_GOOD_STANDING');
    expect(reasonsFor('IN_GOOD_STANDING', { line: outpatient(), registry, values })[0]?.evidence).toEqual([
      'registration 2012-01-01/..',
    ]);
  });
});
