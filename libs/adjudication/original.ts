/** Which line a refund reverses, and what is known of it. */
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { OriginalLine } from './facts';
import type { LineState } from './settle';

/** What a refund sees of its original. */
export function originalOf(state: LineState | null): OriginalLine {
  if (state === null) return { kind: 'unknown' };
  if (state.held !== null || state.standing === null) return { kind: 'held' };
  return { kind: 'decided', decision: state.standing };
}

/**
 * The original among the lines of the visit that carry the number the refund names: the one of the refund's own charge
 * batch, else the only one. Several in other batches name none: `null`.
 */
export function chooseOriginal<State extends LineState>(
  refund: SettlementLine,
  candidates: readonly State[],
): State | null {
  const others = candidates.filter(
    ({ line }) => line.lineNo !== refund.lineNo || line.chargeBatch !== refund.chargeBatch,
  );
  const sameBatch = others.find(({ line }) => line.chargeBatch === refund.chargeBatch);
  if (sameBatch !== undefined) return sameBatch;
  return others.length === 1 ? (others[0] ?? null) : null;
}
