/** Which line a refund reverses, and what is known of it. */
import type { SettlementLine } from '@gatekeeper/vocabulary';
import type { OriginalLine, StandingDecision } from './facts';
import type { Measured, Taken } from './refund-room';
import type { LineState } from './settle';

/** What stands on a line for its refunds to mirror. */
export type Mirrored =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'held' }
  | { readonly kind: 'decided'; readonly decision: StandingDecision };

/** @param state `null`: the line never came; one that was withdrawn is as unknown (CONTRACT 8, Voids) */
export function mirroredOf(state: LineState | null): Mirrored {
  if (state === null) return { kind: 'unknown' };
  const { held, standing } = state;
  if (held !== null || standing === null) return { kind: 'held' };
  return standing.outcome === 'void' ? { kind: 'unknown' } : { kind: 'decided', decision: standing };
}

/**
 * What a refund sees of its original.
 * @param taken what the refunds of it take whose identities came before this one's
 */
export function originalOf(
  original: { readonly state: LineState; readonly line: Measured } | null,
  taken: Taken,
): OriginalLine {
  const mirrored = mirroredOf(original?.state ?? null);
  if (original === null || mirrored.kind === 'unknown') return { kind: 'unknown' };
  if (mirrored.kind === 'held') return { kind: 'held' };
  return { ...mirrored, line: original.line, taken };
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
