/** What a sealed period's tree holds of a line (CONTRACT 9): the RFC 8785 form of what was published of it, without texts. */
import canonicalize from 'canonicalize';
import { sha256Bytes } from './line-content';
import { formatInstant } from '@gatekeeper/calendar';
import { formatFen } from '@gatekeeper/vocabulary';
import type { BorneBy, Decision, HeldLine, LineRevision } from '@gatekeeper/vocabulary';
import { canonicalReasons } from './decision-id';

/** For people, in two languages; a better wording changes no decision. */
const TEXTS: readonly string[] = ['text_zh', 'text_en'];

/** The RFC 8785 form of any JSON value: one text, whatever the order of keys and the white space it came with. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? 'null';

/** Leaf data of a decision or a hold record as somebody has it in a file. @param published what `JSON.parse` gives */
export const leafOfPublished = (published: unknown): string => canonicalJson(withoutTexts(published));

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !TEXTS.includes(key))
      .map(([key, field]): readonly [string, unknown] => [key, withoutTexts(field)]),
  );
}

/** Leaf data of a decision: `leafOfPublished` of its message, for less; keys are sorted by hand, as in `decisionIdOf`. */
export function leafOfDecision(decision: Decision): string {
  const { verdict } = decision;
  const beforeReasons = JSON.stringify({
    amounts: { recover: formatFen(verdict.recover), refused: formatFen(verdict.refused) },
    borne_by: verdict.borneBy?.map(canonicalBearer),
    decided_at: formatInstant(decision.decidedAt),
    decision_id: decision.decisionId,
    edition: verdict.edition,
    fund_scope: verdict.fundScope,
    known_at: formatInstant(decision.knownAt),
    liable: verdict.liable,
    line: canonicalLine(decision.line),
    outcome: verdict.outcome,
    pack: verdict.pack,
  });
  const afterReasons = JSON.stringify({
    registry_version: decision.registryVersion,
    supersedes: decision.supersedes,
    trigger: decision.trigger,
  });
  return `${beforeReasons.slice(0, -1)},"reasons":${canonicalReasons.of(verdict.reasons)},${afterReasons.slice(1)}`;
}

/** Leaf data of a line that waits. */
export const leafOfHold = ({ line, hold, knownAt, since }: HeldLine): string =>
  JSON.stringify({
    edition: hold.edition ?? undefined,
    hold_code: hold.holdCode,
    known_at: formatInstant(knownAt),
    line: canonicalLine(line),
    needs: hold.needs,
    pack: hold.pack ?? undefined,
    since: formatInstant(since),
  });

const canonicalLine = (line: LineRevision): object => ({
  chrg_bchno: line.chargeBatch,
  content_hash: line.contentHash,
  feedetl_sn: line.lineNo,
  fixmedins_code: line.fixmedinsCode,
  mdtrt_id: line.visitId,
  revision: line.revision,
});

const canonicalBearer = ({ article, because, code, documentNo, who }: BorneBy): object => ({
  article,
  because,
  code,
  document_no: documentNo ?? undefined,
  who,
});

/** SHA-256, and a text's bytes: what the trees of libs/clearing are given. */
export const treeHashing = {
  sha256: sha256Bytes,
  utf8: (text: string): Uint8Array => Buffer.from(text, 'utf8'),
} as const;

/** The leaf hash of RFC 9162 of leaf data: 32 bytes, the hash of a zero byte and the UTF-8 text. */
export const leafHashOf = (data: string): Buffer => sha256Bytes(Buffer.from(`\0${data}`, 'utf8'));
