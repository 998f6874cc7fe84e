import type { Outcome } from './decision';
import type { Reason, ReasonCode } from './reason';

/**
 * The reason under which a decision is counted where each line counts once: of an accept what lifts its bars, else the
 * first bar, else the first note about the line itself and not about who performed. `null`: there is none of these.
 * @param reasons in listing order
 */
export function leadingReason(
  outcome: Outcome,
  reasons: readonly Pick<Reason, 'code' | 'effect' | 'role'>[],
): ReasonCode | null {
  const lift = outcome === 'accept' ? reasons.find(({ effect }) => effect === 'lifts') : undefined;
  const leading =
    lift ??
    reasons.find(({ effect }) => effect === 'bars') ??
    reasons.find(({ role }) => role !== 'performing');
  return leading?.code ?? null;
}
