import type { RegistryRecord } from '@gatekeeper/vocabulary';
import {
  DOCTOR,
  departmentStatus,
  exemption,
  HOSPITAL,
  inGoodStanding,
  reasonsFor,
  restoration,
  sanction,
  shortly,
} from './facts';
import { inHainan, outpatientInHainan } from './hainan';

const pack = 'hainan-institutions-2024';
const PAID = 'accept ~IN_GOOD_STANDING';
const ofDepartment = (feeOccurredAt = '2025-06-15 10:00:00', departmentCode: string | null = 'A03.02') =>
  outpatientInHainan({ feeOccurredAt, departmentCode });

describe('hainan-institutions-2024 art. 5-1: a department whose services on the fund are suspended', () => {
  const registry = [...inGoodStanding(), departmentStatus({ until: '2025-09-10' })];
  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', 'reject DEPARTMENT_SUSPENDED'],
    ['the last second', '2025-09-09 23:59:59', 'reject DEPARTMENT_SUSPENDED'],
    ['the first second after', '2025-09-10 00:00:00', PAID],
  ])('%s (%s) → %s, with the measures on doctors and without', (_, fee, expected) => {
    expect(shortly(inHainan(ofDepartment(fee), registry))).toBe(expected);
    expect(shortly({ line: ofDepartment(fee), registry, pack })).toBe(expected);
  });

  it.each([
    ['another department', 'A03.03'],
    ['no department', null],
  ])('a line of %s is paid', (_, departmentCode) => {
    expect(shortly(inHainan(ofDepartment(undefined, departmentCode), registry))).toBe(PAID);
  });

  it('is cited where this text leads; where the measures on doctors do, theirs is, once', () => {
    const articlesOf = (question: Parameters<typeof reasonsFor>[1]) =>
      reasonsFor('DEPARTMENT_SUSPENDED', question).map(({ article }) => article);
    expect(articlesOf({ line: ofDepartment(), registry, pack })).toEqual([`${pack} art. 5-1`]);
    expect(articlesOf(inHainan(ofDepartment(), registry))).toEqual(['hainan-2022 art. 23']);
  });

  it.each([
    ['the department', { fixmedinsCode: HOSPITAL, departmentCode: 'A03.02' }, true],
    ['the institution', { fixmedinsCode: HOSPITAL }, false],
    ['a person', { code: DOCTOR }, false],
  ])('an exemption that names %s', (_, named, lifts) => {
    const exempted = [...registry, exemption(named)];
    const expected = lifts ? 'accept DEPARTMENT_SUSPENDED +EXEMPTION_GRANTED' : 'reject DEPARTMENT_SUSPENDED';
    expect(shortly(inHainan(ofDepartment(), exempted))).toBe(expected);
    expect(shortly({ line: ofDepartment(), registry: exempted, pack })).toBe(expected);
  });
});

describe('hainan-institutions-2024 art. 5-1: responsible persons stopped by the institution’s measure', () => {
  const stopped: readonly RegistryRecord[] = [
    ...inGoodStanding(),
    sanction({ cause: 'discipline', scope: 'site', until: null }),
  ];
  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', 'reject CLINICIAN_SUSPENDED'],
    ['half a year later, no end being named', '2025-12-10 00:00:00', 'reject CLINICIAN_SUSPENDED'],
  ])('%s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(shortly(inHainan(outpatientInHainan({ feeOccurredAt }), stopped))).toBe(expected);
  });

  it.each([
    ['2025-07-31 23:59:59', 'reject CLINICIAN_SUSPENDED'],
    ['2025-08-01 00:00:00', PAID],
  ])('until lifted from 2025-08-01: %s → %s', (feeOccurredAt, expected) => {
    const lifted = [...stopped, restoration('2025-08-01')];
    expect(shortly(inHainan(outpatientInHainan({ feeOccurredAt }), lifted))).toBe(expected);
  });
});
