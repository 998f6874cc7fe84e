import type { SanctionCause } from '@gatekeeper/vocabulary';
import {
  departmentStatus,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  restoration,
  revision,
  sanction,
  setting,
  shortly,
} from './facts';

const pack = 'hainan-2022';
const BARRED = 'reject CLINICIAN_SUSPENDED';
const PAID = 'accept ~IN_GOOD_STANDING';
const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe.each([
  [1, '6 to 7 points, 3 months', '2025-06-10', '2025-09-10', '2025-09-09 23:59:59'],
  [2, '8 to 9 points, 6 months', '2025-06-10', '2025-12-10', '2025-12-09 23:59:59'],
  [3, '10 to 12 points, 12 months, over New Year', '2024-06-10', '2025-06-10', '2025-06-09 23:59:59'],
])('hainan-2022 art. 20 item %i: %s', (_, __, from, until, lastSecond) => {
  const registry = [...inGoodStanding(), sanction({ from, until })];
  it.each([
    ['the second before', `${from.slice(0, -2)}09 23:59:59`, PAID],
    ['the first second', `${from} 00:00:00`, BARRED],
    ['the last second', lastSecond, BARRED],
    ['the first second after', `${until} 00:00:00`, PAID],
  ])('%s (%s) → %s', (___, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });
});

describe('hainan-2022 art. 20 item 4: as long as the order to stop practising runs', () => {
  it.each([
    ['2025-06-09 23:59:59', PAID],
    ['2025-06-10 00:00:00', BARRED],
    ['2025-12-31 23:59:59', BARRED],
  ])('an order without an end: %s → %s', (fee, expected) => {
    const registry = [...inGoodStanding(), sanction({ cause: 'practice_order', until: null })];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it.each([
    ['the second before it is lifted', '2025-07-19 23:59:59', BARRED],
    ['the second it is', '2025-07-20 00:00:00', PAID],
  ])('%s (%s) → %s', (_, fee, expected) => {
    const ordered = [...inGoodStanding(), sanction({ cause: 'practice_order', until: null })];
    expect(shortly({ line: feeAt(fee), registry: [...ordered, restoration('2025-07-20')], pack })).toBe(
      expected,
    );
    expect(shortly({ line: feeAt(fee), registry: [...ordered, revision('2025-07-20')], pack })).toBe(
      expected,
    );
  });
});

describe('hainan-2022 art. 20 item 5: suspended with the institution or department, and there only', () => {
  const atBothSites = [
    ...inGoodStanding(),
    institution(OTHER_HOSPITAL),
    registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed: null }),
  ];
  const cases: readonly (readonly [SanctionCause, 'person' | 'site', string])[] = [
    ['institution', 'person', PAID],
    ['institution', 'site', PAID],
    ['department', 'person', PAID],
    ['department', 'site', PAID],
    ['points', 'person', BARRED],
    ['points', 'site', BARRED],
    ['discipline', 'person', BARRED],
    ['discipline', 'site', PAID],
    ['practice_order', 'person', BARRED],
    ['certificate', 'person', BARRED],
    ['other', 'person', BARRED],
    ['other', 'site', PAID],
  ];
  it.each(cases)('cause %s, scope %s: barred here, at the other site %s', (cause, scope, elsewhere) => {
    const registry = [...atBothSites, sanction({ cause, scope })];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(BARRED);
    expect(shortly({ line: outpatient({ fixmedinsCode: OTHER_HOSPITAL }), registry, pack })).toBe(elsewhere);
  });

  it.each([
    ['institution', '', BARRED],
    ['institution', 'institution', PAID],
    ['institution', 'department', BARRED],
    ['department', '', BARRED],
    ['department', 'department', PAID],
    ['department', 'institution', BARRED],
  ] as const)('cause %s read the other way, bound to the site "%s" → %s', (cause, bound, expected) => {
    const values = setting(pack, { siteBoundCauses: bound });
    const line = outpatient({ fixmedinsCode: OTHER_HOSPITAL });
    expect(shortly({ line, registry: [...atBothSites, sanction({ cause })], pack, values })).toBe(expected);
  });

  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', 'reject INSTITUTION_SUSPENDED'],
    ['the last second', '2025-09-09 23:59:59', 'reject INSTITUTION_SUSPENDED'],
    ['the first second after', '2025-09-10 00:00:00', PAID],
  ])('the agreement suspended, %s (%s) → %s; at the other site paid', (_, feeOccurredAt, expected) => {
    const registry = [...atBothSites, institutionStatus({ until: '2025-09-10' })];
    expect(shortly({ line: feeAt(feeOccurredAt), registry, pack })).toBe(expected);
    const elsewhere = outpatient({ fixmedinsCode: OTHER_HOSPITAL, feeOccurredAt });
    expect(shortly({ line: elsewhere, registry, pack })).toBe(PAID);
  });

  it.each([
    ['the department', 'A03.02', 'reject DEPARTMENT_SUSPENDED'],
    ['another', 'A03.03', PAID],
    ['none', null, PAID],
  ])('a department suspended, the line of %s → %s', (_, departmentCode, expected) => {
    const registry = [...atBothSites, departmentStatus()];
    expect(shortly({ line: outpatient({ departmentCode }), registry, pack })).toBe(expected);
  });

  it('emergency lifts the person’s bar, never the institution’s or the department’s', () => {
    const line = outpatient({ medicalCategory: '13', departmentCode: 'A03.02' });
    const ofPerson = sanction({ cause: 'institution' });
    expect(shortly({ line, registry: [...atBothSites, ofPerson], pack })).toBe(
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    );
    expect(shortly({ line, registry: [...atBothSites, ofPerson, institutionStatus()], pack })).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_SUSPENDED +EMERGENCY_EXEMPT',
    );
    expect(shortly({ line, registry: [...atBothSites, departmentStatus()], pack })).toBe(
      'reject DEPARTMENT_SUSPENDED',
    );
  });

  it('cites what bars', () => {
    const line = outpatient({ departmentCode: 'A03.02' });
    const registry = [...atBothSites, institutionStatus(), departmentStatus()];
    const articleOf = (code: 'INSTITUTION_SUSPENDED' | 'DEPARTMENT_SUSPENDED') =>
      reasonsFor(code, { line, registry, pack }).map(({ article }) => article);
    expect(articleOf('INSTITUTION_SUSPENDED')).toEqual(['hainan-2022 art. 20 item 5']);
    expect(articleOf('DEPARTMENT_SUSPENDED')).toEqual(['hainan-2022 art. 23']);
  });

  it('says of the sanction where it arose', () => {
    const registry = [...atBothSites, sanction({ cause: 'institution', scope: 'site' })];
    const [reason] = reasonsFor('CLINICIAN_SUSPENDED', { line: outpatient(), registry, pack });
    expect(reason?.evidence).toContain(`cause institution, scope site ${HOSPITAL}`);
  });
});
