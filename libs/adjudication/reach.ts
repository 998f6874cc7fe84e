/** Which lines a write of the registry can turn (CONTRACT 8, Sweep): what deciding reads of a subject, before the write and after it. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { intersectionOf, isAfter, outsideOf, plusMs, BEFORE_ALL } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { append, compareText } from '@gatekeeper/vocabulary';
import { InstitutionView } from './institution-view';
import { PersonView } from './person-view';
import type { Mark } from './reach-marks';
import { differing, marksOfInstitution, marksOfPerson, marksOfPrincipals, stayStarts } from './reach-marks';
import { joinTouching } from './sanctions';

/** Lines that a change of the registry can turn; a line need satisfy one of them. */
export type Reach =
  | {
      /** Lines on which the person (folded code) orders or performs, with a fee in the interval; `site` (folded): there only. */
      readonly kind: 'person';
      readonly subject: string;
      readonly site: string | null;
      readonly fees: Interval;
      readonly openStaysAt: null;
    }
  | {
      /**
       * The person's lines of a stay (an admission not after the fee) with a fee in the interval that was not settled before
       * `openStaysAt`: no settlement is stated, or one at that moment or later. A sanction that begins then is what it crosses.
       */
      readonly kind: 'person';
      readonly subject: string;
      readonly site: null;
      readonly fees: Interval;
      readonly openStaysAt: Instant;
    }
  | {
      /** Lines of the institution (folded code); `pharmacyOnly`: of its pharmacy settlements, transaction 2102. */
      readonly kind: 'institution';
      readonly subject: string;
      readonly pharmacyOnly: boolean;
      readonly fees: Interval;
    };

/**
 * What the write received at `at` can turn among the lines that read this subject. Views of the subject just before and at
 * that moment are compared in what deciding reads of them, moment of the fee by moment: where both say the same, no line
 * turns under any pack or value, whatever was written, corrected, withdrawn, or stated once more. So a record reaches what
 * it changes and not what it says; and what a correction or a withdrawal takes away is reached like what it brings.
 *
 * A record that came before and is linked to the subject only now (a reference that waited for its document) is held in both
 * views: without a sanction it speaks of nothing, and with the sanction it is part of what that one changes.
 * What concerns evidence alone (a name, a number of a document's points, where a registration's record begins) reaches nothing.
 * @param timeline everything ever linked to the subject, later writes among it or not
 * @param at when the write was received: `knownFrom` of its records, past that of every earlier write. Not for a first load
 * that takes `recordedAt` as it stands, which has no such moment
 */
export function reachOf(timeline: SubjectTimeline, at: Instant): readonly Reach[] {
  const { subject } = timeline;
  const before = viewsAt(timeline, plusMs(at, -1));
  const after = viewsAt(timeline, at);
  const sites = [...new Set([...before.person.sites, ...after.person.sites])];
  const ofPerson = differing(marksOfPerson(before.person, sites), marksOfPerson(after.person, sites));
  const everywhere = ofPerson.get(null) ?? [];
  const reaches: Reach[] = everywhere.map((fees) => personReach(subject, null, fees));
  for (const [site, intervals] of [...ofPerson].sort(([a], [b]) => compareText(a ?? '', b ?? ''))) {
    if (site === null) continue;
    for (const fees of outsideOf(intervals, everywhere)) reaches.push(personReach(subject, site, fees));
  }
  reaches.push(...openStays(subject, startsChanged(before.person, after.person), everywhere));
  const ofInstitution = reachedHere(before.institution, after.institution, marksOfInstitution);
  const ofPrincipals = reachedHere(before.institution, after.institution, marksOfPrincipals);
  for (const fees of ofInstitution) reaches.push({ kind: 'institution', subject, pharmacyOnly: false, fees });
  for (const fees of outsideOf(ofPrincipals, ofInstitution))
    reaches.push({ kind: 'institution', subject, pharmacyOnly: true, fees });
  return reaches;
}

/**
 * What a person's change reaches beyond the lines that name the person: pharmacy lines carry no principal, so it is found
 * through the pharmacies at which the person is or was one. A principal's stay crosses nothing (CONTRACT 7, Stay).
 * @param pharmacies from the pharmacy_principal records that name the person, held before or after the change
 */
export function reachThroughPharmacies(
  reaches: readonly Reach[],
  pharmacies: readonly { readonly fixmedinsCode: string; readonly interval: Interval }[],
): readonly Reach[] {
  const reached = new Map<string, Interval[]>();
  for (const reach of reaches) {
    if (reach.kind !== 'person' || reach.openStaysAt !== null) continue;
    for (const { fixmedinsCode, interval } of pharmacies) {
      if (reach.site === null || reach.site === fixmedinsCode)
        append(reached, fixmedinsCode, intersectionOf(reach.fees, interval));
    }
  }
  return [...reached]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([subject, intervals]) =>
      joinTouching(intervals).map((fees): Reach => ({
        kind: 'institution',
        subject,
        pharmacyOnly: true,
        fees,
      })),
    );
}

/**
 * The moments after `at` at which what the write received then says turns lines by the passing of time alone, earliest first:
 * a stay without a settlement is open until the moment of asking, so it comes to cross a sanction as that one begins. The
 * lines are those of `reachOf`, asked again then.
 */
export function futureTurns(timeline: SubjectTimeline, at: Instant): readonly Instant[] {
  const before = viewsAt(timeline, plusMs(at, -1)).person;
  return startsChanged(before, viewsAt(timeline, at).person).filter((start) => isAfter(start, at));
}

const viewsAt = (timeline: SubjectTimeline, knownAt: Instant) => ({
  person: new PersonView(timeline, knownAt),
  institution: new InstitutionView(timeline, knownAt),
});

const personReach = (subject: string, site: string | null, fees: Interval): Reach => ({
  kind: 'person',
  subject,
  site,
  fees,
  openStaysAt: null,
});

const reachedHere = (
  before: InstitutionView,
  after: InstitutionView,
  marksOf: (view: InstitutionView) => readonly Mark[],
): readonly Interval[] => differing(marksOf(before), marksOf(after)).get(null) ?? [];

/** When sanctions begin that only one of the views has, or that reach elsewhere in it; each once, earliest first. */
function startsChanged(before: PersonView, after: PersonView): readonly Instant[] {
  const starts = new Set<Instant>();
  const [was, is] = [stayStarts(before), stayStarts(after)];
  for (const [key, start] of was) if (!is.has(key)) starts.add(start);
  for (const [key, start] of is) if (!was.has(key)) starts.add(start);
  return [...starts].sort((a, b) => a - b);
}

/** Fees before each start. Who was not settled at a later start was not at an earlier one: each stretch of fees is asked for once. */
function openStays(
  subject: string,
  starts: readonly Instant[],
  everywhere: readonly Interval[],
): readonly Reach[] {
  return starts.flatMap((start, index) => {
    const fees = { from: starts[index - 1] ?? BEFORE_ALL, until: start };
    return outsideOf([fees], everywhere).map((left): Reach => ({
      kind: 'person',
      subject,
      site: null,
      fees: left,
      openStaysAt: start,
    }));
  });
}
