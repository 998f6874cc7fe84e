/** Decisions and holds read back whole from what was published or exported (CONTRACT 2): the inverse of `decisionText` and `holdMessage`. */
import type { Instant } from '@gatekeeper/calendar';
import type {
  BarCode,
  BorneBy,
  Decision,
  Effect,
  FundScope,
  HeldLine,
  HoldCode,
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
import {
  BAR_CODES,
  EFFECTS,
  FUND_SCOPES,
  HOLD_CODES,
  LIABLE,
  LOSS_BEARERS,
  LOSS_CAUSES,
  OUTCOMES,
  REASON_CODES,
  ROLES,
  TRIGGERS,
} from '@gatekeeper/vocabulary';
import { fenOf, MONEY_SCALE } from './decimal';
import { anything, decimal, moment, oneOf, text, wholeNumber } from './field-rule';
import { parseJsonExactly } from './json-text';
import { parseLineFrame } from './line-frame';
import { describeGot } from './masking';
import { isMalformed, malformed } from './problem';
import type { Malformed, Problem } from './problem';
import { Optional, Required, Schema } from './schema';
import { writtenInstant } from './written-instant';

const LONGEST_TEXT = 2_000;

class DecisionDto {
  @Required(text()) decision_id!: string;
  @Required(anything) line!: unknown;
  @Required(oneOf(OUTCOMES)) outcome!: Outcome;
  @Required(anything) reasons!: unknown;
  @Required(anything) amounts!: unknown;
  @Required(oneOf(LIABLE)) liable!: Liable;
  @Optional(anything) borne_by?: unknown;
  @Required(oneOf(FUND_SCOPES)) fund_scope!: FundScope;
  @Optional(text()) supersedes?: string;
  @Optional(text()) pack?: string;
  @Optional(text()) edition?: string;
  @Optional(wholeNumber(15)) registry_version?: string;
  @Required(moment) known_at!: string;
  @Required(moment) decided_at!: string;
  @Required(oneOf(TRIGGERS)) trigger!: Trigger;
}

class AmountsDto {
  @Required(decimal(MONEY_SCALE)) refused!: string;
  @Required(decimal(MONEY_SCALE)) recover!: string;
}

class ReasonDto {
  @Required(oneOf(REASON_CODES)) code!: ReasonCode;
  @Required(oneOf(EFFECTS)) effect!: Effect;
  @Optional(oneOf(ROLES)) role?: Role;
  @Required(text()) article!: string;
  @Required(anything) evidence!: unknown;
}

class BorneByDto {
  @Required(oneOf(BAR_CODES)) code!: BarCode;
  @Optional(text()) document_no?: string;
  @Required(oneOf(LOSS_BEARERS)) who!: LossBearer;
  @Required(oneOf(LOSS_CAUSES)) because!: LossCause;
  @Required(text()) article!: string;
}

class HoldDto {
  @Required(anything) line!: unknown;
  @Optional(text()) released_by?: string;
  @Optional(oneOf(HOLD_CODES)) hold_code?: HoldCode;
  @Optional(anything) needs?: unknown;
  @Optional(text()) pack?: string;
  @Optional(text()) edition?: string;
  @Optional(moment) known_at?: string;
  @Optional(moment) since?: string;
  @Optional(moment) released_at?: string;
}

const decisions = new Schema(DecisionDto);
const amountsOf = new Schema(AmountsDto);
const reasonsOf = new Schema(ReasonDto);
const borneByOf = new Schema(BorneByDto);
const holds = new Schema(HoldDto);

/** A decision as it was published, or everything that prevents it. Never throws. */
export function parseStatedDecision(value: string): Decision | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const dto = decisions.read(read.value);
  if (isMalformed(dto)) return dto;
  const line = parseLineFrame(dto.line);
  if (isMalformed(line)) return line;
  const amounts = under('amounts', amountsOf.read(dto.amounts));
  if (isMalformed(amounts)) return amounts;
  const reasons = listOf('reasons', dto.reasons, reasonFrom);
  if (isMalformed(reasons)) return reasons;
  const borneBy = dto.borne_by === undefined ? null : listOf('borne_by', dto.borne_by, borneByFrom);
  if (isMalformed(borneBy)) return borneBy;
  return {
    decisionId: dto.decision_id,
    line,
    verdict: {
      kind: 'verdict',
      outcome: dto.outcome,
      reasons: reasons.items,
      refused: fenOf(amounts.refused),
      recover: fenOf(amounts.recover),
      liable: dto.liable,
      ...(borneBy === null ? {} : { borneBy: borneBy.items }),
      fundScope: dto.fund_scope,
      pack: dto.pack ?? '',
      edition: dto.edition ?? '',
    },
    supersedes: dto.supersedes ?? null,
    registryVersion: Number(dto.registry_version ?? 0),
    knownAt: writtenInstant(dto.known_at),
    decidedAt: writtenInstant(dto.decided_at),
    trigger: dto.trigger,
  };
}

