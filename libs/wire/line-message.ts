/** What comes on the lines topic, and in files of lines: lines, voids of lines, and what officers found about them (CONTRACT 1 and 8). */
import type { Instant } from '@gatekeeper/calendar';
import type {
  FactMessage,
  LineIdentity,
  OfficerFact,
  SettlementLine,
  VoidMessage,
} from '@gatekeeper/vocabulary';
import { foldCode, OFFICER_FACTS } from '@gatekeeper/vocabulary';
import { moment, neverDeciding, oneOf, text } from './field-rule';
import { readJson } from './json-text';
import { describeGot } from './masking';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { isJsonObject, Optional, Required, Schema } from './schema';
import type { DroppedCharactersSink, UnknownFieldsSink } from './schema';
import { DEFAULT_LIMIT_BYTES, parseSettlementLineObject } from './settlement-line';
import { writtenInstant } from './written-instant';

export type ParsedLineMessage =
  | { readonly kind: 'line'; readonly line: SettlementLine }
  | { readonly kind: 'void'; readonly withdrawn: VoidMessage }
  | { readonly kind: 'fact'; readonly fact: FactMessage };

/** A row of a file that may have come out of an installation; `receivedAt` `null`: known from the start (CONTRACT 5). */
export interface LineRow {
  readonly message: ParsedLineMessage;
  readonly receivedAt: Instant | null;
}

/** Fields beside those of the message itself that are read here. */
type Beside = readonly string[];
const OF_MESSAGE: Beside = ['op'];
const OF_ROW: Beside = ['op', 'received_at'];

/**
 * A message of the lines topic, or everything that is wrong with it. Never throws. `null` (a tombstone) and no bytes are
 * `EMPTY`; more than `limitBytes` are `TOO_LARGE` before anything is parsed.
 */
export function parseLineMessage(
  bytes: Buffer | null,
  limitBytes: number = DEFAULT_LIMIT_BYTES,
  onUnknownFields?: UnknownFieldsSink,
  onDropped?: DroppedCharactersSink,
): ParsedLineMessage | Malformed {
  const read = readJson(bytes, limitBytes);
  return read.ok
    ? messageOf(read.value, OF_MESSAGE, onUnknownFields, onDropped)
    : malformed(...read.problems);
}

/** A row of a file: a message with `received_at` beside its fields. Never throws. */
export function parseLineRow(
  bytes: Buffer | null,
  onUnknownFields?: UnknownFieldsSink,
  onDropped?: DroppedCharactersSink,
): LineRow | Malformed {
  const read = readJson(bytes, DEFAULT_LIMIT_BYTES);
  if (!read.ok) return malformed(...read.problems);
  const message = messageOf(read.value, OF_ROW, onUnknownFields, onDropped);
  if (isMalformed(message)) return message;
  const receivedAt = receivedAtOf(read.value);
  return isMalformed(receivedAt) ? receivedAt : { message, ...receivedAt };
}

/** What a row of an exported file says beside its message (CONTRACT 5). */
export class ReceivedDto {
  @Optional(moment, 'in files of an export: when this installation took it, and so when it was known')
  received_at?: string;
}

const receivedSchema = new Schema(ReceivedDto);

/** When a row says that it was received. */
export function receivedAtOf(value: unknown): { readonly receivedAt: Instant | null } | Malformed {
  const dto = receivedSchema.read(value);
  if (isMalformed(dto)) return dto;
  return { receivedAt: dto.received_at === undefined ? null : writtenInstant(dto.received_at) };
}

/** The sink without the names of fields that are read beside the message. */
export const unlessBeside =
  (beside: Beside, onUnknownFields: UnknownFieldsSink | undefined): UnknownFieldsSink =>
  (names) => {
    const unknown = names.filter((name) => !beside.includes(name));
    if (unknown.length > 0) onUnknownFields?.(unknown);
  };

