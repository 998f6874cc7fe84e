/** A pack in full, as a lawyer reads it: plain data, for a page or a screen. */
import type { Citation } from '@gatekeeper/vocabulary';
import type { AreaMap } from './area-map';
import type { LoadedEdition, LoadedPack } from './load';
import type { Edition, WrittenDays } from './pack';
import type { PackSummary } from './pack-summary';
import { packSummary } from './pack-summary';
import type { ParameterKind, Range } from './parameter-kind';
import type { ParameterName, Parameters } from './parameters';
import { PARAMETER_KINDS } from './parameters';
import type { ParameterGroup } from './parameter-words';
import { PARAMETER_GROUPS, PARAMETER_WORDS, valueWords } from './parameter-words';
import type { CatalogueEntry } from './reason-catalogue';
import { reasonCatalogueOf } from './reason-catalogue';
import type { BothLanguages } from './both-languages';
import type { SettledValue } from './settled-value';
import { valuesOf } from './settled-value';
import type { Place, WrittenArticle } from './written-articles';
import { placeOf, writtenArticles, writtenDays } from './written-articles';

/** A value and where it stands. */
export interface ValueOnPage extends Place {
  /** As `--set` takes it; `null`: left blank. */
  readonly written: string | null;
  readonly words: BothLanguages;
  /** The fee days for which it holds. */
  readonly holds: WrittenDays;
  /** That the operator has set it, so that no text says it. */
  readonly isSetByHand: boolean;
}

export interface ParameterOnPage extends BothLanguages {
  readonly name: ParameterName;
  /** What it may be, as `--set` takes it. */
  readonly expected: string;
  /** One, or one for each stretch of fee days. */
  readonly values: readonly ValueOnPage[];
  /** How to fill it in, where it is blank. */
  readonly fillWith: string | null;
}

export interface ParametersOnPage {
  readonly group: ParameterGroup['group'];
  readonly title: BothLanguages;
  readonly parameters: readonly ParameterOnPage[];
}

export interface SituationOnPage extends Place, BothLanguages {
  readonly code: string;
  readonly points: Range;
}

export interface EditionPage {
  readonly edition: string;
  /** The fee days it governs. */
  readonly holds: WrittenDays;
  /** Whose values and articles stand where this text is silent. */
  readonly parent: { readonly name: string; readonly edition: string } | null;
  readonly articles: readonly WrittenArticle[];
  readonly parameters: readonly ParametersOnPage[];
  readonly catalogue: readonly SituationOnPage[];
  readonly reasons: readonly CatalogueEntry[];
}

export interface PackPage extends PackSummary {
  readonly pages: readonly EditionPage[];
}

export const packPage = (loaded: LoadedPack, areas: AreaMap): PackPage => ({
  ...packSummary(loaded, areas),
  pages: loaded.editions.map(editionPage),
});

/** One edition in full. */
export function editionPage(loaded: LoadedEdition): EditionPage {
  const { pack, written, edition, validity } = loaded;
  return {
    edition,
    holds: writtenDays(validity),
    parent:
      written.parent === null ? null : { name: written.parent.name, edition: written.parent.edition.number },
    articles: writtenArticles(written),
    parameters: PARAMETER_GROUPS.map(({ group, title, names }) => ({
      group,
      title,
      parameters: names.map((name) => parameterOnPage(name, written, pack.name)),
    })),
    catalogue: written.catalogue.map(({ code, points, zh, en, citation }) => ({
      ...placeOf(citation, citation.pack === pack.name ? null : citation.pack),
      code,
      points,
      zh,
      en,
    })),
    reasons: reasonCatalogueOf(loaded),
  };
}

function parameterOnPage(name: ParameterName, edition: Edition, pack: string): ParameterOnPage {
  const { expected } = PARAMETER_KINDS[name];
  const { zh, en } = PARAMETER_WORDS[name];
  const values = valuesOf(edition, name).map((value) => valueOnPage(name, value));
  const isBlank = values.some(({ written }) => written === null);
  return { name, zh, en, expected, values, fillWith: isBlank ? `--set ${pack}.${name}=…` : null };
}

const TO_BE_FILLED: BothLanguages = { zh: '待填', en: 'to be filled in' };

function valueOnPage<Name extends ParameterName>(
  name: Name,
  { value, holds, citation, inheritedFrom }: SettledValue<Parameters[Name]>,
): ValueOnPage {
  const kind: ParameterKind<Parameters[Name]> = PARAMETER_KINDS[name];
  return {
    ...placeOf(citation, inheritedFrom),
    isReading: citation.article === null && !isSetByHand(citation),
    written: value === null ? null : kind.write(value),
    words: value === null ? TO_BE_FILLED : valueWords(name, value),
    holds,
    isSetByHand: isSetByHand(citation),
  };
}

/** No text says it, so nobody has checked it against one. */
const isSetByHand = ({ lastCheckedOn }: Citation): boolean => lastCheckedOn === '';
