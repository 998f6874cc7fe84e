/** Turns packs as written into packs ready to decide: checked, with each parameter resolved for each day. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { neverWas, overlaps } from '@gatekeeper/calendar';
import type { BarCode } from '@gatekeeper/vocabulary';
import { BAR_CODES } from '@gatekeeper/vocabulary';
import type { Article, InstitutionBar, Lift, Note, PersonBar } from './article';
import type { FixedReasons } from './fixed-reasons';
import { fixedReasonsOf } from './fixed-reasons';
import type { CategoryClass } from './medical-categories';
import type { Edition, Pack } from './pack';
import { articlesOf, isBlank, settingOf } from './pack';
import type { ParameterName } from './parameters';
import { PARAMETER_NAMES } from './parameters';
import type { ResolvedSpan } from './resolved-span';
import { resolveSpans } from './resolved-span';
import type { Situation } from './situation';
import type { Complain } from './written-days';
import { NO_DAYS, readDay, readDays } from './written-days';

/** The articles that are asked about a line, by what they do. */
export interface AskedArticles {
  readonly personBars: readonly PersonBar[];
  readonly institutionBars: readonly InstitutionBar[];
  readonly lifts: readonly Lift[];
}

/** An edition ready to decide with. */
export interface LoadedEdition extends AskedArticles {
  readonly pack: Pack;
  readonly written: Edition;
  /** `1`, or `1+<8 hex>` where values were set by hand. */
  readonly edition: string;
  /** When the text is law; one that never was holds no instant. */
  readonly inForce: Interval;
  readonly validity: Interval;
  readonly spans: readonly ResolvedSpan[];
  /** Names of parameters the text leaves blank; not empty: its lines are held. */
  readonly blanks: readonly ParameterName[];
  /** Its own articles without its parent's: what it adds where another text leads. */
  readonly adds: AskedArticles;
  readonly notes: ReadonlyMap<Note['code'], Note>;
  /** Reasons it gives in the same words for every line. */
  readonly fixedReasons: FixedReasons;
  readonly medicalCategories: ReadonlyMap<string, CategoryClass>;
  /** By situation code. */
  readonly catalogue: ReadonlyMap<string, Situation>;
}

export interface LoadedPack {
  readonly pack: Pack;
  readonly editions: readonly LoadedEdition[];
}

/** What is wrong with a pack: the field, the reason. */
export interface PackProblem {
  readonly pack: string;
  readonly field: string;
  readonly reason: string;
}

/** Why a pack does not load, and the file it is written in. */
export interface LoadProblem extends PackProblem {
  readonly file: string;
}

export interface LoadResult {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  readonly problems: readonly LoadProblem[];
}

/** The parts of a pack, each in a file of its own. */
export type PackPart = 'articles' | 'settings' | 'catalogue';

/** Where a part of a pack is written. */
export const fileOf = (pack: string, part: PackPart): string =>
  `libs/policy/packs/${pack}${part === 'articles' ? '' : `-${part}`}.ts`;

const REQUIRED_NOTES: readonly Note['code'][] = [
  'INPATIENT_BEFORE_STATUS_CHANGE',
  'NO_FUND_MONEY',
  'REFUND_MIRRORS_ORIGINAL',
  'IN_GOOD_STANDING',
  'OUTSIDE_PACK_IN_FORCE',
];

/** Loads packs; one with a problem is left out and each of its problems is named. Editions carry `editionName`. */
export function loadPacks(
  packs: readonly Pack[],
  editionName: (pack: Pack, edition: Edition) => string,
): LoadResult {
  const problems: LoadProblem[] = [];
  const loaded = new Map<string, LoadedPack>();
  for (const pack of packs) {
    const before = problems.length;
    const complainOf =
      (part: PackPart): Complain =>
      (field, reason) =>
        void problems.push({ pack: pack.name, file: fileOf(pack.name, part), field, reason });
    const complain = complainOf('articles');
    for (const { document, issuedOn } of pack.sources) readDay(`source ${document}`, issuedOn, complain);
    readDay('superseded.from', pack.superseded?.from ?? null, complain);
    const inForce = pack.inForce === null ? NO_DAYS : readDays('inForce', pack.inForce, complain);
    const validities = pack.editions.map(({ number, holds }) =>
      readDays(`edition ${number}`, holds, complain),
    );
    checkEditions(pack, validities, complain);
    const editions = pack.editions.map((edition, index) =>
      loadEdition(
        pack,
        inForce,
        validities[index] ?? NO_DAYS,
        edition,
        editionName(pack, edition),
        (part, field, reason) => complainOf(part)(`edition ${edition.number}.${field}`, reason),
      ),
    );
    if (loaded.has(pack.name)) complain('name', 'is used by two packs');
    if (problems.length === before) loaded.set(pack.name, { pack, editions });
  }
  return { packs: loaded, problems };
}

