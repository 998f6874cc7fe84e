/** Which registry records that became known after a line was answered can have turned it. */
import type { Reach, TimelineOf } from '@gatekeeper/adjudication';
import { principalsOf, reachOf, reachThroughPharmacies, subjectsOf } from '@gatekeeper/adjudication';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers, OPEN_END } from '@gatekeeper/calendar';
import type { NewsKind } from '@gatekeeper/clearing';
import type { RegistryRecord, SettlementLine, SubjectTimeline } from '@gatekeeper/vocabulary';
import { foldCode, isMissingCode } from '@gatekeeper/vocabulary';

/** A moment at which records of a subject became known, and what they reach. */
interface Write {
  readonly at: Instant;
  readonly kind: NewsKind;
  readonly reaches: readonly Reach[];
}

/** Remembers what the writes of a subject reach: many lines ask for the same few. */
export class RegistryNews {
  private readonly writes = new WeakMap<SubjectTimeline, readonly Write[]>();

  constructor(private readonly timelineOf: TimelineOf) {}

  /** Kinds of the news known after `after` and by `until` that reach the line; each once. */
  of(line: SettlementLine, after: Instant, until: Instant): readonly NewsKind[] {
    const kinds = new Set<NewsKind>();
    for (const subject of new Set(subjectsOf(line)))
      for (const { at, kind, reaches } of this.writesOf(subject))
        if (at > after && at <= until && reaches.some((reach) => isReached(line, reach))) kinds.add(kind);
    if (line.transaction === '2102')
      for (const kind of this.throughPrincipals(line, after, until)) kinds.add(kind);
    return [...kinds];
  }

  /** A pharmacy's line names no principal: their news reaches it through the days on which they are or were one there. */
  private *throughPrincipals(line: SettlementLine, after: Instant, until: Instant): Generator<NewsKind> {
    const pharmacy = this.timelineOf(foldCode(line.fixmedinsCode));
    if (pharmacy === undefined) return;
    for (const code of principalsOf(pharmacy)) {
      const places = daysAsPrincipal(pharmacy, code);
      for (const { at, kind, reaches } of this.writesOf(code))
        if (
          at > after &&
          at <= until &&
          reachThroughPharmacies(reaches, places).some((reach) => isReached(line, reach))
        )
          yield kind;
    }
  }

  private writesOf(subject: string): readonly Write[] {
    const timeline = this.timelineOf(subject);
    if (timeline === undefined) return [];
    const known = this.writes.get(timeline);
    if (known !== undefined) return known;
    const appeals = new Set<Instant>();
    const others = new Set<Instant>();
    for (const { fact, recorded } of timeline.records) {
      (isAppeal(fact) ? appeals : others).add(fact.knownFrom);
      // That a record was taken back is news too: what does so need not be of this subject, as a withdrawal is of none.
      if (recorded.until !== OPEN_END) others.add(recorded.until);
    }
    const writes = [...new Set([...appeals, ...others])].flatMap((at): readonly Write[] => {
      const reaches = reachOf(timeline, at);
      return [
        ...(appeals.has(at) ? [{ at, kind: 'appeal', reaches } as const] : []),
        ...(others.has(at) ? [{ at, kind: 'late_knowledge', reaches } as const] : []),
      ];
    });
    this.writes.set(timeline, writes);
    return writes;
  }
}

const isAppeal = ({ kind }: RegistryRecord): boolean => kind === 'annulment';

/**
 * Timelines as they would be without the registry news of these kinds that became known after `after` and by `until`: what it
 * stated is not there, and what it took back is.
 */
export function timelinesWithout(
  timelineOf: TimelineOf,
  kinds: ReadonlySet<NewsKind>,
  { after, until }: { readonly after: Instant; readonly until: Instant },
): TimelineOf {
  const isSince = (at: Instant): boolean => at > after && at <= until;
  const isLeftOut = (fact: RegistryRecord): boolean =>
    isSince(fact.knownFrom) && kinds.has(isAppeal(fact) ? 'appeal' : 'late_knowledge');
  const made = new Map<SubjectTimeline, SubjectTimeline>();
  return (subject) => {
    const timeline = timelineOf(subject);
    if (timeline === undefined) return undefined;
    const known = made.get(timeline);
    if (known !== undefined) return known;
    const records = timeline.records
      .filter(({ fact }) => !isLeftOut(fact))
      .map((record) =>
        kinds.has('late_knowledge') && isSince(record.recorded.until)
          ? { ...record, recorded: { ...record.recorded, until: OPEN_END } }
          : record,
      );
    const without = { ...timeline, records };
    made.set(timeline, without);
    return without;
  };
}

const daysAsPrincipal = (
  pharmacy: SubjectTimeline,
  code: string,
): readonly { readonly fixmedinsCode: string; readonly interval: Interval }[] =>
  pharmacy.records.flatMap(({ fact }) =>
    fact.kind === 'pharmacy_principal' && fact.code === code
      ? [{ fixmedinsCode: pharmacy.subject, interval: { from: fact.from, until: fact.until } }]
      : [],
  );

/** Whether a line is among those that a reach names. */
export function isReached(line: SettlementLine, reach: Reach): boolean {
  if (!covers(reach.fees, line.feeOccurredAt)) return false;
  const institution = foldCode(line.fixmedinsCode);
  if (reach.kind === 'institution')
    return reach.subject === institution && (!reach.pharmacyOnly || line.transaction === '2102');
  if (!names(line.orderingCode, reach.subject) && !names(line.performingCode, reach.subject)) return false;
  if (reach.openStaysAt !== null)
    return (
      line.admittedAt !== null &&
      line.admittedAt <= line.feeOccurredAt &&
      (line.settledAt === null || line.settledAt >= reach.openStaysAt)
    );
  return reach.site === null || reach.site === institution;
}

function names(code: string | null, subject: string): boolean {
  if (code === null) return false;
  const folded = foldCode(code);
  return folded === subject && !isMissingCode(folded);
}
