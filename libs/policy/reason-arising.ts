/** Whether an edition can give a code at all, by what its parameters say: its bars that never apply are listed all the same. */
import type { HoldCode, InstitutionStatus, ReasonCode } from '@gatekeeper/vocabulary';
import type { EditionFacts } from './edition-facts';
import { isBlank, settingOf } from './pack';
import { PARAMETER_NAMES } from './parameters';

type Arising = (facts: EditionFacts) => boolean;

const always: Arising = () => true;

/** A status bars only under a text that knows it. */
const knows =
  (status: InstitutionStatus): Arising =>
  ({ valueOf }) =>
    valueOf('institutionStatuses')?.includes(status) !== false;

const hasBlanks: Arising = ({ edition }) =>
  PARAMETER_NAMES.some((name) => {
    const found = settingOf(edition, name);
    return found !== undefined && isBlank(found.setting);
  });

/** By code; of a parameter left blank it is not known, and the code counts as possible. */
const ARISING: Readonly<Record<ReasonCode | HoldCode, Arising>> = {
  CODE_MISSING: ({ valueOf }) => valueOf('onMissingCode') !== 'accept',
  CODE_INVALID: always,
  CLINICIAN_UNKNOWN: always,
  NOT_REGISTERED_AT_SITE: always,
  COMMITMENT_MISSING: ({ valueOf }) => valueOf('commitmentRequired') !== false,
  REGISTRATION_EXPIRED: ({ valueOf }) => valueOf('certificateChecked') !== false,
  DEREGISTERED: always,
  CLINICIAN_SUSPENDED: always,
  CLINICIAN_TERMINATED: always,
  NOT_RESTORED: ({ valueOf }) => valueOf('restore') !== 'auto',
  INSTITUTION_UNKNOWN: always,
  INSTITUTION_SUSPENDED: knows('suspended'),
  INSTITUTION_TERMINATED: knows('terminated'),
  INSTITUTION_EXIT_AUDIT: knows('exit_audit'),
  INSTITUTION_GUIDANCE: (facts) => knows('guidance')(facts) && facts.valueOf('guidanceBlocks')?.length !== 0,
  DEPARTMENT_SUSPENDED: always,
  EMERGENCY_EXEMPT: ({ valueOf }) => valueOf('emergencyException')?.length !== 0,
  EXEMPTION_GRANTED: always,
  INPATIENT_BEFORE_STATUS_CHANGE: ({ valueOf }) =>
    valueOf('inpatientCarveOut') !== 'none' || valueOf('carveOutClock') !== 'fee',
  NO_FUND_MONEY: always,
  REFUND_MIRRORS_ORIGINAL: always,
  IN_GOOD_STANDING: always,
  OUTSIDE_PACK_IN_FORCE: always,
  PACK_MISSING: always,
  PACK_INCOMPLETE: hasBlanks,
  REFUND_ORIGINAL_UNKNOWN: always,
  DATE_IMPLAUSIBLE: always,
  EMERGENCY_EVIDENCE_NEEDED: ({ valueOf }) => valueOf('emergencyException')?.length !== 0,
  AMOUNTS_CONTRADICT: always,
  REFUND_EXCEEDS_ORIGINAL: always,
  MED_TYPE_UNKNOWN: (facts) => facts.valueOf('emergencyException')?.length !== 0 || knows('guidance')(facts),
};

export const arises = (code: ReasonCode | HoldCode, facts: EditionFacts): boolean => ARISING[code](facts);
