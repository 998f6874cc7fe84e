import { latestRecorded } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { covers, heldAt } from '@gatekeeper/calendar';
import { columnsOf } from '@gatekeeper/registry-store';
import type { RegistryRecord, RegistryRecordKind, SubjectTimeline } from '@gatekeeper/vocabulary';

type OfKind<Kind extends RegistryRecordKind> = Extract<RegistryRecord, { kind: Kind }>;

export const ofKind = <Kind extends RegistryRecordKind>(
  records: readonly RegistryRecord[],
  kind: Kind,
): readonly OfKind<Kind>[] => records.filter((record): record is OfKind<Kind> => record.kind === kind);

/** The record that describes a subject: of those held, the one known last. */
export const describing = <Kind extends 'institution' | 'clinician'>(
  { records }: SubjectTimeline,
  kind: Kind,
  knownAt: Instant,
): OfKind<Kind> | null => latestRecorded(ofKind(heldAt(records, knownAt), kind));

/** Whether a record holds at a moment; one without an interval always does. */
export function holdsAt(record: RegistryRecord, effectiveAt: Instant): boolean {
  const { effective } = columnsOf(record);
  return effective === null || covers(effective, effectiveAt);
}
