/** Records that nobody has written yet, laid over what is on file: whom they touch, and how those would stand. */
import type { Instant, Interval, Recorded } from '@gatekeeper/calendar';
import { OPEN_END } from '@gatekeeper/calendar';
import type { Proposed } from '@gatekeeper/registry-store';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { append, isSanctionReference, subjectOf } from '@gatekeeper/vocabulary';

/** A pharmacy and when, by a proposed record, a person would be its principal. */
interface PrincipalPlace {
  readonly fixmedinsCode: string;
  readonly interval: Interval;
}

/** Timelines with the proposal written, each made once: views are remembered by timeline. */
export type Overlay = (timeline: SubjectTimeline) => SubjectTimeline;

export class Proposal {
  private readonly addedTo = new Map<string, RegistryRecord[]>();
  private readonly linkedTo = new Map<string, Recorded<RegistryRecord>[]>();
  private readonly endedOf = new Map<string, Set<string>>();
  private readonly places = new Map<string, PrincipalPlace[]>();
  private readonly neverHeld: ReadonlySet<string>;

  constructor(private readonly proposed: Proposed) {
    const { added, corrected, references } = proposed;
    const sanctioned = sanctionedWith(proposed);
    for (const record of added) {
      for (const subject of subjectsOf(record, sanctioned)) append(this.addedTo, subject, record);
      if (record.kind === 'pharmacy_principal')
        append(this.places, record.code, { fixmedinsCode: record.fixmedinsCode, interval: record });
      if (record.kind === 'sanction')
        for (const reference of references.get(record.documentNo) ?? [])
          append(this.linkedTo, record.code, reference);
      if (record.supersedes === null) continue;
      for (const subject of proposed.subjectsOf.get(record.supersedes) ?? [])
        this.endedOf.set(subject, (this.endedOf.get(subject) ?? new Set()).add(record.supersedes));
    }
    const superseded = added.flatMap(({ supersedes }) => (supersedes === null ? [] : [supersedes]));
    this.neverHeld = new Set([...corrected, ...superseded]);
  }

  get records(): readonly RegistryRecord[] {
    return this.proposed.added;
  }

  /** Whose timelines a write would change: of its records, and of those that they supersede. */
  get subjects(): readonly string[] {
    return [...new Set([...this.addedTo.keys(), ...this.endedOf.keys()])].sort();
  }

  /** Where the proposed records make a person principal. */
  placesOf(person: string): readonly PrincipalPlace[] {
    return this.places.get(person) ?? [];
  }

  /**
   * @param receivedAt when the records would be received: later than all that is on file
   * @param heldFrom from when questions see them
   */
  overlay({ receivedAt, heldFrom }: { readonly receivedAt: Instant; readonly heldFrom: Instant }): Overlay {
    const made = new Map<string, SubjectTimeline>();
    return (timeline) => {
      const { subject } = timeline;
      const before = made.get(subject);
      if (before !== undefined) return before;
      const after = this.laidOver(timeline, receivedAt, heldFrom);
      // A subject that nothing touches keeps its timeline, and the views of it that others have made.
      if (after !== timeline) made.set(subject, after);
      return after;
    };
  }

  private laidOver(timeline: SubjectTimeline, receivedAt: Instant, heldFrom: Instant): SubjectTimeline {
    const { subject, records } = timeline;
    const added = this.addedTo.get(subject) ?? [];
    const ended = this.endedOf.get(subject) ?? new Set();
    if (added.length === 0 && ended.size === 0) return timeline;
    const onFile = new Set(records.map(({ fact }) => fact.recordId));
    const linked = new Map((this.linkedTo.get(subject) ?? []).map((one) => [one.fact.recordId, one]));
    return {
      ...timeline,
      records: [
        ...records.map((one) =>
          ended.has(one.fact.recordId) && one.recorded.until > heldFrom
            ? { ...one, recorded: { from: one.recorded.from, until: heldFrom } }
            : one,
        ),
        ...[...linked.values()].filter(({ fact }) => !onFile.has(fact.recordId)),
        ...added.map((record) => ({
          fact: { ...record, receivedAt, knownFrom: receivedAt },
          recorded: { from: heldFrom, until: this.neverHeld.has(record.recordId) ? heldFrom : OPEN_END },
        })),
      ],
    };
  }
}

/** Whom each document sanctions, by records on file and by those proposed. */
function sanctionedWith({ added, sanctionedBy }: Proposed): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map([...sanctionedBy].map(([documentNo, known]) => [documentNo, new Set(known)]));
  for (const record of added)
    if (record.kind === 'sanction')
      codes.set(record.documentNo, (codes.get(record.documentNo) ?? new Set()).add(record.code));
  return codes;
}

function subjectsOf(
  record: RegistryRecord,
  sanctioned: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const subject = subjectOf(record);
  if (subject !== null) return [subject];
  return isSanctionReference(record) ? [...(sanctioned.get(record.documentNo) ?? [])] : [];
}