function messageOf(
  value: unknown,
  beside: Beside,
  onUnknownFields: UnknownFieldsSink | undefined,
  onDropped: DroppedCharactersSink | undefined,
): ParsedLineMessage | Malformed {
  const unknown = unlessBeside(beside, onUnknownFields);
  const op = isJsonObject(value) ? value['op'] : undefined;
  switch (op) {
    case undefined:
    case null:
    case '':
    case 'line': {
      const line = parseSettlementLineObject(value, unknown, onDropped);
      return isMalformed(line) ? line : { kind: 'line', line };
    }
    case 'void':
      return voidOf(value, unknown, onDropped);
    case 'fact':
      return factOf(value, unknown, onDropped);
    default:
      return malformed({
        path: 'op',
        code: 'FIELD_INVALID',
        expected: 'one of line, void, fact',
        got: describeGot('op', op),
      });
  }
}

/** The line that the fields of a message name. */
export const identityIn = (dto: {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly chrg_bchno?: string;
  readonly feedetl_sn: string;
}): LineIdentity => ({
  fixmedinsCode: foldCode(dto.fixmedins_code),
  visitId: dto.mdtrt_id,
  chargeBatch: dto.chrg_bchno ?? '',
  lineNo: dto.feedetl_sn,
});

/** A void as it stands on the wire (CONTRACT 8). */
export class VoidDto {
  @Required(text(30), 'institution') fixmedins_code!: string;
  @Required(text(30), 'visit') mdtrt_id!: string;
  @Optional(
    text(30),
    'charge batch: with a line number, of that line (absent: none); without, the batch that is withdrawn (absent: the whole visit)',
  )
  chrg_bchno?: string;
  @Optional(
    text(30),
    'the line that is withdrawn; 0000: each line of the visit or batch whose lines name no settlement',
  )
  feedetl_sn?: string;
  @Optional(text(), 'without feedetl_sn: each line of the visit or batch whose latest settlement it is')
  setl_id?: string;
  @Required(moment, 'when it was withdrawn') voided_at!: string;
  @Optional(neverDeciding(), 'in words; decides nothing') reason?: string;
}

const voidSchema = new Schema(VoidDto);

function voidOf(
  value: unknown,
  onUnknownFields: UnknownFieldsSink,
  onDropped: DroppedCharactersSink | undefined,
): ParsedLineMessage | Malformed {
  const dto = voidSchema.read(value, onUnknownFields, onDropped);
  if (isMalformed(dto)) return dto;
  const { feedetl_sn: lineNo = null, setl_id: settlementId = null } = dto;
  if (lineNo === null && settlementId === null)
    return malformed({
      path: 'feedetl_sn',
      code: 'FIELD_MISSING',
      expected: 'the line, or 0000, or setl_id: what is withdrawn',
      got: 'nothing',
    });
  const withdrawn = {
    fixmedinsCode: foldCode(dto.fixmedins_code),
    visitId: dto.mdtrt_id,
    chargeBatch: dto.chrg_bchno ?? null,
    lineNo,
    settlementId,
    voidedAt: writtenInstant(dto.voided_at),
    reason: dto.reason ?? null,
  };
  return { kind: 'void', withdrawn };
}

/** What officers found, as it stands on the wire (CONTRACT 8). */
export class FactDto {
  @Required(text(30), 'institution') fixmedins_code!: string;
  @Required(text(30), 'visit') mdtrt_id!: string;
  @Optional(text(30), 'charge batch; absent: none') chrg_bchno?: string;
  @Required(text(30), 'the line') feedetl_sn!: string;
  @Required(
    oneOf(OFFICER_FACTS),
    'what was found: emergency proven or refuted, or that the date is right as it stands',
  )
  fact!: OfficerFact;
  @Required(text(), 'the document of the finding, which is evidence') document_no!: string;
  @Required(moment, 'when it was approved') approved_at!: string;
}

const factSchema = new Schema(FactDto);

function factOf(
  value: unknown,
  onUnknownFields: UnknownFieldsSink,
  onDropped: DroppedCharactersSink | undefined,
): ParsedLineMessage | Malformed {
  const dto = factSchema.read(value, onUnknownFields, onDropped);
  if (isMalformed(dto)) return dto;
  const fact = {
    identity: identityIn(dto),
    fact: dto.fact,
    documentNo: dto.document_no,
    approvedAt: writtenInstant(dto.approved_at),
  };
  return { kind: 'fact', fact };
}
