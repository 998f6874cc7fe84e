/** What a run keeps of single lines for the books of other periods, beside its files: rows of NDJSON. */
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import type { Adjustment } from './adjustments';
import type { LineMoney } from './counts';
import type { Home, PlacingTerms } from './home';

/** The line that money is recovered of, and where that line is cleared. */
interface Books {
  readonly line: LineIdentity;
  readonly home: Home;
}

/** `null`: nothing that is refused or recovered changes. */
export const correctionRow = (
  { refused, recover }: Adjustment,
  books: Books,
  terms: PlacingTerms,
): string | null =>
  refused === 0n && recover === 0n ? null : ledgerRow('correction', { refused, recover }, books, terms);

/** Of a refund that belongs to the run. `null`: it recovers nothing, or of the run's own period. */
export function reversalRow(money: LineMoney, books: Books, terms: PlacingTerms): string | null {
  if (money.recover === 0n || periodOf(books.home) === terms.period.text) return null;
  return ledgerRow('reversal', money, books, terms);
}

function ledgerRow(
  kind: 'correction' | 'reversal',
  { refused, recover }: Pick<LineMoney, 'refused' | 'recover'>,
  { line, home }: Books,
  { area }: PlacingTerms,
): string {
  const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
  return JSON.stringify({
    kind,
    line: {
      fixmedins_code: fixmedinsCode,
      mdtrt_id: visitId,
      chrg_bchno: chargeBatch,
      feedetl_sn: lineNo,
    },
    area: home.closed?.by.area ?? area,
    period: periodOf(home),
    refused: formatFen(refused),
    recover: formatFen(recover),
  });
}

const periodOf = ({ closed, month }: Home): string => closed?.by.period ?? month;
