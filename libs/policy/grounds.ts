/**
 * The grounds on which payment is barred or a bar lifted, once each; packs attach them to their articles.
 * What a code or an unknown person leaves open is not asked further: the fault stands for the person (FORMATS 7, Order).
 */
import type { Instant } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { BarCode, Citation, InstitutionStatus } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Finding, FoundBar, InstitutionBar, Lift, PersonBar, PersonPart } from './article';
import { NOTHING, cited, finding } from './article';
import type { Case, CheckedPerson, CodeFault, SanctionOnFile, SiteFault } from './case';
import type { Parameters } from './parameters';

// Written out, not spread: V8 gives each object made by a spread a hidden class of its own, and every line asks these.
const personBar = (
  code: BarCode,
  looksAt: PersonPart,
  citation: Citation,
  because: PersonBar['because'],
): PersonBar => {
  const { article, inForce, governedBy } = cited(citation);
  return { citation, article, inForce, governedBy, effect: 'bars', about: 'person', code, looksAt, because };
};

const institutionBar = (
  code: BarCode,
  citation: Citation,
  because: InstitutionBar['because'],
): InstitutionBar => {
  const { article, inForce, governedBy } = cited(citation);
  return {
    citation,
    article,
    inForce,
    governedBy,
    effect: 'bars',
    about: 'institution',
    code,
    looksAt: 'statuses',
    because,
  };
};

const onFault =
  (fault: CodeFault): PersonBar['because'] =>
  (person) =>
    person.fault === fault ? finding(person.code === '' ? [] : [person.code]) : NOTHING;

/** No code, or a placeholder, where the pack bars it. */
export const codeMissing = (citation: Citation): PersonBar =>
  personBar('CODE_MISSING', 'code', citation, (person, parameters, question) =>
    parameters.missingCodeBars ? onFault('missing')(person, parameters, question) : NOTHING,
  );

/** Neither registered as it stands nor shaped like a national code. */
export const codeInvalid = (citation: Citation): PersonBar =>
  personBar('CODE_INVALID', 'code', citation, onFault('invalid'));

export const clinicianUnknown = (citation: Citation): PersonBar =>
  personBar('CLINICIAN_UNKNOWN', 'code', citation, onFault('unknown'));

const onSite =
  (fault: SiteFault): PersonBar['because'] =>
  ({ fault: codeFault, site }) => {
    if (codeFault !== null || site === null || site.faults.length === 0) return NOTHING;
    const found = site.faults.find((candidate) => candidate.fault === fault);
    return found === undefined ? NOTHING : finding(found.evidence);
  };

export const notRegisteredAtSite = (citation: Citation): PersonBar =>
  personBar('NOT_REGISTERED_AT_SITE', 'site', citation, onSite('not_registered'));

export const commitmentMissing = (citation: Citation): PersonBar =>
  personBar('COMMITMENT_MISSING', 'site', citation, onSite('uncommitted'));

export const registrationExpired = (citation: Citation): PersonBar =>
  personBar('REGISTRATION_EXPIRED', 'site', citation, onSite('expired'));

export const deregistered = (citation: Citation): PersonBar =>
  personBar('DEREGISTERED', 'site', citation, onSite('deregistered'));

function onSanctions(
  person: CheckedPerson,
  { line }: Case,
  applies: (sanction: SanctionOnFile, feeOccurredAt: Instant) => boolean,
  evidence: (sanction: SanctionOnFile) => readonly string[],
): readonly Finding[] {
  if (person.fault !== null || person.sanctions.length === 0) return NOTHING;
  let found: Finding[] | null = null;
  for (const sanction of person.sanctions) {
    if (!applies(sanction, line.feeOccurredAt)) continue;
    found ??= [];
    found.push({ evidence: evidence(sanction), documentNo: sanction.documentNo, sanction });
  }
  return found ?? NOTHING;
}

const evidenceOf = ({ evidence }: SanctionOnFile): readonly string[] => evidence;
const restorationEvidenceOf = ({ restorationEvidence }: SanctionOnFile): readonly string[] =>
  restorationEvidence;
const isServed = ({ served }: SanctionOnFile, feeOccurredAt: Instant): boolean =>
  covers(served, feeOccurredAt);

function onRunning(status: SanctionOnFile['status']): PersonBar['because'] {
  const isRunning = (sanction: SanctionOnFile, feeOccurredAt: Instant): boolean =>
    sanction.status === status && covers(sanction.running, feeOccurredAt);
  return (person, _parameters, question) => onSanctions(person, question, isRunning, evidenceOf);
}

export const clinicianSuspended = (citation: Citation): PersonBar =>
  personBar('CLINICIAN_SUSPENDED', 'sanctions', citation, onRunning('suspended'));

export const clinicianTerminated = (citation: Citation): PersonBar =>
  personBar('CLINICIAN_TERMINATED', 'sanctions', citation, onRunning('terminated'));

/** The period is over and no restoration is on file, where the pack asks for one. */
export const notRestored = (citation: Citation): PersonBar =>
  personBar('NOT_RESTORED', 'sanctions', citation, (person, { restoration }, question) =>
    restoration === 'automatic' ? NOTHING : onSanctions(person, question, isServed, restorationEvidenceOf),
  );

