import type { Instant } from '@gatekeeper/calendar';
import type { SettlementLine, SubjectTimeline } from '@gatekeeper/vocabulary';
import { foldCode, isMissingCode } from '@gatekeeper/vocabulary';
import { InstitutionView } from './institution-view';
import { PersonView } from './person-view';

/** Remembers the last view of each timeline: lines decided one after another ask for the same persons at the same moment. */
export class Views {
  private readonly persons = new WeakMap<SubjectTimeline, PersonView>();
  private readonly institutions = new WeakMap<SubjectTimeline, InstitutionView>();

  person(timeline: SubjectTimeline, knownAt: Instant): PersonView {
    const remembered = this.persons.get(timeline);
    if (remembered !== undefined && remembered.servesAt(knownAt)) return remembered;
    const view = new PersonView(timeline, knownAt);
    this.persons.set(timeline, view);
    return view;
  }

  institution(timeline: SubjectTimeline, knownAt: Instant): InstitutionView {
    const remembered = this.institutions.get(timeline);
    if (remembered !== undefined && remembered.servesAt(knownAt)) return remembered;
    const view = new InstitutionView(timeline, knownAt);
    this.institutions.set(timeline, view);
    return view;
  }
}

/** The subjects a line names, by folded code: its institution and the persons on it. A pharmacy's principals come on top: `principalsOf`. */
export function subjectsOf(line: SettlementLine): readonly string[] {
  const subjects = [foldCode(line.fixmedinsCode)];
  for (const code of [line.orderingCode, line.performingCode]) {
    if (code === null) continue;
    const folded = foldCode(code);
    if (!isMissingCode(folded)) subjects.push(folded);
  }
  return subjects;
}

/** The persons who ever were principal of this institution: subjects a pharmacy's line reads beside those it names. */
export function principalsOf(institution: SubjectTimeline): readonly string[] {
  const codes = new Set<string>();
  for (const { fact } of institution.records) if (fact.kind === 'pharmacy_principal') codes.add(fact.code);
  return [...codes];
}

/** The timeline of a subject that a registry which could be read does not hold. */
export const neverOnFile = (subject: string): SubjectTimeline => ({ subject, version: 0, records: [] });
