/**
 * What nothing touches: stretches of fees in which a line's answer follows from ranges alone, without asking `decide`. For
 * whoever answers very many lines at once (clearing by set logic): `test/laws/untouched.spec.ts` holds it against `decide`.
 *
 * A line of an area and a fee within a stretch of `untouchedTerms` is accepted as `nothingClaimed` where it claims nothing in
 * scope, and as `inGoodStanding` where it claims money, its institution's ground (`untouchedGround`) and each person on it
 * (`untouchedPerson`) cover its fee, and its department has no status. Beyond that it must be plain: no refund, quantity
 * and amounts not negative, pooled money within fund money and that within the line's amount, admitted not after its fee, and
 * nothing found by officers. Whatever else it says, whoever paid it, changes nothing then: payment, emergency, category and
 * exemptions are asked of lines that a bar stands against.
 */
import type { Instant, Interval } from '@gatekeeper/calendar';
import {
  BEFORE_ALL,
  earlierOf,
  intersectionOf,
  MS_PER_HOUR,
  neverWas,
  OPEN_END,
  outsideOf,
  plusMs,
} from '@gatekeeper/calendar';
import type { Governing, LoadedEdition, Parameters, Policy } from '@gatekeeper/policy';
import { spanAt } from '@gatekeeper/policy';
import type { FundScope, Verdict } from '@gatekeeper/vocabulary';
import { accept } from './decide';
import type { InstitutionView } from './institution-view';
import { isFeeInForce, noFundMoney, reasonsOfGoodStanding } from './notes';
import type { PersonView } from './person-view';
import { joinTouching } from './sanctions';

/** Fees of an area that the same text, values and words govern. */
export interface UntouchedTerms extends Interval {
  readonly parameters: Parameters;
  readonly fundScope: FundScope;
  /** Without evidence: that is the person's own. */
  readonly inGoodStanding: Verdict;
  readonly nothingClaimed: Verdict;
}

/** Of fees within `fees`, which has ends; none where lines are held, or a text asks everyone. In order. */
export function untouchedTerms(
  treatmentArea: string,
  fees: Interval,
  knownAt: Instant,
  policy: Policy,
): readonly UntouchedTerms[] {
  const found: UntouchedTerms[] = [];
  let from = fees.from;
  while (from < fees.until) {
    const governing = policy.governing(treatmentArea, from);
    const governed = policy.governedUntil(treatmentArea, from);
    const until = governing === null ? governed : earlierOf(governed, sameUntil(governing, from));
    const terms = governing === null ? null : termsOf(governing, from, knownAt);
    if (terms !== null) {
      const { during, ...rest } = terms;
      const within = intersectionOf(intersectionOf({ from, until }, fees), during);
      if (!neverWas(within)) found.push({ ...within, ...rest });
    }
    from = until;
  }
  return found;
}

/** The next moment at which the leading text has other values, or begins or ceases to be law. */
function sameUntil([{ spans, inForce }]: Governing, from: Instant): Instant {
  const cuts = [...spans.map(({ validity }) => validity.until), inForce.from, inForce.until];
  return cuts.filter((cut) => cut > from).reduce<Instant>(earlierOf, OPEN_END);
}

function termsOf(
  governing: Governing,
  at: Instant,
  knownAt: Instant,
): (Omit<UntouchedTerms, keyof Interval> & { readonly during: Interval }) | null {
  const [leading] = governing;
  const span = spanAt(leading, at);
  if (span === null || governing.some(({ blanks }) => blanks.length > 0) || governing.some(asksEveryone))
    return null;
  const { parameters, earliestFee } = span;
  const isInForce = isFeeInForce(leading, { feeOccurredAt: at });
  return {
    during: {
      from: earliestFee,
      until: plusMs(knownAt, parameters.feeAheadHours * MS_PER_HOUR + 1),
    },
    parameters,
    fundScope: parameters.fundScope,
    inGoodStanding: accept(reasonsOfGoodStanding(leading, isInForce, []), leading, parameters),
    nothingClaimed: accept(noFundMoney(leading, isInForce), leading, parameters),
  };
}

/** A bar that does not say what it looks at may stand against anybody. */
const asksEveryone = ({ personBars, institutionBars, adds }: LoadedEdition): boolean =>
  [personBars, institutionBars, adds.personBars, adds.institutionBars].some((bars) =>
    bars.some(({ looksAt }) => looksAt === undefined),
  );

/**
 * The fees at which an institution is on file without a status of its own; for pharmacy settlements also under the eyes of
 * principals of whom nothing is amiss, where the text asks for one. A department's status is apart: whoever asks leaves out
 * the lines of `departmentStatuses`.
 * @param principals views of everyone who ever was its principal; only asked for `pharmacy`
 */
export function untouchedGround(
  institution: InstitutionView,
  pharmacy: boolean,
  principals: (code: string) => PersonView | null,
  parameters: Parameters,
): readonly Interval[] {
  if (!institution.known) return [];
  const always: readonly Interval[] = [{ from: BEFORE_ALL, until: OPEN_END }];
  const withoutStatus = outsideOf(
    always,
    institution.statuses.map(({ interval }) => interval),
  );
  if (!pharmacy || !parameters.personTypes.includes('pharmacy_principal')) return withoutStatus;
  const onDuty = joinTouching(institution.principals);
  const amiss = institution.principals.flatMap((record) => {
    const person = principals(record.code);
    const { from, until } = record;
    return person === null
      ? [{ from, until }]
      : outsideOf([{ from, until }], untouchedPerson(person, 'registered', institution.subject, parameters));
  });
  return withoutStatus.flatMap((one) =>
    outsideOf(
      onDuty.map((other) => intersectionOf(one, other)).filter((both) => !neverWas(both)),
      amiss,
    ),
  );
}

/**
 * The fees at which nothing is amiss with a person on lines of a site (folded code).
 * @param as `prescriber`: of a pharmacy's lines, who may practise anywhere
 */
export function untouchedPerson(
  person: PersonView,
  as: 'registered' | 'prescriber',
  site: string,
  parameters: Parameters,
): readonly Interval[] {
  const place = person.atSite(site, parameters);
  if (as === 'registered') return person.known ? place.clear() : [];
  return place.sanctions.length > 0 ? [] : [{ from: BEFORE_ALL, until: OPEN_END }];
}
