/**
 * The grounds on which payment is barred or a bar lifted, once each; packs attach them to their articles.
 * What a code or an unknown person leaves open is not asked further: the fault stands for the person (CONTRACT 7, Order).
 */
import type { Instant } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { BarCode, Citation, InstitutionStatus } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Finding, FoundBar, InstitutionBar, Lift, PersonBar, PersonPart } from './article';
import { NOTHING, cited, finding } from './article';
import type { Case, CheckedPerson, CodeFault, SanctionOnFile, SiteFault } from './case';
import type { GuidanceBlock } from './line-parameters';
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
    parameters.onMissingCode === 'reject' ? onFault('missing')(person, parameters, question) : NOTHING,
  );

/** Neither registered as it stands nor shaped like a national code. */
export const codeInvalid = (citation: Citation): PersonBar =>
  personBar('CODE_INVALID', 'code', citation, onFault('invalid'));

export const clinicianUnknown = (citation: Citation): PersonBar =>
  personBar('CLINICIAN_UNKNOWN', 'code', citation, onFault('unknown'));

const onSite =
  (fault: SiteFault): PersonBar['because'] =>
  ({ site }) => {
    const found = site?.faults.find((candidate) => candidate.fault === fault);
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
  return person.sanctions
    .filter((sanction) => applies(sanction, line.feeOccurredAt))
    .map((sanction) => ({ evidence: evidence(sanction), documentNo: sanction.documentNo, sanction }));
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
  personBar('NOT_RESTORED', 'sanctions', citation, (person, { restore }, question) =>
    restore === 'auto' ? NOTHING : onSanctions(person, question, isServed, restorationEvidenceOf),
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
  if (!parameters.institutionStatuses.includes(status)) return NOTHING;
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

/** While it is audited on its way out, an institution settles nothing online. */
export const institutionExitAudit = (citation: Citation): InstitutionBar =>
  institutionBar('INSTITUTION_EXIT_AUDIT', citation, (question, parameters) =>
    onInstitutionStatus(question, parameters, 'exit_audit'),
  );

/** In its guidance period a new institution may not claim what the pack names; a regional medical centre may, where excepted. */
export const institutionGuidance = (citation: Citation): InstitutionBar =>
  institutionBar('INSTITUTION_GUIDANCE', citation, (question, parameters) => {
    const inGuidance = onInstitutionStatus(question, parameters, 'guidance');
    const blocked = blockedInGuidance(question, parameters).flatMap((block) =>
      blockEvidence(block, question),
    );
    return blocked.length === 0
      ? NOTHING
      : inGuidance.map((found) => ({ ...found, evidence: [...found.evidence, ...blocked] }));
  });

/** What keeps this line from being claimed in guidance; nothing when the line is none of it. */
function blockedInGuidance(question: Case, parameters: Parameters): readonly GuidanceBlock[] {
  return guidanceBlocksAt(question, parameters).filter((block) => isBlocked(block, question));
}

/** What the institution may not claim in guidance, its being a regional medical centre considered. */
export const guidanceBlocksAt = (
  { institution }: Case,
  { guidanceBlocks, guidanceExceptsCenters }: Parameters,
): readonly GuidanceBlock[] =>
  institution.regionalMedicalCenter
    ? guidanceBlocks.filter((block) => !guidanceExceptsCenters.includes(block))
    : guidanceBlocks;

/** The services not yet opened are a hospital's: of a pharmacy only its applications are refused, unless read otherwise. */
function isBlocked(block: GuidanceBlock, { line, categories }: Case): boolean {
  const atPharmacy = line.transaction === '2102';
  switch (block) {
    case 'chronic':
      return !atPharmacy && categories.get(line.medicalCategory) === 'chronic';
    case 'cross_province':
      return !atPharmacy && provinceOf(line.insuranceArea) !== provinceOf(line.treatmentArea);
    case 'pharmacy_pooled':
      return atPharmacy && line.pooledAmount !== 0n;
  }
}

function blockEvidence(block: GuidanceBlock, { line }: Case): readonly string[] {
  switch (block) {
    case 'chronic':
      return [`medical category ${line.medicalCategory}`];
    case 'cross_province':
      return [`insured in ${line.insuranceArea}`];
    case 'pharmacy_pooled':
      return ['pooled fund at a pharmacy'];
  }
}

/** The first two digits of an area are its province. */
const provinceOf = (area: string): string => area.slice(0, 2);

export const departmentSuspended = (citation: Citation): InstitutionBar =>
  institutionBar('DEPARTMENT_SUSPENDED', citation, ({ institution: { departmentStatuses } }) =>
    departmentStatuses.map(({ evidence, documentNo }) => ({ evidence, documentNo, sanction: null })),
  );

/** Whether emergency, once proven, lifts this bar under the pack: never an institution's, a department's or a code's. */
export function liftedByEmergency(
  bar: Pick<FoundBar, 'code' | 'person'>,
  { emergencyException }: Pick<Parameters, 'emergencyException'>,
): boolean {
  switch (bar.code) {
    case 'CLINICIAN_SUSPENDED':
      return emergencyException.includes('suspended');
    case 'CLINICIAN_TERMINATED':
      return emergencyException.includes('terminated');
    case 'NOT_RESTORED':
      return emergencyException.includes('not_restored');
    case 'CLINICIAN_UNKNOWN':
    case 'NOT_REGISTERED_AT_SITE':
    case 'COMMITMENT_MISSING':
      return emergencyException.includes('unregistered');
    case 'DEREGISTERED':
      return emergencyException.includes('unregistered') && bar.person?.site?.deregistration !== 'deceased';
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

/**
 * What proves emergency on this line: officers' document, a rescue record's reference, or a category of the emergency class;
 * nothing where officers found that it was none.
 */
export function emergencyEvidence({ line, emergencyFound }: Case, parameters: Parameters): readonly string[] {
  if (emergencyFound !== null && !emergencyFound.proven) return [];
  const isOfEmergencyClass = parameters.emergencyCategories.includes(line.medicalCategory);
  const evidence: string[] = [];
  if (emergencyFound !== null) evidence.push(`document ${emergencyFound.documentNo}`);
  if (line.rescueRecordNo !== null) evidence.push(`rescue record ${line.rescueRecordNo}`);
  if (isOfEmergencyClass) evidence.push(`medical category ${line.medicalCategory}`);
  return evidence;
}

/** The bars that one parameter or another lets emergency lift. */
const EMERGENCY_LIFTS: readonly BarCode[] = [
  'CLINICIAN_UNKNOWN',
  'NOT_REGISTERED_AT_SITE',
  'COMMITMENT_MISSING',
  'DEREGISTERED',
  'CLINICIAN_SUSPENDED',
  'CLINICIAN_TERMINATED',
  'NOT_RESTORED',
];

export const emergencyExempt = (citation: Citation): Lift => ({
  ...cited(citation),
  effect: 'lifts',
  code: 'EMERGENCY_EXEMPT',
  lifts: EMERGENCY_LIFTS,
  because: (bar, question, parameters) => {
    if (!liftedByEmergency(bar, parameters)) return NOTHING;
    const evidence = emergencyEvidence(question, parameters);
    return evidence.length === 0 ? NOTHING : finding(evidence);
  },
});

const PERSONAL_BARS: readonly BarCode[] = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];

/**
 * An approved exemption that covers the fee and matches the line in every field it names lifts the bars of what it
 * names. A pack that knows guidance says so in `also`.
 */
export const exemptionGranted = (citation: Citation, also: readonly BarCode[] = []): Lift => ({
  ...cited(citation),
  effect: 'lifts',
  code: 'EXEMPTION_GRANTED',
  lifts: [...PERSONAL_BARS, 'DEPARTMENT_SUSPENDED', ...also],
  because: (bar, { line, institution }) => {
    const onFile = bar.person === null ? institution.exemptions : bar.person.exemptions;
    const departmentCode = line.departmentCode === null ? null : foldCode(line.departmentCode);
    return onFile
      .filter(
        (exemption) =>
          covers(exemption.interval, line.feeOccurredAt) &&
          (exemption.fixmedinsCode === null || exemption.fixmedinsCode === institution.code) &&
          (exemption.departmentCode === null || exemption.departmentCode === departmentCode) &&
          // One that names a person is on that person's file, and of a person's bars only these are lifted.
          (exemption.code !== null ||
            bar.code ===
              (exemption.departmentCode === null ? 'INSTITUTION_GUIDANCE' : 'DEPARTMENT_SUSPENDED')),
      )
      .map(({ exemptionNo, evidence }) => ({ evidence, documentNo: exemptionNo, sanction: null }));
  },
});

/**
 * Read by the day of admission, the whole of a stay that began before the sanction is paid, fees after the change too;
 * read by the day of the fee, nothing is lifted, because a fee before the change meets no bar.
 */
export const stayBeganBefore = (citation: Citation): Lift => ({
  ...cited(citation),
  effect: 'lifts',
  code: 'INPATIENT_BEFORE_STATUS_CHANGE',
  lifts: ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED'],
  because: ({ finding: { sanction } }, { line }, { carveOutClock, carveOutTransactions }) =>
    carveOutClock === 'admission' &&
    sanction !== null &&
    line.admittedAt !== null &&
    line.admittedAt < sanction.running.from &&
    carveOutTransactions.includes(line.transaction)
      ? finding(sanction.evidence.slice(0, 2))
      : NOTHING,
});
