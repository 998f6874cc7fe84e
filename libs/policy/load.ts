/** Turns packs as written into packs ready to decide: checked, with each parameter resolved for each day. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { OPEN_END, covers, neverWas, overlaps, parseDay, startOfDay } from '@gatekeeper/calendar';
import { BAR_CODES } from '@gatekeeper/vocabulary';
import type { InstitutionBar, Lift, Note, PersonBar } from './article';
import type { FixedReasons } from './fixed-reasons';
import { fixedReasonsOf } from './fixed-reasons';
import type { CitedValue, Edition, Pack, Setting } from './pack';
import { isBlank } from './pack';
import type { ParameterName, Parameters } from './parameters';
import { PARAMETER_NAMES } from './parameters';

/** The parameters that hold in one stretch of fee days. */
export interface ResolvedSpan {
  readonly validity: Interval;
  readonly parameters: Parameters;
  /** `parameters.feeEarliestDay`, as an instant. */
  readonly earliestFee: Instant;
}

/** An edition ready to decide with. */
export interface LoadedEdition {
  readonly pack: Pack;
  /** `1`, or `1+<8 hex>` where values were set by hand. */
  readonly edition: string;
  /** When the text is law; one that never was holds no instant. */
  readonly inForce: Interval;
  readonly validity: Interval;
  readonly spans: readonly ResolvedSpan[];
  /** Names of parameters the text leaves blank; not empty: its lines are held. */
  readonly blanks: readonly ParameterName[];
  readonly personBars: readonly PersonBar[];
  readonly institutionBars: readonly InstitutionBar[];
  readonly lifts: readonly Lift[];
  readonly notes: ReadonlyMap<Note['code'], Note>;
  /** Reasons it gives in the same words for every line. */
  readonly fixedReasons: FixedReasons;
  readonly medicalCategories: ReadonlySet<string>;
}

export interface LoadedPack {
  readonly pack: Pack;
  readonly editions: readonly LoadedEdition[];
}

/** Why a pack does not load: the pack, the field, the reason. */
export interface PackProblem {
  readonly pack: string;
  readonly field: string;
  readonly reason: string;
}

export interface LoadResult {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  readonly problems: readonly PackProblem[];
}

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
  const problems: PackProblem[] = [];
  const loaded = new Map<string, LoadedPack>();
  for (const pack of packs) {
    const before = problems.length;
    const note = (field: string, reason: string): void =>
      void problems.push({ pack: pack.name, field, reason });
    checkEditions(pack, note);
    const inForce = readInForce(pack, note);
    const editions = pack.editions.map((edition) =>
      loadEdition(pack, inForce, edition, editionName(pack, edition), note),
    );
    if (loaded.has(pack.name)) note('name', 'is used by two packs');
    if (problems.length === before) loaded.set(pack.name, { pack, editions });
  }
  return { packs: loaded, problems };
}

type Complain = (field: string, reason: string) => void;

function checkEditions({ editions }: Pack, complain: Complain): void {
  if (editions.length === 0) complain('editions', 'is empty');
  editions.forEach((edition, index) => {
    const next = editions[index + 1];
    if (neverWas(edition.validity)) complain(`edition ${edition.number}`, 'holds for no day');
    if (next === undefined) return;
    if (overlaps(edition.validity, next.validity))
      complain(`edition ${next.number}`, `overlaps edition ${edition.number}`);
    else if (edition.validity.until !== next.validity.from) {
      complain(`edition ${next.number}`, `does not begin where edition ${edition.number} ends`);
    }
  });
}

const NEVER_LAW: Interval = { from: OPEN_END, until: OPEN_END };

function readInForce({ inForce }: Pack, complain: Complain): Interval {
  if (inForce === null) return NEVER_LAW;
  const read = (field: string, written: string): Instant => {
    const day = parseDay(written);
    if (day !== null) return startOfDay(day);
    complain(`inForce.${field}`, `is no day that exists: ${written}`);
    return OPEN_END;
  };
  return {
    from: read('from', inForce.from),
    until: inForce.until === null ? OPEN_END : read('until', inForce.until),
  };
}

