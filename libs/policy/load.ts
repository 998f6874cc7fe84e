/** Turns packs as written into packs ready to decide: checked, with each parameter resolved for each day. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { neverWas, overlaps } from '@gatekeeper/calendar';
import type { Note } from './article';
import type { AskedArticles } from './asked-articles';
import { askedOf, checkArticles } from './asked-articles';
import type { FixedReasons } from './fixed-reasons';
import { fixedReasonsOf } from './fixed-reasons';
import type { CategoryClass } from './medical-categories';
import type { Edition, Pack, Parent } from './pack';
import { articlesOf, isBlank, settingOf } from './pack';
import type { ParameterName } from './parameters';
import { PARAMETER_NAMES } from './parameters';
import type { ResolvedSpan } from './resolved-span';
import { resolveSpans } from './resolved-span';
import type { Situation } from './situation';
import { checkValueOrder } from './value-order';
import type { Complain } from './written-days';
import { NO_DAYS, readDay, readDays } from './written-days';

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
    const ofPack: LoadProblem[] = [];
    const report: Report = (writer, part, field, reason) =>
      void ofPack.push({ pack: writer, file: fileOf(writer, part), field, reason });
    const complain: Complain = (field, reason) => report(pack.name, 'articles', field, reason);
    for (const { document, issuedOn } of pack.sources) readDay(`source ${document}`, issuedOn, complain);
    readDay('superseded.from', pack.superseded?.from ?? null, complain);
    const inForce = pack.inForce === null ? NO_DAYS : readDays('inForce', pack.inForce, complain);
    const dated = pack.editions.map((edition): DatedEdition => ({
      edition,
      validity: readDays(`edition ${edition.number}`, edition.holds, complain),
    }));
    checkEditions(dated, complain);
    const editions = dated.map(({ edition, validity }) =>
      loadEdition(pack, inForce, validity, edition, editionName(pack, edition), report),
    );
    if (loaded.has(pack.name)) complain('name', 'is used by two packs');
    if (ofPack.length === 0) loaded.set(pack.name, { pack, editions });
    for (const problem of ofPack)
      if (!problems.some((other) => isSame(other, problem))) problems.push(problem);
  }
  return { packs: loaded, problems };
}

/** Notes a problem of a part of the pack `writer`: the one that loads, or a parent of it. */
type Report = (writer: string, part: PackPart, field: string, reason: string) => void;

/** What is wrong with a parent is found again in each pack that inherits it, and named once. */
const isSame = (a: LoadProblem, b: LoadProblem): boolean =>
  a.file === b.file && a.field === b.field && a.reason === b.reason;

/** An edition with the days it holds for, read. */
interface DatedEdition {
  readonly edition: Edition;
  readonly validity: Interval;
}

function checkEditions(editions: readonly DatedEdition[], complain: Complain): void {
  if (editions.length === 0) complain('editions', 'is empty');
  editions.forEach(({ edition: { number }, validity }, index) => {
    if (neverWas(validity)) complain(`edition ${number}`, 'holds for no day');
    // Decisions name their edition by its number alone.
    if (editions.slice(0, index).some(({ edition }) => edition.number === number))
      complain(`edition ${number}`, 'is numbered like another');
    const next = editions[index + 1];
    if (next === undefined) return;
    const field = `edition ${next.edition.number}`;
    if (overlaps(validity, next.validity)) complain(field, `overlaps edition ${number}`);
    else if (validity.until !== next.validity.from)
      complain(field, `does not begin where edition ${number} ends`);
  });
}

function loadEdition(
  pack: Pack,
  inForce: Interval,
  validity: Interval,
  written: Edition,
  edition: string,
  report: Report,
): LoadedEdition {
  const complainOf =
    (part: PackPart, setBy: Parent | null = null): Complain =>
    (field, reason) =>
      report(
        setBy?.name ?? pack.name,
        part,
        `edition ${(setBy?.edition ?? written).number}.${field}`,
        reason,
      );
  const complainOfArticles = complainOf('articles');
  const blanks = PARAMETER_NAMES.filter((name) => {
    const found = settingOf(written, name);
    return found !== undefined && isBlank(found.setting);
  });
  const articles = articlesOf(written);
  const notes = new Map<Note['code'], Note>();
  for (const article of articles) if (article.effect === 'notes') notes.set(article.code, article);
  for (const code of REQUIRED_NOTES)
    if (!notes.has(code)) complainOfArticles('articles', `has none for ${code}`);
  const asked = askedOf(articles);
  checkArticles(written.articles, asked, complainOfArticles);
  checkValueOrder(written, complainOf('settings'));
  return {
    pack,
    written,
    edition,
    inForce,
    validity,
    spans: resolveSpans(written, validity, (setBy) => complainOf('settings', setBy)),
    blanks,
    ...asked,
    adds: askedOf(written.articles),
    notes,
    fixedReasons: fixedReasonsOf(pack, notes),
    medicalCategories: new Map(Object.entries(written.medicalCategories)),
    catalogue: readCatalogue(written.catalogue, complainOf('catalogue')),
  };
}

function readCatalogue(situations: readonly Situation[], complain: Complain): ReadonlyMap<string, Situation> {
  const catalogue = new Map<string, Situation>();
  for (const situation of situations) {
    const { code, points, citation } = situation;
    readDay(`catalogue ${code}.lastCheckedOn`, citation.lastCheckedOn, complain);
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
