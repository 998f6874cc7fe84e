import {
  clinician,
  COLLEAGUE,
  departmentStatus,
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const DEPARTMENT = 'A03.02';
const line = outpatient({ departmentCode: DEPARTMENT });
const suspended = [...inGoodStanding(), sanction()];
const LIFTED = 'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED';
const STANDS = 'reject CLINICIAN_SUSPENDED';

describe('CONTRACT 7, Exemption: one that names a person lifts personal bars', () => {
  it.each([
    ['CLINICIAN_SUSPENDED', [sanction()]],
    ['CLINICIAN_TERMINATED', [sanction({ status: 'terminated' })]],
    ['NOT_RESTORED', [sanction({ until: '2025-06-12' })]],
  ])('%s', (code, records) => {
    const registry = [...inGoodStanding(), ...records, exemption({ code: DOCTOR })];
    expect(shortly({ line, registry })).toBe(`accept ${code} +EXEMPTION_GRANTED`);
  });

  it.each([
    ['COMMITMENT_MISSING', [institution(), clinician(), registration({ committed: null })]],
    ['NOT_REGISTERED_AT_SITE', [institution(), clinician()]],
    ['CLINICIAN_UNKNOWN', [institution()]],
    ['INSTITUTION_SUSPENDED', [...inGoodStanding(), institutionStatus()]],
    ['DEPARTMENT_SUSPENDED', [...inGoodStanding(), departmentStatus()]],
  ])('not %s', (code, records) => {
    expect(shortly({ line, registry: [...records, exemption({ code: DOCTOR })] })).toBe(`reject ${code}`);
  });

  it('only where it lifts every bar is the line accepted', () => {
    const registry = [...suspended, departmentStatus(), exemption({ code: DOCTOR })];
    expect(shortly({ line, registry })).toBe(
      'reject CLINICIAN_SUSPENDED DEPARTMENT_SUSPENDED +EXEMPTION_GRANTED',
    );
    const both = [
      ...registry,
      exemption({ exemptionNo: '免2号', fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT }),
    ];
    expect(shortly({ line, registry: both })).toBe(
      'accept CLINICIAN_SUSPENDED DEPARTMENT_SUSPENDED +EXEMPTION_GRANTED +EXEMPTION_GRANTED',
    );
  });
});

describe('CONTRACT 7, Exemption: it matches in every field it names', () => {
  it.each([
    ['person', { code: DOCTOR }, LIFTED],
    ['another person', { code: COLLEAGUE }, STANDS],
    ['person at this site', { code: DOCTOR, fixmedinsCode: HOSPITAL }, LIFTED],
    ['person at another site', { code: DOCTOR, fixmedinsCode: OTHER_HOSPITAL }, STANDS],
    [
      'person in this department',
      { code: DOCTOR, fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT },
      LIFTED,
    ],
    [
      'person in another department',
      { code: DOCTOR, fixmedinsCode: HOSPITAL, departmentCode: 'B01' },
      STANDS,
    ],
    ['person in a department, of any site', { code: DOCTOR, departmentCode: DEPARTMENT }, LIFTED],
    ['this department, no person', { fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT }, STANDS],
    ['this site, no person', { fixmedinsCode: HOSPITAL }, STANDS],
  ])('%s', (_, named, expected) => {
    expect(shortly({ line, registry: [...suspended, exemption(named)] })).toBe(expected);
  });

  it('a department it names must be on the line', () => {
    const named = exemption({ code: DOCTOR, departmentCode: DEPARTMENT });
    expect(shortly({ line: outpatient(), registry: [...suspended, named] })).toBe(STANDS);
    const folded = outpatient({ departmentCode: 'ａ03.02' });
    expect(shortly({ line: folded, registry: [...suspended, named] })).toBe(LIFTED);
  });

  it.each([
    ['the second before', '2025-06-12 23:59:59', STANDS],
    ['the first second', '2025-06-13 00:00:00', LIFTED],
    ['the last second', '2025-06-19 23:59:59', LIFTED],
    ['the second after', '2025-06-20 00:00:00', STANDS],
  ])('the fee lies inside it: %s (%s)', (_, feeOccurredAt, expected) => {
    const registry = [...suspended, exemption({ code: DOCTOR, from: '2025-06-13', until: '2025-06-20' })];
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry })).toBe(expected);
  });
});

