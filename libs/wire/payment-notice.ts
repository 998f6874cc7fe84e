/** Payment notices of the fund (CONTRACT 1 and 8), as messages and as rows of files. */
import type { Instant } from '@gatekeeper/calendar';
import type { PaymentNotice } from '@gatekeeper/vocabulary';
import { fenOf, MONEY_SCALE } from './decimal';
import { decimal, moment, text } from './field-rule';
import { readJson } from './json-text';
import { identityIn, receivedAtOf, unlessBeside } from './line-message';
import { isMalformed, malformed } from './problem';
import type { Malformed } from './problem';
import { Optional, Required, Schema } from './schema';
import type { UnknownFieldsSink } from './schema';
import { DEFAULT_LIMIT_BYTES } from './settlement-line';
import { writtenInstant } from './written-instant';

/** `receivedAt` `null`: known from the start (CONTRACT 5). */
export interface PaymentRow {
  readonly notice: PaymentNotice;
  readonly receivedAt: Instant | null;
}

/** A notice as it stands on the wire (CONTRACT 1). */
export class PaymentNoticeDto {
  @Required(text(30), 'institution') fixmedins_code!: string;
  @Required(text(30), 'visit') mdtrt_id!: string;
  @Optional(text(30), 'charge batch; absent: none') chrg_bchno?: string;
  @Required(text(30), 'the line that is paid') feedetl_sn!: string;
  @Required(text(), 'settlement; a later notice of the same one replaces the earlier') setl_id!: string;
  @Required(moment, 'when the fund paid') paid_at!: string;
  @Required(decimal(MONEY_SCALE), 'all fund money paid on the line; may be negative') fund_pay_amt!: string;
  @Required(decimal(MONEY_SCALE), 'of which the pooled fund') pool_pay_amt!: string;
}

const schema = new Schema(PaymentNoticeDto);

/** A notice from a row of a file, or everything that is wrong with it. Never throws. */
export function parsePaymentRow(
  bytes: Buffer | null,
  onUnknownFields?: UnknownFieldsSink,
): PaymentRow | Malformed {
  const read = readJson(bytes, DEFAULT_LIMIT_BYTES);
  if (!read.ok) return malformed(...read.problems);
  const notice = noticeOf(read.value, unlessBeside(['received_at'], onUnknownFields));
  if (isMalformed(notice)) return notice;
  const receivedAt = receivedAtOf(read.value);
  return isMalformed(receivedAt) ? receivedAt : { notice, ...receivedAt };
}

/**
 * A message of the payments topic, or everything that is wrong with it. Never throws. `null` (a tombstone) and no bytes are
 * `EMPTY`; more than `limitBytes` are `TOO_LARGE` before anything is parsed.
 */
export function parsePaymentNotice(
  bytes: Buffer | null,
  limitBytes: number = DEFAULT_LIMIT_BYTES,
  onUnknownFields?: UnknownFieldsSink,
): PaymentNotice | Malformed {
  const read = readJson(bytes, limitBytes);
  return read.ok ? noticeOf(read.value, onUnknownFields) : malformed(...read.problems);
}

function noticeOf(value: unknown, onUnknownFields?: UnknownFieldsSink): PaymentNotice | Malformed {
  const dto = schema.read(value, onUnknownFields);
  if (isMalformed(dto)) return dto;
  return {
    identity: identityIn(dto),
    settlementId: dto.setl_id,
    paidAt: writtenInstant(dto.paid_at),
    fundAmount: fenOf(dto.fund_pay_amt),
    pooledAmount: fenOf(dto.pool_pay_amt),
  };
}
