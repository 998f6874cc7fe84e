/** Refunds after their original: whom a new decision on a line makes ask again (FORMATS 7, Refund). */
import type { Decision, LineIdentity, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { LineState } from './settle';

/**
 * A refund mirrors the decision that stands on its original, so a new one there asks it again, and what that comes to asks
 * its own refunds, along the whole chain; a refund without a new decision ends it. No line is asked twice, and the one
 * that was decided not at all: refunds may reverse one another in a ring.
 * @param refundsOf the refunds on file that name this line as the one they reverse
 * @param ask asks a refund again, with this trigger, and puts on file what it comes to: the new decision, or `null`
 */
export function followRefunds<Refund extends { readonly state: LineState }>(
  decision: Decision,
  refundsOf: (original: LineIdentity) => readonly Refund[],
  ask: (refund: Refund, trigger: Trigger) => Decision | null,
): void {
  const met = new Set([identityKey(decision.line)]);
  const decided = [decision];
  // Grows while it is walked: the nearest refunds come first.
  for (const { line: original, trigger } of decided) {
    for (const refund of refundsOf(original)) {
      const key = identityKey(refund.state.line);
      if (met.has(key)) continue;
      met.add(key);
      const moved = ask(refund, triggerBehind(trigger));
      if (moved !== null) decided.push(moved);
    }
  }
}

/** What moved the original moves its refunds; only `real_time` is said of nothing but a line at first sight. */
const triggerBehind = (trigger: Trigger): Trigger => (trigger === 'real_time' ? 'hold_released' : trigger);
