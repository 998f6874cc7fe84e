import { mayRestoreEarly } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

describe('hainan-2022 art. 26: a suspension may end early where treatment needs it', () => {
  it.each([
    ['approved and assessed', true, true, true],
    ['approved, the assessment not passed', true, false, false],
    ['assessed, not approved', false, true, false],
    ['neither', false, false, false],
  ])('%s: %s', (_, approvedByAdminDepartment, assessmentPassed, ends) => {
    const application = { approvedByAdminDepartment, assessmentPassed };
    expect(mayRestoreEarly(application, parametersOf('hainan-2022'))).toBe(ends);
  });

  it.each(['repair', 'none'])(
    'read the other way (%s), such an application leads to nothing',
    (earlyRestore) => {
      const application = { approvedByAdminDepartment: true, assessmentPassed: true };
      expect(mayRestoreEarly(application, parametersOf('hainan-2022', { earlyRestore }))).toBe(false);
    },
  );
});
