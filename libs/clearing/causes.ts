/** Whether a line differs from what is on file, and why. */
import type { Instant } from '@gatekeeper/calendar';
import type { Reason, SettlementLine } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import type { CauseEvidence, ClearedLine, LineAnswer, NewsKind } from './cleared-line';
import { revisionOf } from './rows';

export const CAUSES = [
  'late_knowledge',
  'appeal',
  're_upload',
  'payment',
  'void',
  'fact',
  'edition',
  'plan_open',
  'plan_refused',
  'held',
  'unexplained',
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * Two answers differ where one waits and the other does not, or in the hold code; in the outcome, in the list of (code,
 * effect, role), in money, or in who is liable. Other evidence, another article, edition or revision is no difference
 * (CONTRACT 8).
 */
export function differs(one: LineAnswer, other: LineAnswer): boolean {
  if (one.kind === 'held' || other.kind === 'held')
    return one.kind !== other.kind || holdCodeOf(one) !== holdCodeOf(other);
  const [a, b] = [one.decision.verdict, other.decision.verdict];
  return (
    a.outcome !== b.outcome ||
    a.refused !== b.refused ||
    a.recover !== b.recover ||
    a.liable !== b.liable ||
    !saySame(a.reasons, b.reasons)
  );
}

const holdCodeOf = (answer: LineAnswer): string | null =>
  answer.kind === 'held' ? answer.held.hold.holdCode : null;

const saySame = (some: readonly Reason[], others: readonly Reason[]): boolean =>
  some.length === others.length &&
  some.every(({ code, effect, role }, n) => {
    const other = others[n];
    return other?.code === code && other.effect === effect && other.role === role;
  });

/**
 * The one cause named of a difference, the first of these that holds; but of what came (4 to 6) the first that makes the whole
 * difference goes before what makes a part of it, and what makes nothing of it is no cause:
 *
 * 1. `void`: the run finds the line withdrawn; `re_upload`: it answers another revision than what stands.
 * 2. `plan_open`, `plan_refused`: a plan keeps the line (of a refund, its original) as it stands; whatever else came waits for it.
 * 3. `edition`: asked under the edition it names, the standing decision would stand.
 * 4. `void`, `re_upload`: of a refund, another line of its visit was withdrawn, or came (again).
 * 5. `payment`: news of a payment, or a stated `paid_at` reached, where nothing but what is refused or recovered moved, or
 *    whether the stay crosses a change of status (a settlement that was stated says so).
 * 6. `fact`, `appeal` (an annulment), `late_knowledge` (other registry news that reaches the line).
 * 7. `edition`: the two name different packs or editions.
 * 8. `held`: what stands is a hold, which the next message about the line or its visit releases.
 * 9. `unexplained`: none of these. It is a defect and stops closing; so is a line that is decided here and of which nothing is on file.
 */
export function causeOf(
  { line, run, standing, evidence }: Pick<ClearedLine, 'line' | 'run' | 'standing' | 'evidence'>,
  knownAt: Instant,
): Cause {
  if (standing === null) return 'unexplained';
  if (isVoid(run) && !isVoid(standing)) return 'void';
  if (revisionOf(run).revision !== revisionOf(standing).revision) return 're_upload';
  if (evidence.plan !== null) return evidence.plan === 'open' ? 'plan_open' : 'plan_refused';
  const hasOtherEdition = editionOf(run) !== editionOf(standing);
  if (hasOtherEdition && evidence.standsUnderItsEdition === true) return 'edition';
  const cause = causeAmongNews(line, evidence, couldBePayment(run, standing));
  if (cause !== null) return cause;
  if (reachedPayment(line, standing, knownAt) && couldBePayment(run, standing)) return 'payment';
  if (hasOtherEdition && evidence.standsUnderItsEdition === null) return 'edition';
  return standing.kind === 'held' ? 'held' : 'unexplained';
}

/** Kinds of news, in the order in which they are named. */
const IN_ORDER: readonly NewsKind[] = ['void', 're_upload', 'payment', 'fact', 'appeal', 'late_knowledge'];

/**
 * The first that makes the whole difference, else the first that makes a part of it; where none does alone, the first of those
 * that do together. `null`: none does.
 */
function causeAmongNews(line: SettlementLine, evidence: CauseEvidence, mayBePaid: boolean): NewsKind | null {
  const heard = newsHeard(line, evidence);
  const possible = IN_ORDER.filter((kind) => heard.has(kind) && (kind !== 'payment' || mayBePaid));
  const shares = possible.map((kind) => ({ kind, share: evidence.madeBy([kind]) }));
  const alone = shares.find(({ share }) => share === 'whole') ?? shares.find(({ share }) => share === 'part');
  if (alone !== undefined) return alone.kind;
  const [first, second] = possible;
  if (first === undefined || second === undefined || evidence.madeBy(possible) === 'nothing') return null;
  return first;
}

/** What came to the line; of a refund also what came to its visit. */
function newsHeard(line: SettlementLine, { news }: CauseEvidence): ReadonlySet<NewsKind> {
  const heard = isRefund(line) ? news : news.filter(({ of }) => of === 'line');
  return new Set(heard.map(({ kind }) => kind));
}

const isVoid = (answer: LineAnswer): boolean =>
  answer.kind === 'decision' && answer.decision.verdict.outcome === 'void';

const editionOf = (answer: LineAnswer): string => {
  const { pack, edition } = answer.kind === 'held' ? answer.held.hold : answer.decision.verdict;
  return JSON.stringify([pack, edition]);
};

const knownAtOf = (answer: LineAnswer): Instant =>
  answer.kind === 'held' ? answer.held.knownAt : answer.decision.knownAt;

/** A `paid_at` that lay ahead when what stands was said. */
const reachedPayment = ({ paidAt }: SettlementLine, standing: LineAnswer, knownAt: Instant): boolean =>
  paidAt !== null && paidAt > knownAtOf(standing) && paidAt <= knownAt;

/** Being paid turns a refusal into a recovery and back; a settlement stated says whether a stay crosses a change of status. */
function couldBePayment(run: LineAnswer, standing: LineAnswer): boolean {
  if (run.kind === 'held' || standing.kind === 'held') return false;
  const [a, b] = [run.decision.verdict, standing.decision.verdict];
  return isLost(a.outcome) === isLost(b.outcome) && saySame(withoutStay(a.reasons), withoutStay(b.reasons));
}

const isLost = (outcome: string): boolean => outcome === 'reject' || outcome === 'claw_back';

const withoutStay = (reasons: readonly Reason[]): readonly Reason[] =>
  reasons.filter(({ code }) => code !== 'INPATIENT_BEFORE_STATUS_CHANGE');
