import {
  clinician,
  departmentStatus,
  HOSPITAL,
  inGoodStanding,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('guangdong-2025 art. 8: eligibility rests on the agreement of the institution', () => {
  it('bars an institution that is not on file, beside the bars of the person', () => {
    expect(shortly({ line: outpatient(), registry: [clinician(), registration()] })).toBe(
      'reject INSTITUTION_UNKNOWN',
    );
    expect(shortly({ line: outpatient(), registry: [] })).toBe(
      'reject CLINICIAN_UNKNOWN INSTITUTION_UNKNOWN',
    );
    expect(shortly({ line: outpatient(), registry: [clinician(), registration(), sanction()] })).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_UNKNOWN',
    );
    expect(reasonsFor('INSTITUTION_UNKNOWN', { line: outpatient(), registry: [] })).toEqual([
      {
        code: 'INSTITUTION_UNKNOWN',
        effect: 'bars',
        role: null,
        article: 'guangdong-2025 art. 8',
        evidence: [HOSPITAL],
      },
    ]);
  });

  it('matches the institution whatever the width and case of its code', () => {
    const line = outpatient({ fixmedinsCode: 'ｈ44010600001' });
    expect(shortly({ line, registry: inGoodStanding() })).toBe('accept ~IN_GOOD_STANDING');
  });

  it.each([
    ['suspended', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['suspended', '2025-06-10 00:00:00', 'reject INSTITUTION_SUSPENDED'],
    ['suspended', '2025-09-09 23:59:59', 'reject INSTITUTION_SUSPENDED'],
    ['suspended', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['terminated', '2025-06-10 00:00:00', 'reject INSTITUTION_TERMINATED'],
    ['terminated', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ] as const)('%s from 2025-06-10 until 2025-09-10, a fee of %s → %s', (status, fee, expected) => {
    const registry = [...inGoodStanding(), institutionStatus({ status, until: '2025-09-10' })];
    expect(shortly({ line: feeAt(fee), registry })).toBe(expected);
  });

  it.each(['exit_audit', 'guidance'] as const)(
    'does not know the status %s, even where it is asked to',
    (status) => {
      const registry = [...inGoodStanding(), institutionStatus({ status })];
      const values = setting('guangdong-2025', {
        institutionStatuses: 'suspended,terminated,exit_audit,guidance',
      });
      expect(shortly({ line: outpatient(), registry })).toBe('accept ~IN_GOOD_STANDING');
      expect(shortly({ line: outpatient(), registry, values })).toBe('accept ~IN_GOOD_STANDING');
    },
  );

  it('knows the statuses its parameter names', () => {
    const registry = [...inGoodStanding(), institutionStatus(), institutionStatus({ status: 'terminated' })];
    const values = setting('guangdong-2025', { institutionStatuses: 'terminated' });
    expect(shortly({ line: outpatient(), registry })).toBe(
      'reject INSTITUTION_SUSPENDED INSTITUTION_TERMINATED',
    );
    expect(shortly({ line: outpatient(), registry, values })).toBe('reject INSTITUTION_TERMINATED');
  });

  it('leaves other institutions alone', () => {
    const registry = [...inGoodStanding(), institutionStatus({ fixmedinsCode: OTHER_HOSPITAL })];
    expect(shortly({ line: outpatient(), registry })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('is not lifted by emergency', () => {
    const line = outpatient({ medicalCategory: '13' });
    const registry = [...inGoodStanding(), institutionStatus()];
    expect(shortly({ line, registry })).toBe('reject INSTITUTION_SUSPENDED');
    expect(shortly({ line, registry: [...registry, sanction()] })).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_SUSPENDED +EMERGENCY_EXEMPT',
    );
  });

  it('names each document once, whole periods joined', () => {
    const registry = [
      ...inGoodStanding(),
      institutionStatus({ documentNo: 'B', until: '2025-07-01' }),
      institutionStatus({ documentNo: 'A', from: '2025-06-15', until: '2025-06-20' }),
      institutionStatus({ documentNo: 'B', from: '2025-07-01', until: '2025-08-01' }),
    ];
    expect(reasonsFor('INSTITUTION_SUSPENDED', { line: outpatient(), registry })).toEqual(
      [
        ['document A', '2025-06-15/2025-06-20'],
        ['document B', '2025-06-10/2025-08-01'],
      ].map((evidence) => ({
        code: 'INSTITUTION_SUSPENDED',
        effect: 'bars',
        role: null,
        article: 'guangdong-2025 art. 8',
        evidence,
      })),
    );
  });
});

describe('guangdong-2025, 2号令 art. 45: a department whose fund services are suspended may not claim', () => {
  const registry = [...inGoodStanding(), departmentStatus({ until: '2025-09-10' })];

  it.each([
    ['before', 'A03.02', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['from its first second', 'A03.02', '2025-06-10 00:00:00', 'reject DEPARTMENT_SUSPENDED'],
    ['to its last second', 'A03.02', '2025-09-09 23:59:59', 'reject DEPARTMENT_SUSPENDED'],
    ['after', 'A03.02', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['in small, full-width letters', 'ａ03.02', '2025-06-10 00:00:00', 'reject DEPARTMENT_SUSPENDED'],
    ['of another department', 'A03', '2025-06-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['that names no department', null, '2025-06-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('a fee %s (%s, %s) → %s', (_, departmentCode, feeOccurredAt, expected) => {
    expect(shortly({ line: outpatient({ departmentCode, feeOccurredAt }), registry })).toBe(expected);
  });

  it('bars the department of its own institution only', () => {
    const elsewhere = [...inGoodStanding(), departmentStatus({ fixmedinsCode: OTHER_HOSPITAL })];
    expect(shortly({ line: outpatient({ departmentCode: 'A03.02' }), registry: elsewhere })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });

  it('is not lifted by emergency, and cites the reading', () => {
    const line = outpatient({ departmentCode: 'A03.02', medicalCategory: '13' });
    expect(shortly({ line, registry })).toBe('reject DEPARTMENT_SUSPENDED');
    expect(reasonsFor('DEPARTMENT_SUSPENDED', { line, registry })).toEqual([
      {
        code: 'DEPARTMENT_SUSPENDED',
        effect: 'bars',
        role: null,
        article: 'guangdong-2025 reading',
        evidence: ['document 科室1号', '2025-06-10/2025-09-10'],
      },
    ]);
  });
});
