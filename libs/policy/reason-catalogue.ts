/**
 * Every code a decision or a hold can carry, as one text has it: what it means, who bears it, what can be done against it, what
 * the hospital can do next, and where it stands. Plain data, for pages and screens.
 */
import type { BarCode, HoldCode, LiftCode, ReasonCode } from '@gatekeeper/vocabulary';
import { BAR_CODES, HOLD_CODES, LIFT_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import type { Lift } from './article';
import type { EditionFacts } from './edition-facts';
import { factsOn } from './edition-facts';
import { liftedByEmergency } from './grounds';
import type { LoadedEdition } from './load';
import type { Edition } from './pack';
import { articlesOf } from './pack';
import type { ParameterName } from './parameters';
import { arises } from './reason-arising';
import type { Bearing } from './reason-bearing';
import { bearingOf, isOneOf } from './reason-bearing';
import { nextStepsOf } from './reason-next-steps';
import type { Recourse } from './reason-recourse';
import { recourseOf } from './reason-recourse';
import type { BothLanguages } from './reason-texts';
import { HOLD_TEXTS, REASON_TEXTS } from './reason-texts';
import { valuesOf } from './settled-value';
import type { Place } from './written-articles';
import { placeOf, writtenArticles } from './written-articles';

export interface CatalogueEntry {
  readonly code: ReasonCode | HoldCode;
  readonly kind: 'bar' | 'lift' | 'note' | 'hold';
  /** Whether the text can give it, by what its parameters say; a blank excludes nothing. */
  readonly arises: boolean;
  readonly text: BothLanguages;
  readonly bears: Bearing;
  readonly recourse: Recourse;
  /** In the order in which they help; none: nothing is to be done. */
  readonly nextSteps: readonly BothLanguages[];
  /** What can lift it, of a bar. */
  readonly liftedBy: readonly LiftCode[];
  /** Its articles; of a hold, the parameters it rests on. None: another text's bar that this one has no article for. */
  readonly articles: readonly Place[];
}

/**
 * In the order of the codes.
 * @param day `YYYY-MM-DD`: for values that hold on it; `null`: for the last ones
 */
export function reasonCatalogueOf(
  { written }: Pick<LoadedEdition, 'written'>,
  day: string | null = null,
): readonly CatalogueEntry[] {
  const facts = factsOn(written, day);
  const lifting = articlesOf(written).filter((article) => article.effect === 'lifts');
  const articles = writtenArticles(written);
  const entry = (code: ReasonCode | HoldCode): Omit<CatalogueEntry, 'kind' | 'text' | 'articles'> => {
    const liftedBy = isOneOf(BAR_CODES, code) ? liftsOf(code, lifting, facts) : [];
    return {
      code,
      arises: arises(code, facts),
      bears: bearingOf(code, facts.valueOf('onPaidLine')),
      recourse: recourseOf(code, facts),
      nextSteps: nextStepsOf(code, { ...facts, liftedBy }),
      liftedBy,
    };
  };
  return [
    ...REASON_CODES.map((code) => ({
      ...entry(code),
      kind: kindOf(code),
      text: REASON_TEXTS[code],
      articles: articles.filter((article) => article.code === code).map(placeAlone),
    })),
    ...HOLD_CODES.map((code) => ({
      ...entry(code),
      kind: 'hold' as const,
      text: HOLD_TEXTS[code],
      articles: HOLD_RESTS_ON[code].flatMap((name) => placesOfValues(written, name)),
    })),
  ];
}

const kindOf = (code: ReasonCode): 'bar' | 'lift' | 'note' =>
  isOneOf(BAR_CODES, code) ? 'bar' : isOneOf(LIFT_CODES, code) ? 'lift' : 'note';

/** What can lift a bar under the text, its parameters considered. */
function liftsOf(code: BarCode, lifting: readonly Lift[], { valueOf }: EditionFacts): readonly LiftCode[] {
  const able = lifting.filter(({ lifts }) => lifts.includes(code)).map((lift) => lift.code);
  return able.filter((lift) => {
    switch (lift) {
      case 'EMERGENCY_EXEMPT':
        return liftedByEmergency(
          { code, person: null },
          { emergencyException: valueOf('emergencyException') ?? [] },
        );
      case 'INPATIENT_BEFORE_STATUS_CHANGE':
        return valueOf('carveOutClock') === 'admission';
      case 'EXEMPTION_GRANTED':
        return true;
    }
  });
}

/** The parameters that lead to a hold; the others rest on what a line or a map lacks. */
const HOLD_RESTS_ON: Readonly<Record<HoldCode, readonly ParameterName[]>> = {
  PACK_MISSING: [],
  PACK_INCOMPLETE: [],
  REFUND_ORIGINAL_UNKNOWN: [],
  DATE_IMPLAUSIBLE: ['feeAheadHours', 'feeEarliestDay', 'feeBeforeAdmissionDays'],
  EMERGENCY_EVIDENCE_NEEDED: ['emergencyCategories', 'impliedEmergencyCategories'],
  AMOUNTS_CONTRADICT: [],
  REFUND_EXCEEDS_ORIGINAL: [],
  MED_TYPE_UNKNOWN: [],
};

const placesOfValues = (edition: Edition, name: ParameterName): readonly Place[] =>
  valuesOf(edition, name).map(({ citation, inheritedFrom }) => placeOf(citation, inheritedFrom));

const placeAlone = ({ article, summary, document, isReading, inheritedFrom }: Place): Place => ({
  article,
  summary,
  document,
  isReading,
  inheritedFrom,
});
