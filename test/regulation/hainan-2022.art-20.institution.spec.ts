import { personsReached, sitesLost } from '@gatekeeper/scoring';
import { HOSPITAL, OTHER_HOSPITAL } from './facts';
import { parametersOf } from './parameters';

const pack = 'hainan-2022';
const terms = parametersOf(pack);
const SITES = [HOSPITAL, OTHER_HOSPITAL];
const STAFF = [
  { code: 'D1', departmentCode: 'A03', responsible: true },
  { code: 'D2', departmentCode: 'A03', responsible: false },
  { code: 'D3', departmentCode: 'A04', responsible: false },
];

describe('hainan-2022 art. 20: item 5, an institution or department suspended takes all its doctors along, there only', () => {
  it('everyone of the institution or of the department; read the other way, who is responsible', () => {
    const responsible = parametersOf(pack, { institutionCauseFilter: 'responsible' });
    expect(personsReached(STAFF, null, terms)).toEqual(['D1', 'D2', 'D3']);
    expect(personsReached(STAFF, 'A03', terms)).toEqual(['D1', 'D2']);
    expect(personsReached(STAFF, 'A03', responsible)).toEqual(['D1']);
  });

  it.each([
    ['institution', [HOSPITAL]],
    ['department', [HOSPITAL]],
    ['points', SITES],
    ['practice_order', SITES],
    ['certificate', SITES],
  ] as const)('cause %s: lost at %j', (cause, lost) => {
    expect(sitesLost(SITES, HOSPITAL, cause, terms)).toEqual(lost);
  });

  it('read the other way, no cause is bound to its site', () => {
    const unbound = parametersOf(pack, { siteBoundCauses: '' });
    expect(sitesLost(SITES, HOSPITAL, 'institution', unbound)).toEqual(SITES);
  });
});
