/** Visits of an institution that nothing touches, proven so by set logic: why that is the answer of a run, README. */
import { untouchedGround, untouchedPerson, untouchedTerms } from '@gatekeeper/adjudication';
import type { InstitutionView, PersonView, UntouchedTerms } from '@gatekeeper/adjudication';
import type { Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END } from '@gatekeeper/calendar';
import type { UntouchedLine } from '@gatekeeper/clearing';
import type { LineUntouched, PlainGround, RangeRole, UntouchedRanges } from '@gatekeeper/decision-store';
import { chooseUntouched, gatherPlainLines, linesUntouched, saidText } from '@gatekeeper/decision-store';
import type { Decision } from '@gatekeeper/vocabulary';
import { compareBytes, foldCode, isMissingCode } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import type { Deciding } from './settle-visit';
import type { Visit } from './visit';

/** With its decision whole, for the seal. */
export interface UntouchedOnFile extends UntouchedLine {
  readonly decision: Decision;
}

/** Lines of visits that lie between two others, in the order of the bytes of their identities. */
export interface UntouchedStretch {
  readonly fixmedinsCode: string;
  readonly untouched: readonly UntouchedOnFile[];
}

export const isUntouched = (one: Visit | UntouchedStretch): one is UntouchedStretch => 'untouched' in one;

interface Choosing {
  readonly client: ClientBase;
  /** Folded. */
  readonly fixmedinsCode: string;
  readonly deciding: Deciding;
  /** Makes the timelines of these subjects known to `deciding`. */
  readonly readSubjects: (codes: readonly string[]) => Promise<void>;
}

export class UntouchedVisits {
  private constructor(
    private readonly choosing: Choosing,
    private readonly terms: readonly TermsOfArea[],
    /** How many visits were proven untouched. */
    readonly visits: number,
  ) {}

  /**
   * Takes those that nothing touches out of the visits that were chosen.
   * @returns `null`: there is none
   */
  static async choose(choosing: Choosing): Promise<UntouchedVisits | null> {
    const { client, fixmedinsCode, deciding, readSubjects } = choosing;
    const ground = await gatherPlainLines(client, fixmedinsCode, deciding.knownAt);
    if (ground === null) return null;
    await readSubjects(
      [...ground.orderingCodes, ...ground.performingCodes].filter((code) => !isMissingCode(code)),
    );
    const terms = termsOf(ground, deciding);
    const visits = await chooseUntouched(
      client,
      fixmedinsCode,
      rangesOf(ground, terms, foldCode(fixmedinsCode), deciding),
    );
    return visits === 0 ? null : new UntouchedVisits(choosing, terms, visits);
  }

  /** Their lines, page by page. */
  async *pages(): AsyncGenerator<readonly UntouchedOnFile[]> {
    const { client, fixmedinsCode } = this.choosing;
    for await (const lines of linesUntouched(client, fixmedinsCode))
      yield lines.map((line) => this.onFile(line));
  }

  private onFile({ line, receivedAt, decision, terms, claims }: LineUntouched): UntouchedOnFile {
    const found = this.terms[terms];
    if (found === undefined) throw new Error(`a line was found under terms ${terms}, which there are not`);
    return {
      line,
      knownFrom: receivedAt,
      run: claims ? found.terms.inGoodStanding : found.terms.nothingClaimed,
      decision,
    };
  }
}

interface TermsOfArea {
  readonly area: string;
  readonly terms: UntouchedTerms;
}

const termsOf = ({ areas, fees }: PlainGround, { knownAt, policy }: Deciding): readonly TermsOfArea[] =>
  areas.flatMap((area) => untouchedTerms(area, fees, knownAt, policy).map((terms) => ({ area, terms })));

