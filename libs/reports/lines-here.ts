/** Lines of one institution as they stand, folded from a file of lines, voids and facts (CONTRACT 1 and 8), and their settlements. */
import { createReadStream } from 'node:fs';
import { isNamedBy } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { Fen, SettlementLine, Transaction, VoidMessage } from '@gatekeeper/vocabulary';
import { isMalformed, parseLineRow, readRows } from '@gatekeeper/wire';
import { MOST_NAMED, UnusableInput } from '@gatekeeper/runtime';

export interface Amounts {
  /** 医疗费总额. */
  readonly medfee: Fen;
  /** 基金支付总额: fund money without the personal account, as the national interface parts them. */
  readonly fund: Fen;
  /** 个人账户支付金额. */
  readonly account: Fen;
}

export interface LineHere extends Amounts {
  readonly visitId: string;
  readonly chargeBatch: string;
  readonly lineNo: string;
  readonly insuranceType: string;
  readonly clearingType: string;
  readonly medicalCategory: string;
  /** The latest stated; of a line that was withdrawn, the one it had. */
  readonly settlementId: string | null;
  readonly settledAt: Instant | null;
  readonly isVoid: boolean;
}

/** 清算类别 of each transaction: outpatient, inpatient, pharmacy. */
export const CLEARING_TYPES: Readonly<Record<Transaction, string>> = {
  '2204': '11',
  '2301': '21',
  '2102': '41',
};

export class LinesHere {
  private readonly visits = new Map<string, Map<string, LineHere>>();

  /**
   * @param institution folded
   * @param knownAt rows received later are not there yet; `null`: all are
   * @throws UnusableInput naming every row that cannot be read: a sum without it would be none.
   */
  static async read(path: string, institution: string, knownAt: Instant | null): Promise<LinesHere> {
    const here = new LinesHere();
    const bad: string[] = [];
    for await (const rows of readRows(createReadStream(path)))
      for (const { row, bytes } of rows) {
        const read = parseLineRow(bytes);
        if (isMalformed(read)) {
          const problems = read.problems.map(
            ({ path: at, expected, got }) => `${at === '' ? 'row' : at}: expected ${expected}, got ${got}`,
          );
          if (bad.length < MOST_NAMED) bad.push(`${path}:${row}: ${problems.join('; ')}`);
          continue;
        }
        const { message, receivedAt } = read;
        if (knownAt !== null && receivedAt !== null && receivedAt > knownAt) continue;
        if (message.kind === 'line' && message.line.fixmedinsCode === institution) here.add(message.line);
        if (message.kind === 'void' && message.withdrawn.fixmedinsCode === institution)
          here.withdraw(message.withdrawn);
      }
    if (bad.length > 0) throw new UnusableInput(`${path} has rows that cannot be read`, bad);
    return here;
  }

  /** Whether there is any line of the institution, withdrawn or not. */
  hasLines(): boolean {
    return this.visits.size > 0;
  }

  *lines(): Generator<LineHere> {
    for (const visit of this.visits.values()) yield* visit.values();
  }

  find(visitId: string, chargeBatch: string, lineNo: string): LineHere | null {
    return this.visits.get(visitId)?.get(placeOf(chargeBatch, lineNo)) ?? null;
  }

  /** What is stated of settlement stays with the line across resends and revisions until a void. */
  add(line: SettlementLine): void {
    const visit = this.visits.get(line.visitId) ?? new Map<string, LineHere>();
    this.visits.set(line.visitId, visit);
    const place = placeOf(line.chargeBatch, line.lineNo);
    const before = visit.get(place);
    const kept = before === undefined || before.isVoid ? null : before;
    const account = line.accountAmount ?? 0n;
    visit.set(place, {
      ...{ visitId: line.visitId, chargeBatch: line.chargeBatch, lineNo: line.lineNo },
      ...{ insuranceType: line.insuranceType, medicalCategory: line.medicalCategory },
      clearingType: CLEARING_TYPES[line.transaction],
      ...{ medfee: line.lineAmount, fund: line.fundAmount - account, account },
      settlementId: line.settlementId ?? kept?.settlementId ?? null,
      settledAt: line.settledAt ?? kept?.settledAt ?? null,
      isVoid: false,
    });
  }

  withdraw(withdrawn: VoidMessage): void {
    const visit = this.visits.get(withdrawn.visitId);
    if (visit === undefined) return;
    for (const [place, line] of visit) {
      const identity = { ...line, fixmedinsCode: withdrawn.fixmedinsCode };
      const settlement = { settlementId: line.settlementId, settledAt: line.settledAt, paidAt: null };
      if (!line.isVoid && isNamedBy(withdrawn, identity, settlement))
        visit.set(place, { ...line, isVoid: true });
    }
  }
}

const placeOf = (chargeBatch: string, lineNo: string): string => `${chargeBatch}\u0001${lineNo}`;
