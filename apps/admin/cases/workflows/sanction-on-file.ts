import { PersonView } from '@gatekeeper/adjudication';
import { heldAt, dayAt, OPEN_END, previousDay } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import type { SanctionOnFile } from '@gatekeeper/policy';
import { foldCode, knownNow } from '@gatekeeper/vocabulary';
import type { RegistrationRecord } from '@gatekeeper/vocabulary';
import type { CaseReads } from '../workflow';

/** The sanction of a document as it stands on a person's file; `null`: none, or annulled. */
export async function sanctionOnFile(
  reads: CaseReads,
  clinicianCode: string,
  documentNo: string,
  now: Instant,
): Promise<SanctionOnFile | null> {
  const timeline = await reads.timeline(clinicianCode);
  const view = new PersonView(timeline, knownNow(now, [timeline]));
  return view.sanctions.find((sanction) => sanction.documentNo === documentNo) ?? null;
}

/** The last day of a period, inside it; `null` for one without an end. */
export const lastDayOf = ({ running }: SanctionOnFile): Day | null =>
  running.until === OPEN_END ? null : previousDay(dayAt(running.until));

/** A person's registrations as known now. */
export async function registrationsOf(
  reads: CaseReads,
  clinicianCode: string,
  now: Instant,
): Promise<readonly RegistrationRecord[]> {
  const timeline = await reads.timeline(foldCode(clinicianCode));
  return heldAt(timeline.records, knownNow(now, [timeline])).filter(
    (record): record is RegistrationRecord => record.kind === 'registration',
  );
}
