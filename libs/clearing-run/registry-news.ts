/** Which registry records that became known after a line was answered can have turned it. */
import type { Reach, TimelineOf } from '@gatekeeper/adjudication';
import { principalsOf, reachOf, reachThroughPharmacies, subjectsOf } from '@gatekeeper/adjudication';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { NewsKind } from '@gatekeeper/clearing';
import type { SettlementLine, SubjectTimeline } from '@gatekeeper/vocabulary';
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
    const moments = new Map<Instant, NewsKind>();
    for (const { fact } of timeline.records) {
      const isAppeal = fact.kind === 'annulment' || moments.get(fact.knownFrom) === 'appeal';
      moments.set(fact.knownFrom, isAppeal ? 'appeal' : 'late_knowledge');
    }
    const writes = [...moments].map(([at, kind]) => ({ at, kind, reaches: reachOf(timeline, at) }));
    this.writes.set(timeline, writes);
    return writes;
  }
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
