import {
  departmentStatus,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  pharmacy,
  pharmacyInGoodStanding,
  PRINCIPAL,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const pack = 'national-2024';
const PAID = 'accept ~IN_GOOD_STANDING';
const SUSPENDED = 'reject CLINICIAN_SUSPENDED';
const atBothSites = [
  ...inGoodStanding(),
  institution(OTHER_HOSPITAL),
  registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false }),
];
const elsewhere = outpatient({ fixmedinsCode: OTHER_HOSPITAL });

describe('national-2024 art. 34: a sanction is linked to every site of the person', () => {
  it.each([
    ['points', 'person', SUSPENDED, SUSPENDED],
    ['points', 'site', SUSPENDED, SUSPENDED],
    ['institution', 'person', SUSPENDED, SUSPENDED],
    ['institution', 'site', SUSPENDED, PAID],
    ['department', 'person', SUSPENDED, SUSPENDED],
    ['department', 'site', SUSPENDED, PAID],
    ['discipline', 'site', SUSPENDED, PAID],
  ] as const)('cause %s, scope %s: where it happened → %s, elsewhere → %s', (cause, scope, here, there) => {
    const registry = [...atBothSites, sanction({ cause, scope, fixmedinsCode: HOSPITAL })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(here);
    expect(shortly({ line: elsewhere, registry, pack })).toBe(there);
  });

  it('read the other way, points hold at the site its notice names', () => {
    const registry = [...atBothSites, sanction({ cause: 'points', scope: 'site' })];
    const values = setting(pack, { linkScope: 'site' });
    expect(shortly({ line: elsewhere, registry, pack, values })).toBe(PAID);
    expect(shortly({ line: outpatient(), registry, pack, values })).toBe(SUSPENDED);
  });

  it('read the other way, a sanction caused by the institution stays at its site', () => {
    const registry = [...atBothSites, sanction({ cause: 'institution', scope: 'person' })];
    const values = setting(pack, { siteBoundCauses: 'institution' });
    expect(shortly({ line: elsewhere, registry, pack, values })).toBe(PAID);
    expect(shortly({ line: outpatient(), registry, pack, values })).toBe(SUSPENDED);
  });

  it('the principal of a pharmacy is linked like a doctor', () => {
    const registry = [...pharmacyInGoodStanding(), sanction({ code: PRINCIPAL, scope: 'site' })];
    expect(shortly({ line: pharmacy(), registry, pack })).toBe('reject CLINICIAN_SUSPENDED(principal)');
  });
});

describe('national-2024 art. 34: an agreement or a department suspended or terminated', () => {
  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID, PAID],
    [
      'the first second',
      '2025-06-10 00:00:00',
      'reject INSTITUTION_SUSPENDED',
      'reject INSTITUTION_TERMINATED',
    ],
    [
      'the last second',
      '2025-09-09 23:59:59',
      'reject INSTITUTION_SUSPENDED',
      'reject INSTITUTION_TERMINATED',
    ],
    ['the second after', '2025-09-10 00:00:00', PAID, PAID],
  ])('from 2025-06-10 until 2025-09-10, %s (%s) → %s, %s', (_, feeOccurredAt, suspended, terminated) => {
    for (const [status, expected] of [
      ['suspended', suspended],
      ['terminated', terminated],
    ] as const) {
      const registry = [...inGoodStanding(), institutionStatus({ status, until: '2025-09-10' })];
      expect(shortly({ line: outpatient({ feeOccurredAt }), registry, pack })).toBe(expected);
    }
  });

  it('leaves who is not responsible in good standing at the other sites', () => {
    const registry = [...atBothSites, institutionStatus()];
    expect(shortly({ line: outpatient(), registry, pack })).toBe('reject INSTITUTION_SUSPENDED');
    expect(shortly({ line: elsewhere, registry, pack })).toBe(PAID);
  });

  it('a suspended department bars its own lines', () => {
    const registry = [...inGoodStanding(), departmentStatus()];
    const ofDepartment = outpatient({ departmentCode: 'A03.02' });
    expect(shortly({ line: ofDepartment, registry, pack })).toBe('reject DEPARTMENT_SUSPENDED');
    expect(shortly({ line: outpatient({ departmentCode: 'A04' }), registry, pack })).toBe(PAID);
    expect(reasonsFor('DEPARTMENT_SUSPENDED', { line: ofDepartment, registry, pack })).toMatchObject([
      { article: 'national-2024 art. 34', role: null },
    ]);
  });
});