describe('CONTRACT 7, Exemption: one that names a department and no person lifts the department', () => {
  const closed = [...inGoodStanding(), departmentStatus()];
  it.each([
    [
      'this department',
      { fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT },
      'accept DEPARTMENT_SUSPENDED +EXEMPTION_GRANTED',
    ],
    ['another department', { fixmedinsCode: HOSPITAL, departmentCode: 'B01' }, 'reject DEPARTMENT_SUSPENDED'],
    [
      'of another site',
      { fixmedinsCode: OTHER_HOSPITAL, departmentCode: DEPARTMENT },
      'reject DEPARTMENT_SUSPENDED',
    ],
    ['the site alone', { fixmedinsCode: HOSPITAL }, 'reject DEPARTMENT_SUSPENDED'],
    [
      'with a person',
      { code: DOCTOR, fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT },
      'reject DEPARTMENT_SUSPENDED',
    ],
  ])('%s', (_, named, expected) => {
    expect(shortly({ line, registry: [...closed, exemption(named)] })).toBe(expected);
  });

  it('not the institution', () => {
    const registry = [
      ...inGoodStanding(),
      institutionStatus(),
      exemption({ fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT }),
    ];
    expect(shortly({ line, registry })).toBe('reject INSTITUTION_SUSPENDED');
  });
});

describe('CONTRACT 7, Exemption: what is listed', () => {
  it('the exemption, its interval, and whom it speaks of', () => {
    const registry = [...suspended, exemption({ code: DOCTOR })];
    expect(reasonsFor('EXEMPTION_GRANTED', { line, registry })).toEqual([
      {
        code: 'EXEMPTION_GRANTED',
        effect: 'lifts',
        role: 'ordering',
        article: 'guangdong-2025 reading',
        evidence: ['exemption 免1号', '2025-01-01/2026-01-01'],
      },
    ]);
    const closed = [
      ...inGoodStanding(),
      departmentStatus(),
      exemption({ fixmedinsCode: HOSPITAL, departmentCode: DEPARTMENT }),
    ];
    expect(reasonsFor('EXEMPTION_GRANTED', { line, registry: closed })[0]?.role).toBeNull();
  });

  it('each exemption once, by number, whatever it lifts and in whatever order it came', () => {
    const records = [
      exemption({ code: DOCTOR, exemptionNo: 'B' }),
      exemption({ code: DOCTOR, exemptionNo: 'A' }),
      sanction({ status: 'terminated', documentNo: '2号' }),
    ];
    for (const some of [records, [...records].reverse()]) {
      const listed = reasonsFor('EXEMPTION_GRANTED', { line, registry: [...suspended, ...some] });
      expect(listed.map(({ evidence }) => evidence[0])).toEqual(['exemption A', 'exemption B']);
    }
  });

  it('after emergency, where both lift', () => {
    const both = outpatient({ medicalCategory: '13' });
    expect(shortly({ line: both, registry: [...suspended, exemption({ code: DOCTOR })] })).toBe(
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT +EXEMPTION_GRANTED',
    );
  });

  it('for the performing clinician, where that one bars', () => {
    const values = setting('guangdong-2025', { checkedRoles: 'ordering+performing' });
    const registry = [
      ...inGoodStanding(),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      sanction({ code: COLLEAGUE }),
      exemption({ code: COLLEAGUE }),
    ];
    expect(shortly({ line: outpatient({ performingCode: COLLEAGUE }), registry, values })).toBe(
      'accept CLINICIAN_SUSPENDED(performing) +EXEMPTION_GRANTED(performing)',
    );
    expect(shortly({ line, registry: [...suspended, exemption({ code: COLLEAGUE })], values })).toBe(STANDS);
  });
});
