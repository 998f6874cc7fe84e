/** A decision's name is its content (CONTRACT 7): the same content has the same id, any other another. */
import { formatFen } from '@gatekeeper/vocabulary';
import type { LineRevision, Verdict } from '@gatekeeper/vocabulary';
import { quoted } from './json-text';
import { sha256Hex } from './line-content';
import { RememberedReasons } from './remembered-reasons';

const ID_DIGITS = 32;

/**
 * The first 32 hex digits of the SHA-256 of the RFC 8785 form of the decision's own fields; keys are sorted by hand, as
 * in `contentOf`. Texts, clocks, versions and the trigger stay out.
 * @param supersedes the id of the decision this one replaces; `null` is hashed as null.
 */
export function decisionIdOf(line: LineRevision, verdict: Verdict, supersedes: string | null): string {
  const amounts = `{"recover":"${formatFen(verdict.recover)}","refused":"${formatFen(verdict.refused)}"}`;
  const ofLine =
    `{"chrg_bchno":${quoted(line.chargeBatch)},"content_hash":${quoted(line.contentHash)}` +
    `,"feedetl_sn":${quoted(line.lineNo)},"fixmedins_code":${quoted(line.fixmedinsCode)}` +
    `,"mdtrt_id":${quoted(line.visitId)},"revision":${line.revision}}`;
  const canonical =
    `{"amounts":${amounts},"edition":${quoted(verdict.edition)},"fund_scope":"${verdict.fundScope}"` +
    `,"liable":"${verdict.liable}","line":${ofLine},"outcome":"${verdict.outcome}"` +
    `,"pack":${quoted(verdict.pack)},"reasons":${canonicalReasons.of(verdict.reasons)}` +
    `,"supersedes":${supersedes === null ? 'null' : quoted(supersedes)}}`;
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
