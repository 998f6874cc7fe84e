/** A decision's name is its content (FORMATS 7): the same content has the same id, any other another. */
import { formatFen } from '@gatekeeper/vocabulary';
import type { LineRevision, Verdict } from '@gatekeeper/vocabulary';
import { sha256Hex } from './line-content';
import { RememberedReasons } from './remembered-reasons';

const ID_DIGITS = 32;

/**
 * The first 32 hex digits of the SHA-256 of the RFC 8785 form of the decision's own fields; keys are sorted by hand, as
 * in `contentOf`. Texts, clocks, versions and the trigger stay out.
 * @param supersedes the id of the decision this one replaces; `null` is hashed as null.
 */
export function decisionIdOf(line: LineRevision, verdict: Verdict, supersedes: string | null): string {
  const beforeReasons = JSON.stringify({
    amounts: { recover: formatFen(verdict.recover), refused: formatFen(verdict.refused) },
    edition: verdict.edition,
    fund_scope: verdict.fundScope,
    liable: verdict.liable,
    line: {
      chrg_bchno: line.chargeBatch,
      content_hash: line.contentHash,
      feedetl_sn: line.lineNo,
      fixmedins_code: line.fixmedinsCode,
      mdtrt_id: line.visitId,
      revision: line.revision,
    },
    outcome: verdict.outcome,
    pack: verdict.pack,
  });
  const reasons = canonicalReasons.of(verdict.reasons);
  const canonical = `${beforeReasons.slice(0, -1)},"reasons":${reasons},"supersedes":${JSON.stringify(supersedes)}}`;
  return sha256Hex(canonical).slice(0, ID_DIGITS);
}

/** Reasons without texts, keys in their order. */
export const canonicalReasons = new RememberedReasons((reasons) =>
  JSON.stringify(
    reasons.map(({ article, code, effect, evidence, role }) => ({
      article,
      code,
      effect,
      evidence,
      role: role ?? undefined,
    })),
  ),
);
