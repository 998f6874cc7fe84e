/**
 * Every code a decision or a hold can carry, as one text has it: what it means, who bears it, what can be done against it, what
 * the hospital can do next, and where it stands. Plain data, for pages and screens.
 */
import type { BarCode, HoldCode, LiftCode, ReasonCode } from '@gatekeeper/vocabulary';
import { BAR_CODES, HOLD_CODES, LIFT_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import type { Lift } from './article';
import type { BothLanguages } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { factsOn } from './edition-facts';
import type { LoadedEdition } from './load';
import type { Edition } from './pack';
import { articlesOf } from './pack';
import type { ParameterName } from './parameters';
import type { Bearing } from './reason-bearing';
import type { Recourse } from './reason-recourse';
import { HOLD_RECORDS, LIFT_RECORDS, nextStepsOf, RECORDS } from './reasons';
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
    const record = RECORDS[code];
    const liftedBy = isOneOf(BAR_CODES, code) ? liftsOf(code, lifting, facts) : [];
    return {
      code,
      arises: record.arises(facts),
      bears: record.bears(facts),
      recourse: record.recourse(facts),
      nextSteps: nextStepsOf(code, { ...facts, liftedBy }),
      liftedBy,
    };
  };
  return [
    ...REASON_CODES.map((code) => ({
      ...entry(code),
      kind: kindOf(code),
      text: RECORDS[code].text,
      articles: articles.filter((article) => article.code === code).map(placeAlone),
    })),
    ...HOLD_CODES.map((code) => ({
      ...entry(code),
      kind: 'hold' as const,
      text: RECORDS[code].text,
      articles: HOLD_RECORDS[code].restsOn.flatMap((name) => placesOfValues(written, name)),
    })),
  ];
}

/** Whether a code is one of a list, so that the compiler knows it too. */
const isOneOf = <Code extends string>(codes: readonly Code[], code: string): code is Code =>
  codes.some((candidate) => candidate === code);

const kindOf = (code: ReasonCode): 'bar' | 'lift' | 'note' =>
  isOneOf(BAR_CODES, code) ? 'bar' : isOneOf(LIFT_CODES, code) ? 'lift' : 'note';

/** What can lift a bar under the text, its parameters considered. */
const liftsOf = (bar: BarCode, lifting: readonly Lift[], facts: EditionFacts): readonly LiftCode[] =>
  lifting
    .filter(({ lifts, code }) => lifts.includes(bar) && LIFT_RECORDS[code].canLift(bar, facts))
    .map(({ code }) => code);

const placesOfValues = (edition: Edition, name: ParameterName): readonly Place[] =>
  valuesOf(edition, name).map(({ citation, inheritedFrom }) => placeOf(citation, inheritedFrom));

const placeAlone = ({ article, summary, document, isReading, inheritedFrom }: Place): Place => ({
  article,
  summary,
  document,
  isReading,
  inheritedFrom,
});
