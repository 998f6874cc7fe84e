import { inGoodStanding, OTHER_HOSPITAL, outpatient, sanction, setting, shortly } from './facts';

const pack = 'hainan-2022';
const elsewhere = (cause: 'points' | 'discipline' | 'practice_order', scope: 'person' | 'site') => [
  ...inGoodStanding(),
  sanction({ cause, scope, fixmedinsCode: OTHER_HOSPITAL }),
];

describe('hainan-2022 art. 3: points are brought together over the province, and so is what they lead to', () => {
  it.each([
    ['points', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['points', 'site', 'reject CLINICIAN_SUSPENDED'],
    ['discipline', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['discipline', 'site', 'accept ~IN_GOOD_STANDING'],
    ['practice_order', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['practice_order', 'site', 'accept ~IN_GOOD_STANDING'],
  ] as const)('suspended elsewhere for %s, scope %s → %s', (cause, scope, expected) => {
    expect(shortly({ line: outpatient(), registry: elsewhere(cause, scope), pack })).toBe(expected);
  });

  it.each([
    ['province', 'reject CLINICIAN_SUSPENDED'],
    ['nation', 'reject CLINICIAN_SUSPENDED'],
    ['site', 'accept ~IN_GOOD_STANDING'],
  ])('read the other way, linked over the %s → %s', (linkScope, expected) => {
    const values = setting(pack, { linkScope });
    expect(shortly({ line: outpatient(), registry: elsewhere('points', 'site'), pack, values })).toBe(
      expected,
    );
  });
});
