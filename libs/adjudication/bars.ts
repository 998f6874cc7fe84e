/** Finds every bar, and what lifts each, under the governing editions. */
import { covers } from '@gatekeeper/calendar';
import type {
  Case,
  CheckedPerson,
  Finding,
  FoundBar,
  Governing,
  InstitutionBar,
  Lift,
  LoadedEdition,
  Parameters,
  PersonBar,
} from '@gatekeeper/policy';
import { spanAt } from '@gatekeeper/policy';
import type { Effect, Reason, ReasonCode, Role } from '@gatekeeper/vocabulary';
import { compareText, REASON_CODES, ROLES } from '@gatekeeper/vocabulary';
import type { PersonOnLine } from './person-on-line';
import type { Question } from './question';

/** A bar found on a line. */
export interface BarOnLine extends FoundBar {
  readonly article: string;
  /** The edition that bars. */
  readonly edition: LoadedEdition;
  lifted: boolean;
}

interface Listed {
  readonly reason: Reason;
  readonly documentNo: string;
}

const isArticleInForce = (
  { inForce, governedBy }: PersonBar | InstitutionBar,
  { line, knownAt }: Case,
): boolean => {
  return covers(inForce, governedBy === 'fee' ? line.feeOccurredAt : knownAt);
};

/**
 * Every bar of the leading edition, and those the others add, all under the leading edition's parameters; only which
 * institution statuses it knows is each edition's own. The same bar under two editions is the leading one's.
 */
export function findBars(
  question: Question,
  governing: Governing,
  parameters: Parameters,
): readonly BarOnLine[] {
  const personal = findPersonBars(question.checked, question, governing, parameters);
  const institutional = findInstitutionBars(question, governing, parameters);
  if (institutional.length === 0) return personal;
  return personal.length === 0 ? institutional : [...personal, ...institutional];
}

function findPersonBars(
  persons: readonly PersonOnLine[],
  question: Case,
  governing: Governing,
  parameters: Parameters,
): readonly BarOnLine[] {
  let bars: BarOnLine[] | null = null;
  for (const edition of governing) {
    const { personBars } = edition === governing[0] ? edition : edition.adds;
    for (const article of personBars) {
      for (const person of persons) {
        if (article.looksAt !== undefined && person.isClearIn(article.looksAt)) continue;
        const findings = article.because(person, parameters, question);
        if (findings.length === 0 || !isArticleInForce(article, question)) continue;
        bars ??= [];
        addBars(bars, findings, article, person, edition);
      }
    }
  }
  return bars ?? NO_BARS;
}

function findInstitutionBars(
  question: Case,
  governing: Governing,
  parameters: Parameters,
): readonly BarOnLine[] {
  const { known, statuses, departmentStatuses } = question.institution;
  const isClear = known && statuses.length === 0 && departmentStatuses.length === 0;
  let bars: BarOnLine[] | null = null;
  for (const edition of governing) {
    const known = edition === governing[0] ? parameters : underOwnStatuses(edition, question, parameters);
    const { institutionBars } = edition === governing[0] ? edition : edition.adds;
    for (const article of institutionBars) {
      if (isClear && article.looksAt !== undefined) continue;
      const findings = article.because(question, known);
      if (findings.length === 0 || !isArticleInForce(article, question)) continue;
      bars ??= [];
      addBars(bars, findings, article, null, edition);
    }
  }
  return bars ?? NO_BARS;
}

/** Which institution statuses a text knows, and what they block, is its own also where another leads. */
export function underOwnStatuses(edition: LoadedEdition, { line }: Case, parameters: Parameters): Parameters {
  const own = spanAt(edition, line.feeOccurredAt)?.parameters ?? parameters;
  const { institutionStatuses, guidanceBlocks, guidanceExceptsCenters } = own;
  return { ...parameters, institutionStatuses, guidanceBlocks, guidanceExceptsCenters };
}

const NO_BARS: readonly BarOnLine[] = [];
const NO_REASONS: readonly Reason[] = [];

function addBars(
  bars: BarOnLine[],
  findings: readonly Finding[],
  { code, article }: PersonBar | InstitutionBar,
  person: CheckedPerson | null,
  edition: LoadedEdition,
): void {
  for (const finding of findings) {
    const bar = { code, role: person?.role ?? null, person, article, finding, edition, lifted: false };
    if (!bars.some((other) => isSameBar(other, bar))) bars.push(bar);
  }
}

