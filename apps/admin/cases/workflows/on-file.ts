/** What is on file as it stands now: a step is written behind the lock of every writer, so nothing else is known by anyone. */
import { OPEN_END, neverWas } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type {
  InstitutionStatusRecord,
  RegistrationRecord,
  RegistryRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';
import type { CaseReads } from '../workflow';

/** The records that no later one corrects. */
const standing = ({ records }: SubjectTimeline): readonly RegistryRecord[] =>
  records.filter(({ recorded }) => recorded.until === OPEN_END).map(({ fact }) => fact);

/** Every status of an institution that ever held, without those overturned. */
export const statusesOf = async (
  reads: CaseReads,
  fixmedinsCode: string,
): Promise<readonly InstitutionStatusRecord[]> =>
  standing(await reads.timeline(fixmedinsCode)).filter(
    (record): record is InstitutionStatusRecord => record.kind === 'institution_status' && !neverWas(record),
  );

/** A person's registrations at a site, the one whose certificate lasts longest first. */
export const registrationsAt = async (
  reads: CaseReads,
  clinicianCode: string,
  fixmedinsCode: string,
): Promise<readonly RegistrationRecord[]> =>
  standing(await reads.timeline(clinicianCode))
    .filter(
      (record): record is RegistrationRecord =>
        record.kind === 'registration' &&
        record.fixmedinsCode === foldCode(fixmedinsCode) &&
        !neverWas(record),
    )
    .sort((a, b) => (a.certificateUntil < b.certificateUntil ? 1 : -1));

/** Whether a person of that code was ever entered. */
export const isClinicianOnFile = async (reads: CaseReads, clinicianCode: string): Promise<boolean> =>
  standing(await reads.timeline(clinicianCode)).some(({ kind }) => kind === 'clinician');
