/** Form 2 of guangdong-2025 (登记备案表, art. 14) as the registry fills it in. */
import { PersonView } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { covers, dayAt, startOfDay } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { Particulars } from '@gatekeeper/casework';
import type { Policy } from '@gatekeeper/policy';
import type { ClinicianCategory, RegistrationRecord, RegistryRecord } from '@gatekeeper/vocabulary';
import type { RegistrationForm } from '../documents';
import { statusAtSite } from '../standing/site-status';
import type { FormFacts } from './form-facts';

/** 执业类型, as art. 11 names them. */
const PRACTICE_TYPES: Readonly<Record<ClinicianCategory, string>> = {
  doctor: '医疗类',
  nurse: '护理类',
  pharmacist: '药学类',
  technician: '技术类',
  auditor: '费用审核',
  pharmacy_principal: '主要负责人',
};

/** `particulars`: what is stated of the practice at the site; `null`: nothing. */
export type RegistrationFacts = FormFacts & { readonly particulars: Particulars | null };

/**
 * The form of a person at one site, at a moment. What of the practice is not stated is left to be written in; its type follows from the category then.
 * @param fixmedinsCode folded
 * @returns `not_registered`: the person is not registered there then; `unknown`: no text with its values governs there, so
 * the status is not known.
 */
export function registrationOfPerson(
  { person, bornOn, timeline, records, knownAt, institutionOf, particulars }: RegistrationFacts,
  fixmedinsCode: string,
  policy: Policy,
  at: Instant,
): RegistrationForm | 'not_registered' | 'unknown' {
  const institution = institutionOf(fixmedinsCode);
  const parameters = governingText(policy, institution?.area ?? null, at)?.parameters ?? null;
  const status = statusAtSite(new PersonView(timeline, knownAt), fixmedinsCode, parameters, at);
  switch (status.kind) {
    case 'not_registered':
    case 'deregistered':
      return 'not_registered';
    case 'unknown':
      return 'unknown';
    case 'normal':
    case 'suspended':
    case 'terminated':
      return {
        person,
        bornOn,
        institutionName: institution?.name ?? fixmedinsCode,
        fixmedinsCode,
        area: institution?.area ?? '',
        practiceType: particulars?.practice_type ?? practiceTypeIn(records),
        practiceCategory: particulars?.practice_category ?? null,
        practiceScope: particulars?.practice_scope ?? null,
        professionalTitle: particulars?.professional_title ?? null,
        status: status.kind,
        committed: isCommitted(records, fixmedinsCode, at),
        filledInOn: dayAt(at),
      };
  }
}

function practiceTypeIn(records: readonly RegistryRecord[]): string | null {
  const category = records.flatMap((record) => (record.kind === 'clinician' ? [record.category] : [])).at(-1);
  return category === undefined ? null : PRACTICE_TYPES[category];
}

/** Whether a service commitment stands with a registration that runs there then, also where the text asks for none. */
const isCommitted = (records: readonly RegistryRecord[], fixmedinsCode: string, at: Instant): boolean =>
  records.some(
    (record): record is RegistrationRecord =>
      record.kind === 'registration' &&
      record.fixmedinsCode === fixmedinsCode &&
      covers(record, at) &&
      record.committedOn !== null &&
      startOfDay(record.committedOn) <= at,
  );
