import {
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  restoration,
  sanction,
  setting,
  shortly,
} from './facts';
import { parametersOf } from './parameters';

const pack = 'hainan-2022';
const BARRED = 'reject CLINICIAN_TERMINATED';
const PAID = 'accept ~IN_GOOD_STANDING';
const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });
const atBothSites = [
  ...inGoodStanding(),
  institution(OTHER_HOSPITAL),
  registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed: null }),
];
const elsewhere = outpatient({ fixmedinsCode: OTHER_HOSPITAL });

describe('hainan-2022 art. 21 items 1 and 2: cancelled with the licence, at every site and without an end', () => {
  const registry = [
    ...atBothSites,
    sanction({ status: 'terminated', cause: 'certificate', from: '2025-06-10', until: null }),
  ];
  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', BARRED],
    ['the second after', '2025-06-10 00:00:01', BARRED],
    ['long after', '2025-12-31 23:59:59', BARRED],
  ])('%s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
  });

  it('at the other site too', () => {
    expect(shortly({ line: elsewhere, registry, pack })).toBe(BARRED);
  });

  it.each([
    ['the second before', '2025-10-31 23:59:59', BARRED],
    ['the first second', '2025-11-01 00:00:00', PAID],
  ])('until restored from 2025-11-01, %s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: [...registry, restoration('2025-11-01')], pack })).toBe(
      expected,
    );
  });
});

describe('hainan-2022 art. 21 item 3: cancelled with the agreement of the institution, and there only', () => {
  it.each(['person', 'site'] as const)('scope %s: barred here, paid at the other site', (scope) => {
    const registry = [
      ...atBothSites,
      sanction({ status: 'terminated', cause: 'institution', scope, until: null }),
    ];
    expect(shortly({ line: outpatient(), registry, pack })).toBe(BARRED);
    expect(shortly({ line: elsewhere, registry, pack })).toBe(PAID);
    const values = setting(pack, { siteBoundCauses: '' });
    expect(shortly({ line: elsewhere, registry, pack, values })).toBe(scope === 'person' ? BARRED : PAID);
  });

  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', 'reject INSTITUTION_TERMINATED'],
    ['the second after', '2025-06-10 00:00:01', 'reject INSTITUTION_TERMINATED'],
  ])('the agreement itself, %s (%s) → %s', (_, fee, expected) => {
    const registry = [...atBothSites, institutionStatus({ status: 'terminated' })];
    expect(shortly({ line: feeAt(fee), registry, pack })).toBe(expected);
    expect(shortly({ line: elsewhere, registry, pack })).toBe(PAID);
  });

  it('is cited', () => {
    const registry = [...atBothSites, institutionStatus({ status: 'terminated' })];
    const [reason] = reasonsFor('INSTITUTION_TERMINATED', { line: outpatient(), registry, pack });
    expect(reason?.article).toBe('hainan-2022 art. 21 item 3');
  });
});

describe('hainan-2022 art. 21: no number of points cancels', () => {
  it('and the scheme that replaced it says otherwise', () => {
    expect(parametersOf(pack).terminate).toBe('none');
    expect(parametersOf('national-2024').terminate).toMatchObject({ at: 12 });
  });
});
