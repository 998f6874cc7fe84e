import type { LoadedEdition } from '@gatekeeper/policy';
import type { Answer, Fen, FundScope, Hold, HoldCode, SettlementLine } from '@gatekeeper/vocabulary';
import type { OriginalLine } from './facts';

/**
 * A refund takes the current outcome, pack, edition and scope of the line it reverses, with its own signed amount.
 * Without a decided original it is held: it could undo an acceptance or a rejection (FORMATS 7, Refund; RULES 4.5).
 */
export function mirrorOriginal(
  line: SettlementLine,
  original: OriginalLine | null,
  leading: LoadedEdition,
  hold: (code: HoldCode, leading: LoadedEdition, needs: readonly string[]) => Hold,
): Answer {
  if (line.originalLineNo === null) {
    return hold('REFUND_ORIGINAL_UNKNOWN', leading, [
      'init_feedetl_sn of the line it reverses（原费用流水号）',
    ]);
  }
  if (original === null || original.kind !== 'decided') {
    return hold('REFUND_ORIGINAL_UNKNOWN', leading, [
      original?.kind === 'held'
        ? `the decision on the original line ${line.originalLineNo}（原费用明细尚未判定）`
        : `the original line ${line.originalLineNo} of the same visit（原费用明细尚未收到）`,
    ]);
  }
  const { decisionId, outcome, liable, fundScope, pack, edition } = original.decision;
  const own = ownAmount(line, fundScope);
  return {
    kind: 'verdict',
    outcome,
    liable,
    fundScope,
    pack,
    edition,
    refused: outcome === 'reject' ? own : 0n,
    recover: outcome === 'claw_back' ? own : 0n,
    reasons: [
      {
        code: 'REFUND_MIRRORS_ORIGINAL',
        effect: 'notes',
        role: null,
        article: leading.notes.get('REFUND_MIRRORS_ORIGINAL')?.article ?? `${pack} reading`,
        evidence: [decisionId],
      },
    ],
  };
}

function ownAmount(line: SettlementLine, scope: FundScope): Fen {
  switch (scope) {
    case 'pooled':
      return line.pooledAmount;
    case 'all':
      return line.fundAmount;
  }
}
