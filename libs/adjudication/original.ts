/** Which line a refund reverses, and what is known of it. */
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { OriginalLine } from './facts';
import type { MeasuredLine, Taken } from './refund-room';
import type { LineState } from './settle';

/**
 * What a refund sees of its original.
 * @param taken what the refunds of it take whose identities came before this one's
 */
export function originalOf(original: MeasuredLine | null, taken: Taken): OriginalLine {
  if (original === null) return { kind: 'unknown' };
  const { line, state } = original;
  if (state.held !== null || state.standing === null) return { kind: 'held' };
  return { kind: 'decided', decision: state.standing, line, taken };
}

/** What names a refund among those that reverse lines of the same number. */
export type RefundName = Pick<SettlementLine, 'lineNo' | 'chargeBatch'>;

/**
 * The original among the lines of the visit that carry the number the refund names: the one of the refund's own charge
 * batch, else the only one. Several in other batches name none: `null`.
 */
export function chooseOriginal<OnFile extends { readonly state: LineState }>(
  refund: RefundName,
  candidates: readonly OnFile[],
): OnFile | null {
  const others = candidates.filter(
    ({ state: { line } }) => line.lineNo !== refund.lineNo || line.chargeBatch !== refund.chargeBatch,
  );
  const sameBatch = others.find(({ state: { line } }) => line.chargeBatch === refund.chargeBatch);
  if (sameBatch !== undefined) return sameBatch;
  return others.length === 1 ? (others[0] ?? null) : null;
}
