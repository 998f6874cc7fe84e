/** Decisions as they are published and printed (FORMATS 2). */
import { formatInstant, rememberingLast } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { LOSS_TEXTS, REASON_TEXTS } from '@gatekeeper/policy';
import { formatFen } from '@gatekeeper/vocabulary';
import type { BorneBy, Decision, LineRevision, Reason } from '@gatekeeper/vocabulary';
import { anything, moment, text } from './field-rule';
import { parseJsonExactly, quoted } from './json-text';
import { lineFrame, parseLineFrame } from './line-frame';
import type { LineFrame } from './line-frame';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { RememberedReasons } from './remembered-reasons';
import { jsonObject, Optional, Required, Schema } from './schema';
import { writtenInstant } from './written-instant';

export interface ReasonMessage {
  readonly code: string;
  readonly effect: string;
  readonly role?: string;
  readonly article: string;
  readonly evidence: readonly string[];
  readonly text_zh: string;
  readonly text_en: string;
}

/** Who bears what one bar of a claw-back costs, and why. */
export interface BorneByMessage {
  readonly code: string;
  readonly document_no?: string;
  readonly who: string;
  readonly because: string;
  readonly article: string;
  readonly text_zh: string;
  readonly text_en: string;
}

export interface DecisionMessage {
  readonly decision_id: string;
  readonly line: LineFrame;
  readonly outcome: string;
  readonly reasons: readonly ReasonMessage[];
  readonly amounts: { readonly refused: string; readonly recover: string };
  readonly liable: string;
  /** Of a claw-back; outside its id and what `verify` compares. */
  readonly borne_by?: readonly BorneByMessage[];
  readonly fund_scope: string;
  readonly supersedes: string | null;
  readonly pack: string;
  readonly edition: string;
  readonly registry_version: number;
  readonly known_at: string;
  readonly decided_at: string;
  readonly trigger: string;
}

const reasonMessage = ({ code, effect, role, article, evidence }: Reason): ReasonMessage => ({
  code,
  effect,
  ...(role === null ? {} : { role }),
  article,
  evidence,
  text_zh: REASON_TEXTS[code].zh,
  text_en: REASON_TEXTS[code].en,
});

const borneByMessage = ({ code, documentNo, who, because, article }: BorneBy): BorneByMessage => ({
  code,
  ...(documentNo === null ? {} : { document_no: documentNo }),
  who,
  because,
  article,
  text_zh: LOSS_TEXTS[because].zh,
  text_en: LOSS_TEXTS[because].en,
});

/** The object that is published; its own fields hash to its `decision_id`. */
export function decisionMessage(decision: Decision): DecisionMessage {
  const reasons = decision.verdict.reasons.map(reasonMessage);
  return { ...beforeReasons(decision), reasons, ...afterReasons(decision) };
}

/** The message's value: what `JSON.stringify(decisionMessage(decision))` gives, for less. */
export function decisionText(decision: Decision): string {
  const { decisionId, line, verdict, supersedes, registryVersion, trigger } = decision;
  const ofLine =
    `{"fixmedins_code":${quoted(line.fixmedinsCode)},"mdtrt_id":${quoted(line.visitId)}` +
    `,"chrg_bchno":${quoted(line.chargeBatch)},"feedetl_sn":${quoted(line.lineNo)}` +
    `,"revision":${line.revision},"content_hash":${quoted(line.contentHash)}}`;
  const borneBy =
    verdict.borneBy === undefined ? '' : `,"borne_by":${JSON.stringify(verdict.borneBy.map(borneByMessage))}`;
  return (
    `{"decision_id":${quoted(decisionId)},"line":${ofLine},"outcome":"${verdict.outcome}"` +
    `,"reasons":${wordedReasons.of(verdict.reasons)}` +
    `,"amounts":{"refused":"${formatFen(verdict.refused)}","recover":"${formatFen(verdict.recover)}"}` +
    `,"liable":"${verdict.liable}"${borneBy},"fund_scope":"${verdict.fundScope}"` +
    `,"supersedes":${supersedes === null ? 'null' : quoted(supersedes)},"pack":${quoted(verdict.pack)}` +
    `,"edition":${quoted(verdict.edition)},"registry_version":${registryVersion}` +
    `,"known_at":"${knownAtText(decision.knownAt)}","decided_at":"${decidedAtText(decision.decidedAt)}"` +
    `,"trigger":"${trigger}"}`
  );
}

const wordedReasons = new RememberedReasons((reasons) => JSON.stringify(reasons.map(reasonMessage)));

const beforeReasons = ({
  decisionId,
  line,
  verdict,
}: Decision): Pick<DecisionMessage, 'decision_id' | 'line' | 'outcome'> => ({
  decision_id: decisionId,
  line: lineFrame(line),
  outcome: verdict.outcome,
});

function afterReasons(
  decision: Decision,
): Omit<DecisionMessage, 'decision_id' | 'line' | 'outcome' | 'reasons'> {
  const { verdict } = decision;
  return {
    amounts: { refused: formatFen(verdict.refused), recover: formatFen(verdict.recover) },
    liable: verdict.liable,
    ...(verdict.borneBy === undefined ? {} : { borne_by: verdict.borneBy.map(borneByMessage) }),
    fund_scope: verdict.fundScope,
    supersedes: decision.supersedes,
    pack: verdict.pack,
    edition: verdict.edition,
    registry_version: decision.registryVersion,
    known_at: knownAtText(decision.knownAt),
    decided_at: decidedAtText(decision.decidedAt),
    trigger: decision.trigger,
  };
}

const knownAtText = rememberingLast(formatInstant);
const decidedAtText = rememberingLast(formatInstant);

/** A decision read back to be recomputed: which line, as known when, in place of what; and all it states, untouched. */
export interface ReadDecision {
  readonly decisionId: string;
  readonly line: LineRevision;
  readonly supersedes: string | null;
  readonly knownAt: Instant;
  /** The message as `JSON.parse` gives it, to be compared field by field with what is recomputed. */
  readonly stated: Readonly<Record<string, unknown>>;
}

class ReadDecisionDto {
  @Required(text()) decision_id!: string;
  @Required(anything) line!: unknown;
  @Optional(text()) supersedes?: string;
  @Required(moment) known_at!: string;
}

const schema = new Schema(ReadDecisionDto);

/**
 * Reads what recomputing needs of a decision message, or names what prevents it. The rest is not judged here: a value
 * that no gatekeeper would state must turn up as a mismatch of that decision.
 */
export function parseDecisionMessage(value: string): ReadDecision | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const dto = schema.read(read.value);
  if (isMalformed(dto)) return dto;
  const line = parseLineFrame(dto.line);
  if (isMalformed(line)) return line;
  return {
    decisionId: dto.decision_id,
    line,
    supersedes: dto.supersedes ?? null,
    knownAt: writtenInstant(dto.known_at),
    stated: jsonObject(JSON.parse(value)),
  };
}