/** The same bar, found by another article or under another edition; one article may well find two of one document. */
const isSameBar = (a: BarOnLine, b: BarOnLine): boolean =>
  a.code === b.code &&
  a.person === b.person &&
  a.finding.documentNo === b.finding.documentNo &&
  (a.article !== b.article || a.edition !== b.edition);

/** The bars of persons whose standing is noted only, as notes. */
export function findNotedBars(
  question: Question,
  governing: Governing,
  parameters: Parameters,
): readonly Reason[] {
  if (question.noted.length === 0) return NO_REASONS;
  const bars = findPersonBars(question.noted, question, governing, parameters);
  return inListingOrder(bars.map((bar) => listed(bar, 'notes')));
}

/**
 * Marks each bar that something lifts, and gives the reasons of what lifts: one for each lifting document. The leading
 * edition's lifts lift whatever they name; those another adds, what it bars itself.
 */
export function liftBars(
  bars: readonly BarOnLine[],
  question: Case,
  governing: Governing,
  parameters: Parameters,
): readonly Reason[] {
  const lifting = new Map<string, Listed>();
  for (const edition of governing) {
    const leads = edition === governing[0];
    for (const lift of leads ? edition.lifts : edition.adds.lifts) {
      for (const bar of bars) {
        if (!lift.lifts.includes(bar.code) || (!leads && bar.edition !== edition)) continue;
        const findings = lift.because(bar, question, parameters);
        if (findings.length === 0) continue;
        bar.lifted = true;
        for (const finding of findings) addLift(lifting, lift, bar, finding);
      }
    }
  }
  return lifting.size === 0 ? NO_REASONS : inListingOrder([...lifting.values()]);
}

function addLift(
  lifting: Map<string, Listed>,
  { code, article }: Lift,
  bar: BarOnLine,
  { evidence, documentNo }: Finding,
): void {
  const role = code === 'EXEMPTION_GRANTED' ? bar.role : null;
  const key = JSON.stringify([code, role, documentNo]);
  if (lifting.has(key)) return;
  lifting.set(key, { reason: { code, effect: 'lifts', role, article, evidence }, documentNo });
}

/**
 * Whether a category that the table does not know could be one that an institution in guidance may not claim, with
 * nothing to lift it. Asked where nothing else bars the line.
 */
export function mightBeBarredInGuidance(
  question: Question,
  governing: Governing,
  parameters: Parameters,
): boolean {
  const { line, institution, categories } = question;
  if (institution.statuses.length === 0 || categories.has(line.medicalCategory)) return false;
  const supposed = { ...question, categories: new Map([[line.medicalCategory, 'chronic' as const]]) };
  const bars = findInstitutionBars(supposed, governing, parameters);
  liftBars(bars, supposed, governing, parameters);
  return bars.some(({ lifted }) => !lifted);
}

/** Bars, then what lifts them, then notes; inside each by code, role and document (CONTRACT 7). */
export function listReasons(
  bars: readonly BarOnLine[],
  lifts: readonly Reason[],
  notes: readonly Reason[],
): readonly Reason[] {
  const [only] = bars;
  const listedBars =
    bars.length === 1 && only !== undefined
      ? [reasonOfBar(only, 'bars')]
      : inListingOrder(bars.map((bar) => listed(bar, 'bars')));
  if (lifts.length === 0 && notes.length === 0) return listedBars;
  return [...listedBars, ...lifts, ...notes];
}

const reasonOfBar = ({ code, role, article, finding: { evidence } }: BarOnLine, effect: Effect): Reason => ({
  code,
  effect,
  role,
  article,
  evidence,
});

const listed = (bar: BarOnLine, effect: Effect): Listed => ({
  reason: reasonOfBar(bar, effect),
  documentNo: bar.finding.documentNo,
});

function inListingOrder(entries: readonly Listed[]): readonly Reason[] {
  if (entries.length < 2) return entries.map(({ reason }) => reason);
  return [...entries]
    .sort(
      (a, b) =>
        codeRank(a.reason.code) - codeRank(b.reason.code) ||
        roleRank(a.reason.role) - roleRank(b.reason.role) ||
        compareText(a.documentNo, b.documentNo),
    )
    .map(({ reason }) => reason);
}

const CODE_RANK = new Map<ReasonCode, number>(REASON_CODES.map((code, rank) => [code, rank]));
const codeRank = (code: ReasonCode): number => CODE_RANK.get(code) ?? REASON_CODES.length;
const roleRank = (role: Role | null): number => (role === null ? -1 : ROLES.indexOf(role));
