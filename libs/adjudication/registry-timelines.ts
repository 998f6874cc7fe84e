import type { Recorded } from '@gatekeeper/calendar';
import { recordedFacts } from '@gatekeeper/calendar';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { isSanctionReference, subjectOf } from '@gatekeeper/vocabulary';

/**
 * The timelines of a whole registry at hand (a file): each record under its subject, and each reference to a document
 * under everyone whom a sanction of that document names. A reference whose document is not on file is under no one.
 */
export function registryTimelines(
  records: readonly RegistryRecord[],
  version = 0,
): ReadonlyMap<string, SubjectTimeline> {
  const persons = personsByDocument(records);
  const bySubject = new Map<string, Recorded<RegistryRecord>[]>();
  const put = (subject: string, recorded: Recorded<RegistryRecord>): void => {
    const timeline = bySubject.get(subject);
    if (timeline === undefined) bySubject.set(subject, [recorded]);
    else timeline.push(recorded);
  };
  for (const recorded of recordedFacts(records)) {
    const { fact } = recorded;
    const subject = subjectOf(fact);
    if (subject !== null) put(subject, recorded);
    else if (isSanctionReference(fact)) {
      for (const person of persons.get(fact.documentNo) ?? []) put(person, recorded);
    }
  }
  const timelines = new Map<string, SubjectTimeline>();
  for (const [subject, timeline] of bySubject)
    timelines.set(subject, { subject, version, records: timeline });
  return timelines;
}

function personsByDocument(records: readonly RegistryRecord[]): ReadonlyMap<string, ReadonlySet<string>> {
  const persons = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.kind !== 'sanction') continue;
    const named = persons.get(record.documentNo);
    if (named === undefined) persons.set(record.documentNo, new Set([record.code]));
    else named.add(record.code);
  }
  return persons;
}
