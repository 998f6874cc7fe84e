/** Prescriptions filled outside during a stay, of all persons at once: their stays are in memory, their prescriptions are not. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { ClearingTerms, Prescription, Stay } from '@gatekeeper/clearing';
import { belongs, homeOf, prescriptionRows, stayOf } from '@gatekeeper/clearing';
import type { Deciding, SettledLine } from './settle-visit';
import { settleVisit } from './settle-visit';
import { RowSorter } from './row-sorter';
import type { Visit } from './visit';

const PRESCRIPTIONS = 'prescriptions';
const FOUND = 'found';

export interface PrescriptionsAsked {
  readonly terms: ClearingTerms;
  readonly deciding: Deciding;
  /** Told of each row, in the order of their bytes (`PRESCRIPTIONS_HEADER` says their columns); waited for. */
  readonly onRow: (row: string) => void | Promise<void>;
}

/**
 * Lists the pharmacies' lines of the period whose fee arose during a stay of the same person, also one that crosses its bounds.
 * @param visits of stays and pharmacies alike, in any order
 * @returns how many there are
 */
export async function prescriptionsOutside(
  visits: AsyncIterable<Visit>,
  { terms, deciding, onRow }: PrescriptionsAsked,
): Promise<number> {
  const stays = new Map<string, Stay[]>();
  const filled = await RowSorter.open();
  const found = await RowSorter.open();
  try {
    for await (const visit of visits) {
      const lines = settleVisit(visit, deciding).filter(stands);
      const stay = stayOf(
        lines.map(({ line }) => line),
        terms.policy,
      );
      if (stay !== null)
        stays.set(stay.insuredPersonToken, [...(stays.get(stay.insuredPersonToken) ?? []), stay]);
      for (const { line, places } of lines)
        if (
          line.transaction === '2102' &&
          line.orderingCode !== null &&
          belongs(homeOf(places, terms), terms)
        )
          filled.add(PRESCRIPTIONS, written(line));
    }
    for await (const page of filled.rowsOf(PRESCRIPTIONS))
      for (const row of page) {
        const line = readBack(row);
        const ofPerson = stays.get(line.insuredPersonToken) ?? [];
        for (const listed of prescriptionRows(ofPerson, [line])) found.add(FOUND, listed);
      }
    let rows = 0;
    for await (const page of found.rowsOf(FOUND))
      for (const row of page) {
        rows += 1;
        await onRow(row);
      }
    return rows;
  } finally {
    filled.close();
    found.close();
  }
}

/** A line that was withdrawn was not filled, and makes no stay. */
const stands = ({ run }: SettledLine): boolean =>
  run.kind === 'held' || run.decision.verdict.outcome !== 'void';

/** Beyond memory a prescription is a list of texts. */
const written = (line: Prescription): string =>
  JSON.stringify([
    ...[line.insuredPersonToken, line.fixmedinsCode, line.visitId, line.chargeBatch, line.lineNo],
    ...[line.orderingCode, String(line.feeOccurredAt), String(line.lineAmount)],
  ]);

function readBack(row: string): Prescription {
  const parts: unknown = JSON.parse(row);
  const [token, fixmedinsCode, visitId, chargeBatch, lineNo, orderingCode, fee, amount] = Array.isArray(parts)
    ? parts.map(String)
    : [];
  if (
    token === undefined ||
    fixmedinsCode === undefined ||
    visitId === undefined ||
    chargeBatch === undefined ||
    lineNo === undefined ||
    orderingCode === undefined ||
    amount === undefined
  )
    throw new Error('a prescription cannot be read back');
  const feeOccurredAt: Instant = instantOf(Number(fee));
  return {
    ...{ transaction: '2102', insuredPersonToken: token, fixmedinsCode, visitId, chargeBatch, lineNo },
    ...{ orderingCode, feeOccurredAt, lineAmount: BigInt(amount) },
  };
}