function checkEditions({ editions }: Pack, validities: readonly Interval[], complain: Complain): void {
  if (editions.length === 0) complain('editions', 'is empty');
  validities.forEach((validity, index) => {
    const number = editions[index]?.number ?? '';
    const next = validities[index + 1];
    if (neverWas(validity)) complain(`edition ${number}`, 'holds for no day');
    if (next === undefined) return;
    const nextNumber = editions[index + 1]?.number ?? '';
    if (overlaps(validity, next)) complain(`edition ${nextNumber}`, `overlaps edition ${number}`);
    else if (validity.until !== next.from)
      complain(`edition ${nextNumber}`, `does not begin where edition ${number} ends`);
  });
}

function loadEdition(
  pack: Pack,
  inForce: Interval,
  validity: Interval,
  written: Edition,
  edition: string,
  complain: (part: PackPart, field: string, reason: string) => void,
): LoadedEdition {
  const complainOf =
    (part: PackPart): Complain =>
    (field, reason) =>
      complain(part, field, reason);
  const complainOfArticles = complainOf('articles');
  const blanks = PARAMETER_NAMES.filter((name) => {
    const found = settingOf(written, name);
    return found !== undefined && isBlank(found.setting);
  });
  const articles = articlesOf(written);
  const notes = new Map<Note['code'], Note>();
  for (const article of articles) {
    readDay(`${article.code}.lastCheckedOn`, article.citation.lastCheckedOn, complainOfArticles);
    if (article.effect === 'notes') notes.set(article.code, article);
  }
  for (const code of REQUIRED_NOTES)
    if (!notes.has(code)) complainOfArticles('articles', `has none for ${code}`);
  checkOrder(written.articles, complainOfArticles);
  const asked = askedOf(articles);
  checkLifts(asked, complainOfArticles);
  return {
    pack,
    written,
    edition,
    inForce,
    validity,
    spans: blanks.length > 0 ? [] : resolveSpans(written, validity, complainOf('settings')),
    blanks,
    ...asked,
    adds: askedOf(written.articles),
    notes,
    fixedReasons: fixedReasonsOf(pack, notes),
    medicalCategories: new Map(Object.entries(written.medicalCategories)),
    catalogue: readCatalogue(written.catalogue, complainOf('catalogue')),
  };
}

/** Bars in the order of the reason codes. */
function askedOf(articles: readonly Article[]): AskedArticles {
  const personBars: PersonBar[] = [];
  const institutionBars: InstitutionBar[] = [];
  const lifts: Lift[] = [];
  for (const article of articles) {
    if (article.effect === 'lifts') lifts.push(article);
    else if (article.effect === 'bars')
      if (article.about === 'person') personBars.push(article);
      else institutionBars.push(article);
  }
  const byCode = (a: { readonly code: BarCode }, b: { readonly code: BarCode }): number =>
    rankOf(a) - rankOf(b);
  return { personBars: personBars.sort(byCode), institutionBars: institutionBars.sort(byCode), lifts };
}

const rankOf = ({ code }: { readonly code: BarCode }): number => BAR_CODES.indexOf(code);

function checkOrder(articles: readonly Article[], complain: Complain): void {
  const listed = articles.filter((article) => article.effect === 'bars').map(rankOf);
  if (listed.some((position, index) => index > 0 && position < (listed[index - 1] ?? 0)))
    complain('articles', 'lists its bars in another order than the reason codes');
}

/** A lift names bars; each must be one that this text, or the one it takes over from, knows. */
function checkLifts({ personBars, institutionBars, lifts }: AskedArticles, complain: Complain): void {
  const barred = new Set<BarCode>([...personBars, ...institutionBars].map(({ code }) => code));
  for (const lift of lifts) {
    for (const code of lift.lifts) {
      if (!barred.has(code)) complain(lift.code, `lifts ${code}, for which there is no article`);
    }
  }
}

function readCatalogue(situations: readonly Situation[], complain: Complain): ReadonlyMap<string, Situation> {
  const catalogue = new Map<string, Situation>();
  for (const situation of situations) {
    const { code, points } = situation;
    if (catalogue.has(code)) complain(`catalogue ${code}`, 'is listed twice');
    if (points.from < 1 || points.to < points.from)
      complain(`catalogue ${code}`, 'has no points to choose from');
    catalogue.set(code, situation);
  }
  return catalogue;
}

/** The edition that governs a fee: the one valid then, else the first before all of them, else the last. */
export function editionAt({ editions }: LoadedPack, feeOccurredAt: Instant): LoadedEdition | null {
  for (const edition of editions) if (feeOccurredAt < edition.validity.until) return edition;
  return editions[editions.length - 1] ?? null;
}