function loadEdition(
  pack: Pack,
  inForce: Interval,
  written: Edition,
  edition: string,
  complain: Complain,
): LoadedEdition {
  const blanks = PARAMETER_NAMES.filter((name) => isBlank(written.settings[name]));
  const personBars: PersonBar[] = [];
  const institutionBars: InstitutionBar[] = [];
  const lifts: Lift[] = [];
  const notes = new Map<Note['code'], Note>();
  for (const article of written.articles) {
    if (article.effect === 'lifts') lifts.push(article);
    else if (article.effect === 'notes') notes.set(article.code, article);
    else if (article.about === 'person') personBars.push(article);
    else institutionBars.push(article);
  }
  for (const code of REQUIRED_NOTES) {
    if (!notes.has(code)) complain(`edition ${edition}`, `has no article for ${code}`);
  }
  const listed = [...personBars, ...institutionBars].map(({ code }) => BAR_CODES.indexOf(code));
  if (listed.some((position, index) => index > 0 && position < (listed[index - 1] ?? 0))) {
    complain(`edition ${edition}`, 'lists its bars in another order than the reason codes');
  }
  return {
    pack,
    edition,
    inForce,
    validity: written.validity,
    spans: blanks.length > 0 ? [] : resolveSpans(written, complain),
    blanks,
    personBars,
    institutionBars,
    lifts,
    notes,
    fixedReasons: fixedReasonsOf(pack, notes),
    medicalCategories: new Set(Object.keys(written.medicalCategories)),
  };
}

/** Cuts an edition at each day on which a value of one of its parameters begins or ends. */
function resolveSpans({ number, validity, settings }: Edition, complain: Complain): readonly ResolvedSpan[] {
  const cuts = new Set<Instant>([validity.from]);
  for (const name of PARAMETER_NAMES) {
    for (const { validity: held } of valuesOf(settings[name])) {
      for (const boundary of [held.from, held.until]) if (covers(validity, boundary)) cuts.add(boundary);
    }
  }
  const starts = [...cuts].sort((a, b) => (a < b ? -1 : 1));
  const spans: ResolvedSpan[] = [];
  starts.forEach((from, index) => {
    const parameters = resolveAt(settings, from, (name, count) =>
      complain(
        `edition ${number}.${name}`,
        count === 0 ? 'has no value on some day' : 'has two values on one day',
      ),
    );
    if (parameters === null) return;
    const earliest = parseDay(parameters.feeEarliestDay);
    if (earliest === null) return complain(`edition ${number}.feeEarliestDay`, 'is no day that exists');
    const until = starts[index + 1] ?? validity.until;
    spans.push({ validity: { from, until }, parameters, earliestFee: startOfDay(earliest) });
  });
  return spans;
}

const valuesOf = (setting: Setting<unknown>): readonly CitedValue<unknown>[] =>
  isBlank(setting) ? [] : setting;

function resolveAt(
  settings: Edition['settings'],
  at: Instant,
  complain: (name: ParameterName, count: number) => void,
): Parameters | null {
  const resolved: Partial<Record<ParameterName, unknown>> = {};
  let complete = true;
  for (const name of PARAMETER_NAMES) {
    const held = valuesOf(settings[name]).filter(({ validity }) => covers(validity, at));
    const [only] = held;
    if (held.length !== 1 || only === undefined) {
      complain(name, held.length);
      complete = false;
    } else {
      resolved[name] = only.value;
    }
  }
  return complete && isComplete(resolved) ? resolved : null;
}

const isComplete = (resolved: Partial<Record<ParameterName, unknown>>): resolved is Parameters =>
  PARAMETER_NAMES.every((name) => name in resolved);

/** The edition that governs a fee: the one valid then, else the first before all of them, else the last. */
export function editionAt({ editions }: LoadedPack, feeOccurredAt: Instant): LoadedEdition | null {
  for (const edition of editions) if (feeOccurredAt < edition.validity.until) return edition;
  return editions[editions.length - 1] ?? null;
}

/** The stretch of an edition that governs a fee, clamped like the edition itself; `null` when it has blanks. */
export function spanAt({ spans }: LoadedEdition, feeOccurredAt: Instant): ResolvedSpan | null {
  for (const span of spans) if (feeOccurredAt < span.validity.until) return span;
  return spans[spans.length - 1] ?? null;
}
