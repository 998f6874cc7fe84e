/** What time alone turns: a date that is no longer in the future, a payment whose day comes, a status that begins (CONTRACT 8). */
import type { Instant } from '@gatekeeper/calendar';
import { earlierOf, instantOf, MS_PER_HOUR } from '@gatekeeper/calendar';
import type { Policy } from '@gatekeeper/policy';
import { spanAt } from '@gatekeeper/policy';
import type { Answer, Reason, SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import type { Facts } from './facts';
import { beginningsAhead } from './notes';
import { caseOf } from './question';

/** The next moment at which a line is to be asked again although nothing new is on file, and what for. */
export interface Turning {
  readonly at: Instant;
  /** Of a decision that supersedes one; a hold that ends is `hold_released`. */
  readonly trigger: Extract<Trigger, 'payment' | 'status_change'>;
}

/**
 * The earliest moment after `facts.knownAt` at which the answer may become another although nothing becomes known; `null`:
 * it stays until something does. A refund moves with its original, but for its own date.
 * @param line as stated: with the latest of its settlement and payment
 * @param answer what `decide` gave for the same line, facts and policy
 */
export function turnsAt(line: SettlementLine, answer: Answer, facts: Facts, policy: Policy): Turning | null {
  if (answer.kind === 'hold')
    return answer.holdCode === 'DATE_IMPLAUSIBLE' ? dateReached(line, facts, policy) : null;
  // Nearly every line ends here: nothing of it lies ahead, and nothing of a status may.
  if (answer.outcome === 'reject') {
    const { paidAt } = line;
    return paidAt !== null && paidAt > facts.knownAt ? paymentReached(line, paidAt, facts, policy) : null;
  }
  if (answer.outcome !== 'accept' || line.admittedAt === null || line.settledAt !== null) return null;
  return facts.ordering === null || facts.ordering.sanctions.length === 0
    ? null
    : statusReached(line, answer.reasons, facts, policy);
}

function dateReached(
  { treatmentArea, feeOccurredAt }: SettlementLine,
  { knownAt }: Facts,
  policy: Policy,
): Turning | null {
  const parameters = parametersOf(policy, treatmentArea, feeOccurredAt);
  if (parameters === null) return null;
  const at = instantOf(feeOccurredAt - parameters.feeAheadHours * MS_PER_HOUR);
  return at > knownAt ? { at, trigger: 'status_change' } : null;
}

/** Where notices count, what the line states of its payment does not. */
function paymentReached(
  line: SettlementLine,
  paidAt: Instant,
  { noticed }: Facts,
  policy: Policy,
): Turning | null {
  if (noticed !== null || isRefund(line)) return null;
  const parameters = parametersOf(policy, line.treatmentArea, line.feeOccurredAt);
  return parameters?.onPaidLine === 'claw_back' ? { at: paidAt, trigger: 'payment' } : null;
}

/** A stay that is not settled crosses a status change once that begins, and the decision notes it. */
function statusReached(
  line: SettlementLine,
  reasons: readonly Reason[],
  facts: Facts,
  policy: Policy,
): Turning | null {
  const says = (code: Reason['code']): boolean => reasons.some((reason) => reason.code === code);
  if (!says('IN_GOOD_STANDING') || says('INPATIENT_BEFORE_STATUS_CHANGE')) return null;
  const [leading] = policy.governing(line.treatmentArea, line.feeOccurredAt) ?? [];
  const parameters = parametersOf(policy, line.treatmentArea, line.feeOccurredAt);
  if (leading === undefined || parameters === null) return null;
  const ahead = beginningsAhead(caseOf(line, facts, leading, parameters), parameters);
  const at = ahead.reduce<Instant | null>((first, from) => earlierOf(first ?? from, from), null);
  return at === null ? null : { at, trigger: 'status_change' };
}

function parametersOf(policy: Policy, area: string, feeOccurredAt: Instant) {
  const governing = policy.governing(area, feeOccurredAt);
  return governing === null ? null : (spanAt(governing[0], feeOccurredAt)?.parameters ?? null);
}
