/** Lines that are paid only because an exception reaches them, as rows of `carve-outs.csv`. */
import { isException } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import type { LineAnswer } from './cleared-line';
import type { LineMoney } from './counts';
import { csvRow } from './csv';
import { orderingCodeOf } from './rows';

export const CARVE_OUTS_HEADER = 'fixmedins_code,code,mdtrt_id,chrg_bchno,feedetl_sn,lift,evidence,amount';

/**
 * A row for each line that is accepted under an exception: of several the first listed, so that amounts add up. `code` is
 * the folded ordering code as clinicians are counted by it (empty: it names nobody), `evidence` what the exception rests on, joined with `; `, `amount` the line's own in scope. A
 * refund is none: it only mirrors. `null`: no exception.
 */
export function carveOutRow(
  line: Pick<SettlementLine, 'fixmedinsCode' | 'visitId' | 'chargeBatch' | 'lineNo' | 'orderingCode'>,
  answer: LineAnswer,
  { outcome, claimed }: LineMoney,
): string | null {
  if (answer.kind === 'held' || outcome !== 'accepted') return null;
  const exception = answer.decision.verdict.reasons.find(isException);
  if (exception === undefined) return null;
  return csvRow([
    line.fixmedinsCode,
    orderingCodeOf(line),
    line.visitId,
    line.chargeBatch,
    line.lineNo,
    exception.code,
    exception.evidence.join('; '),
    formatFen(claimed),
  ]);
}
