/** What one edition says otherwise than another, value by value, each with its article and its days. Plain data. */
import type { BothLanguages } from './both-languages';
import type { LoadedEdition } from './load';
import type { CategoryClass } from './medical-categories';
import type { PackStatus, WrittenDays } from './pack';
import type { EditionPage, ParameterOnPage, SituationOnPage, ValueOnPage } from './pack-page';
import { editionPage } from './pack-page';
import type { ParameterName } from './parameters';
import type { ParameterGroup } from './parameter-words';
import { RECORDS } from './reasons';
import type { Place, WrittenArticle } from './written-articles';

/** One of the two editions that are compared. */
export interface ComparedEdition extends Pick<EditionPage, 'edition' | 'holds' | 'parent'> {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly status: PackStatus;
}

/** What each says of one thing. */
export interface Sides<Said> {
  readonly first: Said;
  readonly second: Said;
}

/** Values on the days of their own edition, in the order in which they are written. */
export interface ParameterDifference extends BothLanguages, Sides<readonly ValueOnPage[]> {
  readonly group: ParameterGroup['group'];
  readonly name: ParameterName;
}

/** `null`: that edition has no such article. */
export interface ArticleDifference
  extends Pick<WrittenArticle, 'code' | 'effect'>, Sides<WrittenArticle | null> {
  /** What the code means. */
  readonly text: BothLanguages;
}

/** `null`: that edition does not score it. */
export interface SituationDifference extends Sides<SituationOnPage | null> {
  readonly code: string;
}

/** `null`: that edition does not know the category. */
export interface CategoryDifference extends Sides<CategoryClass | null> {
  readonly code: string;
}

export interface EditionDifferences {
  readonly editions: Sides<ComparedEdition>;
  readonly parameters: readonly ParameterDifference[];
  readonly articles: readonly ArticleDifference[];
  readonly catalogue: readonly SituationDifference[];
  readonly medicalCategories: readonly CategoryDifference[];
  /** What both say alike by another article, document or summary: names of parameters, codes of articles and situations. */
  readonly elsewhere: {
    readonly parameters: readonly ParameterName[];
    readonly articles: readonly string[];
    readonly catalogue: readonly string[];
  };
}

/** Compares what two editions say, each on the days that it governs: the days themselves are told, and are no difference. */
export function editionDifferences(first: LoadedEdition, second: LoadedEdition): EditionDifferences {
  const pages = { first: editionPage(first), second: editionPage(second) };
  const parameters = parametersOf(pages);
  const articles = pairsOf(
    pages.first.articles,
    pages.second.articles,
    effectOf,
    ({ effect, code }) => `${effect} ${code}`,
  );
  const catalogue = pairsOf(pages.first.catalogue, pages.second.catalogue, pointsOf, ({ code }) => code);
  return {
    editions: { first: compared(first, pages.first), second: compared(second, pages.second) },
    parameters: parameters.filter(({ how }) => how === 'otherwise').map(({ said }) => said),
    articles: articles.filter(isOtherwise).flatMap(({ first: one, second: other }) => {
      const either = one ?? other;
      if (either === null) return [];
      const { code, effect } = either;
      return [{ code, effect, text: RECORDS[code].text, first: one, second: other }];
    }),
    catalogue: catalogue
      .filter(isOtherwise)
      .map(({ key, first: one, second: other }) => ({ code: key, first: one, second: other })),
    medicalCategories: categoriesOf(first.written.medicalCategories, second.written.medicalCategories),
    elsewhere: {
      parameters: parameters.filter(isElsewhere).map(({ said }) => said.name),
      articles: articles.filter(isElsewhere).map(({ key }) => key),
      catalogue: catalogue.filter(isElsewhere).map(({ key }) => key),
    },
  };
}

/** Whether nothing differs but where it is said. */
export const isNothingOtherwise = (differences: EditionDifferences): boolean =>
  [differences.parameters, differences.articles, differences.catalogue, differences.medicalCategories].every(
    ({ length }) => length === 0,
  );

type How = 'alike' | 'elsewhere' | 'otherwise';

const isOtherwise = ({ how }: { readonly how: How }): boolean => how === 'otherwise';
const isElsewhere = ({ how }: { readonly how: How }): boolean => how === 'elsewhere';

/** Plain data alike: the same text. */
const areSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const effectOf = ({ inForce, governedBy, lifts }: WrittenArticle): unknown => [inForce, governedBy, lifts];
const pointsOf = ({ points, zh, en }: SituationOnPage): unknown => [points, zh, en];
const placeIn = ({ article, document, summary }: Place): unknown => [article, document, summary];

const compared = (
  { pack: { name, titleZh, titleEn, status } }: LoadedEdition,
  { edition, holds, parent }: EditionPage,
): ComparedEdition => ({ name, titleZh, titleEn, status, edition, holds, parent });

function parametersOf({ first, second }: Sides<EditionPage>) {
  const others = new Map(second.parameters.flatMap((group) => group.parameters).map((it) => [it.name, it]));
  return first.parameters.flatMap(({ group, parameters }) =>
    parameters.map((parameter) => {
      const { name, zh, en } = parameter;
      const one = valuesWithin(first.holds, parameter);
      const other = valuesWithin(second.holds, others.get(name));
      const said: ParameterDifference = { group, name, zh, en, first: one, second: other };
      return { said, how: howOf(one, other, stepsOf, (values) => values.map(placeIn)) };
    }),
  );
}

/** The values that hold on some day of an edition, each on its days there. */
const valuesWithin = (days: WrittenDays, parameter: ParameterOnPage | undefined): readonly ValueOnPage[] =>
  (parameter?.values ?? []).flatMap((value) => {
    const holds = { from: later(days.from, value.holds.from), until: earlier(days.until, value.holds.until) };
    return holds.from !== null && holds.until !== null && holds.from >= holds.until
      ? []
      : [{ ...value, holds }];
  });

/** Of days as they are written, which compare like their texts; `null`: no such end. */
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;
const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;

/** Each value, and of all but the first since when. */
const stepsOf = (values: readonly ValueOnPage[]): unknown =>
  values.map(({ written, holds }, index) => (index === 0 ? [written] : [written, holds.from]));

function howOf<Said>(
  one: Said,
  other: Said,
  what: (said: Said) => unknown,
  where: (said: Said) => unknown,
): How {
  if (!areSame(what(one), what(other))) return 'otherwise';
  return areSame(where(one), where(other)) ? 'alike' : 'elsewhere';
}

interface Pair<Said> extends Sides<Said | null> {
  readonly key: string;
  readonly how: How;
}

/** What both say of each key, in the order of the first, then what only the second speaks of. */
function pairsOf<Said extends Place>(
  first: readonly Said[],
  second: readonly Said[],
  what: (said: Said) => unknown,
  keyOf: (said: Said) => string,
): readonly Pair<Said>[] {
  const [ones, others] = [first, second].map((all) => new Map(all.map((said) => [keyOf(said), said])));
  const keys = new Set([...first, ...second].map(keyOf));
  return [...keys].map((key) => {
    const [one, other] = [ones?.get(key) ?? null, others?.get(key) ?? null];
    const how = one === null || other === null ? 'otherwise' : howOf(one, other, what, placeIn);
    return { key, first: one, second: other, how };
  });
}

function categoriesOf(
  first: Readonly<Record<string, CategoryClass>>,
  second: Readonly<Record<string, CategoryClass>>,
): readonly CategoryDifference[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])]
    .map((code) => ({ code, first: first[code] ?? null, second: second[code] ?? null }))
    .filter((category) => category.first !== category.second);
}
