import { personsReached, sharedStatusOf, sitesLost } from '@gatekeeper/scoring';
import { HOSPITAL, OTHER_HOSPITAL } from './facts';
import { parametersOf } from './parameters';

const pack = 'national-2024';
const terms = parametersOf(pack);
const STAFF = [
  { code: 'D1', departmentCode: 'A03', responsible: true },
  { code: 'D2', departmentCode: 'A03', responsible: false },
  { code: 'D3', departmentCode: 'A04', responsible: true },
  { code: 'D4', departmentCode: null, responsible: false },
];

describe("national-2024 art. 34: an institution's measure reaches who is responsible, and them everywhere", () => {
  it.each([
    ['suspended', 'suspended'],
    ['terminated', 'terminated'],
    ['exit_audit', 'none'],
    ['guidance', 'none'],
  ] as const)('an institution %s makes persons %s', (status, shared) => {
    expect(sharedStatusOf(status)).toBe(shared);
  });

  it.each([
    ['the institution', null, ['D1', 'D3'], ['D1', 'D2', 'D3', 'D4']],
    ['a department', 'A03', ['D1'], ['D1', 'D2']],
    ['another department', 'A05', [], []],
  ])(
    '%s: responsible persons; read the other way, everyone there',
    (_, department, responsible, everyone) => {
      const all = parametersOf(pack, { institutionCauseFilter: 'everyone' });
      expect(personsReached(STAFF, department, terms)).toEqual(responsible);
      expect(personsReached(STAFF, department, all)).toEqual(everyone);
    },
  );

  it.each(['points', 'institution', 'department', 'discipline'] as const)(
    'barred for %s at one site, barred at all',
    (cause) => {
      const sites = [HOSPITAL, OTHER_HOSPITAL];
      expect(sitesLost(sites, HOSPITAL, cause, terms)).toEqual(sites);
    },
  );

  it('read the other way, such a cause, or points not linked, reach one site only', () => {
    const sites = [HOSPITAL, OTHER_HOSPITAL];
    const bound = parametersOf(pack, { siteBoundCauses: 'institution' });
    expect(sitesLost(sites, HOSPITAL, 'institution', bound)).toEqual([HOSPITAL]);
    expect(sitesLost(sites, HOSPITAL, 'department', bound)).toEqual(sites);
    const unlinked = parametersOf(pack, { linkScope: 'site' });
    expect(sitesLost(sites, HOSPITAL, 'points', unlinked)).toEqual([HOSPITAL]);
    expect(sitesLost(sites, HOSPITAL, 'institution', unlinked)).toEqual(sites);
  });
});
