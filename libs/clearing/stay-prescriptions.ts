/**
 * Prescriptions filled at a pharmacy while their patient lay in hospital (住院期间发生的外配处方), to be left out of the points
 * of payment by case (hainan-institutions-2024 art. 4). A stay and its prescriptions are of two institutions, so whoever asks
 * brings together the lines of one insured person; nothing here reads more than that.
 */
import type { Interval } from '@gatekeeper/calendar';
import { covers, earlierOf, intervalFrom, laterOf, plusMs } from '@gatekeeper/calendar';
import type { Policy } from '@gatekeeper/policy';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { compareBytes, foldCode, formatFen, isMissingCode } from '@gatekeeper/vocabulary';
import { csvRow, inOrderOfBytes } from './csv';
import { TermsOfLines } from './line-terms';

/** A stay of an insured person. */
export interface Stay {
  readonly insuredPersonToken: string;
  readonly fixmedinsCode: string;
  readonly visitId: string;
  readonly during: Interval;
}

/**
 * The stay that the lines of one visit make, from admission until it was settled, that moment included; one not settled until
 * its last fee. `null`: no stay, nobody says when it began, or the texts of its area do not leave such prescriptions out.
 */
export function stayOf(linesOfVisit: readonly SettlementLine[], policy: Policy): Stay | null {
  const lines = linesOfVisit.filter(({ transaction }) => transaction === '2301');
  const [first] = lines;
  const admissions = lines.flatMap(({ admittedAt }) => (admittedAt === null ? [] : [admittedAt]));
  const [anyAdmission] = admissions;
  if (first === undefined || anyAdmission === undefined) return null;
  if (new TermsOfLines(policy).valuesOf(first)?.stayPrescriptionsExcluded !== true) return null;
  const settlements = lines.flatMap(({ settledAt }) => (settledAt === null ? [] : [settledAt]));
  const ends = settlements.length > 0 ? settlements : lines.map(({ feeOccurredAt }) => feeOccurredAt);
  const { insuredPersonToken, fixmedinsCode, visitId } = first;
  const until = plusMs(ends.reduce(laterOf), 1);
  return {
    insuredPersonToken,
    fixmedinsCode,
    visitId,
    during: intervalFrom(admissions.reduce(earlierOf), until),
  };
}

/** A pharmacy's line as far as it is asked. */
export type Prescription = Pick<
  SettlementLine,
  | 'transaction'
  | 'insuredPersonToken'
  | 'fixmedinsCode'
  | 'visitId'
  | 'chargeBatch'
  | 'lineNo'
  | 'orderingCode'
  | 'feeOccurredAt'
  | 'lineAmount'
>;

export const PRESCRIPTIONS_HEADER =
  'stay_fixmedins_code,stay_mdtrt_id,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,code,amount';

/**
 * CSV rows of a pharmacy's lines with a prescriber (`code`, folded) whose fee arose during a stay of the same insured person,
 * with the line's whole amount; refunds take away. A line that several stays cover is listed under the first of them by the
 * bytes of institution and visit. In the order of their bytes.
 */
export function prescriptionRows(stays: readonly Stay[], lines: readonly Prescription[]): readonly string[] {
  const inOrder = [...stays].sort(
    (a, b) => compareBytes(a.fixmedinsCode, b.fixmedinsCode) || compareBytes(a.visitId, b.visitId),
  );
  return inOrderOfBytes(
    lines.flatMap((line) => {
      const code = line.orderingCode === null ? '' : foldCode(line.orderingCode);
      if (line.transaction !== '2102' || isMissingCode(code)) return [];
      const stay = inOrder.find(
        ({ insuredPersonToken, during }) =>
          insuredPersonToken === line.insuredPersonToken && covers(during, line.feeOccurredAt),
      );
      if (stay === undefined) return [];
      const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
      const identity = [fixmedinsCode, visitId, chargeBatch, lineNo];
      return [csvRow([stay.fixmedinsCode, stay.visitId, ...identity, code, formatFen(line.lineAmount)])];
    }),
  );
}
