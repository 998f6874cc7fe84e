/** What a line counts as in the figures of its day: a function of what stands on it alone, so that it can be taken back later. */
import { dayAt } from '@gatekeeper/calendar';
import type { TalliedLine } from '@gatekeeper/vocabulary';
import { foldCode, leadingReason, VOID_REASON } from '@gatekeeper/vocabulary';
import { amountInScope } from './amounts';
import { isCarvedOut } from './carved-out';
import type { CountedLine } from './carved-out';
import type { StandingDecision } from './facts';
import type { LineState } from './settle';

/**
 * @param line the content of the line's current revision
 * @returns `null`: nothing was ever said about it.
 */
export function talliedAs(
  { line: revision, standing, held }: LineState,
  line: CountedLine,
): TalliedLine | null {
  const feeDay = dayAt(line.feeOccurredAt);
  const { fixmedinsCode } = revision;
  const { treatmentArea } = line;
  if (held !== null)
    return {
      feeDay,
      fixmedinsCode,
      treatmentArea,
      outcome: 'held',
      reason: held.hold.holdCode,
      pack: held.hold.pack ?? '',
      orderingCode: orderingCodeOf(line),
      claimed: 0n,
      refused: 0n,
      recover: 0n,
      heldFund: line.fundAmount,
      heldPooled: line.pooledAmount,
    };
  if (standing === null) return null;
  const isVoid = standing.outcome === 'void';
  return {
    feeDay,
    fixmedinsCode,
    treatmentArea,
    outcome: standing.outcome,
    reason: isVoid ? VOID_REASON : (leadingReason(standing.outcome, standing.reasons) ?? ''),
    pack: standing.pack,
    orderingCode: wasBarred(standing) ? orderingCodeOf(line) : '',
    claimed: isVoid ? 0n : amountInScope(line, standing.fundScope),
    refused: standing.refused,
    recover: standing.recover,
    heldFund: 0n,
    heldPooled: 0n,
  };
}

/** Whether a bar stands on the line, or on the one it mirrors, or it is accepted under an exception. */
function wasBarred({ outcome, reasons }: StandingDecision): boolean {
  switch (outcome) {
    case 'reject':
    case 'claw_back':
      return true;
    case 'accept':
      return isCarvedOut(reasons);
    case 'void':
      return false;
  }
}

const orderingCodeOf = ({ orderingCode }: CountedLine): string =>
  orderingCode === null ? '' : foldCode(orderingCode);