export const institutionUnknown = (citation: Citation): InstitutionBar =>
  institutionBar('INSTITUTION_UNKNOWN', citation, ({ institution }) =>
    institution.known ? NOTHING : finding([institution.code]),
  );

function onInstitutionStatus(
  question: Case,
  parameters: Parameters,
  status: InstitutionStatus,
): readonly Finding[] {
  const { statuses } = question.institution;
  if (statuses.length === 0 || !parameters.institutionStatuses.includes(status)) return NOTHING;
  return statuses
    .filter((onFile) => onFile.status === status)
    .map(({ evidence, documentNo }) => ({ evidence, documentNo, sanction: null }));
}

export const institutionSuspended = (citation: Citation): InstitutionBar =>
  institutionBar('INSTITUTION_SUSPENDED', citation, (question, parameters) =>
    onInstitutionStatus(question, parameters, 'suspended'),
  );

export const institutionTerminated = (citation: Citation): InstitutionBar =>
  institutionBar('INSTITUTION_TERMINATED', citation, (question, parameters) =>
    onInstitutionStatus(question, parameters, 'terminated'),
  );

export const departmentSuspended = (citation: Citation): InstitutionBar =>
  institutionBar('DEPARTMENT_SUSPENDED', citation, ({ institution: { departmentStatuses } }) =>
    departmentStatuses.length === 0
      ? NOTHING
      : departmentStatuses.map(({ evidence, documentNo }) => ({ evidence, documentNo, sanction: null })),
  );

/** Whether emergency, once proven, lifts this bar under the pack: never an institution's, a department's or a code's. */
export function liftedByEmergency(bar: FoundBar, parameters: Parameters): boolean {
  switch (bar.code) {
    case 'CLINICIAN_SUSPENDED':
      return parameters.emergencyLiftsSuspended;
    case 'CLINICIAN_TERMINATED':
      return parameters.emergencyLiftsTerminated;
    case 'NOT_RESTORED':
      return parameters.emergencyLiftsNotRestored;
    case 'CLINICIAN_UNKNOWN':
    case 'NOT_REGISTERED_AT_SITE':
    case 'COMMITMENT_MISSING':
      return parameters.emergencyLiftsUnregistered;
    case 'DEREGISTERED':
      return parameters.emergencyLiftsUnregistered && bar.person?.site?.deregistration !== 'deceased';
    case 'CODE_MISSING':
    case 'CODE_INVALID':
    case 'REGISTRATION_EXPIRED':
    case 'INSTITUTION_UNKNOWN':
    case 'INSTITUTION_SUSPENDED':
    case 'INSTITUTION_TERMINATED':
    case 'INSTITUTION_EXIT_AUDIT':
    case 'INSTITUTION_GUIDANCE':
    case 'DEPARTMENT_SUSPENDED':
      return false;
  }
}

const NO_EVIDENCE: readonly string[] = [];

/** What proves emergency on this line: a rescue record's reference, or a category of the emergency class. */
export function emergencyEvidence({ line }: Case, parameters: Parameters): readonly string[] {
  const isOfEmergencyClass = parameters.emergencyCategories.includes(line.medicalCategory);
  if (line.rescueRecordNo === null && !isOfEmergencyClass) return NO_EVIDENCE;
  const evidence: string[] = [];
  if (line.rescueRecordNo !== null) evidence.push(`rescue record ${line.rescueRecordNo}`);
  if (isOfEmergencyClass) evidence.push(`medical category ${line.medicalCategory}`);
  return evidence;
}

export const emergencyExempt = (citation: Citation): Lift => ({
  ...cited(citation),
  effect: 'lifts',
  code: 'EMERGENCY_EXEMPT',
  because: (bar, question, parameters) => {
    if (!liftedByEmergency(bar, parameters)) return NOTHING;
    const evidence = emergencyEvidence(question, parameters);
    return evidence.length === 0 ? NOTHING : finding(evidence);
  },
});

const PERSONAL_BARS: readonly BarCode[] = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];

/** An approved exemption that covers the fee and matches the line in every field it names lifts the bars of what it names. */
export const exemptionGranted = (citation: Citation): Lift => ({
  ...cited(citation),
  effect: 'lifts',
  code: 'EXEMPTION_GRANTED',
  because: (bar, { line, institution }) => {
    const onFile = bar.person === null ? institution.exemptions : bar.person.exemptions;
    if (onFile.length === 0) return NOTHING;
    const departmentCode = line.departmentCode === null ? null : foldCode(line.departmentCode);
    return onFile
      .filter(
        (exemption) =>
          covers(exemption.interval, line.feeOccurredAt) &&
          (exemption.fixmedinsCode === null || exemption.fixmedinsCode === institution.code) &&
          (exemption.departmentCode === null || exemption.departmentCode === departmentCode) &&
          (exemption.code !== null
            ? PERSONAL_BARS.includes(bar.code) && exemption.code === bar.person?.code
            : exemption.departmentCode !== null
              ? bar.code === 'DEPARTMENT_SUSPENDED'
              : bar.code === 'INSTITUTION_GUIDANCE'),
      )
      .map(({ exemptionNo, evidence }) => ({ evidence, documentNo: exemptionNo, sanction: null }));
  },
});