function rangesOf(
  ground: PlainGround,
  terms: readonly TermsOfArea[],
  fixmedinsCode: string,
  deciding: Deciding,
): UntouchedRanges {
  const views = new ViewsAtHand(deciding);
  const institution = views.institution(fixmedinsCode);
  return {
    terms: terms.map(({ area, terms: each }) => ({
      ...{ area, from: each.from, until: each.until, fundScope: each.fundScope },
      inGoodStanding: saidText(each.inGoodStanding.reasons),
      nothingClaimed: saidText(each.nothingClaimed.reasons),
    })),
    grounds: terms.flatMap(({ terms: { parameters } }, place) =>
      [true, false].flatMap((pharmacy) =>
        untouchedGround(institution, pharmacy, views.person, parameters).map((each) => ({
          ...{ terms: place, pharmacy, from: each.from, until: each.until },
        })),
      ),
    ),
    persons: terms.flatMap(({ terms: { parameters } }, place) => {
      const rangesAs = (role: RangeRole, codes: readonly string[]): UntouchedRanges['persons'] =>
        codes.flatMap((code) =>
          rangesOfPerson(views.person(code), code, role, fixmedinsCode, parameters).map((each) => ({
            ...{ terms: place, role, code, from: each.from, until: each.until },
          })),
        );
      return [
        ...rangesAs('ordering', ground.orderingCodes),
        ...rangesAs('prescriber', ground.orderingCodes),
        ...rangesAs('performing', ground.performingCodes),
      ];
    }),
    departments: ground.departmentCodes.filter((code) => institution.departmentStatuses.has(foldCode(code))),
  };
}

const ALWAYS: readonly Interval[] = [{ from: BEFORE_ALL, until: OPEN_END }];

/** A placeholder names nobody: an ordering clinician is missing then; nobody prescribed, and nobody performed. */
function rangesOfPerson(
  person: PersonView | null,
  code: string,
  role: RangeRole,
  fixmedinsCode: string,
  parameters: UntouchedTerms['parameters'],
): readonly Interval[] {
  if (isMissingCode(code)) return role === 'ordering' ? [] : ALWAYS;
  if (person === null) return [];
  return untouchedPerson(person, role === 'prescriber' ? role : 'registered', fixmedinsCode, parameters);
}

/** Subjects as known at the run's moment; one that was not read is `null`, and nothing is proven of it. */
class ViewsAtHand {
  constructor(private readonly deciding: Deciding) {}

  readonly person = (code: string): PersonView | null => {
    const { timelineOf, views, knownAt } = this.deciding;
    const timeline = timelineOf(code);
    return timeline === undefined ? null : views.person(timeline, knownAt);
  };

  institution(code: string): InstitutionView {
    const { timelineOf, views, knownAt } = this.deciding;
    const timeline = timelineOf(code);
    if (timeline === undefined) throw new Error('an institution is read before its visits are chosen');
    return views.institution(timeline, knownAt);
  }
}

/**
 * Visits to be settled and stretches of untouched lines, in the order of the bytes of their visits.
 * @param visits in that order too, as `pages` are
 */
export async function* inOrderOfVisits(
  visits: AsyncGenerator<Visit, undefined>,
  pages: AsyncIterable<readonly UntouchedOnFile[]>,
): AsyncGenerator<Visit | UntouchedStretch> {
  let next = await visits.next();
  for await (const page of pages) {
    for (let at = 0; at < page.length;) {
      const end = next.value === undefined ? page.length : firstBehind(page, at, next.value.visitId);
      const [first] = page;
      if (end > at && first !== undefined)
        yield { fixmedinsCode: first.line.fixmedinsCode, untouched: page.slice(at, end) };
      at = end;
      if (at === page.length || next.value === undefined) break;
      yield next.value;
      next = await visits.next();
    }
  }
  while (next.value !== undefined) {
    yield next.value;
    next = await visits.next();
  }
}

/** The place of the first line, from `at` on, of a visit behind this one. */
function firstBehind(page: readonly UntouchedOnFile[], at: number, visitId: string): number {
  let [low, high] = [at, page.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = page[middle]?.line;
    if (line !== undefined && compareBytes(line.visitId, visitId) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
