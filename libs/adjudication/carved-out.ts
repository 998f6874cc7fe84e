/** Lines that are paid only because an exception reaches them: emergency, a stay from before the change, an approved exemption. */
import { dayAt } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { Effect, Fen, LineRevision, ReasonCode, SettlementLine } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import { amountInScope } from './amounts';
import type { LineState } from './settle';

/** Of a line what it is counted by. */
export type CountedLine = Pick<
  SettlementLine,
  'treatmentArea' | 'feeOccurredAt' | 'orderingCode' | 'fundAmount' | 'pooledAmount'
>;

/** A line that is accepted under an exception now. */
export interface CarvedOut {
  readonly line: LineRevision;
  readonly decisionId: string;
  readonly feeDay: Day;
  readonly treatmentArea: string;
  /** Folded; empty where the line names nobody. */
  readonly orderingCode: string;
  /** The exception; of several the first listed. */
  readonly lift: ReasonCode;
  readonly pack: string;
  /** What is paid in scope because of it, as signed. */
  readonly amount: Fen;
}

interface Listed {
  readonly code: ReasonCode;
  readonly effect: Effect;
}

/**
 * Whether a reason of an accepted line is an exception. That a stay began before the change counts where it lifts a bar, and
 * where the text only has it noted: either way the line is paid although its clinician was out of standing when it was settled
 * (guangdong-2025 art. 15). An approved exemption counts too: it is the third way in which a barred line is paid.
 */
export const isException = ({ code, effect }: Listed): boolean =>
  effect === 'lifts' || code === 'INPATIENT_BEFORE_STATUS_CHANGE';

export const isCarvedOut = (reasons: readonly Listed[]): boolean => reasons.some(isException);

/**
 * @param line the content of the line's current revision
 * @returns `null`: the line waits, is not accepted, or is accepted without an exception. A refund is none by itself: it only
 * mirrors.
 */
export function carvedOutAs(
  { line: revision, standing, held }: LineState,
  line: CountedLine,
): CarvedOut | null {
  if (held !== null || standing?.outcome !== 'accept') return null;
  const exception = standing.reasons.find(isException);
  if (exception === undefined) return null;
  return {
    line: revision,
    decisionId: standing.decisionId,
    feeDay: dayAt(line.feeOccurredAt),
    treatmentArea: line.treatmentArea,
    orderingCode: line.orderingCode === null ? '' : foldCode(line.orderingCode),
    lift: exception.code,
    pack: standing.pack,
    amount: amountInScope(line, standing.fundScope),
  };
}
