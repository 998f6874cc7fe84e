/** What is on file as it stands now: a step is written behind the lock of every writer, so nothing else is known by anyone. */
import { OPEN_END, neverWas } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type {
  DeregistrationRecord,
  InstitutionStatusRecord,
  RegistrationRecord,
  RegistryRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';

/** The records that no later one corrects. */
export const standing = ({ records }: SubjectTimeline): readonly RegistryRecord[] =>
  records.filter(({ recorded }) => recorded.until === OPEN_END).map(({ fact }) => fact);

/** Every status of an institution that ever held, without those overturned. */
export const statusesOf = (institution: SubjectTimeline): readonly InstitutionStatusRecord[] =>
  standing(institution).filter(
    (record): record is InstitutionStatusRecord => record.kind === 'institution_status' && !neverWas(record),
  );

/**
 * A person's registrations at a site (its code folded) that no deregistration has undone by a moment, the one whose certificate lasts
 * longest first.
 */
export function registrationsAt(
  person: SubjectTimeline,
  site: string,
  at: Instant,
): readonly RegistrationRecord[] {
  const records = standing(person);
  const left = records.filter(
    (record): record is DeregistrationRecord =>
      record.kind === 'deregistration' &&
      (record.fixmedinsCode === null || record.fixmedinsCode === site) &&
      record.from <= at,
  );
  return records
    .filter(
      (record): record is RegistrationRecord =>
        record.kind === 'registration' && record.fixmedinsCode === site && !neverWas(record),
    )
    .filter(({ from }) => left.every((leaving) => leaving.from < from))
    .sort((a, b) => (a.certificateUntil < b.certificateUntil ? 1 : -1));
}

/** Whether the person was ever entered. */
export const isClinicianOnFile = (person: SubjectTimeline): boolean =>
  standing(person).some(({ kind }) => kind === 'clinician');
