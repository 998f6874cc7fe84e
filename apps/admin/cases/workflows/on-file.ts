/** What is on file as it stands now, for steps that look it up themselves. */
import type { Instant } from '@gatekeeper/calendar';
import * as casework from '@gatekeeper/casework';
import { foldCode } from '@gatekeeper/vocabulary';
import type { InstitutionStatusRecord, RegistrationRecord } from '@gatekeeper/vocabulary';
import type { CaseReads } from '../workflow';

export { standing } from '@gatekeeper/casework';

export const statusesOf = async (
  reads: CaseReads,
  fixmedinsCode: string,
): Promise<readonly InstitutionStatusRecord[]> => casework.statusesOf(await reads.timeline(fixmedinsCode));

export const registrationsAt = async (
  reads: CaseReads,
  clinicianCode: string,
  fixmedinsCode: string,
  at: Instant,
): Promise<readonly RegistrationRecord[]> =>
  casework.registrationsAt(await reads.timeline(clinicianCode), foldCode(fixmedinsCode), at);

export const isClinicianOnFile = async (reads: CaseReads, clinicianCode: string): Promise<boolean> =>
  casework.isClinicianOnFile(await reads.timeline(clinicianCode));