/** A hold record as it was published, or the release of one. */
export type StatedHold =
  | { readonly kind: 'hold'; readonly held: HeldLine }
  | {
      readonly kind: 'release';
      readonly line: LineRevision;
      readonly releasedBy: string;
      /** Told by what `export` wrote, not on the topic: `null`. */
      readonly releasedAt: Instant | null;
    };

/** A hold record, or everything that prevents it. Never throws. */
export function parseStatedHold(value: string): StatedHold | Malformed {
  const read = parseJsonExactly(value);
  if (!read.ok) return malformed(...read.problems);
  const dto = holds.read(read.value);
  if (isMalformed(dto)) return dto;
  const line = parseLineFrame(dto.line);
  if (isMalformed(line)) return line;
  if (dto.released_by !== undefined) {
    const releasedAt = dto.released_at === undefined ? null : writtenInstant(dto.released_at);
    return { kind: 'release', line, releasedBy: dto.released_by, releasedAt };
  }
  if (dto.hold_code === undefined) return missing('hold_code');
  if (dto.known_at === undefined) return missing('known_at');
  const needs = textsOf('needs', dto.needs ?? []);
  if (isMalformed(needs)) return needs;
  const knownAt = writtenInstant(dto.known_at);
  return {
    kind: 'hold',
    held: {
      line,
      hold: {
        kind: 'hold',
        holdCode: dto.hold_code,
        needs: needs.items,
        pack: dto.pack ?? null,
        edition: dto.edition ?? null,
      },
      knownAt,
      since: dto.since === undefined ? knownAt : writtenInstant(dto.since),
    },
  };
}

function reasonFrom(value: unknown): Reason | Malformed {
  const dto = reasonsOf.read(value);
  if (isMalformed(dto)) return dto;
  const evidence = textsOf('evidence', dto.evidence);
  if (isMalformed(evidence)) return evidence;
  const { code, effect, role = null, article } = dto;
  return { code, effect, role, article, evidence: evidence.items };
}

function borneByFrom(value: unknown): BorneBy | Malformed {
  const dto = borneByOf.read(value);
  if (isMalformed(dto)) return dto;
  const { code, document_no: documentNo = null, who, because, article } = dto;
  return { code, documentNo, who, because, article };
}

interface Items<Item> {
  readonly items: readonly Item[];
}

function listOf<Item extends object>(
  path: string,
  value: unknown,
  itemOf: (value: unknown) => Item | Malformed,
): Items<Item> | Malformed {
  if (!Array.isArray(value)) return invalid(path, 'a list', value);
  const items: Item[] = [];
  for (const [n, each] of value.entries()) {
    const item = under(`${path}[${n}]`, itemOf(each));
    if (isMalformed(item)) return item;
    items.push(item);
  }
  return { items };
}

function textsOf(path: string, value: unknown): Items<string> | Malformed {
  if (!Array.isArray(value)) return invalid(path, 'a list of texts', value);
  const items: string[] = [];
  for (const [n, each] of value.entries()) {
    if (typeof each !== 'string' || each.length > LONGEST_TEXT)
      return invalid(`${path}[${n}]`, `text of at most ${LONGEST_TEXT} characters`, each);
    items.push(each);
  }
  return { items };
}

/** Problems of a part are named by where it stands. */
function under<Read extends object>(path: string, read: Read | Malformed): Read | Malformed {
  if (!isMalformed(read)) return read;
  const named = (problem: Problem): Problem => ({
    ...problem,
    path: problem.path === '' ? path : `${path}.${problem.path}`,
  });
  const [first, ...others] = read.problems;
  return malformed(named(first), ...others.map(named));
}

const invalid = (path: string, expected: string, got: unknown): Malformed =>
  malformed({ path, code: 'FIELD_INVALID', expected, got: describeGot(path, got) });

const missing = (path: string): Malformed =>
  malformed({ path, code: 'FIELD_MISSING', expected: 'a value', got: 'nothing' });
