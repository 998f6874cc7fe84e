/** Decisions as they are published and printed (CONTRACT 2). */
import { formatInstant, rememberingLast } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { LOSS_TEXTS, REASON_TEXTS } from '@gatekeeper/policy';
import {
  BAR_CODES,
  EFFECTS,
  formatFen,
  FUND_SCOPES,
  LIABLE,
  LOSS_BEARERS,
  LOSS_CAUSES,
  OUTCOMES,
  REASON_CODES,
  ROLES,
  TRIGGERS,
} from '@gatekeeper/vocabulary';
import type {
  BarCode,
  BorneBy,
  Decision,
  Effect,
  FundScope,
  Liable,
  LineRevision,
  LossBearer,
  LossCause,
  Outcome,
  Reason,
  ReasonCode,
  Role,
  Trigger,
} from '@gatekeeper/vocabulary';
import { anything, moment, oneOf, text } from './field-rule';
import { parseJsonExactly, quoted } from './json-text';
import { LineFrameFields, lineFrame, parseLineFrame } from './line-frame';
import type { LineFrame } from './line-frame';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { amount, anyText, count, decisionId, instant, listOf, nested, orNull } from './published-rule';
import { RememberedReasons } from './remembered-reasons';
import { jsonObject, Optional, Required, Schema } from './schema';
import type { Fields } from './schema';
import { writtenInstant } from './written-instant';

export class ReasonFields {
  @Required(oneOf(REASON_CODES)) readonly code!: ReasonCode;
  @Required(oneOf(EFFECTS), 'bars: not paid; lifts: paid in spite of a bar; notes: only says something')
  readonly effect!: Effect;
  @Optional(oneOf(ROLES), 'of whom it speaks; only on reasons about a person') readonly role?: Role;
  @Required(anyText, 'the text and its article, such as guangdong-2025 art. 15') readonly article!: string;
  @Required(listOf(anyText), 'documents and intervals it rests on') readonly evidence!: readonly string[];
  @Required(anyText, 'the code in words') readonly text_zh!: string;
  @Required(anyText, 'the code in words') readonly text_en!: string;
}
export type ReasonMessage = Fields<ReasonFields>;

/** Who bears what one bar of a claw-back costs, and why. */
export class BorneByFields {
  @Required(oneOf(BAR_CODES), 'the bar') readonly code!: BarCode;
  @Optional(anyText, 'of the notice; absent where none speaks') readonly document_no?: string;
  @Required(oneOf(LOSS_BEARERS), 'fund: nobody could have known') readonly who!: LossBearer;
  @Required(oneOf(LOSS_CAUSES), 'how far the status had come on its way here when the fee arose')
  readonly because!: LossCause;
  @Required(anyText) readonly article!: string;
  @Required(anyText) readonly text_zh!: string;
  @Required(anyText) readonly text_en!: string;
}
export type BorneByMessage = Fields<BorneByFields>;

/** Money that is not paid. */
export class AmountsFields {
  @Required(amount, 'not paid; negative on a refund') readonly refused!: string;
  @Required(amount, 'paid and taken back; negative on a refund') readonly recover!: string;
}
export type AmountsMessage = Fields<AmountsFields>;

export class DecisionFields {
  @Required(decisionId, "names the decision's own content") readonly decision_id!: string;
  @Required(nested(LineFrameFields), 'the line, and which revision of it was decided')
  readonly line!: LineFrame;
  @Required(
    oneOf(OUTCOMES),
    'accept: the fund pays; reject: not yet paid, refused; claw_back: already paid, recovered; void: withdrawn',
  )
  readonly outcome!: Outcome;
  @Required(listOf(nested(ReasonFields)), 'all that apply: bars, then lifts, then notes')
  readonly reasons!: readonly ReasonMessage[];
  @Required(nested(AmountsFields), 'in the fund scope') readonly amounts!: AmountsMessage;
  @Required(oneOf(LIABLE), 'who bears the amounts') readonly liable!: Liable;
  @Optional(
    listOf(nested(BorneByFields)),
    'of a claw-back: who bears it, bar by bar; outside its id and what verify compares',
  )
  readonly borne_by?: readonly BorneByMessage[];
  @Required(oneOf(FUND_SCOPES), 'which money the pack bars') readonly fund_scope!: FundScope;
  @Required(orNull(decisionId), 'the decision on the same line that this one replaces')
  readonly supersedes!: string | null;
  @Required(anyText, 'the leading pack; empty on a void of what had none')
  readonly pack!: string;
  @Required(anyText, 'its edition, with + and 8 hex digits where values were set by hand')
  readonly edition!: string;
  @Required(count(0), 'of the registry that was asked; 0 from a file') readonly registry_version!: number;
  @Required(instant, 'what was recorded until then was known') readonly known_at!: string;
  @Required(instant) readonly decided_at!: string;
  @Required(oneOf(TRIGGERS), 'what made it be taken') readonly trigger!: Trigger;
}
export type DecisionMessage = Fields<DecisionFields>;

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
