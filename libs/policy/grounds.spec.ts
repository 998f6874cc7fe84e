import { BAR_CODES, DEREGISTRATION_REASONS } from '@gatekeeper/vocabulary';
import type { BarCode, DeregistrationReason } from '@gatekeeper/vocabulary';
import type { CheckedPerson, SiteStanding } from '.';
import { EMERGENCY_EXCUSES, liftedByEmergency } from '.';

/** Under which word of `emergencyException` a bar is lifted; `null`: never. */
const EXCUSED_AS: Readonly<Record<BarCode, string | null>> = {
  CODE_MISSING: null,
  CODE_INVALID: null,
  CLINICIAN_UNKNOWN: 'unregistered',
  NOT_REGISTERED_AT_SITE: 'unregistered',
  COMMITMENT_MISSING: 'unregistered',
  REGISTRATION_EXPIRED: null,
  DEREGISTERED: 'unregistered',
  CLINICIAN_SUSPENDED: 'suspended',
  CLINICIAN_TERMINATED: 'terminated',
  NOT_RESTORED: 'not_restored',
  INSTITUTION_UNKNOWN: null,
  INSTITUTION_SUSPENDED: null,
  INSTITUTION_TERMINATED: null,
  INSTITUTION_EXIT_AUDIT: null,
  INSTITUTION_GUIDANCE: null,
  DEPARTMENT_SUSPENDED: null,
};

const at = (site: SiteStanding | null): CheckedPerson => ({
  role: 'ordering',
  code: 'D440106000001',
  fault: null,
  site,
  sanctions: [],
  exemptions: [],
});
const takenOff = (deregistration: DeregistrationReason): CheckedPerson =>
  at({ faults: [], evidence: [], deregistration });
const isLifted = (code: BarCode, person: CheckedPerson | null): boolean =>
  liftedByEmergency({ code, person }, { emergencyException: EMERGENCY_EXCUSES });

describe('emergency lifts a bar where the text excuses those it is about', () => {
  it.each(BAR_CODES)('%s', (code) => {
    const lifted = EMERGENCY_EXCUSES.map((excuse) =>
      liftedByEmergency({ code, person: null }, { emergencyException: [excuse] }),
    );
    expect(lifted).toEqual(EMERGENCY_EXCUSES.map((excuse) => excuse === EXCUSED_AS[code]));
  });

  it.each(DEREGISTRATION_REASONS)('who was taken off the register as %s: all but the dead', (reason) => {
    expect(isLifted('DEREGISTERED', takenOff(reason))).toBe(reason !== 'deceased');
  });

  it('a death stands against no other bar', () => {
    expect(isLifted('COMMITMENT_MISSING', takenOff('deceased'))).toBe(true);
    expect(isLifted('CLINICIAN_UNKNOWN', takenOff('deceased'))).toBe(true);
  });

  it('whose place does not matter is excused too', () => {
    expect(isLifted('DEREGISTERED', at(null))).toBe(true);
  });
});
