/** How lines, answers and decisions are written in the NDJSON files of a clearing. */
import type { LineRevision, SettlementLine } from '@gatekeeper/vocabulary';
import { foldCode, formatFen, isMissingCode } from '@gatekeeper/vocabulary';
import type { LineAnswer } from './cleared-line';

/** As a decision names its line (CONTRACT 2). */
export interface LineData {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly chrg_bchno: string;
  readonly feedetl_sn: string;
  readonly revision: number;
  readonly content_hash: string;
}

export const lineData = (line: LineRevision): LineData => ({
  fixmedins_code: line.fixmedinsCode,
  mdtrt_id: line.visitId,
  chrg_bchno: line.chargeBatch,
  feedetl_sn: line.lineNo,
  revision: line.revision,
  content_hash: line.contentHash,
});

/** Folded; empty where the line names nobody, by leaving it out or by a placeholder. */
export function orderingCodeOf({ orderingCode }: Pick<SettlementLine, 'orderingCode'>): string {
  if (orderingCode === null) return '';
  const folded = foldCode(orderingCode);
  return isMissingCode(folded) ? '' : folded;
}

export interface ReasonData {
  readonly code: string;
  readonly effect: string;
  readonly role?: string;
  readonly article: string;
  readonly evidence: readonly string[];
}

/** One side of a difference; of a line that waits, no reasons, no money, and nobody liable yet. */
export interface AnswerData {
  readonly outcome?: string;
  readonly hold_code?: string;
  readonly reasons: readonly ReasonData[];
  readonly amounts: { readonly refused: string; readonly recover: string };
  readonly liable: string;
}

export function answerData(answer: LineAnswer): AnswerData {
  if (answer.kind === 'held')
    return {
      hold_code: answer.held.hold.holdCode,
      reasons: [],
      amounts: { refused: '0.00', recover: '0.00' },
      liable: 'none',
    };
  const { outcome, reasons, refused, recover, liable } = answer.decision.verdict;
  return {
    outcome,
    reasons: reasons.map(({ code, effect, role, article, evidence }) => ({
      code,
      effect,
      ...(role === null ? {} : { role }),
      article,
      evidence,
    })),
    amounts: { refused: formatFen(refused), recover: formatFen(recover) },
    liable,
  };
}

export const revisionOf = (answer: LineAnswer): LineRevision =>
  answer.kind === 'held' ? answer.held.line : answer.decision.line;
