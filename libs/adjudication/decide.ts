/** The decision: pure, total, without a default outcome (ARCHITECTURE 5; order of answers: CONTRACT 7). */
import type { Instant } from '@gatekeeper/calendar';
import { exceeds, isBefore, MS_PER_DAY, MS_PER_HOUR } from '@gatekeeper/calendar';
import type { Governing, LoadedEdition, Parameters, Policy, ResolvedSpan } from '@gatekeeper/policy';
import { liftedByEmergency, spanAt } from '@gatekeeper/policy';
import type {
  Answer,
  Fen,
  FundScope,
  Hold,
  HoldCode,
  Outcome,
  Reason,
  SettlementLine,
  Verdict,
} from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import { amountInScope, amountsLost, contradictionsIn } from './amounts';
import type { Facts } from './facts';
import type { BarOnLine } from './bars';
import { findBars, findNotedBars, liftBars, listReasons, mightBeBarredInGuidance } from './bars';
import { borneBy, liableFor } from './liability';
import {
  isFeeInForce,
  noFundMoney,
  outsideNote,
  reasonsOfGoodStanding,
  standingEvidence,
  stayNote,
} from './notes';
import { caseOf } from './question';
import type { Question } from './question';
import { mirrorOriginal } from './refund';

/**
 * Answers one line from what was known: a verdict with every bar that applies and what lifts it, or a hold naming the
 * fact that could change the answer. Same arguments, same answer; no clock, no I/O, never throws.
 */
export function decide(line: SettlementLine, facts: Facts, policy: Policy): Answer {
  const governing = policy.governing(line.treatmentArea, line.feeOccurredAt);
  if (governing === null) {
    return hold('PACK_MISSING', null, [
      `a policy pack for area ${line.treatmentArea} on the day of the fee（该区划当日适用的政策包）`,
    ]);
  }
  const [leading] = governing;
  const span = spanAt(leading, line.feeOccurredAt);
  if (span === null || governing.some(hasBlanks)) return hold('PACK_INCOMPLETE', leading, needsOf(governing));
  const implausible =
    facts.found.dateConfirmedBy === null ? implausibleDate(line, facts.knownAt, span) : null;
  if (implausible !== null) return hold('DATE_IMPLAUSIBLE', leading, [implausible]);
  if (isRefund(line)) return mirrorOriginal(line, facts.original, leading, hold);
  const { parameters } = span;
  const inScope = amountInScope(line, parameters.fundScope);
  if (inScope === 0n) {
    const contradictions = contradictionsIn(line);
    if (contradictions.length > 0) return hold('AMOUNTS_CONTRADICT', leading, contradictions);
    return accept(noFundMoney(leading, isFeeInForce(leading, line)), leading, parameters);
  }
  return judge(caseOf(line, facts, leading, parameters), facts, governing, parameters, inScope);
}

function judge(
  question: Question,
  facts: Facts,
  governing: Governing,
  parameters: Parameters,
  inScope: Fen,
): Answer {
  const [leading] = governing;
  const { line } = question;
  const bars = findBars(question, governing, parameters);
  const isInForce = isFeeInForce(leading, line);
  if (bars.length === 0) {
    if (mightBeBarredInGuidance(question, governing, parameters)) return unknownCategory(line, leading);
    return accept(inGoodStanding(question, governing, parameters, isInForce), leading, parameters);
  }
  const remarks = findNotedBars(question, governing, parameters);
  const lifts = liftBars(bars, question, governing, parameters);
  const standing = lifts.length === 0 ? bars : bars.filter((bar) => !bar.lifted);
  const outside = outsideNote(leading, isInForce);
  const reasons = listReasons(bars, lifts, remarks.length === 0 ? outside : [...remarks, ...outside]);
  if (standing.length === 0) {
    if (mightBeBarredInGuidance(question, governing, parameters)) return unknownCategory(line, leading);
    return accept(reasons, leading, parameters);
  }
  const contradictions = contradictionsIn(line);
  if (contradictions.length > 0) return hold('AMOUNTS_CONTRADICT', leading, contradictions);
  // What officers found of the emergency leaves no doubt about it.
  const doubt = facts.found.emergency === null ? emergencyDoubt(line, standing, leading, parameters) : null;
  if (doubt !== null) return doubt;
  const paid = paidInScope(line, facts, inScope, parameters.fundScope);
  const outcome: Outcome = paid > 0n && parameters.onPaidLine === 'claw_back' ? 'claw_back' : 'reject';
  const loss = { inScope, paid, liable: liableFor(outcome, standing, line.feeOccurredAt) };
  const answer = verdict(outcome, reasons, loss, leading, parameters);
  return outcome === 'claw_back'
    ? { ...answer, borneBy: borneBy(standing, line.feeOccurredAt, leading, parameters) }
    : answer;
}

