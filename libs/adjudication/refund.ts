import type { LoadedEdition } from '@gatekeeper/policy';
import type { Answer, Hold, HoldCode, SettlementLine } from '@gatekeeper/vocabulary';
import { amountInScope, amountsTakenBack, contradictionsIn, magnitude } from './amounts';
import type { OriginalLine } from './facts';
import { goesBeyond } from './refund-room';

/**
 * A refund takes the current outcome, pack, edition and scope of the line it reverses, with its own signed amount.
 * Without a decided original it is held: it could undo an acceptance or a rejection (CONTRACT 7, Refund; READINGS 4.5).
 * It is held too where its amounts contradict each other and its original loses money, and where it and the refunds
 * before it would together exceed their original.
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
  const { decisionId, outcome, liable, borneBy, fundScope, pack, edition } = original.decision;
  const contradictions = outcome === 'accept' ? [] : contradictionsIn(line);
  if (contradictions.length > 0) return hold('AMOUNTS_CONTRADICT', leading, contradictions);
  if (goesBeyond(line, original.line, original.taken)) {
    return hold('REFUND_EXCEEDS_ORIGINAL', leading, [
      `room on the original line ${line.originalLineNo} for its quantity, line amount and fund amount（原费用明细的数量、金额、基金支付尚有可冲销余额）`,
    ]);
  }
  const left = magnitude(original.decision.recover) - magnitude(original.taken.recover);
  return {
    kind: 'verdict',
    outcome,
    liable,
    ...(borneBy === undefined ? {} : { borneBy }),
    fundScope,
    pack,
    edition,
    ...amountsTakenBack(outcome, amountInScope(line, fundScope), left > 0n ? left : 0n),
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
