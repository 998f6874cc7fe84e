/** Which lines a void names (CONTRACT 8, Voids). */
import type { LineIdentity, StatedSettlement, VoidMessage } from '@gatekeeper/vocabulary';
import { EVERY_LINE } from '@gatekeeper/vocabulary';

/** @param settlement what the line, on file when the void came, states of its settlement */
export function isNamedBy(
  { fixmedinsCode, visitId, chargeBatch, lineNo, settlementId }: VoidMessage,
  line: LineIdentity,
  settlement: StatedSettlement,
): boolean {
  if (line.fixmedinsCode !== fixmedinsCode || line.visitId !== visitId) return false;
  if (lineNo !== null && lineNo !== EVERY_LINE)
    return line.lineNo === lineNo && line.chargeBatch === (chargeBatch ?? '');
  if (chargeBatch !== null && line.chargeBatch !== chargeBatch) return false;
  return settlement.settlementId === (lineNo === EVERY_LINE ? null : settlementId);
}