function inGoodStanding(
  question: Question,
  governing: Governing,
  parameters: Parameters,
  isInForce: boolean,
): readonly Reason[] {
  const [leading] = governing;
  const { checked, noted } = question;
  const [only] = checked;
  // Nearly every line: its reasons were made with an earlier one.
  if (only !== undefined && checked.length === 1 && noted.length === 0 && only.sanctions.length === 0)
    return only.goodStanding(leading, isInForce);
  return [
    ...findNotedBars(question, governing, parameters),
    ...stayNote(question, leading, parameters),
    ...reasonsOfGoodStanding(leading, isInForce, standingEvidence(question, parameters)),
  ];
}

const hasBlanks = ({ blanks }: LoadedEdition): boolean => blanks.length > 0;

const needsOf = (governing: Governing): readonly string[] =>
  governing.flatMap(({ pack, blanks }) =>
    blanks.map((name) => `a value for ${pack.name}.${name}（政策包待填参数）`),
  );

function hold(holdCode: HoldCode, leading: LoadedEdition | null, needs: readonly string[]): Hold {
  return {
    kind: 'hold',
    holdCode,
    needs,
    pack: leading?.pack.name ?? null,
    edition: leading?.edition ?? null,
  };
}

/**
 * What the fund paid of a line, in scope: what its notices add up to; where none counts, what the line claims, once it says
 * that it was paid. Less than nothing is not paid.
 */
function paidInScope(
  { paidAt }: SettlementLine,
  { noticed, knownAt }: Facts,
  inScope: Fen,
  scope: FundScope,
): Fen {
  const paid =
    noticed !== null ? amountInScope(noticed, scope) : paidAt !== null && paidAt <= knownAt ? inScope : 0n;
  return paid > 0n ? paid : 0n;
}

/** Whether the fund has paid anything on a line, in whatever scope, as far as is known. */
export function isPaid({ paidAt }: Pick<SettlementLine, 'paidAt'>, { noticed, knownAt }: Facts): boolean {
  if (noticed !== null) return noticed.fundAmount > 0n || noticed.pooledAmount > 0n;
  return paidAt !== null && paidAt <= knownAt;
}

/** What is at stake on a line, and who bears it. */
interface Loss {
  readonly inScope: Fen;
  readonly paid: Fen;
  readonly liable: Verdict['liable'];
}

const NOTHING_CLAIMED: Loss = { inScope: 0n, paid: 0n, liable: 'none' };

/** That a line is paid as it stands, for these reasons. */
export const accept = (reasons: readonly Reason[], leading: LoadedEdition, parameters: Parameters): Verdict =>
  verdict('accept', reasons, NOTHING_CLAIMED, leading, parameters);

function verdict(
  outcome: Outcome,
  reasons: readonly Reason[],
  { inScope, paid, liable }: Loss,
  leading: LoadedEdition,
  { fundScope }: Parameters,
): Verdict {
  const { refused, recover } = amountsLost(outcome, inScope, paid);
  return {
    kind: 'verdict',
    outcome,
    reasons,
    refused,
    recover,
    liable,
    fundScope,
    pack: leading.pack.name,
    edition: leading.edition,
  };
}

function implausibleDate(
  line: SettlementLine,
  knownAt: Instant,
  { parameters, earliestFee }: ResolvedSpan,
): string | null {
  const { feeOccurredAt, admittedAt } = line;
  if (exceeds(feeOccurredAt - knownAt, parameters.feeAheadHours * MS_PER_HOUR)) {
    return 'a fee time that is not in the future, or the day to come（费用发生时间晚于当前）';
  }
  if (isBefore(feeOccurredAt, earliestFee))
    return `a fee time not before ${parameters.feeEarliestDay}（费用发生时间过早）`;
  if (
    admittedAt !== null &&
    exceeds(admittedAt - feeOccurredAt, parameters.feeBeforeAdmissionDays * MS_PER_DAY)
  ) {
    return `a fee time at most ${parameters.feeBeforeAdmissionDays} days before admission（费用发生时间早于入院）`;
  }
  return null;
}

/**
 * Whether an unknown about emergency could still change the answer: only where every bar that stands is one that
 * emergency would lift. An unknown category comes first, because it might be the evidence itself.
 */
function emergencyDoubt(
  line: SettlementLine,
  standing: readonly BarOnLine[],
  leading: LoadedEdition,
  parameters: Parameters,
): Hold | null {
  if (!standing.every((bar) => liftedByEmergency(bar, parameters))) return null;
  const { medicalCategory, emergencyFlag } = line;
  if (!leading.medicalCategories.has(medicalCategory)) return unknownCategory(line, leading);
  if (emergencyFlag === '1' || parameters.impliedEmergencyCategories.includes(medicalCategory)) {
    return hold('EMERGENCY_EVIDENCE_NEEDED', leading, [
      'rescue_record_no of the emergency or rescue record, or a category of the emergency class（急诊留观或抢救记录）',
    ]);
  }
  return null;
}

const unknownCategory = ({ medicalCategory }: SettlementLine, leading: LoadedEdition): Hold =>
  hold('MED_TYPE_UNKNOWN', leading, [`the class of medical category ${medicalCategory}（医疗类别代码含义）`]);
