import type { ReasonCode } from '@gatekeeper/vocabulary';
import {
  ask,
  at,
  clinician,
  departmentStatus,
  deregistration,
  inGoodStanding,
  inpatient,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  pharmacy,
  PHARMACY,
  reasonsFor,
  registration,
  restoration,
  sanction,
  setting,
  shortly,
} from './facts';

const pack = 'national-2024';
const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('national-2024 art. 18: each site registers the persons who practise there', () => {
  it.each([
    ['the second before', '2024-12-31 23:59:59', 'reject NOT_REGISTERED_AT_SITE'],
    ['the first second', '2025-01-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-06-30 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-07-01 00:00:00', 'reject NOT_REGISTERED_AT_SITE'],
  ])('%s (%s) → %s', (_, fee, expected) => {
    const registry = [institution(), clinician(), registration({ from: '2025-01-01', until: '2025-07-01' })];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it('at that site, not at another', () => {
    const registry = [institution(), clinician(), registration({ fixmedinsCode: OTHER_HOSPITAL })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe('reject NOT_REGISTERED_AT_SITE');
  });
});

describe('national-2024 art. 21: no service on the fund without a commitment at the site', () => {
  it.each([
    ['none', null, 'reject COMMITMENT_MISSING'],
    ['of the day after the fee', '2025-06-16', 'reject COMMITMENT_MISSING'],
    ['of the day of the fee', '2025-06-15', 'accept ~IN_GOOD_STANDING'],
    ['of the day before', '2025-06-14', 'accept ~IN_GOOD_STANDING'],
  ])('a commitment %s → %s', (_, committed, expected) => {
    const registry = [institution(), clinician(), registration({ committed })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(expected);
  });

  it('is a parameter: read the other way, no commitment is asked for', () => {
    const registry = [institution(), clinician(), registration({ committed: null })];
    const values = setting(pack, { commitmentRequired: 'false' });
    expect(shortly({ line: outpatient(), registry, pack, values })).toBe('accept ~IN_GOOD_STANDING');
  });
});

describe('national-2024 art. 34: sanctions are linked; institutions and departments', () => {
  const atBothSites = [
    ...inGoodStanding(),
    institution(OTHER_HOSPITAL),
    registration({ fixmedinsCode: OTHER_HOSPITAL }),
  ];
  it.each([
    ['points', 'site', 'reject CLINICIAN_SUSPENDED'],
    ['institution', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['institution', 'site', 'accept ~IN_GOOD_STANDING'],
    ['practice_order', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['certificate', 'site', 'accept ~IN_GOOD_STANDING'],
  ] as const)('cause %s, scope %s, at another site → %s', (cause, scope, expected) => {
    const line = outpatient({ fixmedinsCode: OTHER_HOSPITAL });
    expect(shortly({ line, registry: [...atBothSites, sanction({ cause, scope })], pack })).toBe(expected);
  });

  it.each([
    ['suspended', 'reject INSTITUTION_SUSPENDED'],
    ['terminated', 'reject INSTITUTION_TERMINATED'],
    ['exit_audit', 'accept ~IN_GOOD_STANDING'],
    ['guidance', 'accept ~IN_GOOD_STANDING'],
  ] as const)('an institution %s → %s', (status, expected) => {
    const registry = [...inGoodStanding(), institutionStatus({ status })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(expected);
  });

  it('keeps persons in good standing elsewhere while their institution is suspended', () => {
    const registry = [...atBothSites, institutionStatus()];
    expect(shortly({ line: outpatient({ fixmedinsCode: OTHER_HOSPITAL }), registry, pack })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});

describe('national-2024 art. 35: who has left is deregistered', () => {
  it.each([
    ['the second before', '2025-02-28 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-03-01 00:00:00', 'reject DEREGISTERED'],
  ])('%s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: [...inGoodStanding(), deregistration()], pack })).toBe(
      expected,
    );
  });

  it.each([
    ['left', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['licence_cancelled', 'accept DEREGISTERED +EMERGENCY_EXEMPT'],
    ['deceased', 'reject DEREGISTERED'],
  ] as const)(
    'is a parameter whether emergency lifts it: read the other way, %s → %s',
    (reason, expected) => {
      const values = setting(pack, { emergencyException: 'unregistered' });
      const registry = [...inGoodStanding(), deregistration({ reason })];
      const line = outpatient({ medicalCategory: '13' });
      expect(shortly({ line, registry, pack })).toBe('reject DEREGISTERED');
      expect(shortly({ line, registry, pack, values })).toBe(expected);
    },
  );
});

describe('national-2024 art. 39: a served period ends only by an approved application', () => {
  it.each([
    ['the day before the restoration', '2025-09-19 23:59:59', 'reject NOT_RESTORED'],
    ['its first second', '2025-09-20 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('%s → %s', (_, fee, expected) => {
    const registry = [...inGoodStanding(), sanction(), restoration('2025-09-20')];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it('is a parameter: read the other way, the period ends by itself', () => {
    const values = setting(pack, { restore: 'auto' });
    const registry = [...inGoodStanding(), sanction()];
    expect(shortly({ line: feeAt('2025-09-09 23:59:59'), registry, pack, values })).toBe(
      'reject CLINICIAN_SUSPENDED',
    );
    expect(shortly({ line: feeAt('2025-09-10 00:00:00'), registry, pack, values })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});

describe('national-2024 art. 45 and 48: what may not be claimed is recovered when it was paid', () => {
  it.each([
    [null, null, 'reject', 'institution'],
    ['2025-06-20', null, 'claw_back', 'institution'],
    ['2025-06-20', '2025-06-15 10:00:00', 'claw_back', 'institution'],
    ['2025-06-20', '2025-06-15 10:00:01', 'claw_back', 'none'],
  ])('paid %s, delivered %s → %s, borne by %s', (paidAt, delivered, outcome, liable) => {
    const deliveredAt = delivered === null ? null : at(delivered);
    const registry = [...inGoodStanding(), sanction({ deliveredAt })];
    expect(ask({ line: outpatient({ paidAt }), registry, pack })).toMatchObject({ outcome, liable });
  });

  it('has no sentence on stays that cross a change: accepted, not noted, unless the parameter says so', () => {
    const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00', settledAt: '2025-06-20 10:00:00' });
    const registry = [...inGoodStanding(), sanction()];
    expect(shortly({ line, registry, pack })).toBe('accept ~IN_GOOD_STANDING');
    const values = setting(pack, { inpatientCarveOut: 'before_status_change' });
    expect(shortly({ line, registry, pack, values })).toBe(
      'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING',
    );
    expect(reasonsFor('INPATIENT_BEFORE_STATUS_CHANGE', { line, registry, pack, values })[0]?.article).toBe(
      'national-2024 reading',
    );
  });
});

describe('national-2024: each reason cites its article', () => {
  const uncommitted = [institution(), clinician(), registration({ committed: null })];
  const ended = [...inGoodStanding(), sanction({ until: '2025-06-12' })];
  it.each([
    ['CODE_MISSING', 'reading', outpatient({ orderingCode: null }), inGoodStanding()],
    ['CODE_INVALID', 'reading', outpatient({ orderingCode: '10086' }), inGoodStanding()],
    ['CLINICIAN_UNKNOWN', 'art. N23-3', outpatient({ orderingCode: 'D440106000099' }), inGoodStanding()],
    ['NOT_REGISTERED_AT_SITE', 'art. 18', outpatient(), [institution(), clinician()]],
    ['COMMITMENT_MISSING', 'art. 21', outpatient(), uncommitted],
    ['DEREGISTERED', 'art. 35', outpatient(), [...inGoodStanding(), deregistration()]],
    ['CLINICIAN_SUSPENDED', 'art. 16', outpatient(), [...inGoodStanding(), sanction()]],
    [
      'CLINICIAN_TERMINATED',
      'art. 16',
      outpatient(),
      [...inGoodStanding(), sanction({ status: 'terminated' })],
    ],
    ['NOT_RESTORED', 'art. 39', outpatient(), ended],
    ['INSTITUTION_UNKNOWN', 'art. 45', outpatient(), []],
    ['INSTITUTION_SUSPENDED', 'art. 34', outpatient(), [...inGoodStanding(), institutionStatus()]],
    [
      'INSTITUTION_TERMINATED',
      'art. 34',
      outpatient(),
      [...inGoodStanding(), institutionStatus({ status: 'terminated' })],
    ],
    [
      'DEPARTMENT_SUSPENDED',
      'art. 34',
      outpatient({ departmentCode: 'A03.02' }),
      [...inGoodStanding(), departmentStatus()],
    ],
    ['EMERGENCY_EXEMPT', 'art. 16', outpatient({ rescueRecordNo: 'QJ1' }), [...inGoodStanding(), sanction()]],
    ['NO_FUND_MONEY', 'art. 16', outpatient({ fundAmount: 0n, pooledAmount: 0n }), []],
    ['IN_GOOD_STANDING', 'art. 16', outpatient(), inGoodStanding()],
    ['OUTSIDE_PACK_IN_FORCE', 'art. 59', feeAt('2024-12-31 23:59:59'), inGoodStanding()],
  ] as const)('%s: %s', (code: ReasonCode, article, line, registry) => {
    expect(reasonsFor(code, { line, registry, pack }).map((reason) => reason.article)).toEqual([
      `national-2024 ${article}`,
    ]);
  });
});

describe('national-2024 at a pharmacy', () => {
  it('checks the principal', () => {
    expect(shortly({ line: pharmacy(), registry: [institution(PHARMACY)], pack })).toBe(
      'reject CLINICIAN_UNKNOWN(principal)',
    );
  });
});

describe('a certificate or agreement past its validity: neither pack has one, unless set', () => {
  const until = (day: string) => [
    institution(),
    clinician(),
    registration({ certificateUntil: at(day), committed: '2025-01-01' }),
  ];
  it.each(['national-2024', 'guangdong-2025'])('%s', (checked) => {
    const values = setting(checked, { certificateChecked: 'true' });
    const answer = (day: string, more: object = {}) =>
      shortly({ line: outpatient(more), registry: until(day), pack: checked, values });
    expect(shortly({ line: outpatient(), registry: until('2025-01-01'), pack: checked })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(answer('2025-06-15 10:00:01')).toBe('accept ~IN_GOOD_STANDING');
    expect(answer('2025-06-15 10:00:00')).toBe('reject REGISTRATION_EXPIRED');
    expect(answer('2025-06-15 10:00:00', { medicalCategory: '13' })).toBe('reject REGISTRATION_EXPIRED');
    expect(
      reasonsFor('REGISTRATION_EXPIRED', {
        line: outpatient(),
        registry: until('2025-06-01'),
        pack: checked,
        values,
      }),
    ).toEqual([
      {
        code: 'REGISTRATION_EXPIRED',
        effect: 'bars',
        role: 'ordering',
        article: `${checked} reading`,
        evidence: ['registration 2012-01-01/..', 'certificate until 2025-06-01'],
      },
    ]);
  });

  it('takes the longest of several that cover the fee, and bars beside a missing commitment', () => {
    const values = setting('national-2024', { certificateChecked: 'true' });
    const two = [...until('2025-06-01'), registration({ certificateUntil: at('2025-12-01') })];
    expect(shortly({ line: outpatient(), registry: two, pack, values })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: outpatient(), registry: [...two].reverse(), pack, values })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(
      reasonsFor('IN_GOOD_STANDING', { line: outpatient(), registry: two, pack, values })[0]?.evidence,
    ).toEqual(['registration 2012-01-01/..', 'commitment 2012-01-01', 'certificate until 2025-12-01']);
    const neither = [
      institution(),
      clinician(),
      registration({ certificateUntil: at('2025-06-01'), committed: null }),
    ];
    expect(shortly({ line: outpatient(), registry: neither, pack, values })).toBe(
      'reject COMMITMENT_MISSING REGISTRATION_EXPIRED',
    );
  });
});
